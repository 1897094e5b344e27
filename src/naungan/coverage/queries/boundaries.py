"""The outlines of areas in force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from naungan.coverage.geometry.outline import Outline
from naungan.coverage.models import Boundary


def outlines(areas: Collection[str], *, known_at: datetime | None = None) -> dict[str, Outline]:
    """The newest outline of each area known at a moment; areas without one are left out."""
    rows = Boundary.objects.filter(area__in=areas)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    newest = dict(rows.order_by("recorded_at", "pk").values_list("area_id", "pk"))
    held = Boundary.objects.filter(pk__in=newest.values()).values_list("area_id", "polygons")
    return {
        area: [[[(x, y) for x, y in ring] for ring in polygon] for polygon in polygons]
        for area, polygons in held
    }
