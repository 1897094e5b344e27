"""A file as a list of people: sheets with a known layout, put together, with the addresses of their cells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from naungan.law.findings import Refused
from naungan.registry.imports.columns import FIELDS, frame_of
from naungan.registry.imports.headers import Header, find_header, missing_fields
from naungan.registry.imports.read import Book, Sheet, read
from naungan.registry.imports.words import Hit, Placed

_FIELD_NAMES = {"nik": "NIK", "name": "NAMA"}


@dataclass(frozen=True, slots=True)
class Source:
    """A list that was read: its sheets with headers (index into `sheets`), and the frame of people
    (`columns.frame_of`).
    """

    book: Book
    sheets: tuple[Sheet, ...]
    headers: tuple[Header, ...]
    people: pl.DataFrame

    @property
    def layout(self) -> str:
        """The layout of the first sheet: "village" or "sipp_new"."""
        return self.headers[0].layout

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that no field takes, in order, each once."""
        return tuple(dict.fromkeys(word for header in self.headers for word in header.ignored))

    def placed(self, hits: list[Hit]) -> tuple[Placed, ...]:
        """Hits with the addresses of their cells, in the order of the file."""
        places = self.people.select("sheet", "line").rows()
        ordered = sorted(hits, key=lambda hit: (hit.row, not hit.blocking, hit.code))
        return tuple(
            Placed(
                hit.code,
                self.sheets[places[hit.row][0]].name,
                self._cell(hit, *places[hit.row]),
                hit.found,
                hit.given,
            )
            for hit in ordered
        )

    def _cell(self, hit: Hit, sheet: int, line: int) -> str:
        column = self.headers[sheet].columns.get(hit.field)
        return str(line) if column is None else f"{letters(column)}{line}"


def load(path: Path) -> Source:
    """Read a file and find its people; `Refused` (`file.*`, `layout.*`) when it is no list of workers."""
    book = read(path)
    known = [(sheet, header) for sheet in book.sheets if (header := find_header(sheet.rows))]
    if not known:
        raise _unknown_layout(path, book)
    frames = [frame_of(index, sheet, header) for index, (sheet, header) in enumerate(known)]
    people = pl.concat(frames)
    if people.is_empty():
        raise Refused(
            "file.no_people",
            _("Berkas %(name)s punya judul kolom tetapi tidak memuat seorang pun.") % {"name": path.name},
            where=path.name,
            mend=_("Isi baris di bawah judul kolom, lalu unggah lagi."),
        )
    source = Source(book, tuple(s for s, _h in known), tuple(h for _s, h in known), people)
    _refuse_formulas(path, source)
    return source


def letters(column: int) -> str:
    """The letters of a column: "A" for 0, "AA" for 26."""
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _unknown_layout(path: Path, book: Book) -> Refused:
    found = [missing_fields(sheet.rows) for sheet in book.sheets]
    other = next((name for _missing, name in found if name), "")
    if other:
        return Refused(
            "layout.other",
            _("Berkas %(name)s berbentuk %(layout)s, bukan daftar pekerja baru.")
            % {"name": path.name, "layout": other},
            where=path.name,
            mend=_("Pakai daftar desa (NO, NIK, NAMA, ...) atau SIPP TK baru (30 kolom)."),
        )
    missing = min((fields for fields, _name in found), key=len)
    return Refused(
        "layout.unknown",
        _("Judul kolom berkas %(name)s tidak dikenali; yang belum ditemukan: %(missing)s.")
        % {"name": path.name, "missing": ", ".join(_FIELD_NAMES[name] for name in missing) or "NIK, NAMA"},
        where=path.name,
        mend=_("Beri judul kolom paling sedikit NIK dan NAMA dalam satu baris; unduh templat bila perlu."),
    )


def _refuse_formulas(path: Path, source: Source) -> None:
    """A formula may show another value tomorrow; only running numbers and columns that nobody reads may hold
    one.
    """
    for index, (sheet, header) in enumerate(zip(source.sheets, source.headers, strict=True)):
        people = source.people.filter(pl.col("sheet") == index)
        read_columns = {column for name, column in header.columns.items() if name in FIELDS}
        lines = set(people["line"].to_list())
        cells = sorted(
            (line, column) for line, column in sheet.formulas if column in read_columns and line in lines
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
