"""A file as a list of people: sheets with a known layout, put together, with the addresses of their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from naungan.law.findings import Refused
from naungan.registry.imports import headers
from naungan.registry.imports.columns import FIELDS, TEXT, frame_of
from naungan.registry.imports.headers import Header, find_header, missing_fields
from naungan.registry.imports.read import Book, Sheet, read
from naungan.registry.imports.reading import AS_IT_SAYS, Reading, digest_of
from naungan.registry.imports.rows import text_of
from naungan.registry.imports.table import TextRows
from naungan.registry.imports.words import Hit, Placed

_FIELD_NAMES = {"nik": "NIK", "name": "NAMA"}
LAYOUT_NAMES = {
    "village": "Daftar desa",
    "sipp_new": "SIPP TK baru",
    "sipp_continuing": "SIPP TK lanjutan",
    "sipp_inactive": "SIPP TK nonaktif",
    "sipp_wages": "SIPP upah",
    "sipp_corrections": "SIPP koreksi",
}
# a mended cell: sheet (index among those with a header), line, field
Mends = Mapping[tuple[int, int, str], str]


@dataclass(frozen=True, slots=True)
class Source:
    """A list that was read: its sheets with headers (index into `sheets`), and the frame of people
    (`columns.frame_of`).
    """

    book: Book
    sheets: tuple[Sheet, ...]
    headers: tuple[Header, ...]
    people: pl.DataFrame
    reading: Reading = AS_IT_SAYS
    mends: Mends = field(default_factory=dict)

    @property
    def layout(self) -> str:
        """The layout of the first sheet, a key of `headers.PURPOSES`."""
        return self.headers[0].layout

    @property
    def purpose(self) -> str:
        """What the file is for: "new", "continuing", "inactive", "wages", "corrections"."""
        return headers.PURPOSES[self.layout]

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that no field takes, in order, each once."""
        return tuple(dict.fromkeys(word for header in self.headers for word in header.ignored))

    def placed(self, hits: list[Hit]) -> tuple[Placed, ...]:
        """Hits with the addresses of their cells, in the order of the file."""
        ordered = sorted(hits, key=lambda hit: (hit.row, not hit.blocking, hit.code))
        struck = list(dict.fromkeys(hit.row for hit in ordered))
        places = dict(zip(struck, self.people.select("sheet", "line")[struck].rows(), strict=True))
        return tuple(
            Placed(
                hit.code,
                self.sheets[places[hit.row][0]].name,
                self._cell(hit, *places[hit.row]),
                hit.found,
                hit.given,
                hit.row,
                hit.field,
                hit.weighs,
            )
            for hit in ordered
        )

    def _cell(self, hit: Hit, sheet: int, line: int) -> str:
        return address(self.headers[sheet].columns.get(hit.field), line)


def load(
    path: Path,
    reading: Reading = AS_IT_SAYS,
    *,
    remembered: Mapping[str, Reading] | None = None,
    mends: Mends | None = None,
    layouts: Sequence[str] = headers.LISTS,
) -> Source:
    """Read a file and find its people; `Refused` (`file.*`, `layout.*`) when it is no file of these layouts.

    `reading` is what was chosen for this file, `remembered` what was for earlier ones, by their headings;
    `mends` stand in for what cells hold.
    """
    book = read(path, separator=reading.separator, encoding=reading.encoding)
    reading = reading if reading != AS_IT_SAYS else _remembered(book, remembered or {})
    known = [table for sheet in book.sheets for table in _tables(sheet, reading)]
    if not known:
        raise _unknown_layout(path, book)
    _refuse_other_layouts(path, known, layouts)
    frames = [frame_of(index, sheet, header) for index, (sheet, header) in enumerate(known)]
    people = pl.concat(frames)
    if people.is_empty():
        raise Refused(
            "file.no_people",
            _("Berkas %(name)s punya judul kolom tetapi tidak memuat seorang pun.") % {"name": path.name},
            where=path.name,
            mend=_("Isi baris di bawah judul kolom, lalu unggah lagi."),
        )
    people = mended(people, mends or {})
    sheets, heads = tuple(s for s, _h in known), tuple(h for _s, h in known)
    source = Source(book, sheets, heads, people, reading, mends or {})
    _refuse_formulas(path, source)
    _refuse_second_numbers(path, source)
    return source


