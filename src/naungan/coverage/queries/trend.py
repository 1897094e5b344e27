"""Coverage month by month: each point is what `coverage` gives for the last day of its month.

A new way of counting the denominator breaks the series: points on both sides are not joined and the break is
named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import MonthRun
from naungan.coverage.queries.asking import areas_whole, indicator_named
from naungan.coverage.queries.counts import Asked, fits_of, stamps, totals
from naungan.coverage.queries.figures import Base, Bases, Reported, reported_between
from naungan.coverage.queries.row import POTENTIAL
from naungan.coverage.queries.shares import percent_hundredths
from naungan.law import months

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Point:
    """One month. `protected` is None when the month had not been posted; `breaks` marks another way of
    counting.
    """

    month: int
    as_of: date
    protected: int | None
    eligible: int | None
    percent_hundredths: int | None
    method: str
    denominator_on: date | None
    breaks: bool
    base: Base | None = None
    base_before: Base | None = None

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return None if self.percent_hundredths is None else self.percent_hundredths / 100

    def without_figure(self) -> Point:
        """The month alone: of the whole country only published figures are shown."""
        return replace(self, protected=None, eligible=None, percent_hundredths=None, breaks=False)


@dataclass(frozen=True, slots=True)
class Break:
    """Where a denominator began to be counted in another way: the two denominators, and why as recorded."""

    number: int
    month: int
    old: Base
    new: Base

    @property
    def on(self) -> date:
        """The day from which the new denominator holds."""
        return self.new.on

    @property
    def reason(self) -> str:
        """Why, as it was recorded; "" when nobody wrote it."""
        return self.new.reason


@dataclass(frozen=True, slots=True)
class Trend:
    """The months of an area and what was published about it in the same time."""

    points: tuple[Point, ...]
    reported: tuple[Reported, ...]

    def trimmed(self, least: int = 12) -> Trend:
        """Without the months before the first known figure, but never fewer than `least` months."""
        shares = any(point.percent_hundredths is not None for point in self.points)
        known = [
            index
            for index, point in enumerate(self.points)
            if (point.percent_hundredths if shares else point.protected) is not None
        ]
        start = max(0, min(known[0] if known else 0, len(self.points) - least))
        first = self.points[start].as_of.replace(day=1)
        return Trend(self.points[start:], tuple(one for one in self.reported if one.as_of >= first))

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The months in which the denominator began to be counted in another way, numbered from 1."""
        found = [(one.month, one.base_before, one.base) for one in self.points if one.breaks]
        known = [(month, old, new) for month, old, new in found if old is not None and new is not None]
        return tuple(Break(number, *one) for number, one in enumerate(known, start=1))


def trend(
    *,
    as_of: date,
    count: int = 24,
    known_at: datetime | None = None,
    area_code: str | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str = POTENTIAL,
) -> Trend:
    """The last `count` months (at most 60) up to the month of `as_of`; that month counts as of the day
    itself.
    """
    whole = areas_whole(area_code, scope)
    measure = indicator_named(indicator)
    bases = Bases([measure.code], whole, until=as_of, known_at=known_at)
    last = months.of(as_of)
    wanted = range(last - min(count, LONGEST) + 1, last + 1)
    posted = sorted(posted_months(wanted, known_at)) if whole != () else []
    days = {month: as_of if month == last else months.last_day(month) for month in wanted}
    stamped = stamps(posted)
    asked = [Asked(days[month], known_at, whole, scope, stamped[month]) for month in posted]
    counted = dict(zip(posted, totals(asked, fits_of(measure)), strict=True))
    points: list[Point] = []
    for month, day in days.items():
        base = bases.summed(day, measure, whole or ())
        before = next((point.base for point in reversed(points) if point.base), None)
        points.append(_point(month, day, counted.get(month), base, before))
    told = reported_between(measure.code, area_code or "", months.first_day(wanted[0]), as_of, known_at)
    return Trend(tuple(points), tuple(told))


def _point(month: int, day: date, counted: int | None, base: Base | None, before: Base | None) -> Point:
    people = base.people if base else None
    return Point(
        month=month,
        as_of=day,
        protected=counted,
        eligible=people,
        percent_hundredths=None if counted is None else percent_hundredths(counted, people),
        method=base.method if base else "",
        denominator_on=base.on if base else None,
        breaks=base is not None and before is not None and before.method != base.method,
        base=base,
        base_before=before,
    )


def posted_months(wanted: range, known_at: datetime | None = None) -> set[int]:
    """The months of a range that have a posted run, known at a moment."""
    found = MonthRun.objects.filter(
        state=MonthRun.State.POSTED, month__gte=wanted.start, month__lt=wanted.stop
    )
    if known_at is not None:
        found = found.filter(posted_at__lte=known_at)
    return set(found.values_list("month", flat=True))
