"""The commitment matrix: regency by group, as of a day. What was said is recorded and keeps its source; what
lists, months and rules show is computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope, within
from naungan.agreements.models import Commitment, Meeting, Regulation
from naungan.agreements.queries.agreements import visible_regulations
from naungan.agreements.queries.history import Changes, RollThen, regulations_known, roll_changes, roll_on
from naungan.agreements.queries.meetings import last_held
from naungan.agreements.queries.shares import Share, shares
from naungan.areas.queries import names, regencies_of
from naungan.coverage.queries import newest_posted_day
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

    `known_at` leaves out what was recorded later: statements, lists and their steps, rules, posted months.
    """
    return _matrices(area_code, [as_of], scope, known_at)[0]


def since_last_meeting(
    area_code: str, *, as_of: date, scope: Scope
) -> tuple[list[MatrixRow], Meeting | None]:
    """The matrix as of a day, each row with what changed since the newest meeting held before that day."""
    meeting = last_held(scope, area_code, as_of)
    if meeting is None:
        return matrix(area_code, as_of=as_of, scope=scope), None
    now, before = _matrices(area_code, [as_of, meeting.on], scope, None)
    then = {(row.area, row.group): row for row in before}
    return [replace(row, changes=_changes(then.get((row.area, row.group)), row)) for row in now], meeting


def _matrices(
    area_code: str, days: list[date], scope: Scope, known_at: datetime | None
) -> list[list[MatrixRow]]:
    """The matrix of each day; what it rests on is read once for all of them."""
    codes = _areas(area_code, scope)
    rolls = _rolls(codes, days, scope)
    ground = _Ground(
        said=_said(codes, max(days), known_at),
        rolls=list(rolls.select_related("entry").order_by("pk")),
        changes=roll_changes(rolls),
        rules=_rules(scope, known_at),
        known_at=known_at,
    )
    area_names = names(codes)
    group_names = dict(Group.objects.values_list("pk", "name"))
    covered = shares(codes, days, scope=scope, known_at=known_at)
    return [
        [
            _row(key, area_names, group_names, facts)
            for key, facts in sorted(_facts(ground, codes, day, shown).items())
        ]
        for day, shown in zip(days, covered, strict=True)
    ]


