"""The chart of contributions and benefits as numbers: where each bar and word stands. A template turns it into SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from naungan.claims.queries import Against
from naungan.kit import numbers

BAR_W, TEXT_W, ROW_H, TOP, MOST_ROWS = 360, 150, 76, 36, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """Two bars of a key: contributions above, benefits below, in whole units of the drawing."""

    label: str
    y: int
    contributions: int
    benefits: int
    contributions_text: str
    benefits_text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing; `left_out` rows are in the table only."""

    rows: tuple[Bar, ...]
    left_out: int
    width: int = BAR_W + TEXT_W

    @property
    def height(self) -> int:
        """In proportion to the rows."""
        return TOP + ROW_H * len(self.rows)


def bars(rows: Sequence[Against]) -> Bars:
    """The bars of rows, all to one scale."""
    shown = rows[:MOST_ROWS]
    top = max((max(row.contributions_rp, row.benefits_rp) for row in shown), default=0)
    drawn = [
        Bar(
            label=row.label or _("Tidak disebut"),
            y=TOP + ROW_H * at,
            contributions=_length(row.contributions_rp, top),
            benefits=_length(row.benefits_rp, top),
            contributions_text=numbers.rupiah(row.contributions_rp),
            benefits_text=numbers.rupiah(row.benefits_rp),
        )
        for at, row in enumerate(shown)
    ]
    return Bars(tuple(drawn), len(rows) - len(shown))


def _length(amount: int, top: int) -> int:
    """At least a unit for anything above nothing."""
    if amount <= 0 or top <= 0:
        return 0
    return max(1, amount * BAR_W // top)
