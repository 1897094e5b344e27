"""Areas of a region in order: computed figures where the system has them, published ones else, unknown ones
named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.areas.models import Area, Office
from naungan.coverage.queries.asking import indicator_named
from naungan.coverage.queries.counts import Asked, fits_of, stamps, total
from naungan.coverage.queries.figures import Bases, Reported, reported_in_force
from naungan.coverage.queries.ranking import Candidate, Place, places
from naungan.coverage.queries.row import POTENTIAL
from naungan.coverage.queries.shares import is_small, percent_hundredths
from naungan.law import months

FRESH = timedelta(days=366)
"""A published figure takes part in a rank for a year; an older one is named but does not count."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One area in a rank. Without a `percent_hundredths` its figure is unknown and it has no rank of its own.

    `stale` is the newest published figure when it is too old to take part.
    """

    area: str
    name: str
    percent_hundredths: int | None
    kind: str
    qualifier: str
    as_of: date | None
    source: str
    protected: int | None
    eligible: int | None
    place: Place
    stale: Reported | None = None

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return None if self.percent_hundredths is None else self.percent_hundredths / 100

    @property
    def is_small(self) -> bool:
        """Whether the denominator is so small that the share says little."""
        return is_small(self.eligible)


@dataclass(frozen=True, slots=True)
class _Figure:
    value: int | None
    kind: str
    qualifier: str = "exactly"
    as_of: date | None = None
    source: str = ""
    protected: int | None = None
    eligible: int | None = None


_UNKNOWN = _Figure(None, "unknown")


def rank(
    areas: Sequence[str],
    *,
    as_of: date,
    known_at: datetime | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str = POTENTIAL,
) -> list[Ranked]:
    """The areas from the highest coverage down; ties share a rank ("1, 2, 2, 4"); unknown ones stand last,
    unranked.

    An area's figure is the computed one if the scope holds the area and its denominator is known and anybody
    there is protected (lists of other regions are not in this system: their zero would be our ignorance),
    else the newest published one of the last year.
    """
    computed = _computed(areas, as_of, known_at, scope, indicator)
    told = _told(areas, as_of, known_at, indicator)
    figures = {}
    for code in areas:
        newest = told.get(code)
        fresh = newest if newest is not None and newest.as_of >= as_of - FRESH else None
        figures[code] = computed.get(code) or (_public(fresh) if fresh else _UNKNOWN)
    candidates = [Candidate(code, figures[code].value, figures[code].qualifier) for code in areas]
    names = dict(Area.objects.filter(code__in=areas).values_list("code", "name"))
    return [
        _ranked(place, figures[place.key], names.get(place.key, place.key), told)
        for place in places(candidates)
    ]


def areas_of_office(code: str) -> list[str]:
    """The areas of an office, for a rank among them; empty for an unknown office."""
    office = Office.objects.prefetch_related("areas").filter(code=code).first()
    return sorted(area.code for area in office.areas.all()) if office else []


def office_of(areas: Sequence[str]) -> Office | None:
    """The office that holds exactly these areas, if there is one."""
    offices = Office.objects.filter(areas__code=areas[0]).prefetch_related("areas") if areas else []
    wanted = set(areas)
    return next((one for one in offices if {area.code for area in one.areas.all()} == wanted), None)


def regions_of(area_code: str) -> list[Office]:
    """The regional offices that hold an area, for the choice of a rank."""
    province = area_code[:2]
    return list(Office.objects.filter(kind=Office.Kind.REGIONAL, areas__code=province).order_by("code"))


def _computed(
    areas: Sequence[str], as_of: date, known_at: datetime | None, scope: Scope, indicator: str
) -> dict[str, _Figure]:
    measure = indicator_named(indicator)
    month = months.of(as_of)
    fits, stamp = fits_of(measure), stamps([month])[month]
    held = [code for code in areas if scope.holds_area(code)]
    bases = Bases([measure.code], held, until=as_of, known_at=known_at)
    found = {}
    for code in held:
        base = bases.of(as_of, measure, code)
        if base is None:
            continue
        protected = total(Asked(as_of, known_at, (code,), scope, stamp), fits)
        if protected:
            share = percent_hundredths(protected, base.people)
            found[code] = _Figure(share, "computed", "exactly", as_of, base.source, protected, base.people)
    return found


def _told(
    areas: Sequence[str], as_of: date, known_at: datetime | None, indicator: str
) -> dict[str, Reported]:
    """The newest published percentage of each area; of two contradicting ones the lower."""
    found: dict[str, Reported] = {}
    for figure in reported_in_force([indicator], areas, as_of=as_of, known_at=known_at):
        share = figure.percent_hundredths
        if share is None or figure.qualifier == "average":
            continue
        kept = found.get(figure.area)
        if kept is None or (kept.percent_hundredths or 0) > share:
            found[figure.area] = figure
    return found


def _public(figure: Reported) -> _Figure:
    return _Figure(
        figure.percent_hundredths, "reported", figure.qualifier, figure.as_of, figure.source, figure.people
    )


def _ranked(place: Place, figure: _Figure, name: str, told: dict[str, Reported]) -> Ranked:
    newest = told.get(place.key)
    return Ranked(
        area=place.key,
        name=name,
        percent_hundredths=figure.value,
        kind=figure.kind,
        qualifier=figure.qualifier,
        as_of=figure.as_of,
        source=figure.source,
        protected=figure.protected,
        eligible=figure.eligible,
        place=place,
        stale=newest if figure is _UNKNOWN else None,
    )
