"""Cases: the list, one case, and the steps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_for, actor_of, needs
from naungan.accounts.models import User
from naungan.areas.queries import names
from naungan.claims.filters import ClaimFilter
from naungan.claims.models import Child, Claim, Heir
from naungan.claims.pages.parts import EDIT, STATE_TONES, VIEW, corrections_href, tabs, today
from naungan.claims.queries import AtDeath, at_death, billed_after_death, visible_claims
from naungan.claims.queries.cases import (
    OPEN,
    children_of,
    clock_of,
    masked,
    next_action,
    papers_of,
    renewals_due,
)
from naungan.claims.queries.entitlement import Benefit, benefits_for, programme_of, school_rule
from naungan.claims.services.cases import STEPS
from naungan.contributions.queries import Status
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.law.labels import label

STATUS_TONES = {Status.PAID: "good", Status.IN_GRACE: "info", Status.ARREARS: "warn", Status.LAPSED: "bad"}
State = Claim.State


def href(claim: Claim) -> str:
    """Its page."""
    return reverse("claim", args=[claim.pk])


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A row of the list: the case with what is asked anew each time."""

    claim: Claim
    stood: AtDeath
    expected_rp: int
    days: int
    late: bool

    @property
    def waits_rp(self) -> int | None:
        """What is still owed on the bills that it waits for; None for a case that is closed."""
        return self.stood.waits_rp if self.claim.state in OPEN else None

    @property
    def next_action(self) -> str:
        """What comes next."""
        return next_action(self.claim, waits=bool(self.stood.waits))

    @property
    def place(self) -> str:
        """Where the worker lived."""
        return self.claim.area.name


@needs(VIEW)
def claims(request: HttpRequest) -> HttpResponseBase:
    """Every case in the scope; the open ones that wait longest first."""
    rows = visible_claims(actor_of(request).scope).order_by("opened_on", "pk")
    filterset = ClaimFilter(request.GET, queryset=rows, request=request)
    listed = _listed(filterset.qs, today())
    return list_response(
        request,
        title=_("Kasus keluarga"),
        columns=_columns(),
        rows=listed,
        filterset=_Bound(filterset.form),
        source=_("Naungan, ruang klaim; satu baris per keluarga. Jumlah menurut hukum pada hari meninggal."),
        name="klaim",
        template="claims/claims.html",
        context={
            **tabs(request, "claims"),
            "waiting_rp": sum(row.waits_rp or 0 for row in listed),
            "waiting_count": sum(bool(row.waits_rp) for row in listed),
            "late_count": sum(row.late for row in listed),
            "empty_text": _("Belum ada kasus. Kasus dibuka sendiri ketika kematian peserta dicatat."),
        },
    )


class _Bound:
    """What the list page asks of a filter whose rows are filtered already: its form."""

    def __init__(self, form: Any) -> None:
        self.form = form


def _columns() -> list[Column]:
    return [
        Column(
            "name",
            _("Peserta"),
            "claim.person.name",
            sort="claim.person.name",
            link=lambda row: href(row.claim),
        ),
        Column("nik", _("NIK"), "claim.person.nik", kind="nik"),
        Column("place", _("Domisili"), "place", sort="place"),
        Column("died", _("Meninggal"), "claim.died_on", kind="date", sort="claim.died_on"),
        Column(
            "state",
            _("Status"),
            "claim.get_state_display",
            kind="tag",
            sort="claim.state",
            tone=lambda row: STATE_TONES[State(row.claim.state)],
        ),
        Column("days", _("Hari"), "days", kind="count", sort="days"),
        Column("next", _("Langkah berikutnya"), "next_action"),
        Column("payer", _("Pembayar iuran"), "claim.payer.name", sort="claim.payer.name"),
        Column("in_row", _("Bulan berturut"), "stood.in_row", kind="count", sort="stood.in_row"),
        Column("expected", _("Menurut hukum"), "expected_rp", kind="money", sort="expected_rp"),
        Column("waits", _("Menunggu pelunasan"), "waits_rp", kind="money", sort="waits_rp"),
    ]


def _listed(rows: QuerySet[Claim], on: date) -> list[ListedCase]:
    found = list(rows.prefetch_related("children"))
    stood = at_death({claim.person_id: claim.died_on for claim in found}, as_of=on)
    listed = []
    for claim in found:
        own = stood[claim.person_id]
        clock = clock_of(claim, on)
        children = [child for child in claim.children.all() if child.withdrawn_entry_id is None]
        benefits = benefits_for(own, died_on=claim.died_on, cause=claim.death.cause, children=children)
        expected = sum(benefit.total_rp for benefit in benefits)
        passed = claim.next_on is not None and claim.next_on < on
        late = claim.state in OPEN and (passed or clock.late)
        listed.append(ListedCase(claim, own, expected, clock.days, late))
    return listed


def find_claim(request: HttpRequest, pk: int) -> Claim:
    """The case in the viewer's scope; 404 without one."""
    return get_object_or_404(visible_claims(actor_of(request).scope), pk=pk)


def may_edit(request: HttpRequest, claim: Claim) -> bool:
    """Whether the viewer follows this very case: a right to edit elsewhere tells nothing of its family."""
    actor = actor_for(request.user, EDIT) if isinstance(request.user, User) else None
    return actor is not None and visible_claims(actor.scope).filter(pk=claim.pk).exists()


