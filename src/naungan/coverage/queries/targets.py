"""Targets as paths, and what has been achieved of them: target, realisation, achievement, gap.

A target in percent is a share of something. RPJMN and RPJMD take all employed people, UCJ the potential that
the agency can insure: two numbers of one region that may not be compared. A path therefore has one basis, and
only a figure of a measure of that basis is held against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.areas.models import Area
from naungan.coverage.queries.asking import areas_whole
from naungan.coverage.queries.interpolation import reached_by, value_at
from naungan.coverage.queries.known import INDONESIA, UNKNOWN, Figure, Question, known_figures
from naungan.coverage.queries.paths import Path, basis_text, paths, value_of
from naungan.coverage.queries.shares import percent_hundredths
from naungan.coverage.queries.tariff import GapCost, gap_cost
from naungan.law import months

YEARS = 5
_PER_PERCENT = 100
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Achievement:
    """A target of the year of a day beside what was reached: percent values are hundredths of a percent.

    `target` is the one to be reached by `target_on`: of the year, or the last one when the path is over
    (`is_past`), None before it begins. `path_value` is where the path stands in the month. `incomparable`
    says why nothing is held against the target. `is_reference`: a national target beside a region.
    """

    path: Path
    area: str
    area_name: str
    as_of: date
    target: int | None
    target_on: date | None
    path_value: int | None
    figure: Figure
    achieved_hundredths: int | None
    gap_people: int | None
    gap: GapCost | None
    incomparable: str = ""
    is_reference: bool = False
    is_past: bool = False

    @property
    def realised(self) -> int | None:
        """What was reached, in the unit of the path."""
        return self.figure.value

    @property
    def realised_kind(self) -> str:
        """ "computed", "reported" or "unknown"."""
        return self.figure.kind

    @property
    def realised_as_of(self) -> date | None:
        """The day of the realisation."""
        return self.figure.as_of

    @property
    def source(self) -> str:
        """Where the realisation, or its denominator, comes from."""
        return self.figure.source

    @property
    def protected(self) -> int | None:
        """People protected, when known."""
        return self.figure.protected

    @property
    def eligible(self) -> int | None:
        """The denominator of a computed share."""
        return self.figure.eligible

    @property
    def is_on_path(self) -> bool | None:
        """Whether the realisation has reached the path of the month; None when one of them is unknown."""
        if self.realised is None or self.path_value is None:
            return None
        return self.realised >= self.path_value

    def as_json(self) -> dict[str, object]:
        """The row as plain values; percent in percent with two decimals, unknown = null."""
        people = self.path.in_people

        def plain(value: int | None) -> float | int | None:
            return value if people or value is None else value / _PER_PERCENT

        return {
            "indicator": self.path.indicator.code,
            "area": self.area or "ID",
            "plan": self.path.kind_label,
            "basis": self.path.basis,
            "unit": self.path.unit,
            "is_reference": self.is_reference,
            "target": plain(self.target),
            "target_on": self.target_on and self.target_on.isoformat(),
            "path": plain(self.path_value),
            "realised": plain(self.realised),
            "kind": self.realised_kind,
            "qualifier": self.figure.qualifier,
            "realised_as_of": self.realised_as_of and self.realised_as_of.isoformat(),
            "achieved_percent": None
            if self.achieved_hundredths is None
            else self.achieved_hundredths / _PER_PERCENT,
            "gap_people": self.gap_people,
            "gap_rupiah_month": self.gap and self.gap.rupiah_month,
            "gap_rupiah_rest_of_year": self.gap and self.gap.rupiah_rest_of_year,
            "incomparable": self.incomparable,
        }

    @property
    def href(self) -> str:
        """The page of the target."""
        target = next((one for one in self.path.targets if one.on == self.target_on), self.path.targets[0])
        return reverse("coverage_target", args=[target.pk])


@dataclass(frozen=True, slots=True)
class Year:
    """A line of the LKPJ form: what was to be reached by the end of a year, what was, and the achievement."""

    year: int
    as_of: date
    target: int | None
    figure: Figure
    achieved_hundredths: int | None


def achievements(
    *,
    as_of: date,
    known_at: datetime | None = None,
    area_code: str | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str | None = None,
) -> list[Achievement]:
    """Every target of an area and of what lies in it (None: of all that the scope holds) with what was
    achieved by a day; national targets in percent stand beside the area itself as a reference.

    Targets are public; a realisation is computed only where the scope holds the area. Refused: `area.unknown`.
    """
    areas_whole(area_code, scope)
    known = paths(known_at=known_at, indicator=indicator)
    inside = [one for one in known if _lies_in(one.area, area_code, scope)]
    national = [one for one in known if one.area == INDONESIA and not one.in_people] if area_code else []
    names = _names({one.area for one in inside} | {area_code or INDONESIA})
    held = [(one, one.area) for one in inside] + [(one, area_code or INDONESIA) for one in national]
    figures = _figures(held, Question(as_of, known_at, scope))
    rows = [
        _achievement(path, area, as_of, figure, names[area])
        for (path, area), figure in zip(held, figures, strict=True)
    ]
    return [replace(one, is_reference=one.area != one.path.area) for one in rows]


def achievement(path: Path, area: str, question: Question) -> Achievement:
    """What an area has achieved of a path by the day of the question."""
    (figure,) = _figures([(path, area)], question)
    return _achievement(path, area, question.as_of, figure, _names({area})[area])


def history(
    path: Path,
    area: str,
    *,
    as_of: date,
    years: int = YEARS,
    known_at: datetime | None = None,
    scope: Scope = EVERYWHERE,
) -> list[Year]:
    """The LKPJ form: the last years up to that of `as_of`, each by its last day, the running one by the day.

    A published figure counts only for the year in which it was said.
    """
    rows = []
    for year in range(as_of.year - years + 1, as_of.year + 1):
        day = min(date(year, 12, 31), as_of)
        question = Question(day, known_at, scope, oldest=date(year, 1, 1))
        (figure,) = _figures([(path, area)], question)
        target = reached_by(path.dated, months.of(date(year, 1, 1)), months.of(date(year, 12, 1)))
        rows.append(Year(year, day, target, figure, _achieved(figure, target)))
    return rows


def incomparable(path: Path) -> str:
    """Why no figure may be held against the targets of a path; "" when one may."""
    return "" if path.in_people or path.basis == path.indicator.basis else basis_text(path.basis)


def _figures(held: Sequence[tuple[Path, str]], question: Question) -> list[Figure]:
    """What is known of each area in the measure and unit of its path; one question for each measure."""
    wanted: dict[tuple[str, bool], set[str]] = {}
    for path, area in held:
        wanted.setdefault((path.indicator.code, path.in_people), set()).add(area)
    known = {
        (code, in_people): known_figures(
            sorted(areas), replace(question, indicator=code, in_people=in_people)
        )
        for (code, in_people), areas in wanted.items()
    }
    return [
        UNKNOWN if incomparable(path) else known[path.indicator.code, path.in_people][area]
        for path, area in held
    ]


def _achievement(path: Path, area: str, as_of: date, figure: Figure, name: str) -> Achievement:
    value, on = _target_of(path, as_of)
    gap_people = _gap(path, value, figure)
    return Achievement(
        path=path,
        area=area,
        area_name=name,
        as_of=as_of,
        target=value,
        target_on=on,
        path_value=path.value_in(months.of(as_of)),
        figure=figure,
        achieved_hundredths=_achieved(figure, value),
        gap_people=gap_people,
        gap=gap_cost(gap_people, as_of) if gap_people else None,
        incomparable=incomparable(path),
        is_past=on is not None and on.year < as_of.year,
    )


def _target_of(path: Path, as_of: date) -> tuple[int | None, date | None]:
    """The target to be reached by the end of the year, else the last one that has passed."""
    first, last = months.of(date(as_of.year, 1, 1)), months.of(date(as_of.year, 12, 1))
    in_year = [one for one in path.targets if first <= months.of(one.on) <= last]
    value = value_at(path.dated, last)
    if value is not None:
        december = [one.on for one in in_year if months.of(one.on) == last]
        return value, december[0] if december else months.last_day(last)
    passed = in_year or [one for one in path.targets if one.on < as_of]
    return (value_of(passed[-1]), passed[-1].on) if passed else (None, None)


def _achieved(figure: Figure, target: int | None) -> int | None:
    return None if figure.value is None else percent_hundredths(figure.value, target)


def _gap(path: Path, target: int | None, figure: Figure) -> int | None:
    """The people still missing to a target; None when they cannot be known, 0 when it is reached."""
    if target is None or figure.value is None:
        return None
    if path.in_people:
        return max(0, target - figure.value)
    if figure.eligible is None or figure.protected is None:
        return None
    needed = -(-target * figure.eligible // _WHOLE)
    return max(0, needed - figure.protected)


def _lies_in(area: str, area_code: str | None, scope: Scope) -> bool:
    if area_code:
        return area == area_code or area.startswith(area_code + ".")
    return area == INDONESIA or scope.holds_area(area)


def _names(codes: set[str]) -> dict[str, str]:
    named = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: named.get(code, code) or _("Indonesia") for code in codes}