def mended(people: pl.DataFrame, mends: Mends) -> pl.DataFrame:
    """The frame with mended cells in place of what the file says; they count as text."""
    by_field: dict[str, list[tuple[int, int, str]]] = {}
    for (sheet, line, name), text in mends.items():
        by_field.setdefault(name, []).append((sheet, line, text))
    for name, cells in by_field.items():
        schema = {"sheet": pl.Int32, "line": pl.Int64, "mend": pl.String}
        given = pl.DataFrame(cells, schema=schema, orient="row")
        people = people.join(given, on=["sheet", "line"], how="left", maintain_order="left")
        told = pl.col("mend").is_not_null()
        changes = {name: pl.coalesce("mend", name)}
        if f"{name}_kind" in people.columns:
            changes[f"{name}_kind"] = pl.when(told).then(pl.lit(TEXT)).otherwise(pl.col(f"{name}_kind"))
        people = people.with_columns(**changes).drop("mend")
    return people


def address(column: int | None, line: int) -> str:
    """A cell as a spreadsheet names it ("B42"); the line alone where the file has no such column."""
    return str(line) if column is None else f"{letters(column)}{line}"


def letters(column: int) -> str:
    """The letters of a column: "A" for 0, "AA" for 26."""
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _tables(sheet: Sheet, reading: Reading) -> list[tuple[Sheet, Header]]:
    """The tables of a sheet, one below the other: each begins with a header of its own, whatever its order."""
    header = _header(sheet, reading)
    if header is None:
        return []
    at = header.columns["nik"]
    starts = [0]
    for index in _without_figures(sheet.rows, at, header.last + 1):
        row = sheet.rows[index]
        cell = row[at] if at < len(row) else ""
        # under a header's NIK stand figures; a heading there has few of them ("K106")
        if isinstance(cell, str) and sum(map(str.isdigit, cell)) < _FIGURES:
            other = headers.header_of([str(one).strip() for one in row], index, reading.columns)
            if headers.is_header(other) and other.layout == header.layout:
                starts.append(index)
    if len(starts) == 1:
        return [(sheet, header)]
    tables = []
    for start, end in pairwise([*starts, len(sheet.rows)]):
        part = Sheet(sheet.name, sheet.numbers[start:end], sheet.rows[start:end], sheet.formulas)
        own = header if start == 0 else _first_row_as_header(part, reading)
        tables.append((part, own))
    return tables


def _without_figures(rows: Sequence[list[Any]], at: int, start: int) -> Sequence[int]:
    """The rows from one on that may have a heading in a column: of long lists those with few figures there."""
    if isinstance(rows, TextRows):
        few = rows.column(at).slice(start).str.count_matches("[0-9]") < _FIGURES
        return [start + index for index in few.arg_true()]
    return [index for index in range(start, len(rows)) if not _all_figures(rows[index], at)]


def _all_figures(row: Sequence[Any], at: int) -> bool:
    cell = row[at] if at < len(row) else ""
    return isinstance(cell, str) and len(cell) >= _FIGURES and cell.isdigit()


def _first_row_as_header(sheet: Sheet, reading: Reading) -> Header:
    return headers.header_of([str(cell).strip() for cell in sheet.rows[0]], 0, reading.columns)


def _refuse_second_numbers(path: Path, source: Source) -> None:
    """Two tables side by side share their rows: of the second one nobody would be read."""
    for index, (sheet, header) in enumerate(zip(source.sheets, source.headers, strict=True)):
        others = [
            column
            for column, label in enumerate(header.labels)
            if headers.is_heading("nik", label) and column != header.columns["nik"]
        ]
        people = source.people.filter(pl.col("sheet") == index) if others else None
        if people is None or header.keys[others[0]] in source.reading.columns:
            continue
        for at, nik in people.select("at", "nik").iter_rows():
            row = sheet.rows[at]
            second = next((text for one in others if one < len(row) and (text := text_of(row[one]))), nik)
            if second != nik and sum(map(str.isdigit, second)) >= _DIGITS:
                raise Refused(
                    "layout.two_tables",
                    _(
                        "Lembar %(sheet)s memuat dua kolom NIK dengan isi berlainan; hanya satu yang dapat dibaca."
                    )
                    % {"sheet": sheet.name or path.name},
                    where=path.name,
                    mend=_(
                        "Taruh tabel kedua di bawah tabel pertama atau di lembar sendiri, lalu unggah lagi."
                    ),
                )


_DIGITS = 10
# from this many on, a text in the column of the NIK is a number, not a heading
_FIGURES = 6


