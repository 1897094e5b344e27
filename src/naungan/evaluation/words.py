"""How the values of a pack are written, the same on the page, in the PDF and on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from naungan.evaluation.pack import NUMERIC, Kind, Value
from naungan.kit import numbers

_WHOLE: dict[str, Callable[[int], str]] = {
    "count": numbers.count,
    "money": numbers.rupiah,
    "month": numbers.month,
    "percent": lambda hundredths: numbers.percent(hundredths / 100),
}


def shown(value: Value, kind: Kind) -> str:
    """A value as text; a dash for what nobody knows.

    >>> shown(6173, "percent"), shown(None, "count"), shown("7503", "id")
    ('61,73\\xa0%', '–', '7503')
    """
    if value is None:
        return numbers.UNKNOWN
    if kind in NUMERIC or kind == "month":
        return _WHOLE[kind](int(value))
    if kind == "date":
        return numbers.short_day(date.fromisoformat(str(value)))
    return str(value)
