"""A pack as a workbook: a sheet a part, each with its header block; identifiers stay text."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.evaluation.pack import Field, Kind, Pack, Part, Table, Value
from naungan.kit import numbers
from naungan.law import months

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = {"id": 16, "money": 20, "count": 13, "percent": 11, "date": 13, "month": 16, "text": 34}
_FORMATS = {"money": "#,##0", "count": "#,##0", "percent": "0.00", "date": "dd-mm-yyyy", "id": "@"}


def workbook(pack: Pack, *, user: str, number: str = "") -> bytes:
    """The XLSX file of a pack."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {**options, "remove_timezone": True})
    styles = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    styles |= {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF3F3", "text_wrap": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    taken: set[str] = set()
    for part in pack.parts:
        sheet = book.add_worksheet(_sheet_name(part, taken))
        _Sheet(sheet, styles).write(pack, part, user, number)
    book.close()
    return out.getvalue()


class _Sheet:
    """One part on one sheet, written from the top down."""

    def __init__(self, sheet: Any, styles: dict[str, Any]) -> None:
        self.sheet = sheet
        self.styles = styles
        self.at = 0
        self.widths: dict[int, int] = {}

    def write(self, pack: Pack, part: Part, user: str, number: str) -> None:
        """The header block, figures, tables, remarks."""
        self._line(part.title, style="title")
        for label, text in _heading(pack, part, user, number):
            self.sheet.write_string(self.at, 0, label, self.styles["bold"])
            self.sheet.write_string(self.at, 1, text)
            self.at += 1
        self.at += 1
        for figure in part.figures:
            self.sheet.write_string(self.at, 0, figure.label)
            self._cell(self.at, 1, figure.value, figure.kind)
            self.sheet.write_string(self.at, 2, "; ".join(filter(None, (figure.note, figure.source))))
            self.at += 1
        self.at += bool(part.figures)
        for table in part.tables:
            self._table(table)
        for text in (*part.remarks, *(f"{one.text} {one.mend}" for one in part.missing)):
            self._line(text)
        for column in range(max(self.widths, default=0) + 1):
            self.sheet.set_column(column, column, max(self.widths.get(column, 16), 16 if column else 30))
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def _table(self, table: Table) -> None:
        self._line(table.title, style="bold")
        for column, field in enumerate(table.fields):
            self.sheet.write_string(self.at, column, field.label, self.styles["head"])
            self.widths[column] = max(self.widths.get(column, 0), _WIDTHS[field.kind])
        self.at += 1
        for row in table.rows:
            for column, (field, value) in enumerate(zip(table.fields, row, strict=True)):
                self._cell(self.at, column, value, field.kind)
            self.at += 1
        if table.note:
            self._line(table.note)
        self.at += 1

    def _cell(self, row: int, column: int, value: Value, kind: Kind) -> None:
        style = self.styles.get(kind)
        if value is None or value == "":
            return
        if kind == "percent":
            self.sheet.write_number(row, column, int(value) / 100, style)
        elif Field("", "", kind).numeric:
            self.sheet.write_number(row, column, int(value), style)
        elif kind == "month":
            self.sheet.write_string(row, column, months.format_month(int(value)))
        elif kind == "date":
            day = date.fromisoformat(str(value))
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a spreadsheet date has no zone)
            self.sheet.write_datetime(row, column, midnight, style)
        else:
            self.sheet.write_string(row, column, str(value), style)

    def _line(self, text: str, style: str = "") -> None:
        self.sheet.write_string(self.at, 0, text, self.styles.get(style))
        self.at += 1


def _heading(pack: Pack, part: Part, user: str, number: str) -> list[tuple[str, str]]:
    known = numbers.moment(pack.known_at) if pack.known_at else _("semua yang diketahui saat dibuat")
    return [
        (_("Judul"), pack.title),
        *([(_("Nomor"), number)] if number else []),
        (_("Wilayah"), f"{pack.area} {pack.area_name}"),
        (_("Posisi per"), numbers.day(pack.as_of)),
        (_("Sebagaimana diketahui"), known),
        (_("Dibuat"), numbers.moment(timezone.now())),
        (_("Sumber"), part.source or _("Naungan")),
        (_("Pengguna"), user),
    ]


def _sheet_name(part: Part, taken: set[str]) -> str:
    """A name that a workbook allows: 31 letters, unique."""
    name = _NOT_IN_NAMES.sub("", part.title)[:31].strip() or part.key
    if name.lower() in taken:
        name = f"{name[: 30 - len(part.key)]} {part.key}"
    taken.add(name.lower())
    return name
