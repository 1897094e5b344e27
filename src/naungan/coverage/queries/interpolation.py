"""The path between dated targets, in whole numbers. Pure: no query, no clock.

Rule: between two targets the value moves by the same part each month, from the month of the earlier to the
month of the later one, rounded half up. Before the first and after the last target there is no path.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Dated = tuple[int, int]
"""A month number and the value that is to be reached in it."""


def value_at(targets: Sequence[Dated], month: int) -> int | None:
    """The value of the path in a month; None outside it. `targets` are in order, one for each month.

    >>> value_at([(0, 3215), (12, 3499)], 6), value_at([(0, 3215), (12, 3499)], 13)
    (3357, None)
    """
    for at, value in targets:
        if at == month:
            return value
    for (first, low), (last, high) in pairwise(targets):
        if first < month < last:
            steps = last - first
            return (2 * (low * (last - month) + high * (month - first)) + steps) // (2 * steps)
    return None


def reached_by(targets: Sequence[Dated], first: int, last: int) -> int | None:
    """What is to be reached by the last month of a span: its path value, else the last target within it."""
    value = value_at(targets, last)
    if value is not None:
        return value
    return next((value for at, value in reversed(targets) if first <= at <= last), None)
