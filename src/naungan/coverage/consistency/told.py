"""A published figure as the checks see it: a range of values for a range of days. No database, no words.

What is printed is rounded, so a figure stands for a range: "54" percent is 53.5 to 54.5, "93.86 juta" is
10,000 people wide. "About" widens the range to its trailing zeros, "at least" and "above" open it upwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

SCALES = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000, "triliun": 1_000_000_000_000}
_PRINTED = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?: ([a-z]+))?")
COUNTS = frozenset({"people", "rupiah", "rupiah_month", "villages", "cases", "months", "candidates"})


@dataclass(frozen=True, slots=True)
class Told:
    """One published figure. `value` is hundredths of a percent when `unit` is "percent", else a whole number.

    `measure` and `role` say what it belongs to (see `data.Subject`); `basis` is POTENTIAL or TARGET, "" when
    the figure says no share.
    """

    code: str
    indicator: str
    measure: str
    role: str
    basis: str
    area: str
    since: date
    as_of: date
    precision: str
    value: int
    unit: str
    qualifier: str
    printed: str
    source: str
    part_of: str = ""
    highest_in: str = ""
    each: int | None = None
    times: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "percent"

    @property
    def is_average(self) -> bool:
        """Whether it is an average of areas and so says nothing about the area as a whole."""
        return self.qualifier == "average"

    def range(self) -> Range:
        """The least and the most it can mean, in its own unit."""
        step = _step(self)
        half = Fraction(0) if step == 1 and not self.is_share else Fraction(step, 2)
        low = Fraction(self.value) - half
        return Range(low, None if self.qualifier in {"at_least", "above"} else self.value + half)

    def meets(self, other: Told) -> bool:
        """Whether the days of both overlap."""
        return self.since <= other.as_of and other.since <= self.as_of


@dataclass(frozen=True, slots=True)
class Range:
    """Every value between two ends; no upper end is None."""

    low: Fraction
    high: Fraction | None

    def meets(self, other: Range) -> bool:
        """Whether some value lies in both."""
        below = self.high is None or other.low <= self.high
        return below and (other.high is None or self.low <= other.high)

    def plus(self, other: Range) -> Range:
        """What sums of a value of each can be."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(self.low + other.low, high)

    def complement(self) -> Range:
        """What is left to 100 percent, in hundredths of a percent."""
        whole = Fraction(10_000)
        return Range(Fraction(0) if self.high is None else whole - self.high, whole - self.low)

    def share_of(self, whole: Range) -> Range:
        """Which shares (hundredths of a percent) these counts can be of a whole."""
        low = Fraction(0) if whole.high is None else self.low * 10_000 / whole.high
        high = None if self.high is None or whole.low <= 0 else self.high * 10_000 / whole.low
        return Range(low, high)

    def whole_at(self, share: Range) -> Range:
        """Of which wholes these counts can be a share (hundredths of a percent)."""
        low = Fraction(0) if share.high in {None, 0} else self.low * 10_000 / (share.high or 1)
        high = None if self.high is None or share.low <= 0 else self.high * 10_000 / share.low
        return Range(low, high)


def printed_number(text: str) -> tuple[Decimal, int] | None:
    """ "93.86 juta" as 93.86 and 1,000,000; None when it is no number with one of the scale words."""
    found = _PRINTED.fullmatch(text)
    if not found:
        return None
    scale = 1 if found[2] is None else SCALES.get(found[2])
    return None if scale is None else (Decimal(found[1]), scale)


def _step(told: Told) -> int:
    """The distance to the next value that would be printed otherwise."""
    printed = printed_number(told.printed)
    step = 100 if told.is_share and told.value % 100 == 0 else 1
    if printed is not None and not printed[0] >= printed[1] > 1:
        number, scale = printed
        decimals = -int(number.as_tuple().exponent)
        step = max(1, (100 if told.is_share else scale) // 10**decimals)
    if told.qualifier == "about" and not told.is_share:
        text = str(told.value)
        step = max(step, 10 ** (len(text) - len(text.rstrip("0"))))
    return 2 * step if told.qualifier == "about" else step
