"""The table of the founding facts: published, computed, how, source; asked of the database each time.

`how` is "computed" (out of lists, months, payments or the law), "reported" (what somebody said, kept with its
source), "recorded" (kept here: a target, a ceiling, an agreement, a meeting, a promise, an award) or "not yet"
(no room of the system holds it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from naungan.demo import answers
from naungan.demo.answers import NOT_YET, REPORTED, Found
from naungan.demo.facts import Fact, facts


@dataclass(frozen=True, slots=True)
class Line:
    """One fact and what the system says. Values as in `Fact.value`; `detail` holds what one number cannot."""

    fact: Fact
    computed: int | None
    how: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def agrees(self) -> bool | None:
        """Whether the computed value is the published one; None where there are no two values of one thing.

        A ceiling is not what it pays for, so budgets are not compared.
        """
        if (
            self.fact.subject == "budget"
            or self.how != answers.COMPUTED
            or self.fact.value is None
            or self.computed is None
        ):
            return None
        return self.computed == self.fact.value

    def as_json(self) -> dict[str, object]:
        """The line with the keys of the public contract, and what else is known."""
        return {
            "id": self.fact.id,
            "published": _number(self.fact.value, self.fact.unit),
            "computed": self.detail.get("amounts") or _number(self.computed, self.fact.unit),
            "how": self.how,
            "unit": self.fact.unit,
            "qualifier": self.fact.qualifier,
            "source": self.fact.article.source,
            "detail": dict(self.detail),
        }


ANSWERS: Mapping[str, Callable[[Fact], Found]] = {
    "S0-1": answers.reported,
    "S0-2": answers.reported,
    "S0-3": answers.reported,
    "S0-4": answers.death_grants,
    "S0-5": answers.recorded,
    "S0-6": answers.recorded,
    "S1-1": answers.recorded,
    "S1-2": answers.reported,
    "S1-3": answers.recorded,
    "S1-4": answers.recorded,
    "S1-5": answers.recorded,
    "S1-6": answers.vulnerable_of_bone_bolango,
    "S1-7": answers.recorded,
    "S2-1": answers.coverage_percent,
    "S2-2": answers.rank_in_region,
    "S2-3": answers.reported,
    "S2-4": answers.non_civil_servants,
    "S2-5": answers.non_civil_servants_percent,
    "S2-6": answers.village_officials,
    "S2-7": answers.village_officials_percent,
    "S2-8": answers.village_officials_percent,
    "S2-9": answers.recorded,
    "S2-10": answers.handed_certificates,
    "S3-1": answers.recorded,
    "S3-2": answers.ceilings_together,
    "S3-3": answers.ceiling_of_informal,
    "S3-4": answers.informal_of_city,
    "S3-5": answers.ceiling_of_support_staff,
    "S3-6": answers.support_staff,
    "S3-7": answers.ceiling_without_heads,
    "S4-1": answers.on_time,
    "S4-2": answers.vulnerable_of_bone_bolango,
    "S4-3": answers.target,
    "S4-4": answers.scholarships,
    "S4-5": answers.finalists,
    "S4-6": answers.segments,
}


def lines() -> list[Line]:
    """Every founding fact, in the order of the articles. Takes a second or two on the whole demo."""
    return [_line(fact) for fact in facts().values()]


def _line(fact: Fact) -> Line:
    find = ANSWERS.get(fact.id)
    found = find(fact) if find is not None else Found(None, NOT_YET)
    assert found.how != REPORTED or found.value is None, "a reported figure is nobody's computation"
    return Line(fact, found.value, found.how, found.detail)


def _number(value: int | None, unit: str) -> int | float | None:
    return value / 100 if value is not None and unit == "percent" else value
