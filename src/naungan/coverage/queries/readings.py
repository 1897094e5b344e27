"""Two readings of one published figure: is the part already inside the whole, or beside it?

"38,161 non-ASN, 7,092 village officials": the article does not say whether the second are among the first.
Each reading is worked out; one that would need more people protected than there are is named impossible.
"""

from __future__ import annotations

from dataclasses import dataclass

from naungan.coverage.queries.shares import percent_hundredths


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
