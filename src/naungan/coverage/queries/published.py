"""Published figures, the flags on them, and what the system computes for the same place and day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from naungan.accounts.scope import Scope
from naungan.coverage.consistency import Flag, Told, conflicts, flag
from naungan.coverage.data import Subject, subjects
from naungan.coverage.models import Denominator, Indicator, Precision, ReportedFigure, Unit
from naungan.coverage.queries.asking import in_language
from naungan.coverage.queries.recent import newest_posted_day
from naungan.coverage.queries.row import CoverageRow
from naungan.coverage.queries.rows import coverage
from naungan.coverage.queries.trend import posted_months
from naungan.law import months

BREAKS = frozenset({"base_moved", "falls_while_rising"})
"""The checks that say that a denominator was counted anew."""
EARLIEST = date(2014, 1, 1)
ComputedKey = tuple[str, str, date]
"""Measure, area, day."""


def subject_names() -> dict[str, str]:
    """What figures are about, by code, in the page's language: shipped subjects and measures."""
    names = {one.code: in_language(one.name, one.name_en) for one in subjects()}
    rows = Indicator.objects.values_list("code", "name", "name_en")
    return names | {code: in_language(name, name_en) for code, name, name_en in rows}


def flags_by_code(known_at: datetime | None = None) -> dict[str, list[Flag]]:
    """The flags of every published figure that stands in a conflict: its own first, contradictions before
    remarks.
    """
    names = subject_names()
    found: dict[str, list[Flag]] = defaultdict(list)
    for conflict in conflicts(told_figures(known_at)):
        words = flag(conflict, names)
        for code in conflict.codes:
            found[code].append(words)
    return {
        code: sorted(flags, key=lambda one: (code not in one.doubted, not one.is_contradiction))
        for code, flags in found.items()
    }


def told_breaks(measure: str, area: str, first: date, known_at: datetime | None = None) -> list[Flag]:
    """Where figures published about a measure and area since a day rest on another denominator than those
    before them. "" is the whole of Indonesia.
    """
    names = subject_names()
    return [
        flag(conflict, names)
        for conflict in conflicts(told_figures(known_at))
        if conflict.check in BREAKS
        and (conflict.told[0].measure, conflict.told[0].area) == (measure, area)
        and conflict.told[0].as_of >= first
    ]


def told_figures(known_at: datetime | None = None) -> list[Told]:
    """Every published figure with a value, as the checks see it."""
    rows = ReportedFigure.objects.select_related("whole").order_by("as_of", "code")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    known = {one.code: one for one in subjects()}
    measures = {one.code: one for one in Indicator.objects.all()}
    return [_told(row, known, measures) for row in rows if value_of(row) is not None]


def value_of(row: ReportedFigure) -> int | None:
    """The one value of a figure: hundredths of a percent, people, rupiah, rank or another number."""
    values = (row.percent_hundredths, row.people, row.rupiah, row.rank, row.number)
    return next((value for value in values if value is not None), None)


def since_of(row: ReportedFigure) -> date:
    """The first day for which a figure holds."""
    if row.since is not None:
        return row.since
    if row.precision == Precision.YEAR:
        return row.as_of.replace(month=1, day=1)
    return row.as_of.replace(day=1) if row.precision == Precision.MONTH else row.as_of


class Beside:
    """What the system computes for the measure, area and day of published figures, asked one by one.

    Only where it can: the measure exists, the area has a denominator, the month was posted, and the viewer
    sees the area as a whole; else None.
    """

    def __init__(self, scope: Scope, known_at: datetime | None = None) -> None:
        self._scope = scope
        self._known_at = known_at
        self._areas = set(Denominator.objects.values_list("indicator", "area"))
        self._measures = {one.code: one.measure for one in subjects() if one.role == "covered"}
        self._others = {one.code for one in subjects()} - set(self._measures)
        newest = newest_posted_day()
        wanted = range(0) if newest is None else range(months.of(EARLIEST), months.of(newest) + 1)
        self._posted = posted_months(wanted, known_at)
        self._asked: dict[ComputedKey, CoverageRow | None] = {}

    def of(self, row: ReportedFigure) -> CoverageRow | None:
        """The computed row beside a figure."""
        says_coverage = row.percent_hundredths is not None or row.people is not None
        measure = self._measures.get(row.indicator, row.indicator)
        area = row.area_id or ""
        if not says_coverage or row.indicator in self._others or (measure, area) not in self._areas:
            return None
        if months.of(row.as_of) not in self._posted:
            return None
        key = (measure, area, row.as_of)
        if key not in self._asked:
            self._asked[key] = self._computed(key)
        return self._asked[key]

    def _computed(self, key: ComputedKey) -> CoverageRow | None:
        measure, area, day = key
        rows = coverage(
            as_of=day, known_at=self._known_at, area_code=area, scope=self._scope, indicator=measure
        )
        return next((row for row in rows if row.is_computed and row.key == area), None)


def _told(row: ReportedFigure, known: dict[str, Subject], measures: dict[str, Indicator]) -> Told:
    subject = known.get(row.indicator)
    measure = subject.measure if subject else (row.indicator if row.indicator in measures else "")
    value = value_of(row)
    assert value is not None
    return Told(
        code=row.code,
        indicator=row.indicator,
        measure=measure,
        role=subject.role if subject else ("covered" if measure else ""),
        basis=measures[measure].basis if measure in measures else "",
        area=row.area_id or "",
        since=since_of(row),
        as_of=row.as_of,
        precision=row.precision,
        value=value,
        unit=row.unit if row.unit != Unit.EVENT else "",
        qualifier=row.qualifier,
        printed=row.printed,
        source=row.source,
        part_of=row.whole.code if row.whole else "",
        highest_in=row.highest_in_id or "",
        each=row.each,
        times=row.times,
    )
