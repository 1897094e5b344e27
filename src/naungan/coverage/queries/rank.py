"""Areas of a region in order: computed figures where the system has them, published ones else, unknown ones
named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.areas.models import Area, Office
from naungan.coverage.queries.figures import Reported
from naungan.coverage.queries.known import UNKNOWN, Figure, Question, known_figures, told_figures
from naungan.coverage.queries.ranking import Candidate, Place, places
from naungan.coverage.queries.row import POTENTIAL
from naungan.coverage.queries.shares import is_small


@dataclass(frozen=True, slots=True)
class Ranked:
    """One area in a rank. Without a `percent_hundredths` its figure is unknown and it has no rank of its own.

    `stale` is the newest published figure when it is too old to take part. `before` is the area at the earlier
    day when one was asked for, `movement` the places gained since then (lost if negative), None = unknown.
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
    method: str = ""
    before: Ranked | None = None
    movement: int | None = None

    @property
    def candidate(self) -> Candidate:
        """The area's figure as an interval."""
        return Candidate(self.area, self.percent_hundredths, self.qualifier)

    @property
    def is_rebased(self) -> bool:
        """Whether the denominator was counted in another way at the earlier day: the shares differ in kind."""
        before = self.before.method if self.before is not None else ""
        return bool(before) and bool(self.method) and before != self.method

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return None if self.percent_hundredths is None else self.percent_hundredths / 100

    @property
    def is_small(self) -> bool:
        """Whether the denominator is so small that the share says little."""
        return is_small(self.eligible)


def rank(
    areas: Sequence[str],
    *,
    as_of: date,
    since: date | None = None,
    known_at: datetime | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str = POTENTIAL,
) -> list[Ranked]:
    """The areas from the highest coverage down; ties share a rank ("1, 2, 2, 4"); unknown ones stand last,
    unranked, never as zero.

    An area's figure is that of `known_figures`. With `since` each row carries itself at that earlier day and
    its `movement` among the areas known at both days, so that an area of which one merely heard moves nobody.
    """
    rows = _ranks(areas, Question(as_of, known_at, scope, indicator))
    if since is None:
        return rows
    before = {row.area: row for row in _ranks(areas, Question(since, known_at, scope, indicator))}
    return _moved(rows, before)


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


def _ranks(areas: Sequence[str], question: Question) -> list[Ranked]:
    figures = known_figures(areas, question)
    told = told_figures(areas, question)
    candidates = [Candidate(code, figures[code].value, figures[code].qualifier) for code in areas]
    names = dict(Area.objects.filter(code__in=areas).values_list("code", "name"))
    return [
        _ranked(place, figures[place.key], names.get(place.key, place.key), told)
        for place in places(candidates)
    ]


def _moved(rows: Sequence[Ranked], before: Mapping[str, Ranked]) -> list[Ranked]:
    """The rows with themselves at an earlier day, and how many places they moved among those known twice."""
    twice = [row for row in rows if row.place.known is not None and before[row.area].place.known is not None]
    now = {place.key: place.known for place in places([row.candidate for row in twice])}
    then = {place.key: place.known for place in places([before[row.area].candidate for row in twice])}
    return [
        replace(row, before=before[row.area], movement=_places_up(then.get(row.area), now.get(row.area)))
        for row in rows
    ]


def _places_up(then: tuple[int, int] | None, now: tuple[int, int] | None) -> int | None:
    """Places gained (lost if negative); None unless both ranks are decided."""
    if then is None or now is None or then[0] != then[1] or now[0] != now[1]:
        return None
    return then[0] - now[0]


def _ranked(place: Place, figure: Figure, name: str, told: Mapping[str, Reported]) -> Ranked:
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
        stale=told.get(place.key) if figure is UNKNOWN else None,
        method=figure.method,
    )
