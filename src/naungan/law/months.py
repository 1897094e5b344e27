"""Months as integers: year x 12 + month - 1, so that `+ 1` is the next month and a difference is a count.

Text form is "YYYY-MM"; dates convert only here, at the border.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def parse(text: str) -> int:
    """The month number of "YYYY-MM"; ValueError for any other text."""
    match = _TEXT.fullmatch(text)
    if match is None or match[1] == "0000":
        raise ValueError(f"{text!r} is not a month written as YYYY-MM")
    return int(match[1]) * 12 + int(match[2]) - 1


def format_month(month: int) -> str:
    """The text "YYYY-MM" of a month number."""
    year, index = divmod(month, 12)
    return f"{year:04d}-{index + 1:02d}"


def of(day: date) -> int:
    """The month number in which the day lies."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Day 1 of the month."""
    year, index = divmod(month, 12)
    return date(year, index + 1, 1)


def last_day(month: int) -> date:
    """The last day of the month: the day whose law a contribution follows."""
    return first_day(month + 1) - timedelta(days=1)


def iterate(first: int, last: int) -> Iterator[int]:
    """Every month from first to last, both included; nothing when last lies before first."""
    return iter(range(first, last + 1))


def texts(first: str, last: str) -> list[str]:
    """Every "YYYY-MM" from first to last, both included."""
    return [format_month(month) for month in iterate(parse(first), parse(last))]


def day_of(text: str) -> date:
    """The day of "YYYY-MM-DD"; ValueError for any other text, also for the other forms of ISO 8601."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is not a day written as YYYY-MM-DD")
    return day


def whole_years(born_on: date, on: date) -> int:
    """Completed years of age on a day; born on 29 February, one ages on 1 March of other years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
