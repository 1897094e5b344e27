"""Checks parameters as they stand in the files; every fault is told with file, parameter and entry.

Format, one mapping per file: `name: {name: {id, en}, unit, kind?, key?, bounds?, next_expected?, note?,
values: [{from, to?, value, reference, source, confidence, checked_on, note?, rows?}]}`. `kind` is `number`
(default), or the kind of a table, whose `value` maps keys to numbers; `key` names the vocabulary whose words
stand as keys; `rows` gives single rows a confidence and note of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from naungan.law import months
from naungan.law.arithmetic import MILLION, Table, TableKind, layers
from naungan.law.vocabulary import CODES

UNITS = frozenset(
    {
        *("rupiah", "rupiah_per_month", "rupiah_per_year"),
        *("ppm", "ppm_per_day", "ppm_per_month", "ppm_per_year"),
        *("hours", "days", "working_days", "day_of_month", "month", "months", "months_after", "years"),
        *("persons", "times", "wage_multiple", "yes_no"),
    }
)
KINDS = ("number", "exact", "bracket", "layers")
CONFIDENCES = ("high", "medium", "low")
_PARAMETER_KEYS = {"name", "unit", "kind", "key", "bounds", "next_expected", "note", "values"}
_ENTRY_KEYS = {"from", "to", "value", "reference", "source", "confidence", "checked_on", "note", "rows"}


class ParameterError(Exception):
    """The parameter files are wrong; the message has one line per fault."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value, its citation, and rows that carry a confidence of their own."""

    start: date
    end: date | None
    value: int | Table
    reference: str
    source: str
    confidence: str
    checked_on: date
    note: str
    rows: Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of the law with all its dated values, oldest first."""

    name: str
    title: Mapping[str, str]
    unit: str
    kind: str
    key: str
    group: str
    note: str
    bounds: tuple[int, int]
    next_expected: date | None
    entries: tuple[Entry, ...]


def read_groups(groups: Mapping[str, Any]) -> dict[str, Parameter]:
    """All parameters of the files, given as group -> content; ParameterError when anything is wrong."""
    found: dict[str, Parameter] = {}
    faults: list[str] = []
    for group, content in groups.items():
        for name, raw in content.items():
            if name in found:
                faults.append(f"{group}.yaml: {name}: also stands in {found[name].group}.yaml")
                continue
            try:
                found[name] = read_parameter(name, raw, group)
            except ParameterError as error:
                faults += [f"{group}.yaml: {line}" for line in str(error).split("\n")]
    if faults:
        raise ParameterError("\n".join(faults))
    return found


def read_parameter(name: str, raw: Any, group: str = "") -> Parameter:
    """One parameter as it stands in YAML; ParameterError lists every fault in it."""
    faults = list(_faults_of_parameter(raw))
    if not faults:
        faults = [fault for entry in raw["values"] for fault in _faults_of_entry(raw, entry)]
    if faults:
        raise ParameterError("\n".join(f"{name}: {fault}" for fault in faults))
    low, high = raw["bounds"]
    entries = tuple(_entry(raw, entry) for entry in raw["values"])
    return Parameter(
        name=name,
        title=raw["name"],
        unit=raw["unit"],
        kind=raw.get("kind", "number"),
        key=raw.get("key", ""),
        group=group,
        note=raw.get("note", ""),
        bounds=(low, high),
        next_expected=raw.get("next_expected"),
        entries=_closed(name, entries),
    )


def _faults_of_parameter(raw: Any) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "is no mapping"
        return
    yield from (f"unknown key {key!r}" for key in sorted(raw.keys() - _PARAMETER_KEYS))
    yield from (f"key {key!r} is missing" for key in ("name", "unit", "bounds", "values") if key not in raw)
    title = raw.get("name")
    if not isinstance(title, dict) or not all(
        isinstance(title.get(k), str) and title[k] for k in ("id", "en")
    ):
        yield "name needs both id and en"
    if raw.get("unit") not in UNITS:
        yield f"unit {raw.get('unit')!r} is not one of {sorted(UNITS)}"
    if raw.get("kind", "number") not in KINDS:
        yield f"kind {raw.get('kind')!r} is not one of {KINDS}"
    if "key" in raw and raw["key"] not in CODES:
        yield f"key {raw['key']!r} names no vocabulary"
    bounds = raw.get("bounds")
    if not isinstance(bounds, list) or len(bounds) != 2 or not all(type(b) is int for b in bounds):
        yield "bounds must be two integers"
    if not isinstance(raw.get("values"), list) or not raw["values"]:
        yield "values must be a list with at least one entry"


def _faults_of_entry(raw: Mapping[str, Any], entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"entry {entry!r} is no mapping"
        return
    where = f"value from {entry.get('from')}"
    yield from (f"{where}: unknown key {key!r}" for key in sorted(entry.keys() - _ENTRY_KEYS))
    for key in ("from", "checked_on", *(("to",) if "to" in entry else ())):
        if type(entry.get(key)) is not date:
            yield f"{where}: {key} must be a date"
    for key in ("reference", "source"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield f"{where}: {key} is missing"
    if entry.get("confidence") not in CONFIDENCES:
        yield f"{where}: confidence must be one of {CONFIDENCES}"
    yield from (f"{where}: {fault}" for fault in _faults_of_value(raw, entry.get("value")))


def _faults_of_value(raw: Mapping[str, Any], value: Any) -> Iterator[str]:
    is_table = raw.get("kind", "number") != "number"
    if is_table and (not isinstance(value, dict) or not value):
        yield "a table needs rows, key: value"
        return
    if raw["unit"] == "month":
        value = _number(value)
    numbers = list(value.values()) if is_table else [value]
    low, high = raw["bounds"]
    for number in numbers:
        if type(number) is not int:
            yield f"{number!r} is no integer (rates are parts per million)"
        elif not low <= number <= high:
            yield f"{number} lies outside the bounds {low} to {high}"
    if is_table:
        yield from _faults_of_keys(raw, list(value))


def _faults_of_keys(raw: Mapping[str, Any], keys: list[Any]) -> Iterator[str]:
    if "key" in raw:
        words = CODES[raw["key"]]
        yield from (f"key {key!r} is not a word of {raw['key']}" for key in keys if key not in words)
    elif any(type(key) is not int for key in keys):
        yield "keys must be integers"
    elif keys != sorted(keys):
        yield "keys must ascend"


def _entry(raw: Mapping[str, Any], entry: Mapping[str, Any]) -> Entry:
    rows = entry.get("rows", {})
    return Entry(
        start=entry["from"],
        end=entry.get("to"),
        value=_value(raw, entry["value"]),
        reference=entry["reference"],
        source=entry["source"],
        confidence=entry["confidence"],
        checked_on=entry["checked_on"],
        note=entry.get("note", ""),
        rows={_key(raw, key): (row["confidence"], row.get("note", "")) for key, row in rows.items()},
    )


def _value(raw: Mapping[str, Any], value: Any) -> int | Table:
    kind = raw.get("kind", "number")
    if kind == "number":
        return _number(value)
    rows = sorted((_key(raw, key), number) for key, number in value.items())
    keys, numbers = tuple(key for key, _ in rows), tuple(number for _, number in rows)
    if kind != "layers":
        return Table(cast(TableKind, kind), keys, numbers)
    table = layers(keys, numbers)
    if raw["unit"] == "ppm" and any(weight % MILLION for weight in table.weights):
        raise ParameterError("the layers below each bound must add up to whole rupiah")
    return table


def _number(value: Any) -> int:
    # The one unit written as text: a month "YYYY-MM".
    return months.parse(value) if isinstance(value, str) else cast(int, value)


def _key(raw: Mapping[str, Any], key: Any) -> int:
    return CODES[raw["key"]][key] if "key" in raw else cast(int, key)


def _closed(name: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries with their last days, each ending where the next begins unless it ended before."""
    closed = []
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        if entry.end is not None and entry.end < entry.start:
            raise ParameterError(f"{name}: value from {entry.start}: ends before it begins")
        if following is None:
            closed.append(entry)
            continue
        last = following.start - timedelta(days=1)
        if last < entry.start or (entry.end is not None and entry.end > last):
            raise ParameterError(f"{name}: value from {following.start}: overlaps the one before")
        closed.append(replace(entry, end=entry.end or last))
    return tuple(closed)
