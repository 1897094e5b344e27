"""Deaths, cases and their papers as a scope shows them; the clock of a case and what comes next."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.claims.models import Child, Claim, ClaimDocument, DeathReport, IncomingFile
from naungan.claims.queries.entitlement import programme_of
from naungan.contributions.models import Bill
from naungan.contributions.queries import Status, standing
from naungan.kit import numbers
from naungan.law import parameters
from naungan.law.holidays import is_working_day
from naungan.registry.models import Membership, Person

State = Claim.State
OPEN = (State.OPENED, State.CONTACTED, State.COMPLETE, State.SUBMITTED)
_DOCUMENTS = Path(__file__).parent.parent / "data" / "documents.toml"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the checklist: its words, when it is asked only, and what became of it."""

    code: str
    name: str
    when: str
    state: str
    note: str
    row: ClaimDocument | None

    @property
    def missing(self) -> bool:
        """Whether the family still has to bring it. What is asked only sometimes is missing until decided."""
        return self.state == ClaimDocument.State.MISSING


@dataclass(frozen=True, slots=True)
class Clock:
    """Days used since a day; `limit` working days allowed by `rule`, None where no rule sets any."""

    since: date
    days: int
    limit: int | None
    rule: str
    late: bool


def visible_claims(scope: Scope) -> QuerySet[Claim]:
    """Cases of workers who lived in the scope, or for whom a payer in it paid."""
    seen = scope.area_q("area_id") | scope.payer_q("payer__")
    rows = Claim.objects.all() if scope.everywhere else Claim.objects.filter(seen)
    return rows.select_related("person", "area", "payer", "group", "death", "entry")


def visible_deaths(scope: Scope) -> QuerySet[DeathReport]:
    """Reported deaths that stand, of people who lived in the scope or for whom a payer in it paid."""
    rows = DeathReport.objects.filter(undone_entry=None)
    if not scope.everywhere:
        rows = rows.filter(scope.area_q("area_id") | scope.payer_q("claim__payer__"))
    return rows.select_related("person", "area", "claim", "file", "entry")


def visible_files(scope: Scope, kind: str) -> QuerySet[IncomingFile]:
    """Files that came in for a place in the scope, the newest first."""
    rows = IncomingFile.objects.filter(scope.area_q("area_id"), kind=kind)
    return rows.select_related("area", "entry", "commit_entry").order_by("-pk")


def claims_of(person: Person, scope: Scope) -> QuerySet[Claim]:
    """The cases of a person, the newest first."""
    return visible_claims(scope).filter(person=person).order_by("-pk")


def waiting(rows: QuerySet[Claim], as_of: date) -> QuerySet[Claim]:
    """Open cases whose months up to the death are on a bill that is not whole."""
    bills: Any = standing(as_of=as_of)
    unpaid = bills.filter(kind=Bill.Kind.BILL).exclude(status=Status.PAID).values("pk")
    spells = Membership.objects.filter(
        person=OuterRef("person_id"),
        roll__registration__bills__in=unpaid,
        roll__registration__bills__month__gte=F("first_month"),
        roll__registration__bills__month__lte=F("last_month"),
    )
    return rows.filter(Exists(spells), state__in=OPEN)


def overdue(rows: QuerySet[Claim], today: date) -> QuerySet[Claim]:
    """Open cases whose next action's day has passed, or that the agency should have paid by now."""
    submitted = Q()
    for code, name in (("JKM", "jkm_payment_days"), ("JKK", "jkk_payment_days")):
        limit = parameters.at(name, today).value
        assert isinstance(limit, int)
        accident = Q(death__cause=DeathReport.Cause.ACCIDENT)
        kind = accident if code == "JKK" else ~accident
        submitted |= kind & Q(state=State.SUBMITTED, submitted_on__lt=_working_days_before(today, limit))
    return rows.filter(submitted | Q(state__in=OPEN, next_on__lt=today))


