"""CSV and XLSX of a list: a header block (title, filter, time, source, user), then the rows.

Identifiers stay text.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Refused

if TYPE_CHECKING:
    from naungan.kit.lists import Column

FORMATS = ("csv", "xlsx")
XLSX_ROWS = 1_000_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the rows, so that a printed or mailed file still says what it is."""

    title: str
    filters: str
    source: str
    user: str

    def lines(self) -> list[tuple[str, str]]:
        """Label and text of each line."""
        return [
            (_("Judul"), self.title),
            (_("Saringan"), self.filters),
            (_("Dibuat"), numbers.moment(timezone.now())),
            (_("Sumber"), self.source),
            (_("Pengguna"), self.user),
        ]


def response(
    wanted: str, heading: Heading, columns: Sequence[Column], rows: Any, name: str
) -> HttpResponseBase:
    """The rows as a download: "csv" streams, "xlsx" is written to a temporary file row by row."""
    file_name = f"{name}-{timezone.localtime():%Y%m%d-%H%M}.{wanted}"
    if wanted == "csv":
        answer = StreamingHttpResponse(
            csv_lines(heading, columns, rows), content_type="text/csv; charset=utf-8"
        )
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
        return answer
    return FileResponse(
        xlsx_file(heading, columns, rows), as_attachment=True, filename=file_name, content_type=XLSX_TYPE
    )


def harmless(text: str) -> str:
    """Text that a spreadsheet will not run as a formula: a leading = + - @ or tab gets an apostrophe."""
    return "'" + text if text.startswith(_RISKY) else text


def csv_lines(heading: Heading, columns: Sequence[Column], rows: Any) -> Iterator[str]:
    """The lines of the CSV file, UTF-8 with the mark that spreadsheets look for, RFC 4180."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for label, text in heading.lines():
        yield writer.writerow([harmless(label), harmless(text)])
    yield writer.writerow([])
    yield writer.writerow([harmless(str(column.label)) for column in columns])
    for row in _each(rows):
        yield writer.writerow([_csv_value(column, column.of(row)) for column in columns])


def xlsx_file(heading: Heading, columns: Sequence[Column], rows: Any) -> Any:
    """An open temporary XLSX file; memory stays constant. Refused when the sheet would overflow."""
    import xlsxwriter

    _refuse_if_too_long(rows)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (the response closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(
        file, {**options, "default_date_format": "dd-mm-yyyy", "remove_timezone": True}
    )
    sheet = book.add_worksheet(_("Daftar"))
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF3F3"})
    formats = _formats(book)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _width(column))
    for number, (label, text) in enumerate(heading.lines()):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, text)
    top = len(heading.lines()) + 1
    for number, column in enumerate(columns):
        sheet.write_string(top, number, str(column.label), head)
    sheet.freeze_panes(top + 1, 0)
    for at, row in enumerate(_each(rows), start=top + 1):
        for number, column in enumerate(columns):
            _write(sheet, (at, number), column, column.of(row), formats)
    book.close()
    file.seek(0)
    return file


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _each(rows: Any) -> Iterable[Any]:
    return rows.iterator(chunk_size=_CHUNK) if isinstance(rows, QuerySet) else rows


def _refuse_if_too_long(rows: Any) -> None:
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    if total > XLSX_ROWS:
        message = _("Daftar ini %(total)s baris; lembar XLSX memuat paling banyak %(most)s.")
        raise Refused(
            "list.too_long_for_xlsx",
            message % {"total": numbers.count(total), "most": numbers.count(XLSX_ROWS)},
            mend=_("Unduh sebagai CSV, atau persempit saringannya."),
        )


def _csv_value(column: Column, value: Any) -> Any:
    if value is None:
        return ""
    if column.kind == "month":
        return months.format_month(value)
    if isinstance(value, datetime):
        return (
            timezone.localtime(value).isoformat(timespec="seconds")
            if timezone.is_aware(value)
            else value.isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    return value if column.numeric else harmless(str(value))


def _formats(book: Any) -> dict[str, Any]:
    return {
        "money": book.add_format({"num_format": "#,##0"}),
        "count": book.add_format({"num_format": "#,##0"}),
        "percent": book.add_format({"num_format": "0.00"}),
        "date": book.add_format({"num_format": "dd-mm-yyyy"}),
        "moment": book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        "id": book.add_format({"num_format": "@"}),
    }


def _width(column: Column) -> int:
    return {"id": 20, "money": 18, "date": 13, "moment": 18, "count": 12, "percent": 10}.get(column.kind, 24)


def _write(sheet: Any, at: tuple[int, int], column: Column, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    style = formats.get(column.kind)
    if column.numeric:
        sheet.write_number(*at, float(value) if column.kind == "percent" else int(value), style)
    elif column.kind == "month":
        sheet.write_string(*at, months.format_month(value))
    elif isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(*at, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001 (a spreadsheet date has no zone)
        sheet.write_datetime(*at, midnight, formats["date"])
    else:
        sheet.write_string(*at, str(value), style)
