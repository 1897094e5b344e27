"""Two due dates of a bill, and when an unpaid one stops protecting.

By law, a contribution is due on a day of its month or the next (`law.calendar`). By the agreement's
schedule, the months of a quarter, half-year or year fall due together, when the last of them does by law: a
treasurer who pays every quarter is on time by the agreement and late by the law, and both are shown.

A bill that is due and unpaid is in arrears, and still reckoned from its due date; after as many whole months
as the law's parameter says (three) it has lapsed: on 15 April for a bill due on 15 January.
"""

from __future__ import annotations

import calendar
from datetime import date

from naungan.law import months, parameters
from naungan.law.calendar import due_on
from naungan.registry.models import Registration, Segment

_MONTHS_TOGETHER = {
    Registration.Schedule.MONTHLY: 1,
    Registration.Schedule.QUARTERLY: 3,
    Registration.Schedule.SEMESTER: 6,
    Registration.Schedule.YEARLY: 12,
}
_FIRST_LAW = date(2015, 7, 1)


def by_law(segment: str, month: int) -> date:
    """The last day on which the law takes a month's contribution as paid in time."""
    return due_on(segment, months.format_month(month))


def by_schedule(segment: str, month: int, schedule: str) -> date:
    """The last day on which the agreement's schedule does: the law's date of the last month paid together."""
    together = _MONTHS_TOGETHER[Registration.Schedule(schedule)]
    return by_law(segment, month - month % together + together - 1)


def lapsed_if_due_on_or_before(segment: str, as_of: date) -> date:
    """An unpaid bill whose due date is this day or earlier has lapsed as of a date."""
    name = "bpu_arrears_months" if segment == Segment.BPU else "employer_arrears_months"
    tolerated = parameters.at(name, max(as_of, _FIRST_LAW)).value
    assert isinstance(tolerated, int)
    return _months_earlier(as_of, tolerated)


def _months_earlier(day: date, count: int) -> date:
    year, index = divmod(months.of(day) - count, 12)
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))