def deaths_without_case(scope: Scope) -> QuerySet[Person]:
    """People with a recorded death of whom this room knows nothing: recorded elsewhere, to be looked at."""
    known = DeathReport.objects.filter(person=OuterRef("pk"), undone_entry=None)
    rows = Person.objects.filter(scope.area_q("domicile_id"), merged_into=None, deceased_on__isnull=False)
    return rows.filter(~Exists(known))


def clock_of(claim: Claim, today: date) -> Clock:
    """The clock of a case: since the submission in working days against the law's limit, else days since opened."""
    until = today if claim.state in OPEN else claim.state_on
    if claim.submitted_on is None or claim.state not in (State.SUBMITTED, State.PAID):
        return Clock(claim.opened_on, (until - claim.opened_on).days, None, "", late=False)
    code = programme_of(claim.death.cause).lower()
    vintage = parameters.at(f"{code}_payment_days", claim.submitted_on)
    assert isinstance(vintage.value, int)
    days = working_days(claim.submitted_on, until)
    return Clock(claim.submitted_on, days, vintage.value, vintage.reference, late=days > vintage.value)


def working_days(since: date, until: date) -> int:
    """Working days after a day, up to and with another."""
    span = range(1, (until - since).days + 1)
    return sum(is_working_day(since + timedelta(days=each)) for each in span)


def next_action(claim: Claim, *, waits: bool) -> str:
    """What comes next: what somebody noted, else what the state asks for."""
    if claim.next_action and claim.state in OPEN:
        return claim.next_action
    if waits and claim.state in OPEN:
        return _("Minta pembayar iuran melunasi tagihan yang ditunggu")
    return {
        State.OPENED: _("Hubungi keluarga"),
        State.CONTACTED: _("Lengkapi berkas"),
        State.COMPLETE: _("Ajukan ke BPJS Ketenagakerjaan"),
        State.SUBMITTED: _("Pantau pembayaran"),
    }.get(State(claim.state), "")


def papers_of(claim: Claim, *, with_children: bool) -> list[Paper]:
    """The checklist of a case: by the programme that pays, with the scholarship's where children are named."""
    wanted = {programme_of(claim.death.cause)} | ({"SCHOLARSHIP"} if with_children else set())
    newest = {row.code: row for row in claim.documents.select_related("entry").order_by("pk")}
    return [_paper(one, newest.get(one["code"])) for one in _checklist() if wanted & set(one["for"])]


def document_codes() -> list[str]:
    """Every code of the checklist."""
    return [one["code"] for one in _checklist()]


def children_of(claim: Claim) -> list[Child]:
    """The children named in a case, in the order in which they were."""
    return list(claim.children.filter(withdrawn_entry=None).prefetch_related("school_years").order_by("pk"))


def renewals_due(children: Iterable[Child], year: int) -> list[Child]:
    """Children whose scholarship was not filed for a year."""
    return [child for child in children if all(one.year != year for one in child.school_years.all())]


def with_renewal_due(rows: QuerySet[Claim], year: int) -> QuerySet[Claim]:
    """Paid cases with a child whose scholarship was not filed for a year."""
    due = Child.objects.filter(claim=OuterRef("pk"), withdrawn_entry=None).exclude(school_years__year=year)
    return rows.filter(Exists(due), state=State.PAID)


def masked(text: str) -> str:
    """The first letter of each word; for who need not know the rest."""
    return " ".join(word[0] + "***" for word in text.split())


def _paper(one: dict[str, Any], row: ClaimDocument | None) -> Paper:
    language = "en" if numbers.is_english() else "id"
    state = row.state if row else ClaimDocument.State.MISSING.value
    return Paper(
        one["code"], one[language], one.get(f"when_{language}", ""), state, row.note if row else "", row
    )


@cache
def _checklist() -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_DOCUMENTS.read_text(encoding="utf-8"))["document"]
    return found


def _working_days_before(day: date, count: int) -> date:
    """The day from which exactly `count` working days have passed up to `day`."""
    found = day
    while working_days(found, day) < count:
        found -= timedelta(days=1)
    return found
