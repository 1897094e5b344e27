"""Pictures as numbers: where each tile, line and word of a drawing stands. Templates turn them into SVG.

All positions are whole units of the drawing, so that no language writes a decimal comma into an attribute.
Colours are a ColorBrewer sequence (YlGnBu) whose lightness falls in one direction: it reads in grey and on
paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt

from django.utils.formats import date_format

from naungan.coverage.data import tile_places
from naungan.coverage.geometry.drawing import Shape, sheet_of
from naungan.coverage.geometry.outline import Outline
from naungan.coverage.queries.figures import Reported
from naungan.coverage.queries.paths import Path
from naungan.coverage.queries.rank import Ranked
from naungan.coverage.queries.trend import Point, Trend
from naungan.coverage.words import break_lines, place_text, qualified, target_text
from naungan.kit import numbers
from naungan.law import months

BOUNDS = (0, 2000, 4000, 6000, 8000)
"""Where the five classes begin, in hundredths of a percent."""
FILLS = ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8", "#081d58")
INKS = ("#17272d", "#17272d", "#17272d", "#ffffff", "#ffffff")

UNKNOWN_FILL, DARK = "url(#no-data)", "#17272d"

TILE_W, TILE_H, GAP = 148, 92, 8
MOST_NAMED = 16
"""A map of more areas than this says their names in titles only: the words would cover each other."""
LETTER_W = 12
"""About the width of a letter of a name on a map of outlines."""
NOTE_H, NOTE_LENGTH = 18, 112
PLOT_LEFT, PLOT_TOP, PLOT_W, PLOT_H = 64, 24, 620, 220


@dataclass(frozen=True, slots=True)
class Area:
    """What a tile shows. `share` is hundredths of a percent or None; texts are ready for the language of the
    page.
    """

    code: str
    name: str
    share: int | None
    share_text: str
    detail: str
    href: str
    is_reported: bool = False
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile where it stands."""

    area: Area
    x: int
    y: int
    fill: str
    ink: str

    @property
    def is_unknown(self) -> bool:
        """Whether the tile is hatched."""
        return self.area.share is None

    @property
    def share_size(self) -> int:
        """The size of the share's letters: large for a plain number, small enough for words to fit."""
        return 22 if len(self.area.share_text) <= len("100,00 %") else 13


@dataclass(frozen=True, slots=True)
class TileMap:
    """A drawing of tiles with its size, and the size at which it is shown where there is room."""

    tiles: tuple[Tile, ...]
    width: int
    height: int

    @property
    def shown_width(self) -> int:
        """A third larger than drawn."""
        return self.width * 4 // 3

    @property
    def shown_height(self) -> int:
        """In proportion."""
        return self.height * 4 // 3


@dataclass(frozen=True, slots=True)
class Outlined:
    """An area in its real outline."""

    area: Area
    shape: Shape
    fill: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A drawing of outlines, the smallest area last so that no larger one covers it."""

    shapes: tuple[Outlined, ...]
    width: int
    height: int

    @property
    def names(self) -> tuple[Outlined, ...]:
        """The areas that are wide enough for their names; the others say theirs in titles."""
        wide = (one for one in self.shapes if one.shape.width >= LETTER_W * len(one.area.name))
        return tuple(wide) if len(self.shapes) <= MOST_NAMED else ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A point, tick or word of a chart."""

    x: int
    y: int
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A line per stretch of comparable months, its points, ticks, breaks, and published figures beside it.

    `path` and `targets` are what was to be reached; `notes` stand below the plot and say what each break is.
    """

    lines: tuple[str, ...]
    points: tuple[Mark, ...]
    last: Mark | None
    reported: tuple[Mark, ...]
    breaks: tuple[Mark, ...]
    x_ticks: tuple[Mark, ...]
    y_ticks: tuple[Mark, ...]
    in_percent: bool
    path: str = ""
    targets: tuple[Mark, ...] = ()
    notes: tuple[Mark, ...] = ()
    width: int = PLOT_LEFT + PLOT_W + 76
    left: int = PLOT_LEFT
    right: int = PLOT_LEFT + PLOT_W
    top: int = PLOT_TOP
    bottom: int = PLOT_TOP + PLOT_H

    @property
    def height(self) -> int:
        """Room for the plot, its months and the notes."""
        return PLOT_TOP + PLOT_H + 44 + NOTE_H * len(self.notes)


@dataclass(frozen=True, slots=True)
class RankRow:
    """One area's place: a bar over the possible ranks, a dot or a short bar at the ranks among the known."""

    name: str
    y: int
    left: int
    right: int
    dot_left: int | None
    dot_right: int | None
    detail: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class RankChart:
    """The places of all areas of a rank."""

    rows: tuple[RankRow, ...]
    ticks: tuple[Mark, ...]
    width: int
    height: int


