"""Shares as whole hundredths of a percent: 61.73 % is 6173. Half up, in integers only."""

from __future__ import annotations

SMALL = 20
"""Below this many people a percentage jumps with each person; it is marked wherever it is shown."""


def percent_hundredths(part: int, whole: int | None) -> int | None:
    """`part` over `whole` in hundredths of a percent, half up; None when the whole is unknown or nobody.

    >>> percent_hundredths(1, 3), percent_hundredths(1, 16), percent_hundredths(5, None)
    (3333, 625, None)
    """
    if whole is None or whole <= 0:
        return None
    return (2 * part * 10_000 + whole) // (2 * whole)


def is_small(eligible: int | None) -> bool:
    """Whether a denominator is so small that its percentage says little."""
    return eligible is not None and eligible < SMALL