def _header(sheet: Sheet, reading: Reading) -> Header | None:
    if reading.header_line is None:
        return find_header(sheet.rows, reading.columns)
    if reading.header_line not in sheet.numbers:
        return None
    index = sheet.numbers.index(reading.header_line)
    header = headers.header_of([str(cell).strip() for cell in sheet.rows[index]], index, reading.columns)
    return header if headers.is_header(header) else None


def _remembered(book: Book, remembered: Mapping[str, Reading]) -> Reading:
    """What was chosen for an earlier file with the very headings of one of the first rows."""
    if not remembered:
        return AS_IT_SAYS
    for sheet in book.sheets:
        for row in sheet.rows[: headers.HEADER_WITHIN_ROWS]:
            found = remembered.get(digest_of(row))
            if found is not None:
                return found
    return AS_IT_SAYS


def _refuse_other_layouts(path: Path, known: Sequence[tuple[Sheet, Header]], layouts: Sequence[str]) -> None:
    """A file for another purpose, or sheets for several, are told apart before any row is read."""
    found = list(dict.fromkeys(header.layout for _sheet, header in known))
    wrong = next((layout for layout in found if layout not in layouts), None)
    if wrong is not None:
        is_change = wrong in headers.CHANGES
        raise Refused(
            "layout.other",
            _("Berkas %(name)s berbentuk %(layout)s, bukan daftar pekerja.")
            % {"name": path.name, "layout": LAYOUT_NAMES[wrong]}
            if is_change
            else _("Berkas %(name)s berbentuk %(layout)s, bukan perubahan peserta.")
            % {"name": path.name, "layout": LAYOUT_NAMES[wrong]},
            where=path.name,
            mend=_("Unggah lewat Perubahan peserta.") if is_change else _("Unggah lewat Unggah daftar baru."),
        )
    if len({headers.PURPOSES[layout] for layout in found}) > 1:
        raise Refused(
            "layout.mixed",
            _("Lembar-lembar berkas %(name)s berlainan maksud: %(layouts)s.")
            % {"name": path.name, "layouts": ", ".join(LAYOUT_NAMES[layout] for layout in found)},
            where=path.name,
            mend=_("Simpan tiap lembar sebagai berkas sendiri, lalu unggah satu per satu."),
        )


def _unknown_layout(path: Path, book: Book) -> Refused:
    missing = min((missing_fields(sheet.rows) for sheet in book.sheets), key=len)
    return Refused(
        "layout.unknown",
        _("Judul kolom berkas %(name)s tidak dikenali; yang belum ditemukan: %(missing)s.")
        % {"name": path.name, "missing": ", ".join(_FIELD_NAMES[name] for name in missing) or "NIK, NAMA"},
        where=path.name,
        mend=_(
            "Pilih sendiri arti kolomnya, atau beri judul NIK dan NAMA dalam satu baris; templat tersedia."
        ),
    )


def _refuse_formulas(path: Path, source: Source) -> None:
    """A formula may show another value tomorrow; only running numbers and columns that nobody reads may hold
    one.
    """
    for index, (sheet, header) in enumerate(zip(source.sheets, source.headers, strict=True)):
        people = source.people.filter(pl.col("sheet") == index)
        fields = {column: name for name, column in header.columns.items() if name in FIELDS}
        lines = set(people["line"].to_list()) if sheet.formulas else set()
        cells = sorted(
            (line, column)
            for line, column in sheet.formulas
            if column in fields and line in lines and (index, line, fields[column]) not in source.mends
        )
        if source.book.kind == "CSV":
            cells = _formulas_as_text(people, header)
        if cells:
            line, column = cells[0]
            raise Refused(
                "file.formulas",
                _("Sel %(cell)s berisi rumus; daftar harus berisi nilai.")
                % {"cell": f"{letters(column)}{line}"},
                where=f"{path.name} {sheet.name}".strip(),
                mend=_("Salin kolom itu, tempel sebagai nilai (Tempel Khusus), simpan, lalu unggah lagi."),
            )


def _formulas_as_text(people: pl.DataFrame, header: Header) -> list[tuple[int, int]]:
    """Formulas in a CSV file ("=UPPER(...)"); a sheet's way to keep digits as text, ="7503", is not."""
    cells: list[tuple[int, int]] = []
    for name, column in header.columns.items():
        if name in FIELDS:
            formula = pl.col(name).str.contains(r"^=\s*[^\"\s]")
            cells.extend((line, column) for line in people.filter(formula)["line"].to_list())
    return sorted(cells)
