"""Outlines on a drawing: west left, north up, whole dots, and no more text than a page should carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from naungan.coverage.geometry.outline import UNITS, Outline, middle_of
from naungan.coverage.geometry.simplify import Point, simplified

WIDE, HIGH, MARGIN = 1600, 1120, 16
MOST_TEXT = 120_000
"""Characters of all paths together; with names and titles a map stays below 150 kB."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area on the drawing: its path, where its name stands, and the width and extent of its largest part."""

    path: str
    x: int
    y: int
    width: int = 0
    extent: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing with its size."""

    shapes: Mapping[str, Shape]
    width: int
    height: int


def sheet_of(outlines: Mapping[str, Outline], *, most: int = MOST_TEXT) -> Sheet:
    """All outlines on one drawing of at most `WIDE` x `HIGH`, coarser until their paths fit in `most`."""
    frame = _Frame(outlines)
    tolerance = 1
    while True:
        shapes = {code: _shape(outline, frame, tolerance) for code, outline in outlines.items()}
        if sum(len(one.path) for one in shapes.values()) <= most or tolerance > WIDE:
            return Sheet(shapes, frame.width, frame.height)
        tolerance *= 2


class _Frame:
    """From hundred-thousandths of a degree to dots; a degree east is shorter the farther from the equator."""

    def __init__(self, outlines: Mapping[str, Outline]) -> None:
        points = [point for one in outlines.values() for polygon in one for point in polygon[0]]
        self._west, self._north = min(x for x, _y in points), max(y for _x, y in points)
        east, south = max(x for x, _y in points), min(y for _x, y in points)
        self._squeeze = cos(radians((self._north + south) / 2 / UNITS))
        wide = max(1.0, (east - self._west) * self._squeeze)
        high = max(1.0, float(self._north - south))
        self._scale = min((WIDE - 2 * MARGIN) / wide, (HIGH - 2 * MARGIN) / high)
        self.width = round(wide * self._scale) + 2 * MARGIN
        self.height = round(high * self._scale) + 2 * MARGIN

    def dot(self, point: Point) -> Point:
        """Where a point stands."""
        x, y = point
        across = (x - self._west) * self._squeeze * self._scale
        return MARGIN + round(across), MARGIN + round((self._north - y) * self._scale)


def _shape(outline: Outline, frame: _Frame, tolerance: int) -> Shape:
    drawn = [[[frame.dot(point) for point in ring] for ring in polygon] for polygon in outline]
    shores = [polygon[0] for polygon in drawn]
    largest = max(shores, key=_extent)
    rings = [
        path
        for polygon in drawn
        for ring in polygon
        if (path := _path(simplified(ring, tolerance) or (_dot_sized(ring) if ring is largest else [])))
    ]
    x, y = middle_of(largest)
    across = [dot_x for dot_x, _dot_y in largest]
    return Shape("".join(rings), x, y, max(across) - min(across), _extent(largest))


def _path(ring: Sequence[Point]) -> str:
    """A closed path: the first point, then steps, which are shorter to write than places."""
    if not ring:
        return ""
    (x, y), steps = ring[0], []
    for next_x, next_y in ring[1:-1]:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _dot_sized(ring: Sequence[Point]) -> list[Point]:
    """A small square where an area is smaller than a dot, so that it can still be seen and chosen."""
    x, y = ring[0]
    return [(x - 3, y - 3), (x + 3, y - 3), (x + 3, y + 3), (x - 3, y + 3), (x - 3, y - 3)]


def _extent(ring: Sequence[Point]) -> int:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
