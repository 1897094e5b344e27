"""The figures of the law: each with names, unit, bounds, and dated values with citation and confidence.

The YAML files beside this module are the data; `schema` checks them when they are first read. A value is in
force from its date until the next begins (or until `to`, where the law ended without a successor).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from naungan.law.arithmetic import Table
from naungan.law.parameters.schema import Entry, Parameter, ParameterError, read_groups

__all__ = [
    "NoValue",
    "Parameter",
    "ParameterError",
    "Vintage",
    "at",
    "catalogue",
    "exists",
    "history",
    "in_force",
    "turning_points",
]

FOLDER = Path(__file__).parent
NOT_YET_KNOWN = "nilai untuk tanggal ini belum diumumkan ketika parameter diperiksa; dipakai nilai terakhir"


class NoValue(LookupError):  # noqa: N818 - the name says what happened
    """A parameter has no value in force on the date asked."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """One value of a parameter and the dates for which it holds; `end` is None while it is still in force."""

    name: str
    value: int | Table
    unit: str
    start: date
    end: date | None
    reference: str
    source: str
    confidence: str
    note: str
    checked_on: date
    rows: Mapping[int, tuple[str, str]]

    def doubt(self, key: int | None) -> tuple[str, str]:
        """Confidence and note, of the one row used when it carries its own."""
        if key is not None and key in self.rows:
            return self.rows[key]
        return self.confidence, self.note


@cache
def catalogue() -> Mapping[str, Parameter]:
    """Every parameter by name; ParameterError lists everything wrong with the files."""
    paths = sorted(FOLDER.glob("*.yaml"))
    return read_groups({path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths})


def exists(name: str) -> bool:
    """Whether a parameter of that name is kept."""
    return name in catalogue()


def at(name: str, on: date) -> Vintage:
    """The value in force on a date; NoValue when there is none, KeyError for an unknown name."""
    parameter = catalogue()[name]
    index = bisect_right([entry.start for entry in parameter.entries], on) - 1
    if index < 0:
        raise NoValue(f"{name} has no value before {parameter.entries[0].start}")
    vintage = _vintages(name)[index]
    if vintage.end is not None and on > vintage.end:
        raise NoValue(f"{name} has no value on {on}: the last one ended on {vintage.end}")
    expected = parameter.next_expected
    if expected is not None and on >= expected and vintage.end is None:
        return replace(vintage, confidence="low", note=NOT_YET_KNOWN)
    return vintage


def in_force(name: str, on: date) -> bool:
    """Whether the parameter has a value on a date."""
    return any(v.start <= on and (v.end is None or on <= v.end) for v in _vintages(name))


def history(name: str) -> tuple[Vintage, ...]:
    """All values of a parameter, oldest first."""
    return _vintages(name)


def turning_points() -> set[date]:
    """Every date at which some parameter begins, and every last day of one that ends."""
    edges = set()
    for name in catalogue():
        for vintage in _vintages(name):
            edges |= {vintage.start} | ({vintage.end} if vintage.end else set())
    return edges


@cache
def _vintages(name: str) -> tuple[Vintage, ...]:
    parameter = catalogue()[name]
    return tuple(_vintage(parameter, entry) for entry in parameter.entries)


def _vintage(parameter: Parameter, entry: Entry) -> Vintage:
    return Vintage(
        name=parameter.name,
        value=entry.value,
        unit=parameter.unit,
        start=entry.start,
        end=entry.end,
        reference=entry.reference,
        source=entry.source,
        confidence=entry.confidence,
        note=entry.note or parameter.note,
        checked_on=entry.checked_on,
        rows=entry.rows,
    )
