"""Two readings of one published figure: is the part already inside the whole, or beside it?

"38,161 non-ASN, 7,092 village officials": the article does not say whether the second are among the first.
Each reading is worked out; one that would need more people protected than there are is named impossible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from naungan.coverage.queries.asking import indicator_named
from naungan.coverage.queries.figures import Bases, Reported, reported_in_force
from naungan.coverage.queries.shares import percent_hundredths

WHOLES, PART = ("non-asn-luas", "non-asn-luas-tanpa-desa"), "aparatur-desa"
"""The measures under which a published non-ASN figure may have been recorded, and the part in doubt."""


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

    @property
    def both(self) -> tuple[Reading, Reading]:
        """The two readings, for a table."""
        return self.inside, self.beside


def published_readings(area: str, as_of: date, known_at: datetime | None) -> Published | None:
    """The readings of the published broad non-ASN and village-official counts; None unless both were
    published.

    The denominators are what the publisher must have divided by: worked out from its own counts and shares.
    """
    told = reported_in_force([*WHOLES, PART], [area], as_of=as_of, known_at=known_at)
    counted = {one.indicator: one for one in told if one.people is not None}
    whole = next((counted[code] for code in WHOLES if code in counted), None)
    part = counted.get(PART)
    if whole is None or part is None:
        return None
    whole_eligible = _eligible(whole, as_of, known_at)
    part_eligible = _eligible(part, as_of, known_at)
    inside, beside = readings(
        whole.people or 0, part.people or 0, whole_eligible=whole_eligible, part_eligible=part_eligible
    )
    return Published(inside, beside, whole, part)


def _eligible(figure: Reported, as_of: date, known_at: datetime | None) -> int | None:
    """What the publisher must have divided by, from count and share; else the denominator in force."""
    if figure.percent_hundredths:
        people, share = figure.people or 0, figure.percent_hundredths
        return (2 * people * 10_000 + share) // (2 * share)
    bases = Bases([figure.indicator], [figure.area], until=as_of, known_at=known_at)
    base = bases.of(as_of, indicator_named(figure.indicator), figure.area)
    return base.people if base else None


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
