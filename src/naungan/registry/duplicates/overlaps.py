"""The same person on several lists: found when a list comes in, when records are merged, and by a search of all.

Who of the two gives way is said by the region's rule; until somebody decides, the yielding membership is left out of
the months in which both run. Nothing is ended without a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.kit.locks import take_turn
from naungan.law.findings import Refused
from naungan.law.vocabulary import PROGRAMMES
from naungan.registry.duplicates.models import Overlap
from naungan.registry.duplicates.queries import standing_for
from naungan.registry.duplicates.rules import WAGE_EARNER, Orders, Side, kind_of, lawful
from naungan.registry.models import Membership, Person, Roll
from naungan.registry.states import end_spells

TURN = 7_503_05
YIELDING, STANDING, BOTH = "yielding", "standing", "both"
_AT_ONCE = 900
_MEETING = """
SELECT a.person_id, a.id, a.roll_id, a.first_month, a.last_month, b.id, b.roll_id, b.first_month, b.last_month
  FROM registry_membership a JOIN registry_membership b ON b.person_id = a.person_id AND b.id <> a.id
 WHERE {which} AND a.first_month <= b.last_month AND b.first_month <= a.last_month
   AND a.first_month <= a.last_month AND b.first_month <= b.last_month
   AND a.end_cause <> 'UNDONE' AND b.end_cause <> 'UNDONE'
