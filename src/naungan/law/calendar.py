"""When a contribution falls due: a day by law, moved to the next working day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache

from naungan.law import months, parameters
from naungan.law.arithmetic import Table
from naungan.law.holidays import next_working_day
from naungan.law.messages import refusal
from naungan.law.vocabulary import SEGMENT


@cache
def due_on(segment: str, month: str) -> date:
    """The last day to pay the contribution of a segment ("PU") and month ("2024-04") on time.

    By the law in force on the last day of the month; a day the month lacks is its last one; on a day off, the
    next working day. Refused for a month before July 2015 or a segment without rules.
    """
    number = months.parse(month)
    on = months.last_day(number)
    if segment not in SEGMENT or segment == "PMI":
        raise refusal("segment.not_covered", where="segment", segment=segment)
    if on < parameters.history("due_day")[0].start:
        raise refusal("date.before_first_parameter", where="month", found=month, first="2015-07")
    after = parameters.at("due_months_after", on).value
    assert isinstance(after, Table)
    return next_working_day(_day_of(number + after.values[after.row(SEGMENT[segment])], _due_day(on)))


def _due_day(on: date) -> int:
    day = parameters.at("due_day", on).value
    assert isinstance(day, int)
    return day


def _day_of(month: int, day: int) -> date:
    first = months.first_day(month)
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))
