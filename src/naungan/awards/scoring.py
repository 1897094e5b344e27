"""How points come about: plain integers, one rounding, ties by a rule that can be read aloud.

1. A value becomes points on a straight line between the ends of its scale: hundredths, 0 to 10,000.
2. Points by jurors are their mean; who gave none is not counted, never as zero.
3. The total is the sum of points x weight over the sum of the weights.
4. Equal totals: the points of the criterion with the greatest weight decide, then of the next (of equal
   weights the one listed first). Equal in all: the place is shared and the next one is skipped (1, 2, 2, 4).

Rounding is the law's own, half up (`law.arithmetic.divided`), to hundredths of a point: once in each of 1, 2, 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from naungan.law.arithmetic import divided

FULL: Final = 10_000
"""All weights together, and the most points (in hundredths)."""
SHARED: Final = -1


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who is placed: the total, and the points in the order in which ties are broken."""

    key: int
    total: int
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place; `tie` is None without one, the index of the criterion that decided it, or `SHARED`."""

    key: int
    place: int
    tie: int | None


def points(value: int, low: int, high: int) -> int:
    """A value on its scale, in hundredths of a point; outside the scale the end counts."""
    assert high > low
    within = min(max(value, low), high) - low
    return half_up(within * FULL, high - low)


def mean(scores: Sequence[int]) -> int | None:
    """The mean of the scores that were given; None when there is none."""
    return half_up(sum(scores), len(scores)) if scores else None


def total(parts: Sequence[tuple[int, int]]) -> int | None:
    """The total of (points, weight); None when nothing has weight."""
    weights = sum(weight for _points, weight in parts)
    return half_up(sum(got * weight for got, weight in parts), weights) if weights else None


def places(entrants: Sequence[Entrant]) -> list[Placed]:
    """The places, the first one first; their order does not depend on the order given."""
    order = sorted(entrants, key=lambda one: (-one.total, *(-got for got in one.points), one.key))
    ahead = [sum(_rank(other) > _rank(one) for other in order) for one in order]
    return [Placed(one.key, before + 1, _tie(one, order)) for one, before in zip(order, ahead, strict=True)]


def half_up(amount: int, by: int) -> int:
    """The one rounding of the awards."""
    made = divided(amount, by)
    assert isinstance(made, int)
    return made


def _rank(one: Entrant) -> tuple[int, ...]:
    return (one.total, *one.points)


def _tie(one: Entrant, others: Sequence[Entrant]) -> int | None:
    """How a tie in the total was broken: by the last criterion that was needed against any of the others."""
    equal = [other for other in others if other.key != one.key and other.total == one.total]
    if not equal:
        return None
    if any(other.points == one.points for other in equal):
        return SHARED
    return max(_first_difference(one.points, other.points) for other in equal)


def _first_difference(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    return next(at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b)