Key = tuple[str, str]
Rules = list[tuple[Regulation, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the matrices of some days rest on, as it was known."""

    said: list[Commitment]
    rolls: list[Roll]
    changes: Changes
    rules: Rules
    known_at: datetime | None


@dataclass(slots=True)
class _Facts:
    """What concerns one group of a region on a day."""

    said: list[Commitment] = field(default_factory=list)
    rolls: list[RollThen] = field(default_factory=list)
    share: Share | None = None
    rules: list[Regulation] = field(default_factory=list)


def _facts(ground: _Ground, codes: list[str], day: date, shown: dict[Key, Share]) -> dict[Key, _Facts]:
    found: defaultdict[Key, _Facts] = defaultdict(_Facts)
    for row in ground.said:
        if row.stated_on <= day:
            found[row.area_id, row.group_id].said.append(row)
    for roll in ground.rolls:
        then = roll_on(roll, ground.changes.get(str(roll.pk), []), day, ground.known_at)
        code = roll.area_id if roll.area_id in codes else roll.area_id[:5]
        if then is not None and code in codes:
            found[code, then.group].rolls.append(then)
    for key, share in shown.items():
        found[key].share = share
    for (area, group), facts in found.items():
        facts.rules = [rule for rule, groups in ground.rules if _binds(rule, groups, area, group, day)]
    return found


def _binds(rule: Regulation, groups: frozenset[str], area: str, group: str, day: date) -> bool:
    """Whether a rule is in force on a day for a group of an area; one that names no group covers every one."""
    if rule.enacted_on is None or rule.enacted_on > day or (rule.revoked_on and rule.revoked_on <= day):
        return False
    return (area == rule.area_id or area.startswith(rule.area_id + ".")) and (not groups or group in groups)


def _row(key: Key, area_names: dict[str, str], group_names: dict[str, str], facts: _Facts) -> MatrixRow:
    area, group = key
    return MatrixRow(
        area=area,
        area_name=area_names.get(area, area),
        group=group,
        group_name=group_names.get(group, group),
        budgeted=_budgeted(facts.said),
        decreed=_decreed(facts.rolls),
        registered=_registered(facts.rolls),
        paid_by=_paid_by(facts.rolls, facts.said),
        covered=_share(facts.share) if facts.share else Cell(_("belum diketahui")),
        legal_basis=_legal_basis(facts.said, facts.rules),
        statement=_recorded(facts.said, "statement"),
    )


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


def _said(codes: list[str], as_of: date, known_at: datetime | None) -> list[Commitment]:
    """Statements up to a day, the newest first; one that was corrected no longer speaks, once that was known."""
    rows = Commitment.objects.filter(area_id__in=codes, stated_on__lte=as_of)
    mended = Commitment.objects.exclude(corrects=None)
    if known_at is not None:
        rows, mended = rows.filter(recorded_at__lte=known_at), mended.filter(recorded_at__lte=known_at)
    return list(rows.exclude(pk__in=mended.values("corrects")).order_by("-stated_on", "-pk"))


def _rolls(codes: list[str], days: list[date], scope: Scope) -> QuerySet[Roll]:
    """The lists of some regions that may run in a month of the days; a step may have moved or ended them."""
    held = Q(area_id__in=codes)
    for code in codes:
        held |= within("area_id", code) if "." in code else Q(area_id=code)
    earliest = min(months.of(day) for day in days)
    return Roll.objects.filter(held, scope.payer_q("registration__payer__"), last_month__gte=earliest)


def _share(share: Share) -> Cell:
    """Its key is the share to a hundredth, so that a few people more are no news; without a base, the people."""
    people = _("%(people)s orang") % {"people": numbers.count(share.people)}
    if share.percent is None:
        return Cell(people, COMPUTED, share.source, f"{share.people}")
    return Cell(f"{numbers.percent(share.percent)} ({people})", COMPUTED, share.source, f"{share.percent}")


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


def _decreed(rolls: list[RollThen]) -> Cell:
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


def _registered(rolls: list[RollThen]) -> Cell:
    known = [roll for roll in rolls if roll.state in _REGISTERED]
    if not known:
        return Cell(_("belum"), COMPUTED, key="no")
    text = _("%(lists)s daftar") % {"lists": numbers.count(len(known))}
    return Cell(text, COMPUTED, key=str(len(known)))


def _paid_by(rolls: list[RollThen], said: list[Commitment]) -> Cell:
    sources = sorted({roll.paid_by for roll in rolls if roll.state in _DECREED})
    if sources:
        text = ", ".join(str(PaidBy(one).label) for one in sources)
        return Cell(text, COMPUTED, key=",".join(sources))
    row = next((one for one in said if one.paid_by), None)
    return Cell(row.get_paid_by_display(), RECORDED, _source(row), row.paid_by) if row else Cell("")


def _rules(scope: Scope, known_at: datetime | None) -> Rules:
    """The enacted rules with their groups as they were known, the newest first."""
    rows = visible_regulations(scope).select_related("area", "entry").prefetch_related("groups")
    known = regulations_known(list(rows.order_by("pk")), known_at)
    enacted = [row for row in known if row.state != Regulation.State.DRAFT and row.enacted_on]
    enacted.sort(key=lambda row: row.enacted_on or date.min, reverse=True)
    return [(row, frozenset(group.pk for group in row.groups.all())) for row in enacted]


def _legal_basis(said: list[Commitment], rules: list[Regulation]) -> Cell:
    """What the region named, else the newest rule in force; its source says what it obliges and for whom."""
    stated = _recorded(said, "legal_basis")
    if stated.text or not rules:
        return stated
    newest = rules[0]
    duties = "; ".join(line.strip() for line in newest.duties.splitlines() if line.strip())
    groups = ", ".join(group.name for group in newest.groups.all()) or _("semua kelompok")
    facts = {"title": newest.title, "duties": duties or _("kewajiban belum dicatat"), "groups": groups}
    source = _("%(title)s: %(duties)s (%(groups)s)") % facts
    return Cell(newest.number, COMPUTED, source, newest.number)