"""
_TWICE = "SELECT person_id FROM registry_membership GROUP BY person_id HAVING COUNT(*) > 1"


@dataclass(frozen=True, slots=True)
class Spell:
    """A membership of somebody: `owner` is the person who stands for the record."""

    owner: int
    pk: int
    roll_id: int
    first_month: int
    last_month: int


Meeting = tuple[Spell, Spell]


@transaction.atomic
def find(*, actor: Actor, people: Sequence[int] | None = None, entry: Entry | None = None) -> int:
    """Find lists that meet; how many were found that nobody knew of.

    Of everybody, of `people` (by the records that stand for themselves), or of the memberships that were made under
    an `entry`. What was decided before stays decided.
    """
    take_turn(TURN)
    meetings = {frozenset({one.pk, other.pk}): (one, other) for one, other in _meetings(people, entry)}
    _mark_gone()
    if not meetings:
        return 0
    found = list(_judged(list(meetings.values())))
    known = {frozenset({o.yielding_id, o.standing_id}): o for o in _known(found)}
    new = [one for one in found if frozenset({one.yielding_id, one.standing_id}) not in known]
    again = [
        turned
        for one in found
        if (before := known.get(frozenset({one.yielding_id, one.standing_id})))
        and (turned := _turned(before, one)) is not None
    ]
    if not new and not again:
        return 0
    journal = entry or record(
        actor=actor.name, user=actor.user, action="registry.overlaps_found", summary={"found": len(new)}
    )
    for one in new:
        one.entry = journal
    Overlap.objects.bulk_create(new, batch_size=1_000)
    names = ["person", "yielding", "standing", "first_month", "last_month", "programmes", "rule", "state"]
    Overlap.objects.bulk_update(again, names, batch_size=200)
    return len(new)


@transaction.atomic
def settle(overlap: Overlap, keep: str, *, from_month: int, actor: Actor, reason: str) -> Overlap:
    """Decide an overlap: `keep` the STANDING list (the rule's answer), the YIELDING one, or BOTH.

    The other membership ends before `from_month`, with its cause. Who ends a membership must hold its payer; who
    lets both stand, both payers. `Refused` else, without a reason, and for a month outside the overlap.
    """
    take_turn(TURN)
    overlap = _with_lists(Overlap.objects.all()).get(pk=overlap.pk)
    if overlap.state != Overlap.State.OPEN:
        raise Refused("overlap.decided", _("Tumpang tindih ini sudah diputuskan."), where="overlap")
    if not reason.strip():
        raise Refused("overlap.reason", _("Tulis dasar keputusan."), where="reason")
    if keep == BOTH:
        _must_hold([overlap.yielding, overlap.standing], actor)
        return _closed(overlap, Overlap.State.LAWFUL, actor, reason)
    ended = overlap.yielding if keep == STANDING else overlap.standing
    stays = overlap.standing if keep == STANDING else overlap.yielding
    _must_hold([ended], actor)
    if not overlap.first_month <= from_month <= overlap.last_month:
        raise Refused(
            "overlap.month",
            _("Bulan yang dipilih di luar masa tumpang tindih."),
            where="from_month",
        )
    wage = _kind(stays.roll) == WAGE_EARNER != _kind(ended.roll)
    # what remains of it, months before the end, is still billed to the one that stays only
    overlap.yielding, overlap.standing = ended, stays
    overlap.last_month = max(overlap.first_month, from_month - 1)
    cause = Membership.EndCause.WAGE_EARNER if wage else Membership.EndCause.DUPLICATE
    closed = _closed(overlap, Overlap.State.SETTLED, actor, reason, month=from_month, keep=keep)
    assert closed.decision
    end_spells(Membership.objects.filter(pk=ended.pk), from_month, cause, closed.decision)
    return closed


def forget(people: Sequence[int]) -> None:
    """Open overlaps of records that were parted do not meet any more."""
    rows = Overlap.objects.filter(state=Overlap.State.OPEN, person_id__in=people)
    rows.exclude(yielding__person_id=F("standing__person_id")).update(state=Overlap.State.GONE)


def _must_hold(spells: Sequence[Membership], actor: Actor) -> None:
    for spell in spells:
        payer = spell.roll.registration.payer
        if not actor.scope.holds_payer(payer.code, payer.area_id):
            raise Refused(
                "overlap.out_of_scope",
                _("Kepesertaan yang akan diputuskan dibayar %(payer)s, di luar kewenangan Anda.")
                % {"payer": payer.name},
                where="overlap",
                mend=_("Hubungi pembayar itu; keduanya melihat tumpang tindih ini."),
            )


def _closed(overlap: Overlap, state: str, actor: Actor, reason: str, **facts: Any) -> Overlap:
    payers = [spell.roll.registration.payer for spell in (overlap.yielding, overlap.standing)]
    entry = record(
        actor=actor.name, user=actor.user, action="registry.overlap_settled", reason=reason,
        summary={"payer": payers[0].code, "area": payers[0].area_id, "overlap": overlap.pk, "state": state, **facts},
    )  # fmt: skip
    record_changes(
        entry, [Changed("registry.Overlap", overlap.pk, {"state": overlap.state}, {"state": state})]
    )
    overlap.state, overlap.decision, overlap.reason = state, entry, reason[:500]
    overlap.decided_by, overlap.decided_on = entry.actor, timezone.localdate()
    overlap.save(
        update_fields=[
            "yielding",
            "standing",
            "last_month",
            "state",
            "decision",
            "reason",
            "decided_by",
            "decided_on",
        ]
    )
    return overlap


def _with_lists(rows: Any) -> Any:
    sides = ("yielding__roll__registration__payer", "standing__roll__registration__payer")
    return rows.select_related(*sides, "person")


def _meetings(people: Sequence[int] | None, entry: Entry | None) -> Iterator[Meeting]:
    """Memberships of one person whose months meet; each two of them once or twice."""
    with connection.cursor() as cursor:
        if people is not None:
            for start in range(0, len(people), _AT_ONCE):
                some = list(people[start : start + _AT_ONCE])
                cursor.execute(
                    _MEETING.format(which=f"a.person_id IN ({', '.join(map(str, map(int, some)))})")
                )
                yield from _spells(cursor.fetchall())
        elif entry is not None:
            cursor.execute(_MEETING.format(which="a.entry_id = %s"), [entry.pk])
            yield from _spells(cursor.fetchall())
        else:
            cursor.execute(_MEETING.format(which=f"a.person_id IN ({_TWICE}) AND b.id > a.id"))
            yield from _spells(cursor.fetchall())
    yield from _of_families(_families(people if entry is None else _with_aliases(entry)))


def _spells(rows: Sequence[Sequence[int]]) -> Iterator[Meeting]:
    for person, *both in rows:
        yield Spell(person, *both[:4]), Spell(person, *both[4:])


def _families(people: Sequence[int] | None) -> dict[int, int]:
    """Record to the person who stands for it, of people who have aliases."""
    owners = standing_for(people)
    return owners | {lead: lead for lead in owners.values()}


def _with_aliases(entry: Entry) -> list[int]:
    """People who got a membership under an entry, if there are merged records at all."""
    if not Person.objects.exclude(merged_into=None).exists():
        return []
    return list(Membership.objects.filter(entry=entry).values_list("person_id", flat=True))


def _of_families(owners: dict[int, int]) -> Iterator[Meeting]:
    spells: dict[int, list[Spell]] = {}
    records = list(owners)
    names = ("person_id", "pk", "roll_id", "first_month", "last_month")
    for start in range(0, len(records), _AT_ONCE):
        some = Membership.objects.filter(person_id__in=records[start : start + _AT_ONCE])
        running = some.exclude(end_cause=Membership.EndCause.UNDONE).filter(last_month__gte=F("first_month"))
        for person, *spell in running.values_list(*names):
            spells.setdefault(owners[person], []).append(Spell(owners[person], *spell))
    for own in spells.values():
        for one, other in combinations(own, 2):
            if one.first_month <= other.last_month and other.first_month <= one.last_month:
                yield one, other


def _judged(meetings: Sequence[Meeting]) -> Iterator[Overlap]:
    """Overlaps of the meetings that the law does not allow: which yields, and by which rule."""
    owners = sorted({one.owner for one, _other in meetings})
    rolls = _rolls({spell.roll_id for both in meetings for spell in both})
    homes: dict[int, str] = {}
    for start in range(0, len(owners), _AT_ONCE):
        some = Person.objects.filter(pk__in=owners[start : start + _AT_ONCE])
        homes.update(some.values_list("pk", "domicile_id"))
    orders, today = Orders(), timezone.localdate()
    for one, other in meetings:
        shared = _shared(rolls[one.roll_id], rolls[other.roll_id])
        sides = [_side(spell, rolls[spell.roll_id]) for spell in (one, other)]
        if not shared or lawful(*sides):
            continue
        yielding, standing, rule = orders.yields(sides[0], sides[1], homes[one.owner])
        yield Overlap(
            person_id=one.owner, yielding_id=yielding.membership_id, standing_id=standing.membership_id,
            first_month=max(one.first_month, other.first_month), last_month=min(one.last_month, other.last_month),
            programmes=",".join(shared), rule=rule, found_on=today,
        )  # fmt: skip


def _rolls(keys: set[int]) -> dict[int, Roll]:
    wanted, found = sorted(keys), {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = Roll.objects.filter(pk__in=wanted[start : start + _AT_ONCE])
        found.update({roll.pk: roll for roll in some.select_related("registration__payer")})
    return found


def _shared(one: Roll, other: Roll) -> list[str]:
    both = set(one.programmes.split(",")) & set(other.programmes.split(","))
    return [name for name in PROGRAMMES if name in both]


def _side(spell: Spell, roll: Roll) -> Side:
    return Side(spell.pk, _kind(roll), spell.first_month, roll.registration.payer_id)


def _kind(roll: Roll) -> str:
    return kind_of(
        segment=roll.segment,
        paid_by=roll.paid_by,
        proposer=roll.proposer,
        payer_area=roll.registration.payer.area_id,
    )


def _known(found: Sequence[Overlap]) -> Iterator[Overlap]:
    spells = sorted({pk for one in found for pk in (one.yielding_id, one.standing_id)})
    for start in range(0, len(spells), _AT_ONCE):
        yield from Overlap.objects.filter(yielding_id__in=spells[start : start + _AT_ONCE])


def _turned(before: Overlap, now: Overlap) -> Overlap | None:
    """What is known, brought up to date: an open one follows the rule and the months; what ended opens again."""
    names = ("person_id", "yielding_id", "standing_id", "first_month", "last_month", "programmes", "rule")
    differs = any(getattr(before, name) != getattr(now, name) for name in names)
    decided = before.state == Overlap.State.SETTLED and now.last_month <= before.last_month
    if (
        decided
        or before.state == Overlap.State.LAWFUL
        or (before.state == Overlap.State.OPEN and not differs)
    ):
        return None
    for name in names:
        setattr(before, name, getattr(now, name))
    before.state = Overlap.State.OPEN
    return before


def _mark_gone() -> None:
    """Open overlaps whose memberships do not run in one month any more."""
    apart = (
        Q(yielding__first_month__gt=F("standing__last_month"))
        | Q(standing__first_month__gt=F("yielding__last_month"))
        | Q(yielding__last_month__lt=F("yielding__first_month"))
        | Q(standing__last_month__lt=F("standing__first_month"))
    )
    gone = Overlap.objects.filter(apart, state=Overlap.State.OPEN).values_list("pk", flat=True)
    Overlap.objects.filter(pk__in=list(gone)).update(state=Overlap.State.GONE)
