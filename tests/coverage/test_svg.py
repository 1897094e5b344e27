"""Drawings as numbers."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naungan.coverage import svg
from naungan.coverage.queries import Point, Trend
from naungan.coverage.queries.figures import Base
from naungan.law import months

OLD = Base(406_821, date(2022, 1, 1), "hitungan mundur", "berita")
NEW = Base(582_152, date(2023, 1, 1), "potensi menurut BPJS", "BPJS", "penyebut ditetapkan ulang")


def area(code: str, share: int | None = None) -> svg.Area:
    return svg.Area(code, code, share, "", "", "")


def points(*shares: int | None, breaks: int = -1) -> Trend:
    first = months.parse("2023-01")
    return Trend(
        tuple(
            Point(first + i, date(2023, 1, 1), share, 100, share, "m", NEW.on, i == breaks, NEW, OLD)
            for i, share in enumerate(shares)
        ),
        (),
    )


@pytest.mark.parametrize(
    ("share", "number"),
    [(0, 0), (1999, 0), (2000, 1), (3999, 1), (5999, 2), (7999, 3), (8000, 4), (12000, 4)],
)
def test_a_class_begins_at_its_lower_bound(share: int, number: int) -> None:
    assert svg.class_of(share) == number


def test_lightness_falls_from_class_to_class_so_that_it_reads_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    greys = [grey(colour) for colour in svg.FILLS]
    assert all(light - dark > 20 for light, dark in pairwise(greys))


@given(st.lists(st.integers(1, 99).map(lambda n: f"99.{n:02d}"), min_size=1, max_size=40, unique=True))
def test_tiles_never_cover_each_other_and_stay_in_the_drawing(codes: list[str]) -> None:
    drawn = svg.tile_map([area(code) for code in codes])
    corners = {(tile.x, tile.y) for tile in drawn.tiles}
    assert len(corners) == len(codes)
    assert all(x + svg.TILE_W <= drawn.width and y + svg.TILE_H <= drawn.height for x, y in corners)


def test_gorontalo_lies_as_on_the_map_west_to_east() -> None:
    drawn = svg.tile_map([area(c) for c in ("75.01", "75.02", "75.03", "75.04", "75.05", "75.71")])
    at = {tile.area.code: (tile.x, tile.y) for tile in drawn.tiles}
    assert at["75.04"] < at["75.02"] < at["75.01"] < at["75.03"]
    assert at["75.05"][1] < at["75.01"][1] < at["75.71"][1]


def test_a_single_area_stands_in_the_corner() -> None:
    (tile,) = svg.tile_map([area("75", 6173)]).tiles
    assert (tile.x, tile.y, tile.fill) == (svg.GAP, svg.GAP, svg.FILLS[3])


def test_the_line_is_interrupted_by_unknown_months_and_by_a_new_base() -> None:
    assert len(svg.trend_chart(points(1000, 2000, None, 3000)).lines) == 2
    chart = svg.trend_chart(points(1000, 2000, 3000, 4000, breaks=2))
    assert [line.count(",") for line in chart.lines] == [2, 2]
    assert [mark.text for mark in chart.breaks] == ["1"]


@given(st.lists(st.one_of(st.none(), st.integers(0, 12000)), min_size=1, max_size=60))
def test_every_point_lies_in_the_plot(shares: list[int | None]) -> None:
    chart = svg.trend_chart(points(*shares))
    assert len(chart.points) == sum(share is not None for share in shares)
    for mark in chart.points:
        assert chart.left <= mark.x <= chart.right
        assert chart.top <= mark.y <= chart.bottom


def test_leading_months_without_a_figure_are_left_out_but_a_year_stays() -> None:
    assert len(points(*[None] * 20, 1, 2, 3, 4).trimmed().points) == 12
    assert len(points(*[None] * 4, *[1] * 20).trimmed().points) == 20
    assert len(points(None, None).trimmed().points) == 2
