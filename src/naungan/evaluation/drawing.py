"""The pictures of a pack as SVG: the map, the months, the ranks, the money. Each has a table with its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from naungan.coverage.drawings import map_drawing, rank_drawing, trend_drawing
from naungan.coverage.queries import CoverageRow, Ranked, Trend
from naungan.evaluation.pack import Drawing
from naungan.kit import numbers
from naungan.law import months

if TYPE_CHECKING:
    from naungan.evaluation.queries.asking import Asked

LEFT, TOP, WIDTH, HEIGHT, STEPS = 92, 22, 620, 180, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: billed behind, paid before it, in whole units of the drawing."""

    x: int
    width: int
    billed_y: int
    billed_height: int
    paid_y: int
    paid_height: int
    label: str
    label_x: int
    detail: str


def map_of(asked: Asked, rows: Sequence[CoverageRow]) -> tuple[Drawing, ...]:
    """The areas below on a map."""
    made = map_drawing(rows, asked.place, asked.as_of, known_at=asked.known_at)
    alt = _("Peta cakupan wilayah di %(place)s; angkanya ada pada tabel di bawahnya.") % {
        "place": asked.place
    }
    return (Drawing("map", made.title, alt, made.svg(), "areas"),)


def trend_of(asked: Asked, line: Trend) -> tuple[Drawing, ...]:
    """The months up to the day as a line."""
    made = trend_drawing(line, asked.place)
    alt = _("Garis cakupan per bulan di %(place)s; angkanya ada pada tabel di bawahnya.") % {
        "place": asked.place
    }
    note = _("Garis terputus berarti dasar penyebut berubah atau bulannya tidak diketahui.")
    return (Drawing("trend", made.title, alt, made.svg(), "trend", note),)


def ranks_of(rows: Sequence[Ranked], asked: Asked, region: str) -> tuple[Drawing, ...]:
    """The places of a region, with what is not decided as a bar."""
    title = _("Peringkat cakupan, %(region)s, per %(day)s") % {
        "region": region,
        "day": numbers.day(asked.as_of),
    }
    alt = _("Peringkat wilayah di %(region)s; angkanya ada pada tabel di bawahnya.") % {"region": region}
    note = _("Titik: peringkat di antara yang diketahui. Batang: semua peringkat yang masih mungkin.")
    return (Drawing("ranks", title, alt, rank_drawing(rows, asked.area, title).svg(), "ranks", note),)


def bars_of(place: str, year: int, sums: Mapping[int, tuple[int, ...]]) -> tuple[Drawing, ...]:
    """Billed and paid of each month of a year; nothing for a year without a bill."""
    if not sums:
        return ()
    title = _("Iuran ditagih dan dibayar per bulan, %(place)s, %(year)s") % {"place": place, "year": year}
    alt = _("Batang iuran ditagih dan dibayar per bulan; angkanya ada pada tabel di bawahnya.")
    top = _ceiling(max(1, *(row[1] for row in sums.values())))
    ticks = [
        (TOP + HEIGHT - HEIGHT * step // STEPS, _millions(top * step // STEPS)) for step in range(STEPS + 1)
    ]
    chart = {
        "title": title,
        "bars": _bars(sums, top),
        "ticks": ticks,
        "left": LEFT,
        "right": LEFT + WIDTH,
        "bottom": TOP + HEIGHT,
        "label_y": TOP + HEIGHT + 18,
        "width": LEFT + WIDTH + 12,
        "height": TOP + HEIGHT + 30,
        "axis": _("juta rupiah"),
    }
    svg = render_to_string("evaluation/svg/bars.svg", {"chart": chart})
    note = _("Batang muda: ditagih. Batang tua: dibayar. Sumbu dalam juta rupiah.")
    return (Drawing("bars", title, alt, svg, "months", note),)


def _bars(sums: Mapping[int, tuple[int, ...]], top: int) -> list[Bar]:
    step = WIDTH // 12
    bars = []
    for month in sorted(sums):
        billed, paid = sums[month][1:3]
        high, full = billed * HEIGHT // top, paid * HEIGHT // top
        x = LEFT + (month % 12) * step + step // 6
        told = _("%(month)s: ditagih %(billed)s, dibayar %(paid)s") % {
            "month": numbers.month(month),
            "billed": numbers.rupiah(billed),
            "paid": numbers.rupiah(paid),
        }
        label = date_format(months.first_day(month), "M")
        base = TOP + HEIGHT
        bars.append(Bar(x, step * 2 // 3, base - high, high, base - full, full, label, x + step // 3, told))
    return bars


def _ceiling(most: int) -> int:
    """A round top that four steps divide."""
    step = 4
    while step < most:
        step *= 10
    return next(top for top in (step // 10, step // 5, step // 2, step) if top >= most or top == step)


def _millions(value: int) -> str:
    return numbers.count(value // 1_000_000)
