"""The room's pictures, ready for a page, a download or a paper: what is drawn, by which template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.areas.queries import name_of
from naungan.coverage import svg
from naungan.coverage.queries import POTENTIAL, CoverageRow, Path, Ranked, Trend, coverage, trend
from naungan.coverage.queries.boundaries import outlines
from naungan.coverage.queries.known import INDONESIA
from naungan.coverage.words import share_text
from naungan.kit import numbers

BELOW = {0: "province", 1: "regency", 2: "district", 3: "village"}
"""The level that a map of an area shows, by the depth of the area's code."""
TREND_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its template and context; `kind` names the file. `is_real` tells outlines from tiles."""

    template: str
    context: Mapping[str, Any]
    kind: str
    title: str
    is_real: bool = False

    def svg(self) -> str:
        """The picture as a file of its own, without links."""
        return render_to_string(self.template, {**self.context, "standalone": True})


def map_drawing(
    rows: Sequence[CoverageRow],
    place: str,
    as_of: date,
    *,
    href_of: Callable[[str], str] = str,
    known_at: datetime | None = None,
) -> Drawing:
    """Areas in their outlines if every one has been loaded, else as tiles; the classes are the same."""
    areas = [_area(row, href_of) for row in _one_each(rows)]
    title = _("Cakupan menurut wilayah, %(area)s, per %(day)s") % {
        "area": place,
        "day": numbers.day(as_of),
    }
    found = outlines([area.code for area in areas], known_at=known_at)
    if areas and all(area.code in found for area in areas):
        context = {"map": svg.area_map(areas, found), "map_title": title}
        return Drawing("coverage/svg/areas.svg", context, "peta", title, is_real=True)
    return Drawing("coverage/svg/tiles.svg", {"map": svg.tile_map(areas), "map_title": title}, "peta", title)


def trend_drawing(line: Trend, place: str) -> Drawing:
    """Months as a line that stops where the denominator began to be counted in another way."""
    words = {
        "area": place,
        "first": numbers.month(line.points[0].month),
        "last": numbers.month(line.points[-1].month),
    }
    title = _("Terlindungi per bulan, %(area)s, %(first)s sampai %(last)s") % words
    context = {"chart": svg.trend_chart(line), "chart_title": title}
    return Drawing("coverage/svg/trend.svg", context, "tren", title)


def path_drawing(path: Path, line: Trend, place: str) -> Drawing:
    """The path to the targets with what was reached beside it."""
    title = _("Jalur sasaran dan realisasi, %(measure)s, %(area)s") % {"measure": path.name, "area": place}
    context = {"chart": svg.path_chart(path, line), "chart_title": title}
    return Drawing("coverage/svg/trend.svg", context, "sasaran", title)


def rank_drawing(rows: Sequence[Ranked], own: str, title: str) -> Drawing:
    """The known and the possible ranks."""
    context = {"chart": svg.rank_chart(rows, own), "chart_title": title}
    return Drawing("coverage/svg/ranks.svg", context, "peringkat", title)


def map_svg(
    *,
    as_of: date,
    area_code: str,
    known_at: datetime | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str = POTENTIAL,
) -> str:
    """The map of the areas below an area, as SVG text for a paper."""
    by = BELOW.get(area_code.count(".") + 1 if area_code else 0, "area")
    rows = coverage(
        as_of=as_of, known_at=known_at, area_code=area_code or None, by=by, scope=scope, indicator=indicator
    )
    return map_drawing(rows, _place(area_code), as_of, known_at=known_at).svg()


def trend_svg(
    *,
    as_of: date,
    area_code: str,
    known_at: datetime | None = None,
    scope: Scope = EVERYWHERE,
    indicator: str = POTENTIAL,
    count: int = TREND_MONTHS,
) -> str:
    """The trend of an area up to a day, breaks named below the plot, as SVG text for a paper."""
    line = trend(
        as_of=as_of,
        count=count,
        known_at=known_at,
        area_code=area_code or None,
        scope=scope,
        indicator=indicator,
    )
    return trend_drawing(line.trimmed(), _place(area_code)).svg()


def rank_svg(rows: Sequence[Ranked], own: str, title: str) -> str:
    """Ranks as SVG text for a paper."""
    return rank_drawing(rows, own, title).svg()


def path_svg(path: Path, line: Trend, place: str) -> str:
    """A path with what was reached as SVG text for a paper."""
    return path_drawing(path, line, place).svg()


def _place(area_code: str) -> str:
    return name_of(area_code) if area_code != INDONESIA else _("Semua wilayah")


def _one_each(rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    """One row for each area in order of code: the computed one unless only a published one has a share."""
    chosen: dict[str, CoverageRow] = {}
    for row in rows:
        kept = chosen.get(row.key)
        if row.key and (kept is None or (kept.percent is None and row.percent is not None)):
            chosen[row.key] = row
    return [chosen[code] for code in sorted(chosen)]


def _area(row: CoverageRow, href_of: Callable[[str], str]) -> svg.Area:
    return svg.Area(
        code=row.key,
        name=row.name.removeprefix("Kabupaten "),
        share=row.percent_hundredths,
        share_text=share_text(row) if row.percent is not None else _("tidak ada data"),
        detail=_detail(row),
        href=href_of(row.key),
        is_reported=not row.is_computed,
        is_small=row.is_small,
    )


def _detail(row: CoverageRow) -> str:
    if not row.is_computed:
        return _("dilaporkan")
    people = numbers.count(row.protected)
    if row.eligible is None and not row.protected:
        return ""  # nobody's list is here: a zero would only tell that we do not know
    if row.eligible is None:
        return _("%(people)s orang") % {"people": people}
    detail = _("%(people)s dari %(eligible)s") % {"people": people, "eligible": numbers.count(row.eligible)}
    return _("%(detail)s (kecil)") % {"detail": detail} if row.is_small else detail
