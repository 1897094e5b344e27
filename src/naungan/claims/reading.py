"""A spreadsheet as rows of known fields: headings by synonym, found anywhere in the first rows, never by position.

The cells are read, and the rejected rows written back, by the registry's own import (`registry.imports`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from naungan.law.findings import Refused
from naungan.registry.imports.columns import DATE, NUMBER, TEXT, read_date
from naungan.registry.imports.headers import HEADER_WITHIN_ROWS, SYNONYMS, Header, normal
from naungan.registry.imports.read import Sheet, read
from naungan.registry.imports.rows import text_of
from naungan.registry.imports.source import Source, letters

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Fields with their headings; `needs` are groups of fields of which a list has at least one; `is_row` says of
    a row's texts whether it is one of the list's and no title, total or signature.
    """

    synonyms: Mapping[str, Sequence[str]]
    needs: tuple[tuple[str, ...], ...]
    wanted: str
    is_row: Callable[[Texts], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its texts and kinds of cell by field, and where it stands."""

    at: int
    sheet: str
    line: int
    texts: Texts
    kinds: Mapping[str, str]
    cells: Mapping[str, str]

    def day(self, field: str) -> date | None:
        """The date of a field, None when it is no date."""
        return read_date(self.texts.get(field, ""), self.kinds.get(field, TEXT)).read

    def cell(self, field: str) -> str:
        """The address of a field's cell, of the row without such a column."""
        return self.cells.get(field, str(self.line))


def load(path: Path, layout: Layout) -> tuple[Source, list[Row]]:
    """Read a file; `Refused` (`file.*`, `layout.unknown`) when it is no spreadsheet or no list of this layout."""
    book = read(path)
    known = [(sheet, header) for sheet in book.sheets if (header := _header_of(sheet, layout)) is not None]
    if not known:
        raise Refused(
            "layout.unknown",
            _("Judul kolom berkas %(name)s tidak dikenali.") % {"name": path.name},
            where="file",
            mend=_("Beri judul kolom paling sedikit: %(wanted)s.") % {"wanted": layout.wanted},
        )
    rows: list[Row] = []
    frame: list[tuple[int, int, int]] = []
    for index, (sheet, header) in enumerate(known):
        for at in range(header.last + 1, len(sheet.rows)):
            row = _row(len(rows), sheet, header, at)
            if layout.is_row(row.texts):
                rows.append(row)
                frame.append((index, row.line, at))
    if not rows:
        raise Refused(
            "file.no_rows",
            _("Berkas %(name)s tidak memuat satu baris pun.") % {"name": path.name},
            where="file",
        )
    schema = {"sheet": pl.Int32, "line": pl.Int64, "at": pl.Int64}
    people = pl.DataFrame(frame, schema=schema, orient="row")
    return Source(book, tuple(s for s, _h in known), tuple(h for _s, h in known), people), rows


def shared(*fields: str) -> dict[str, tuple[str, ...]]:
    """The registry's own synonyms of fields that these lists share with lists of workers."""
    return {field: SYNONYMS[field] for field in fields}


def _header_of(sheet: Sheet, layout: Layout) -> Header | None:
    field_of = {word: name for name, words in layout.synonyms.items() for word in words}
    best: Header | None = None
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        words = [normal(cell) for cell in row]
        columns: dict[str, int] = {}
        for at, word in enumerate(words):
            if word in field_of:
                columns.setdefault(field_of[word], at)
        ignored = tuple(word for word in words if word and word not in field_of)
        complete = all(any(name in columns for name in group) for group in layout.needs)
        if complete and (best is None or len(columns) > len(best.columns)):
            labels = tuple(str(cell).strip() for cell in row)
            best = Header("claims", columns, ignored, index, labels)
    return best


def _row(number: int, sheet: Sheet, header: Header, at: int) -> Row:
    cells = sheet.rows[at]
    line = sheet.numbers[at]
    read_cells: dict[str, Any] = {
        name: cells[column] if column < len(cells) else "" for name, column in header.columns.items()
    }
    return Row(
        at=number,
        sheet=sheet.name,
        line=line,
        texts={name: text_of(cell) for name, cell in read_cells.items()},
        kinds={name: _kind(cell) for name, cell in read_cells.items()},
        cells={name: f"{letters(column)}{line}" for name, column in header.columns.items()},
    )


def _kind(cell: object) -> str:
    if isinstance(cell, list):
        return DATE
    return TEXT if isinstance(cell, str) or cell is None else NUMBER
