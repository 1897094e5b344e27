"""An outline as it is kept: whole hundred-thousandths of a degree, no more points than a map can show."""

from __future__ import annotations

from collections.abc import Sequence

from naungan.coverage.geometry.reading import Polygon
from naungan.coverage.geometry.simplify import Point, simplified

UNITS = 100_000
"""Units in one degree; one is about 1.1 metres."""
MOST_POINTS = 2_500
# how far a line may be moved, by level: half a dot of a map of the level above
_TOLERANCE = {1: 500, 2: 100, 3: 30, 4: 10}

Outline = list[list[list[Point]]]
"""Polygons of rings; the first ring of each is the shore."""


def outline_of(polygons: Sequence[Polygon], level: int) -> Outline:
    """The outline of an area of a level (1 province to 4 village), simpler until it has `MOST_POINTS` at most.

    Islands and holes too small to be seen are left out; the largest island always stays.
    """
    whole = [
        [[(round(x * UNITS), round(y * UNITS)) for x, y in ring] for ring in polygon] for polygon in polygons
    ]
    tolerance = _TOLERANCE[level]
    made = _simpler(whole, tolerance)
    while points_in(made) > MOST_POINTS:
        tolerance *= 2
        made = _simpler(whole, tolerance)
    return made or [[_box(max((polygon[0] for polygon in whole), key=lambda ring: abs(_twice_area(ring))))]]


def points_in(outline: Outline) -> int:
    """How many points an outline has."""
    return sum(len(ring) for polygon in outline for ring in polygon)


def _simpler(polygons: Outline, tolerance: int) -> Outline:
    made = []
    for polygon in polygons:
        shore = simplified(polygon[0], tolerance)
        if shore:
            holes = [hole for ring in polygon[1:] if (hole := simplified(ring, tolerance))]
            made.append([shore, *holes])
    return made


def _box(ring: Sequence[Point]) -> list[Point]:
    """A rectangle in place of an island that has no shape at this scale."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    west, south = min(xs), min(ys)
    east, north = max([*xs, west + 1]), max([*ys, south + 1])
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _twice_area(ring: Sequence[Point]) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))


def middle_of(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring, for its name; of a line without area the middle of its box."""
    area = _twice_area(ring)
    if not area:
        xs, ys = [x for x, _y in ring], [y for _x, y in ring]
        return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2
    sum_x = sum_y = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        sum_x += (x1 + x2) * cross
        sum_y += (y1 + y2) * cross
    return sum_x // (3 * area), sum_y // (3 * area)
