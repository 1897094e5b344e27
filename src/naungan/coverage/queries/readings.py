"""Two readings of one published figure: is the part already inside the whole, or beside it?

"38,161 non-ASN, 7,092 village officials": the article does not say whether the second are among the first.
Each reading is worked out; one that would need more people protected than there are is named impossible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from naungan.coverage.queries.figures import Bases, Reported, reported_in_force
from naungan.coverage.queries.rows import indicator_named
from naungan.coverage.queries.shares import percent_hundredths
from naungan.law.findings import Refused

WHOLE, PART = "non-asn-luas", "aparatur-desa"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: the part `inside` the whole or not; then the whole with the part, and the rest without it.

    Shares are hundredths of a percent; None where a denominator is unknown.
    """

    inside: bool
    with_part: int
    with_part_eligible: int | None
    with_part_share: int | None
    rest: int
    rest_eligible: int | None
    rest_share: int | None

    @property
    def is_possible(self) -> bool:
        """Whether nobody is counted who does not exist: the rest is not negative and not above its
        denominator.
        """
        return self.rest >= 0 and (self.rest_eligible is None or self.rest <= self.rest_eligible)


def readings(
    whole: int, part: int, *, whole_eligible: int | None = None, part_eligible: int | None = None
) -> tuple[Reading, Reading]:
    """Both readings of a whole and a part: (inside, beside)."""
    both = whole_eligible is not None and part_eligible is not None
    inside = _reading(
        inside=True,
        with_part=(whole, whole_eligible),
        rest=(whole - part, (whole_eligible or 0) - (part_eligible or 0) if both else None),
    )
    beside = _reading(
        inside=False,
        with_part=(whole + part, (whole_eligible or 0) + (part_eligible or 0) if both else None),
        rest=(whole, whole_eligible),
    )
    return inside, beside


@dataclass(frozen=True, slots=True)
class Published:
    """Both readings of what was published about an area; `implied` when a denominator was worked out from a
    share.
    """

    inside: Reading
    beside: Reading
    whole: Reported
    part: Reported
    implied: bool

    @property
    def both(self) -> tuple[Reading, Reading]:
        """The two readings, for a table."""
        return self.inside, self.beside


def published_readings(area: str, as_of: date, known_at: datetime | None) -> Published | None:
    """The readings of the published broad non-ASN and village-official counts; None unless both were
    published.

    A denominator that nobody recorded is worked out from the published count and share, and said to be so.
    """
    told = reported_in_force([WHOLE, PART], [area], as_of=as_of, known_at=known_at)
    counted = {one.indicator: one for one in told if one.people is not None}
    if WHOLE not in counted or PART not in counted:
        return None
    whole, part = counted[WHOLE], counted[PART]
    bases = Bases([WHOLE, PART], [area], until=as_of, known_at=known_at)
    whole_eligible, whole_implied = _eligible(bases, whole)
    part_eligible, part_implied = _eligible(bases, part)
    inside, beside = readings(
        whole.people or 0, part.people or 0, whole_eligible=whole_eligible, part_eligible=part_eligible
    )
    return Published(inside, beside, whole, part, implied=whole_implied or part_implied)


def _eligible(bases: Bases, figure: Reported) -> tuple[int | None, bool]:
    try:
        base = bases.of(figure.as_of, indicator_named(figure.indicator), figure.area)
    except Refused:  # the measure was not loaded: its groups do not exist here
        base = None
    if base is not None:
        return base.people, False
    if not figure.percent_hundredths:
        return None, False
    people, share = figure.people or 0, figure.percent_hundredths
    return (2 * people * 10_000 + share) // (2 * share), True


def _reading(*, inside: bool, with_part: tuple[int, int | None], rest: tuple[int, int | None]) -> Reading:
    return Reading(
        inside=inside,
        with_part=with_part[0],
        with_part_eligible=with_part[1],
        with_part_share=percent_hundredths(*with_part),
        rest=rest[0],
        rest_eligible=rest[1],
        rest_share=percent_hundredths(*rest) if rest[0] >= 0 else None,
    )
