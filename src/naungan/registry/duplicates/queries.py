"""Reads about people who stand twice and lists that meet; whoever asks gives the scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet

from naungan.accounts.scope import EVERYWHERE, Scope, within
from naungan.law.vocabulary import PROGRAMMES
from naungan.registry.duplicates.models import Overlap, Pair
from naungan.registry.models import Membership, Person
from naungan.registry.queries import binding_q, of_person
from naungan.registry.states import BILLED


@dataclass(frozen=True, slots=True)
class Doubled:
    """A membership of one record that pays what a membership of the other pays too: same payer, same months."""

    spell: Membership
    programmes: tuple[str, ...]
    first_month: int
    last_month: int


def standing_for(
    people: Collection[int] | None = None, *, known_at: datetime | None = None
) -> dict[int, int]:
    """Merged records and the person who stands for each (those of some people only, if given): for readers of rows
    that name the record. At a moment in the past, the merges that had been decided by then and still stand.
    """
    merged = _merged()
    if known_at is not None:
        later = Pair.objects.filter(state=Pair.State.SAME, decision__at__gt=known_at)
        for side in ("first", "second"):
            merged = merged.exclude(pk__in=later.exclude(**{side: F("lead")}).values(side))
    found = dict(merged.values_list("pk", "merged_into_id"))
    resolved = {}
    for alias, lead in found.items():
        standing = lead
        while standing in found:
            standing = found[standing]
        resolved[alias] = standing
    if people is None or not resolved:
        return resolved
    wanted = set(people)
    return {alias: lead for alias, lead in resolved.items() if lead in wanted}


def merges_stamp() -> tuple[int, int]:
    """What changes whenever somebody is merged or parted: how many stand, and the newest decision."""
    newest = Pair.objects.aggregate(newest=Max("decision"))["newest"]
    return _merged().count(), int(newest or 0)


def visible_pairs(scope: Scope) -> QuerySet[Pair]:
    """Pairs of which both live in the scope, the most probable first."""
    both = scope.area_q("first__domicile_id") & scope.area_q("second__domicile_id")
    found = Pair.objects.filter(both).select_related("first__domicile", "second__domicile", "lead")
    return found.order_by("-ppm", "pk")


def pair_of(person: Person, other: Person) -> Pair | None:
    """The pair of two records."""
    first, second = sorted((person.pk, other.pk))
    return Pair.objects.filter(first_id=first, second_id=second).first()


def doubled_spells(lead: Person, other: Person) -> list[Doubled]:
    """Memberships of `other` that double one of `lead`: one payer would be billed twice for one person."""
    own = list(_running(lead))
    return [
        found for spell in _running(other) for mine in own if (found := _doubled(spell, mine)) is not None
    ]


def _doubled(spell: Membership, mine: Membership) -> Doubled | None:
    first, last = max(spell.first_month, mine.first_month), min(spell.last_month, mine.last_month)
    if first > last or spell.roll.registration.payer_id != mine.roll.registration.payer_id:
        return None
    both = set(spell.roll.programmes.split(",")) & set(mine.roll.programmes.split(","))
    shared = tuple(name for name in PROGRAMMES if name in both)
    return Doubled(spell, shared, first, last) if shared else None


def _running(person: Person) -> QuerySet[Membership]:
    found = Membership.objects.filter(of_person(person.pk), roll__state__in=BILLED)
    running = found.exclude(end_cause=Membership.EndCause.UNDONE).filter(last_month__gte=F("first_month"))
    return running.select_related("roll__registration__payer").order_by("pk")


def visible_overlaps(scope: Scope) -> QuerySet[Overlap]:
    """Overlaps of which a payer in the scope pays one side: both payers see them, newest first."""
    either = Q() if scope.everywhere else _own(scope, "yielding") | _own(scope, "standing")
    sides = ("yielding__roll__registration__payer", "standing__roll__registration__payer")
    return Overlap.objects.filter(either).select_related(*sides, "person__domicile").order_by("-pk")


def _own(scope: Scope, side: str) -> Q:
    """A side that a payer in the scope pays: writing a NIK on a proposal opens nothing."""
    return scope.payer_q(f"{side}__roll__registration__payer__") & binding_q(f"{side}__roll__")


def overlapping_in(month: int, area_code: str | None = None) -> QuerySet[Overlap]:
    """Overlaps whose both sides would be billed in a month: open ones, and what is left of settled ones.

    The yielding side's payer lies at or below the area, if one is given.
    """
    live = Q()
    for side in ("yielding", "standing"):
        live &= Q(
            **{
                f"{side}__first_month__lte": month, f"{side}__last_month__gte": month,
                f"{side}__roll__first_month__lte": month, f"{side}__roll__last_month__gte": month,
                f"{side}__roll__state__in": BILLED,
            }
        )  # fmt: skip
    undone = [Overlap.State.OPEN, Overlap.State.SETTLED]
    found = Overlap.objects.filter(live, state__in=undone, first_month__lte=month, last_month__gte=month)
    if area_code is not None:
        found = found.filter(within("yielding__roll__registration__payer__area_id", area_code))
    return found


def yielding(month: int, area_code: str | None = None) -> list[int]:
    """Memberships that a month run leaves out: another list stands for the same person.

    Ascending ids. One query, over overlaps only.
    """
    found = overlapping_in(month, area_code).values_list("yielding_id", flat=True)
    return sorted(set(found))


def open_counts(scope: Scope = EVERYWHERE) -> dict[str, int]:
    """How many pairs and overlaps wait for a decision in a scope."""
    pairs = visible_pairs(scope).filter(state=Pair.State.OPEN).order_by()
    return {
        "pairs": pairs.count(),
        "overlaps": visible_overlaps(scope).filter(state=Overlap.State.OPEN).order_by().count(),
    }


def _merged() -> QuerySet[Person]:
    """Records that stand for nobody any more. "> 0" walks the index where "is not null" reads every person."""
    return Person.objects.filter(merged_into__gt=0)
