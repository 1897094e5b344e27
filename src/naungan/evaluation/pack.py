"""What a pack is: parts of figures, tables, drawings and remarks. Every face shows this and computes nothing.

Values are plain (text, whole numbers, None for what nobody knows), so that a pack is kept as JSON and is the
same pack when it is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

Kind = Literal["text", "id", "count", "money", "percent", "date", "month"]
Value = str | int | None
NUMERIC = frozenset({"count", "money", "percent"})


@dataclass(frozen=True, slots=True)
class Field:
    """A column. Money is whole rupiah, percent hundredths of a percent, a month a month number, a date ISO text."""

    key: str
    label: str
    kind: Kind = "text"

    @property
    def numeric(self) -> bool:
        """Whether it is set to the right."""
        return self.kind in NUMERIC


Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under fields. The first `identity` fields name a row; with `has_total` the last row is the whole."""

    key: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    identity: int = 1
    has_total: bool = False
    note: str = ""

    def column(self, key: str) -> list[Value]:
        """The values of one field, the total's included."""
        at = [field.key for field in self.fields].index(key)
        return [row[at] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure with where it comes from. `tone` colours its edge: good, warn, bad, info, off."""

    key: str
    label: str
    value: Value
    kind: Kind
    note: str = ""
    source: str = ""
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG; `alt` says what it shows, the table `twin` holds its numbers."""

    key: str
    title: str
    alt: str
    svg: str
    twin: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not known, and how to fill it. `href` leads there, "" where no page does."""

    text: str
    mend: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pack. `remarks` are doubts and readings; a part without data has only `missing`."""

    key: str
    title: str
    source: str = ""
    figures: tuple[Figure, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()

    def table(self, key: str) -> Table:
        """One of its tables; KeyError for an unknown one."""
        found = next((table for table in self.tables if table.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def figure(self, key: str) -> Figure:
        """One of its figures; KeyError for an unknown one."""
        found = next((figure for figure in self.figures if figure.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True, slots=True)
class Pack:
    """The numbers of an area as of a day and as known at a moment (None: all that is known)."""

    kind: str
    title: str
    area: str
    area_name: str
    as_of: date
    known_at: datetime | None
    since: str
    parts: tuple[Part, ...]
    semester: str = ""

    def part(self, key: str) -> Part:
        """One of its parts; KeyError for an unknown one."""
        found = next((part for part in self.parts if part.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def tables(self) -> Iterator[tuple[Part, Table]]:
        """Every table with its part."""
        return ((part, table) for part in self.parts for table in part.tables)

    def as_json(self) -> dict[str, Any]:
        """The pack as plain values; `pack_of` makes the same pack of them again."""
        known = self.known_at.isoformat() if self.known_at else None
        return asdict(self) | {"as_of": self.as_of.isoformat(), "known_at": known}


def pack_of(content: Mapping[str, Any]) -> Pack:
    """The pack that `Pack.as_json` gave."""
    known = content["known_at"]
    return Pack(
        **dict(content)
        | {
            "as_of": date.fromisoformat(content["as_of"]),
            "known_at": datetime.fromisoformat(known) if known else None,
            "parts": tuple(_part(part) for part in content["parts"]),
        }
    )


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a pack's plain values, the same whatever the order in which a database keeps their keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _part(content: Mapping[str, Any]) -> Part:
    return Part(
        **dict(content)
        | {
            "figures": tuple(Figure(**one) for one in content["figures"]),
            "drawings": tuple(Drawing(**one) for one in content["drawings"]),
            "tables": tuple(_table(one) for one in content["tables"]),
            "remarks": tuple(content["remarks"]),
            "missing": tuple(Missing(**one) for one in content["missing"]),
        }
    )


def _table(content: Mapping[str, Any]) -> Table:
    fields = tuple(Field(**one) for one in content["fields"])
    rows = tuple(tuple(row) for row in content["rows"])
    return Table(**dict(content) | {"fields": fields, "rows": rows})
