"""What ships with the room: the measures, and where tiles stand on a map. Pure reading of the package's own
files.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as shipped; the fields are those of `models.Indicator`."""

    code: str
    name: str
    name_en: str
    definition: str
    definition_en: str
    doubt: str = ""
    doubt_en: str = ""
    segment: str = ""
    programmes: str = ""
    paid_by: str = ""
    basis: str = "POTENTIAL"
    method: str = ""
    method_en: str = ""
    source: str = ""
    source_en: str = ""
    groups: list[str] = field(default_factory=list)


@cache
def measures() -> tuple[Measure, ...]:
    """The shipped measures in the order in which they are shown."""
    text = (resources.files("naungan.coverage") / "data" / "indicators.toml").read_text(encoding="utf-8")
    return tuple(Measure(**entry) for entry in tomllib.loads(text)["indicator"])


@cache
def tile_places() -> dict[str, tuple[int, int]]:
    """Column and row of an area's tile, roughly as on the map; areas not named are set in rows."""
    file = resources.files("naungan.coverage") / "data" / "tiles.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["code"]: (int(row["column"]), int(row["row"])) for row in rows}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a published figure is about. Subjects of one `measure` belong together by their `role`.

    Roles: covered (a count, or the share of the whole), uncovered, eligible (the whole), goal (a share aimed
    at), gap (people still missing to the goal), bound (no group of workers can be larger), "" (none).
    """

    code: str
    measure: str
    role: str
    name: str
    name_en: str


@cache
def subjects() -> tuple[Subject, ...]:
    """The shipped subjects of published figures."""
    file = resources.files("naungan.coverage") / "data" / "subjects.csv"
    return tuple(Subject(**row) for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