def class_of(share: int) -> int:
    """The class (0-4) of a share in hundredths of a percent."""
    return max(index for index, bound in enumerate(BOUNDS) if share >= bound)


def tile_map(areas: Sequence[Area]) -> TileMap:
    """Tiles roughly where the areas lie, if every one has a place of its own in `data/tiles.csv`; else in
    rows.
    """
    places = _places([area.code for area in areas])
    tiles = []
    for area in areas:
        column, row = places[area.code]
        fill, ink = _colours(area.share)
        tiles.append(Tile(area, column * (TILE_W + GAP) + GAP, row * (TILE_H + GAP) + GAP, fill, ink))
    wide = max((tile.x for tile in tiles), default=0) + TILE_W + GAP
    return TileMap(tuple(tiles), wide, max((tile.y for tile in tiles), default=0) + TILE_H + GAP)


def area_map(areas: Sequence[Area], outlines: Mapping[str, Outline]) -> AreaMap:
    """The areas in their real outlines, in the classes of the tile map; every one needs an outline."""
    sheet = sheet_of({area.code: outlines[area.code] for area in areas})
    drawn = [Outlined(area, sheet.shapes[area.code], _colours(area.share)[0]) for area in areas]
    drawn.sort(key=lambda one: one.shape.extent, reverse=True)
    return AreaMap(tuple(drawn), sheet.width, sheet.height)


def trend_chart(trend: Trend) -> Chart:
    """The chart of a trend: shares where any is known, else counts of people."""
    in_percent = any(point.percent_hundredths is not None for point in trend.points)
    span = (trend.points[0].month, trend.points[-1].month)
    return _plotted(trend, span, in_percent, [])[0]


def path_chart(path: Path, trend: Trend) -> Chart:
    """The path to the targets, and beside it what was reached month by month; breaks as in a trend."""
    dated = path.dated
    first = min(dated[0][0], trend.points[0].month)
    last = max(dated[-1][0], trend.points[-1].month)
    chart, at = _plotted(trend, (first, last), not path.in_people, [value for _month, value in dated])
    corners = [(at.x(month), at.y(value)) for month, value in dated]
    targets = (
        Mark(x, y, target_text(value, in_people=path.in_people), numbers.month(month))
        for (x, y), (month, value) in zip(corners, dated, strict=True)
    )
    return replace(chart, path=" ".join(f"{x},{y}" for x, y in corners), targets=tuple(targets))