@needs(VIEW)
def claim(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One case: the clock, what comes next, what the law gives and why, papers, family, and what happened."""
    found, on = find_claim(request, pk), today()
    now = at_death({found.person_id: found.died_on}, as_of=on)[found.person_id]
    then = at_death({found.person_id: found.died_on}, as_of=found.died_on)[found.person_id]
    children = children_of(found)
    papers = papers_of(found, with_children=bool(children))
    edits = may_edit(request, found)
    context = {
        "title": found.person.name,
        "claim": found,
        "tone": STATE_TONES[State(found.state)],
        "place": names([found.area_id]).get(found.area_id, found.area.name),
        "programme": programme_of(found.death.cause),
        "clock": clock_of(found, on),
        "since_death": (on - found.died_on).days,
        "next": next_action(found, waits=bool(now.waits)),
        "is_open": found.state in OPEN,
        "now": now,
        "now_tag": _status(now),
        "then_tag": _status(then),
        "benefits": _told(
            benefits_for(now, died_on=found.died_on, cause=found.death.cause, children=children)
        ),
        "school": school_rule(now, died_on=found.died_on, cause=found.death.cause),
        "billed_after": billed_after_death({found.person_id: found.died_on}),
        "papers": papers,
        "missing": sum(paper.missing for paper in papers),
        "children": [_pupil(child, edits=edits) for child in children],
        "renewals": len(renewals_due(children, on.year)) if found.state == State.PAID else 0,
        "year": on.year,
        "heirs": [
            _heir(heir, edits=edits) for heir in found.heirs.filter(withdrawn_entry=None).order_by("pk")
        ],
        "payments": found.payments.filter(reverses=None, reversed_by=None).order_by("paid_on", "pk"),
        "timeline": _timeline(found),
        "steps": _steps(found) if edits else [],
        "may_edit": edits,
        **tabs(request, "claims"),
    }
    context["corrections_href"] = corrections_href(request, context["billed_after"])
    return render(request, "claims/claim.html", context)


def _status(stood: AtDeath) -> tuple[str, str]:
    if stood.status is None:
        return _("Belum ditagih"), "off"
    return str(stood.status.label), STATUS_TONES[stood.status]


def _told(benefits: list[Benefit]) -> list[dict[str, Any]]:
    """Benefits as the page tells them: amounts by name, each step with its article, and what is in doubt."""
    titles = {
        "benefit.jkm": _("Jaminan kematian (JKM)"),
        "benefit.jkk.death": _("Jaminan kecelakaan kerja (JKK), meninggal"),
        "benefit.scholarship": _("Beasiswa anak, seluruh masa sekolah"),
    }
    return [
        {
            "title": titles[benefit.ask],
            "benefit": benefit,
            "amounts": [(label(name), rp) for name, rp in benefit.amounts.items() if name != "total"],
            "steps": _steps_of(benefit),
            "doubts": [one["note"] for one in benefit.explanation["doubts"]] if benefit.explanation else [],
        }
        for benefit in benefits
    ]


def _steps_of(benefit: Benefit) -> list[dict[str, Any]]:
    if benefit.explanation is None:
        return []
    found = []
    for step in benefit.explanation["steps"]:
        value = step["value"]
        is_rupiah = (
            isinstance(value, int) and not isinstance(value, bool) and step["unit"].startswith("rupiah")
        )
        if is_rupiah:
            shown = numbers.rupiah(value)
        elif isinstance(value, bool):
            shown = _("ya") if value else _("tidak")
        else:
            shown = ", ".join(numbers.rupiah(one) for one in value) if isinstance(value, list) else str(value)
        found.append({"label": label(step["name"]), "value": shown, "reference": step["reference"]})
    return found


def _pupil(child: Child, *, edits: bool) -> dict[str, Any]:
    filed = sorted(child.school_years.all(), key=lambda one: one.year)
    return {
        "child": child,
        "name": child.name if edits else masked(child.name),
        "years": filed,
        "due": all(one.year != today().year for one in filed),
    }


def _heir(heir: Heir, *, edits: bool) -> dict[str, Any]:
    hidden = "" if not heir.contact else "***"
    return {
        "heir": heir,
        "name": heir.name if edits else masked(heir.name),
        "contact": heir.contact if edits else hidden,
    }


def _timeline(found: Claim) -> list[dict[str, Any]]:
    """Steps and notes, the newest first."""
    steps = [
        {
            "at": step.entry.at,
            "by": step.entry.actor,
            "title": step.get_state_display(),
            "on": step.on,
            "text": step.note,
        }
        for step in found.steps.select_related("entry")
    ]
    notes = [
        {"at": note.entry.at, "by": note.entry.actor, "title": _("Catatan"), "on": None, "text": note.text}
        for note in found.notes.select_related("entry")
    ]
    return sorted([*steps, *notes], key=lambda one: one["at"], reverse=True)


def _steps(found: Claim) -> list[tuple[str, str, bool]]:
    """Address, words and whether it is the way forward, of each step that the case can take."""
    if found.death.undone_entry_id is not None:
        return []
    words = {
        State.CONTACTED: _("Keluarga dihubungi"),
        State.COMPLETE: _("Berkas lengkap"),
        State.SUBMITTED: _("Ajukan"),
        State.PAID: _("Catat pembayaran"),
        State.REFUSED: _("Ditolak"),
        State.WITHDRAWN: _("Hentikan"),
    }
    order = list(State)
    now = order.index(State(found.state))
    shown = []
    for to in STEPS[found.state]:
        back = order.index(State(to)) < now
        text = _("Kembali: berkas kurang") if back else words[State(to)]
        forward = not back and to not in {State.WITHDRAWN, State.REFUSED}
        shown.append((reverse("claim_step", args=[found.pk, to.lower()]), text, forward))
    return shown
