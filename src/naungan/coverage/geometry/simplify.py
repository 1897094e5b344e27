"""Fewer points for the same picture: Douglas and Peucker's line simplification (1973), ring by ring. Pure."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[int, int]
_LEAST = 4
_MOST_RAW = 6_000
"""A ring is thinned to so many points first: the method looks at all pairs in the worst case."""


def simplified(ring: Sequence[Point], tolerance: int) -> list[Point]:
    """The closed ring with no left-out point farther than about `tolerance` from the line; [] if nothing is
    left of it.

    The ring is cut at its first point and the one farthest from it, so that no cut falls on a flat side.
    """
    points = _thinned(ring, tolerance)
    if len(points) < _LEAST:
        return []
    x, y = points[0]
    far = max(range(len(points)), key=lambda i: (points[i][0] - x) ** 2 + (points[i][1] - y) ** 2)
    if points[far] == points[0]:
        return []
    kept = _kept(points[: far + 1], tolerance)[:-1] + _kept(points[far:], tolerance)
    return kept if len(kept) >= _LEAST else []


def _kept(line: Sequence[Point], tolerance: int) -> list[Point]:
    """Douglas-Peucker on an open line, with a list of its own instead of calls within calls."""
    keep = bytearray(len(line))
    keep[0] = keep[-1] = 1
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        index, distance = _farthest(line, first, last)
        if index and distance > tolerance * tolerance:
            keep[index] = 1
            waiting += [(first, index), (index, last)]
    return [point for point, wanted in zip(line, keep, strict=True) if wanted]


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """Index and squared distance of the point farthest from the segment between two; (0, 0) for none."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    best, most = 0, 0.0
    for index in range(first + 1, last):
        px, py = line[index][0] - ax, line[index][1] - ay
        along = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
        off = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if off > most:
            best, most = index, off
    return best, most


def _thinned(ring: Sequence[Point], tolerance: int) -> list[Point]:
    """The ring without points nearer to the one before than half the tolerance, coarser until few enough."""
    near = max(1, tolerance // 2)
    points = _spaced(ring, near)
    while len(points) > _MOST_RAW:
        near *= 2
        points = _spaced(points, near)
    return points


def _spaced(ring: Sequence[Point], near: int) -> list[Point]:
    kept = [ring[0]]
    for x, y in ring[1:-1]:
        last_x, last_y = kept[-1]
        if abs(x - last_x) >= near or abs(y - last_y) >= near:
            kept.append((x, y))
    return [*kept, ring[-1]]