def _plotted(
    trend: Trend,
    span: tuple[int, int],
    in_percent: bool,  # noqa: FBT001
    aims: Sequence[int],
) -> tuple[Chart, _Scale]:
    """A trend on a plot of the months of `span`, high enough for the values of `aims` too; and its scale."""
    values = [point.percent_hundredths if in_percent else point.protected for point in trend.points]
    told = [(one, one.percent_hundredths if in_percent else one.people) for one in trend.reported]
    said = [(one, value) for one, value in told if value is not None]
    known = [value for value in values if value is not None]
    top = _ceiling(max([0, *known, *aims, *(value for _one, value in said)]), in_percent)
    at = _Scale(span[0], max(1, span[1] - span[0]), top)
    marks = [
        Mark(at.x(point.month), at.y(value), _value(value, in_percent), numbers.month(point.month))
        for point, value in zip(trend.points, values, strict=True)
        if value is not None
    ]
    chart = Chart(
        lines=tuple(_lines(trend.points, values, at)),
        points=tuple(marks),
        last=marks[-1] if marks else None,
        reported=tuple(_said(one, value, at, in_percent) for one, value in said),
        breaks=tuple(
            Mark(at.x(one.month), PLOT_TOP, str(one.number), " ".join(break_lines(one)))
            for one in trend.breaks
        ),
        x_ticks=tuple(_x_ticks(span, at)),
        y_ticks=tuple(
            Mark(PLOT_LEFT, at.y(top * step // 4), _axis(top * step // 4, in_percent)) for step in range(5)
        ),
        in_percent=in_percent,
        notes=tuple(_notes(trend)),
    )
    return chart, at


def _said(one: Reported, value: int, at: _Scale, in_percent: bool) -> Mark:  # noqa: FBT001
    text = qualified(_value(value, in_percent), one.qualifier)
    return Mark(at.x(months.of(one.as_of)), at.y(value), text, one.source)


def _notes(trend: Trend) -> Iterator[Mark]:
    """The breaks in words, a line each below the plot, so that a picture torn out of its page says them too."""
    lines = [line for one in trend.breaks for line in break_lines(one)]
    for index, line in enumerate(lines, start=1):
        text = line if len(line) <= NOTE_LENGTH else line[: NOTE_LENGTH - 1] + "…"
        yield Mark(PLOT_LEFT, PLOT_TOP + PLOT_H + 32 + NOTE_H * index, text)


def rank_chart(rows: Sequence[Ranked], own: str) -> RankChart:
    """Ranks from 1 on the left; the known rank is a dot, everything possible a bar."""
    left, step = 200, max(28, 560 // max(1, len(rows)))

    def x_of(rank: int) -> int:
        return left + (rank - 1) * step

    drawn = []
    for index, row in enumerate(rows):
        known = row.place.known
        share = qualified(numbers.percent(row.percent), row.qualifier)
        drawn.append(
            RankRow(
                name=row.name,
                y=44 + index * 34,
                left=x_of(row.place.possible[0]),
                right=x_of(row.place.possible[1]),
                dot_left=x_of(known[0]) if known else None,
                dot_right=x_of(known[1]) if known else None,
                detail=f"{share}; {place_text(row.place.known)}; {place_text(row.place.possible)}",
                is_own=row.area == own,
            )
        )
    every = 1 if len(rows) <= 12 else 5
    ticks = [Mark(x_of(n), 20, str(n)) for n in range(1, len(rows) + 1) if n == 1 or n % every == 0]
    return RankChart(tuple(drawn), tuple(ticks), x_of(len(rows)) + 40, 44 + len(rows) * 34)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    steps: int
    top: int

    def x(self, month: int) -> int:
        return PLOT_LEFT + (month - self.first) * PLOT_W // self.steps

    def y(self, value: int) -> int:
        return PLOT_TOP + PLOT_H - value * PLOT_H // self.top


def _places(codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    known = tile_places()
    if codes and all(code in known for code in codes):
        left = min(known[code][0] for code in codes)
        top = min(known[code][1] for code in codes)
        return {code: (known[code][0] - left, known[code][1] - top) for code in codes}
    wide = max(1, min(6, ceil(sqrt(len(codes)))))
    return {code: (index % wide, index // wide) for index, code in enumerate(codes)}


def _lines(points: Sequence[Point], values: Sequence[int | None], at: _Scale) -> Iterator[str]:
    """The corners of each line: interrupted where a month is unknown or the denominator is counted anew."""
    corners: list[str] = []
    for point, value in zip(points, values, strict=True):
        if (value is None or point.breaks) and corners:
            yield " ".join(corners)
            corners = []
        if value is not None:
            corners.append(f"{at.x(point.month)},{at.y(value)}")
    if corners:
        yield " ".join(corners)


def _x_ticks(span: tuple[int, int], at: _Scale) -> Iterator[Mark]:
    """Every third month in a year or two, every sixth up to five years, fewer beyond, and always the last."""
    first, last = span
    every = next((every for every in (3, 6, 12, 24) if last - first <= every * 10), 60)
    for month in range(first, last + 1):
        if (last - month) % every == 0:
            yield Mark(at.x(month), PLOT_TOP + PLOT_H + 18, _short_month(month))


def _colours(share: int | None) -> tuple[str, str]:
    """Fill and ink of a class; hatched where nothing is known."""
    return (UNKNOWN_FILL, DARK) if share is None else (FILLS[class_of(share)], INKS[class_of(share)])


def _short_month(month: int) -> str:
    return date_format(months.first_day(month), "M y")


def _ceiling(most: int, in_percent: bool) -> int:  # noqa: FBT001
    """A round top of the axis that four steps divide: 20, 40, 60, 80 or 100 %, or 4 x 10^n people."""
    if in_percent:
        return next((top for top in (2000, 4000, 6000, 8000, 10000) if most <= top), ceil(most / 4000) * 4000)
    step = 1
    while most > 4 * step:
        step *= 10
    return next(top for top in (4 * step // 10, 2 * step, 4 * step) if top >= most and top >= 4)


def _value(value: int, in_percent: bool) -> str:  # noqa: FBT001
    return numbers.percent(value / 100) if in_percent else numbers.count(value)


def _axis(value: int, in_percent: bool) -> str:  # noqa: FBT001
    return numbers.percent(value / 100, 0) if in_percent else numbers.count(value)
