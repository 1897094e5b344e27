"""Ranks that say no more than is known. Pure: no query, no clock.

Every candidate is an interval. What was computed or published exactly is a point; "above 80 %" is everything
above 80; a figure that nobody published could be anything. From the intervals follow two answers: the rank
among the known, where ties share a rank ("1, 2, 2, 4"), and the range in which the rank must lie whatever the
unknown figures are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ABOUT_MARGIN = 100
"""How far "about" may be off, in hundredths of a percent: one percentage point. Our reading, not the law's.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One area with its figure in hundredths of a percent (None = unknown) and how it was meant."""

    key: str
    value: int | None
    qualifier: str = "exactly"

    @property
    def low(self) -> int | None:
        """The least the figure can be, None for no bound. Published with two decimals, "above" begins 0.01
        higher.
        """
        if self.value is None or self.qualifier == "average":
            return None
        shift = {"above": 1, "about": -ABOUT_MARGIN}.get(self.qualifier, 0)
        return self.value + shift

    @property
    def high(self) -> int | None:
        """The most the figure can be, None for no bound."""
        if self.value is None or self.qualifier in {"average", "above", "at_least"}:
            return None
        return self.value + (ABOUT_MARGIN if self.qualifier == "about" else 0)

    @property
    def is_known(self) -> bool:
        """Whether something is known about the area's own figure; an average of others is not its own."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands: `known` among those whose figure is known, `possible` among all. (best,
    worst).
    """

    key: str
    known: tuple[int, int] | None
    possible: tuple[int, int]

    @property
    def is_decided(self) -> bool:
        """Whether no unknown figure can change the rank."""
        return self.possible[0] == self.possible[1]


def places(candidates: Sequence[Candidate]) -> list[Place]:
    """The place of each candidate: known ones first, from the highest; then unknown ones by key.

    A candidate is surely beaten by one whose least exceeds its most, and may be beaten by one whose most
    exceeds its least; equal points beat each other never, so they share a rank.
    """
    known = [one for one in candidates if one.is_known]
    ordered = sorted(candidates, key=lambda one: (not one.is_known, -(one.value or 0), one.key))
    return [
        Place(one.key, _range(one, known) if one.is_known else None, _range(one, candidates))
        for one in ordered
    ]


def _range(one: Candidate, field: Sequence[Candidate]) -> tuple[int, int]:
    others = [other for other in field if other.key != one.key]
    surely = sum(_exceeds(other.low, one.high) for other in others)
    maybe = sum(other.high is None or one.low is None or _exceeds(other.high, one.low) for other in others)
    return 1 + surely, 1 + maybe


def _exceeds(theirs: int | None, mine: int | None) -> bool:
    return theirs is not None and mine is not None and theirs > mine
