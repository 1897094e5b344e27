"""What a check is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Weight(Enum):
    """What a finding does: keep the list out, keep its row out, or only inform."""

    REFUSES = "REFUSES"
    BLOCKS = "BLOCKS"
    INFORMS = "INFORMS"


@dataclass(frozen=True, slots=True)
class Words:
    """What was expected, and how to mend it; both may hold `%(name)s` for the particulars of a finding."""

    expected: str
    mend: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `words` by variant, "" where there is one way only to be wrong; `weights` are the exceptions
    to `weight`, by segment ("PU") or by what the file is for ("inactive").
    """

    code: str
    title: str
    weight: Weight
    words: Mapping[str, Words]
    weights: Mapping[str, Weight] = field(default_factory=dict)

    def weight_for(self, segment: str = "", purpose: str = "") -> Weight:
        """The weight on a list of a segment that comes in for a purpose; the purpose is asked first."""
        return self.weights.get(purpose) or self.weights.get(segment) or self.weight


def one(expected: str, mend: str) -> dict[str, Words]:
    """The words of a check with one way only to be wrong."""
    return {"": Words(expected, mend)}
