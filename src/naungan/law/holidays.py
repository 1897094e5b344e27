"""Days on which nothing falls due. Collective leave (cuti bersama) is no national holiday and is not here.

Certain are the holidays of a fixed date and those that follow Easter. Those of the lunar calendars are fixed
each year by a joint decree; listed are only the ones that move a due date and are beyond doubt. A due date
that meets another one shows a day too early: the calendar of the year must then be completed here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

# Month, day, and the first year as a national holiday.
_FIXED: Final = ((1, 1, 1946), (5, 1, 2014), (6, 1, 2017), (8, 17, 1946), (12, 25, 1946))

# Good Friday and Ascension, in days from Easter.
_FROM_EASTER: Final = (-2, 39)

# Idul Fitri 1439 H, Waisak 2566, Idul Adha 1445 H, Maulid 1446 H: each on, or on the Monday after, a day 15.
_DECREED: Final = frozenset(
    {date(2018, 6, 15), date(2018, 6, 16), date(2022, 5, 16), date(2024, 6, 17), date(2024, 9, 16)}
)


def is_holiday(day: date) -> bool:
    """Whether the day is a national holiday that this calendar knows."""
    return day in _DECREED or day in _of_year(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, unless a national holiday."""
    return day.isoweekday() <= 5 and not is_holiday(day)


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _of_year(year: int) -> frozenset[date]:
    fixed = {date(year, month, day) for month, day, first in _FIXED if year >= first}
    return frozenset(fixed | {_easter(year) + timedelta(days=shift) for shift in _FROM_EASTER})


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_centuries, within = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    quarter, odd = divmod(rest, 4)
    weekday = (32 + 2 * within + 2 * quarter - epact - odd) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
