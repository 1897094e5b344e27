"""Minimum wages of provinces by year, as far as a source is known (`minimum_wages.csv`)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_AREA = re.compile(r"\d\d(\.|$)")
FILE = Path(__file__).with_name("minimum_wages.csv")


def minimum_wage(area_code: str, month: int) -> int | None:
    """The minimum wage a month (rupiah) of the province of an area in the year of a month; None if not known."""
    if not _AREA.match(area_code):
        return None
    return _table().get((area_code[:2], month // 12))


@cache
def _table() -> dict[tuple[str, int], int]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {(row["area"], int(row["year"])): int(row["wage_rp"]) for row in csv.DictReader(stream)}
