"""Denominators and reported figures in force: the newest up to a day among those known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from naungan.coverage.models import Denominator, Indicator, ReportedFigure

BaseKey = tuple[str, str, str]
"""Indicator, area code, segment."""


@dataclass(frozen=True, slots=True)
class Base:
    """What stands below the line: people, how, when and by whom they were counted, and why it was recorded."""

    people: int
    on: date
    method: str
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """One published statement about one measure: a percentage, a count of people, or both from one source and
    day.
    """

    codes: tuple[str, ...]
    indicator: str
    area: str
    as_of: date
    percent_hundredths: int | None
    people: int | None
    qualifier: str
    source: str
    note: str


class Bases:
    """The denominators of some measures in some areas (None = all), for asking them at many days."""

    def __init__(
        self,
        indicators: Collection[str],
        areas: Collection[str] | None,
        *,
        until: date,
        known_at: datetime | None,
    ) -> None:
        found = Denominator.objects.filter(indicator__in=indicators, on__lte=until)
        if areas is not None:
            found = found.filter(area__in=areas)
        if known_at is not None:
            found = found.filter(recorded_at__lte=known_at)
        self._rows: dict[BaseKey, list[Base]] = {}
        for row in found.select_related("entry").order_by("on", "recorded_at", "pk"):
            base = Base(row.people, row.on, row.method, row.source, row.entry.reason)
            self._rows.setdefault((row.indicator_id, row.area_id, row.segment), []).append(base)

    def of(self, day: date, measure: Indicator, area: str, segment: str = "") -> Base | None:
        """The newest denominator of a measure on or before a day; of two for one day, the one recorded last.

        A measure of one segment takes a denominator named for that segment, else one that names none.
        """
        asked = [segment] if segment else dict.fromkeys([measure.segment, ""])
        for each in asked:
            rows = self._rows.get((measure.code, area, each), ())
            found = next((base for base in reversed(rows) if base.on <= day), None)
            if found is not None:
                return found
        return None

    def keys(self) -> Iterable[BaseKey]:
        """What has a denominator at all: (indicator, area, segment)."""
        return self._rows.keys()

    def summed(self, day: date, measure: Indicator, areas: Iterable[str], segment: str = "") -> Base | None:
        """The denominators of areas that do not overlap, added up; None as soon as one is unknown."""
        parts = [self.of(day, measure, area, segment) for area in areas]
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            return None
        if len(known) == 1:
            return known[0]
        return Base(
            people=sum(part.people for part in known),
            on=min(part.on for part in known),
            method="; ".join(dict.fromkeys(part.method for part in known)),
            source="; ".join(dict.fromkeys(part.source for part in known)),
            reason="; ".join(dict.fromkeys(part.reason for part in known if part.reason)),
        )


def reported_in_force(
    indicators: Collection[str],
    areas: Collection[str],
    *,
    as_of: date,
    known_at: datetime | None,
    oldest: date | None = None,
) -> list[Reported]:
    """The newest published statements per measure and area; contradicting ones of one day all appear.

    "" among `areas` is the whole of Indonesia. `oldest` leaves out what is older.
    """
    found = _figures(indicators, areas, known_at).filter(as_of__lte=as_of)
    if oldest is not None:
        found = found.filter(as_of__gte=oldest)
    newest: dict[tuple[str, str], list[ReportedFigure]] = {}
    for figure in found.order_by("-as_of", "code"):
        rows = newest.setdefault((figure.indicator, figure.area_id or ""), [])
        if not rows or rows[0].as_of == figure.as_of:
            rows.append(figure)
    return [row for key in sorted(newest) for row in _merged(newest[key])]


def reported_between(
    indicator: str, area: str, first: date, last: date, known_at: datetime | None
) -> list[Reported]:
    """Every published statement about an area between two days, oldest first."""
    found = _figures([indicator], [area], known_at).filter(as_of__gte=first, as_of__lte=last)
    days: dict[date, list[ReportedFigure]] = {}
    for figure in found.order_by("as_of", "code"):
        days.setdefault(figure.as_of, []).append(figure)
    return [row for day in sorted(days) for row in _merged(days[day])]


def _figures(
    indicators: Collection[str], areas: Collection[str], known_at: datetime | None
) -> QuerySet[ReportedFigure]:
    place = Q(area__in=[code for code in areas if code])
    if "" in areas:
        place |= Q(area=None)
    says_coverage = Q(percent_hundredths__isnull=False) | Q(people__isnull=False)
    found = ReportedFigure.objects.filter(place, says_coverage, indicator__in=list(indicators))
    return found if known_at is None else found.filter(recorded_at__lte=known_at)


def _merged(figures: list[ReportedFigure]) -> list[Reported]:
    """Statements of one measure, area and day; a count and a percentage of one source become one."""
    sources: dict[tuple[str, str], list[ReportedFigure]] = {}
    for figure in figures:
        sources.setdefault((figure.source, figure.qualifier), []).append(figure)
    rows = []
    for group in sources.values():
        counts = [one for one in group if one.people is not None]
        if len(group) == 2 and len(counts) == 1:
            rows.append(_row(group))
        else:
            rows.extend(_row([one]) for one in group)
    return rows


def _row(group: list[ReportedFigure]) -> Reported:
    first = group[0]
    return Reported(
        codes=tuple(one.code for one in group),
        indicator=first.indicator,
        area=first.area_id or "",
        as_of=first.as_of,
        percent_hundredths=next((p for one in group if (p := one.percent_hundredths) is not None), None),
        people=next((one.people for one in group if one.people is not None), None),
        qualifier=first.qualifier,
        source=first.source,
        note=" ".join(dict.fromkeys(one.note for one in group if one.note)),
    )
