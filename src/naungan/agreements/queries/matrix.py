"""The commitment matrix: regency by group, as of a day. What was said is recorded and keeps its source; what
lists, months and rules show is computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.agreements.models import Commitment, Meeting, Regulation
from naungan.agreements.queries.agreements import visible_regulations
from naungan.agreements.queries.meetings import last_held
from naungan.areas.queries import names, regencies_of
from naungan.coverage.queries import CoverageRow, coverage, newest_posted_day, posted_months
from naungan.kit import numbers
from naungan.law import months
from naungan.registry.models import Group, PaidBy, Roll

COMPUTED, RECORDED, UNKNOWN = "computed", "recorded", "unknown"
_REGISTERED = (Roll.State.REGISTERED, Roll.State.ACTIVE)
_DECREED = (Roll.State.DECREED, *_REGISTERED)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, how it came about, and from where; `key` is what a change is told by."""

    text: str
    how: str = UNKNOWN
    source: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A group of a region on a day."""

    area: str
    area_name: str
    group: str
    group_name: str
    budgeted: Cell
    decreed: Cell
    registered: Cell
    paid_by: Cell
    covered: Cell
    legal_basis: Cell
    statement: Cell
    changes: tuple[str, ...] = ()

    @property
    def sources(self) -> str:
        """Where the recorded cells come from."""
        cells = (self.budgeted, self.paid_by, self.legal_basis, self.statement)
        return "; ".join(dict.fromkeys(cell.source for cell in cells if cell.source))


def matrix(area_code: str, *, as_of: date, scope: Scope, known_at: datetime | None = None) -> list[MatrixRow]:
    """The rows of an area's regencies (and of its own government) that the scope holds, as of a day.

    `known_at` leaves out statements that were recorded later; lists and months are those of the day's month.
    """
    codes = _areas(area_code, scope)
    said = _said(codes, as_of, known_at)
    rolls = _rolls(codes, as_of, scope)
    covered = _covered(codes, as_of, scope)
    keys = sorted({*said, *rolls, *covered})
    area_names = names(codes)
    group_names = dict(
        Group.objects.filter(pk__in={group for _area, group in keys}).values_list("pk", "name")
    )
    rules = _rules(scope, as_of)
    return [
        MatrixRow(
            area=area,
            area_name=area_names.get(area, area),
            group=group,
            group_name=group_names.get(group, group),
            budgeted=_budgeted(said.get((area, group), [])),
            decreed=_decreed(rolls.get((area, group), [])),
            registered=_registered(rolls.get((area, group), [])),
            paid_by=_paid_by(rolls.get((area, group), []), said.get((area, group), [])),
            covered=covered.get((area, group), Cell(_("belum diketahui"))),
            legal_basis=_legal_basis(said.get((area, group), []), rules, area, group),
            statement=_recorded(said.get((area, group), []), "statement"),
        )
        for area, group in keys
    ]


def since_last_meeting(
    area_code: str, *, as_of: date, scope: Scope
) -> tuple[list[MatrixRow], Meeting | None]:
    """The matrix as of a day, each row with what changed since the newest meeting held before that day."""
    now = matrix(area_code, as_of=as_of, scope=scope)
    meeting = last_held(scope, area_code, as_of)
    if meeting is None:
        return now, None
    then = {(row.area, row.group): row for row in matrix(area_code, as_of=meeting.on, scope=scope)}
    return [replace(row, changes=_changes(then.get((row.area, row.group)), row)) for row in now], meeting


def aspect_words() -> dict[str, str]:
    """The aspects in words."""
    return {
        "budgeted": _("dianggarkan"),
        "decreed": _("SK"),
        "registered": _("terdaftar"),
        "paid_by": _("dibayar dari"),
        "covered": _("cakupan"),
        "legal_basis": _("dasar hukum"),
        "statement": _("pernyataan"),
    }


def newest_day(scope: Scope, today: date) -> date:
    """The day to show first: the newest posted month's last or the newest statement's, whichever is later,
    never after today; today before either is there.
    """
    said = Commitment.objects.filter(scope.area_q("area_id"), stated_on__lte=today)
    days = [newest_posted_day(), said.aggregate(day=Max("stated_on"))["day"]]
    known = [min(day, today) for day in days if day is not None]
    return max(known, default=today)


def _changes(before: MatrixRow | None, after: MatrixRow) -> tuple[str, ...]:
    if before is None:
        return (_("baru"),)
    told = []
    for aspect, words in aspect_words().items():
        new: Cell = getattr(after, aspect)
        old: Cell = getattr(before, aspect)
        if new.key != old.key and not (aspect == "covered" and new.how == UNKNOWN):
            pair = {
                "aspect": words,
                "before": old.text or _("belum ada"),
                "after": new.text or _("tidak ada"),
            }
            told.append(_("%(aspect)s: %(before)s → %(after)s") % pair)
    return tuple(told)


def _areas(area_code: str, scope: Scope) -> list[str]:
    found = [area.code for area in regencies_of(area_code)]
    own = [] if area_code in found or "." in area_code else [area_code]
    return [code for code in [*own, *found] if scope.holds_area(code)]


Key = tuple[str, str]


def _said(codes: list[str], as_of: date, known_at: datetime | None) -> dict[Key, list[Commitment]]:
    """Statements up to a day by region and group, the newest first."""
    rows = Commitment.objects.filter(area_id__in=codes, stated_on__lte=as_of)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found: dict[Key, list[Commitment]] = {}
    for row in rows.order_by("-stated_on", "-pk"):
        found.setdefault((row.area_id, row.group_id), []).append(row)
    return found


def _rolls(codes: list[str], as_of: date, scope: Scope) -> dict[Key, list[Roll]]:
    month = months.of(as_of)
    rows = Roll.objects.filter(
        scope.payer_q("registration__payer__"), first_month__lte=month, last_month__gte=month
    )
    found: dict[Key, list[Roll]] = {}
    for roll in rows.exclude(state=Roll.State.ENDED).order_by("pk"):
        code = roll.area_id if roll.area_id in codes else roll.area_id[:5]
        if code in codes:
            found.setdefault((code, roll.group_id), []).append(roll)
    return found


def _covered(codes: list[str], as_of: date, scope: Scope) -> dict[Key, Cell]:
    """The share of each regency's groups that is protected, in the newest posted month of the last three; a
    government of a province has none of its own.
    """
    month = months.of(as_of)
    newest = max(posted_months(range(month - 2, month + 1)), default=None)
    if newest is None:
        return {}
    day = min(as_of, months.last_day(newest))
    return {
        (code, row.key): _share(row)
        for code in codes
        if "." in code
        for row in coverage(as_of=day, area_code=code, by="group", scope=scope)
        if row.is_computed
    }


def _share(row: CoverageRow) -> Cell:
    """Its key is the share to a hundredth, so that a few people more are no news; without a base, the people."""
    people = _("%(people)s orang") % {"people": numbers.count(row.protected)}
    if row.percent is None:
        return Cell(people, COMPUTED, row.source, f"{row.protected}")
    return Cell(f"{numbers.percent(row.percent)} ({people})", COMPUTED, row.source, f"{row.percent}")


def _recorded(said: Iterable[Commitment], field: str) -> Cell:
    for row in said:
        if getattr(row, field):
            return Cell(getattr(row, field), RECORDED, _source(row), getattr(row, field))
    return Cell("")


def _source(row: Commitment) -> str:
    return f"{row.source} ({numbers.short_day(row.stated_on)})"


def _budgeted(said: list[Commitment]) -> Cell:
    row = next((one for one in said if one.budgeted), None)
    if row is None:
        return Cell(str(Commitment.Budgeted.UNKNOWN.label), key=Commitment.Budgeted.UNKNOWN)
    return Cell(row.get_budgeted_display(), RECORDED, _source(row), row.budgeted)


def _decreed(rolls: list[Roll]) -> Cell:
    numbers_of = [roll.decree_number for roll in rolls if roll.state in _DECREED and roll.decree_number]
    if numbers_of:
        text = ", ".join(dict.fromkeys(numbers_of))
        return Cell(text, COMPUTED, key=text)
    undecreed = [roll for roll in rolls if roll.state in _DECREED]
    if undecreed and all(roll.basis == Roll.Basis.EMPLOYER for roll in undecreed):
        return Cell(_("tidak perlu: laporan pemberi kerja"), COMPUTED, key="employer")
    if undecreed:
        return Cell(_("SK menyusul"), COMPUTED, key="later")
    return Cell(_("belum"), COMPUTED, key="no")


def _registered(rolls: list[Roll]) -> Cell:
    known = [roll for roll in rolls if roll.state in _REGISTERED]
    if not known:
        return Cell(_("belum"), COMPUTED, key="no")
    text = _("%(lists)s daftar") % {"lists": numbers.count(len(known))}
    return Cell(text, COMPUTED, key=str(len(known)))


def _paid_by(rolls: list[Roll], said: list[Commitment]) -> Cell:
    sources = sorted({roll.paid_by for roll in rolls if roll.state in _DECREED})
    if sources:
        text = ", ".join(str(PaidBy(one).label) for one in sources)
        return Cell(text, COMPUTED, key=",".join(sources))
    row = next((one for one in said if one.paid_by), None)
    return Cell(row.get_paid_by_display(), RECORDED, _source(row), row.paid_by) if row else Cell("")


Rules = list[tuple[Regulation, frozenset[str]]]


def _rules(scope: Scope, as_of: date) -> Rules:
    """The rules in force on a day with their groups; none named covers every group."""
    rows = visible_regulations(scope).filter(enacted_on__lte=as_of).exclude(state=Regulation.State.DRAFT)
    rows = rows.exclude(revoked_on__lte=as_of).prefetch_related("groups").order_by("-enacted_on", "pk")
    return [(row, frozenset(group.pk for group in row.groups.all())) for row in rows]


def _legal_basis(said: list[Commitment], rules: Rules, area: str, group: str) -> Cell:
    stated = _recorded(said, "legal_basis")
    if stated.text:
        return stated
    for rule, groups in rules:
        holds = area == rule.area_id or area.startswith(rule.area_id + ".")
        if holds and (not groups or group in groups):
            return Cell(rule.number, COMPUTED, rule.title, rule.number)
    return Cell("")
