"""A supplementary decree: people who were rejected or have ended are replaced from the waiting line, by name.

The line is the quota's (`quotas`); a vacancy goes to the first who waits in its own quota area, so that a district
keeps its places.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.decrees import gate, lists, quotas
from naungan.registry.decrees.models import Replacement, Standing
from naungan.registry.decrees.queries import family_of, quotas_of
from naungan.registry.duplicates import overlaps
from naungan.registry.models import Membership, Roll

Cause = Membership.EndCause
# ends that leave a place behind them; a list that ended, or people who wait, leave none
_VACATING = (
    Cause.DEATH,
    Cause.MOVED,
    Cause.WAGE_EARNER,
    Cause.AGE,
    Cause.DUPLICATE,
    Cause.TRANSFERRED,
    Cause.OTHER,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Who takes whose place."""

    replaced: Membership
    successor: Membership


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a supplementary decree would do: pairs, places that nobody can take, how many still wait after it."""

    pairs: tuple[Pair, ...]
    unfilled: tuple[Membership, ...]
    waiting: int


def vacancies(roll: Roll, from_month: int) -> QuerySet[Membership]:
    """Memberships of a decree (and its supplements) whose place is free in a month: ended before it, or rejected, and
    not replaced yet. The earliest first.
    """
    rows = Membership.objects.filter(roll_id__in=family_of(roll), replaced_by=None)
    ended = Q(end_cause__in=_VACATING, last_month__lt=from_month, roll__last_month__gte=from_month)
    rows = rows.filter(ended | Q(end_cause=Cause.REJECTED)).select_related("person__domicile", "roll")
    return rows.order_by(F("last_month"), "pk")


def waiting_line(roll: Roll) -> list[Membership]:
    """Who waits for a place on a roll, the next first: alive, and not taken by a supplement yet."""
    first = roll.supplements or roll
    taken = Membership.objects.filter(roll__supplements=first).values("person")
    rows = gate.counted(first).filter(latest__state=Standing.State.QUEUED, person__deceased_on=None)
    rows = rows.exclude(person__in=taken).select_related("person__domicile", "roll__registration__payer")
    own = {row.pk: row for row in rows}
    candidates = quotas.candidates_of(first, (Standing.State.QUEUED,))
    order = quotas.order_of(first.registration.payer.area_id)
    ordered = sorted(candidates, key=quotas.sort_key(order))
    return [own[one.pk] for one in ordered if one.pk in own]


def propose(roll: Roll, from_month: int) -> Proposed:
    """Who would take whose place from a month on. A rejected person's place counts only where the quota has room."""
    first = roll.supplements or roll
    line, limits = waiting_line(first), quotas_of(first)
    room = _room(first, limits, from_month)
    pairs, unfilled = [], []
    for free in vacancies(first, from_month):
        area = _area(free, limits)
        successor = next((one for one in line if _area(one, limits) == area), None)
        counted = {area, ""} & room.keys()
        if successor is None or not all(room[one] for one in counted):
            unfilled.append(free)
            continue
        line.remove(successor)
        for one in counted:
            room[one] -= 1
        pairs.append(Pair(free, successor))
    return Proposed(tuple(pairs), tuple(unfilled), len(line))


@transaction.atomic
def supplement(roll: Roll, *, from_month: int, expected: int, actor: Actor, reason: str = "") -> Roll:
    """Make the supplementary list: verified, waiting for its decree, in force from `from_month` to the end of the one
    that it supplements. `expected` is how many replacements were shown.

    `Refused`: `roll.out_of_scope`, `supplement.state` for a list that is not in force, `supplement.month` outside its
    months, `supplement.nobody`, `supplement.changed`.
    """
    first = states.locked(roll.supplements or roll, actor)
    _refuse_if_unfit(first, from_month)
    proposed = propose(first, from_month)
    if not proposed.pairs:
        raise Refused("supplement.nobody", _("Tidak ada yang perlu atau dapat diganti."), where=first.name)
    if len(proposed.pairs) != expected:
        raise Refused(
            "supplement.changed",
            _("Sekarang %(now)s penggantian, bukan %(then)s; periksa lagi.")
            % {"now": numbers.count(len(proposed.pairs)), "then": numbers.count(expected)},
            where="expected",
        )
    payer = first.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.supplement", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": first.pk, "people": len(proposed.pairs),
                 "month": months.format_month(from_month)},
    )  # fmt: skip
    number = first.supplements_of.count() + 1
    name = _("%(name)s, perubahan %(number)s") % {"name": first.name[:170], "number": number}
    made = lists.copy_roll(
        first, entry=entry, name=name, state=Roll.State.VERIFIED, basis=Roll.Basis.DECREE, supplements=first,
        first_month=from_month, last_month=first.last_month,
    )  # fmt: skip
    people = [(pair.successor.person_id, pair.successor.pk) for pair in proposed.pairs]
    spells = lists.enrol(made, people, entry=entry)
    lists.mark_verified(spells, entry)
    Replacement.objects.bulk_create(
        Replacement(
            replaced=pair.replaced, successor=spells[pair.successor.pk], from_month=from_month, entry=entry
        )
        for pair in proposed.pairs
    )
    overlaps.find(actor=actor, entry=entry)
    return made


def _refuse_if_unfit(roll: Roll, from_month: int) -> None:
    if roll.state not in states.IN_FORCE:
        raise Refused(
            "supplement.state",
            _("Hanya daftar yang sudah ditetapkan dan belum berakhir yang dapat diubah dengan SK perubahan."),
            where=roll.name,
        )
    if not roll.first_month <= from_month <= roll.last_month:
        raise Refused("supplement.month", _("Bulan itu di luar masa daftar ini."), where="from_month")


def _area(spell: Membership, limits: dict[str, int]) -> str:
    """The narrowest area with a quota that somebody belongs to; "" where there is none."""
    return _narrowest(spell.person.domicile_id, limits)


def _narrowest(home: str, limits: dict[str, int]) -> str:
    parts = home.split(".")
    codes = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((code for code in codes if code in limits), "")


def _room(roll: Roll, limits: dict[str, int], month: int) -> dict[str, int]:
    """Places left in a month, by quota area, and for the whole list under ""."""
    rows = Membership.objects.filter(
        roll_id__in=family_of(roll), first_month__lte=month, last_month__gte=month
    )
    held: dict[str, int] = {}
    for home in rows.values_list("person__domicile_id", flat=True):
        area = _narrowest(home, limits)
        held[area] = held.get(area, 0) + 1
    room = {area: max(0, most - held.get(area, 0)) for area, most in limits.items()}
    if roll.quota is not None:
        room[""] = max(0, roll.quota - sum(held.values()))
    return room
