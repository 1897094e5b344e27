"""Rejected rows go back as a spreadsheet: the list's own columns in their order, faulty cells red, and what
to mend.

Cells are texts, so that identity numbers survive; the file can be mended and brought in again as it is.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from naungan.law.findings import Finding, Refused
from naungan.registry.imports.read import Sheet
from naungan.registry.imports.rows import text_of
from naungan.registry.imports.run import ImportResult
from naungan.registry.imports.source import Source, letters

Notes = dict[tuple[str, int], list[Finding]]
NOTES = "Catatan perbaikan"  # a column of the file, read back and ignored: the same in every language


def refuse_unfit_target(target: Path, list_: Path) -> None:
    """`Refused` (`rejects.*`) for a target that is the list itself, which would be lost, or no writable file.

    Asked before the list goes in: afterwards nobody could be given the rows back.
    """
    mend = _("Sebut nama berkas lain, misalnya ditolak.xlsx.")
    if target.resolve() == list_.resolve():
        message = _("Baris yang ditolak tidak dapat ditulis di atas daftarnya sendiri.")
        raise Refused("rejects.is_the_list", message, where="rejects", mend=mend)
    folder = next(above for above in (target.parent, *target.resolve().parents) if above.exists())
    writable = os.access(target, os.W_OK) if target.exists() else os.access(folder, os.W_OK)
    if target.is_dir() or not folder.is_dir() or not writable:
        message = _("Berkas %(name)s tidak dapat ditulis.") % {"name": target.name}
        raise Refused("rejects.not_writable", message, where="rejects", mend=mend)


def write_rejects(source: Source, result: ImportResult, path: Path) -> None:
    """Write the rejected rows of a list to `path`; a list without any gives a file with its headings only."""
    notes: Notes = defaultdict(list)
    for finding in result.findings:
        notes[finding.sheet, int("".join(filter(str.isdigit, finding.cell)))].append(finding)
    rejected: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, (sheet, line, at) in enumerate(source.people.select("sheet", "line", "at").iter_rows()):
        if row in result.blocked_rows:
            rejected[sheet].append((line, at))
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": _("Baris yang harus diperbaiki")})
        formats = _Formats(book)
        for index in range(len(source.sheets)):
            sheet = source.sheets[index]
            page = _page(book, formats, _page_name(sheet.name, index), source.headers[index].labels)
            _write_rows(page, formats, sheet, rejected[index], (notes, mended_cells(source, index)))


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.plain: Format = book.add_format({"num_format": "@"})
        self.heading: Format = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        self.faulty: Format = book.add_format(
            {"num_format": "@", "bg_color": "#F8D7DA", "font_color": "#842029"}
        )
        self.note: Format = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})


def _page(book: xlsxwriter.Workbook, formats: _Formats, name: str, labels: Sequence[str]) -> Worksheet:
    page = book.add_worksheet(name)
    for column, label in enumerate((*labels, NOTES)):
        page.write_string(0, column, label, formats.heading)
    page.freeze_panes(1, 0)
    page.set_column(0, len(labels) - 1, 18)
    page.set_column(len(labels), len(labels), 90)
    return page


def _write_rows(
    page: Worksheet,
    formats: _Formats,
    sheet: Sheet,
    rejected: Iterable[tuple[int, int]],
    said: tuple[Notes, Mapping[tuple[int, int], str]],
) -> None:
    notes, mended = said
    width = page.dim_colmax
    for target, (line, at) in enumerate(rejected, start=1):
        findings = notes[sheet.name, line]
        faulty = {finding.cell for finding in findings if finding.blocking}
        for column, cell in enumerate(sheet.rows[at][:width]):
            wrong = f"{letters(column)}{line}" in faulty
            text = mended.get((line, column), _shown(cell))
            page.write_string(target, column, text, formats.faulty if wrong else formats.plain)
        page.write_string(target, width, note_of(findings), formats.note)


def mended_cells(source: Source, sheet: int) -> dict[tuple[int, int], str]:
    """Texts of mended cells of a sheet by line and column; what has no column in the file is left out."""
    columns = source.headers[sheet].columns
    return {
        (line, columns[name]): text
        for (at, line, name), text in source.mends.items()
        if at == sheet and name in columns
    }


def note_of(findings: Iterable[Finding]) -> str:
    """All findings of a row as one text, a line each."""
    return "\n".join(f"{finding.expected}. {finding.mend}" for finding in findings)


def _shown(cell: Any) -> str:
    text = text_of(cell)
    if isinstance(cell, list):
        year, month, day = text.split("-")
        return f"{day}-{month}-{year}"
    return text[:32_767]


def _page_name(name: str, index: int) -> str:
    """A name that XLSX allows and that does not repeat."""
    clean = "".join(" " if letter in "[]:*?/\\'" else letter for letter in name).strip()[:25]
    return f"{clean} {index + 1}" if clean and index else clean or f"Daftar {index + 1}"
