"""How the values of a pack are written, the same on the page, in the PDF and on the command line."""

from __future__ import annotations

from datetime import date

from naungan.evaluation.pack import Kind, Value
from naungan.kit import numbers


def shown(value: Value, kind: Kind) -> str:
    """A value as text; a dash for what nobody knows.

    >>> shown(6173, "percent"), shown(None, "count"), shown("7503", "id")
    ('61,73\\xa0%', '–', '7503')
    """
    if value is None:
        return numbers.UNKNOWN
    if kind == "percent":
        return numbers.percent(int(value) / 100)
    if kind == "count":
        return numbers.count(int(value))
    if kind == "money":
        return numbers.rupiah(int(value))
    if kind == "month":
        return numbers.month(int(value))
    if kind == "date":
        return numbers.short_day(date.fromisoformat(str(value)))
    return str(value)
