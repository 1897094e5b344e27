"""Empty lists to fill in: XLSX with a comment on each heading, one example row and a sheet of allowed values.

All cells are text, so that a spreadsheet neither cuts leading zeros nor turns a NIK into 7.5E+15. The example row
has no full NIK: left in by mistake, it comes back as a remark and never becomes a person.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.kit.exports import XLSX_TYPE
from naungan.registry.imports.change_checks import known_causes
from naungan.registry.imports.templates import LAYOUTS, Heading
from naungan.registry.models import Group, Sex

ROWS = 2000


@needs("registry.import")
def blank_list(_request: HttpRequest, layout: str) -> HttpResponseBase:
    """An empty list of a layout as XLSX."""
    headings = LAYOUTS.get(layout)
    if headings is None:
        raise Http404
    return FileResponse(
        workbook(headings), as_attachment=True, filename=f"daftar-{layout}.xlsx", content_type=XLSX_TYPE
    )


def workbook(headings: Sequence[Heading]) -> Any:
    """An open temporary XLSX file with the headings, their comments, the example and the allowed values."""
    import xlsxwriter

    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - closed by the response
    book = xlsxwriter.Workbook(file, {"strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Daftar"))
    values = book.add_worksheet(_("Daftar nilai"))
    head = book.add_format(
        {"bold": True, "bg_color": "#E2F0EF", "bottom": 1, "num_format": "@", "text_wrap": True}
    )
    text = book.add_format({"num_format": "@"})
    example = book.add_format({"num_format": "@", "italic": True, "font_color": "#4C5D65"})
    ranges = _write_values(book, values)
    for at, heading in enumerate(headings):
        sheet.set_column(at, at, heading.width, text)
        sheet.write_string(0, at, heading.name, head)
        sheet.write_comment(0, at, str(heading.comment), {"author": "Naungan", "x_scale": 1.6})
        if heading.example:
            sheet.write_string(1, at, heading.example, example)
        if heading.allowed:
            chosen = {"validate": "list", "source": ranges[heading.allowed], "error_type": "information"}
            sheet.data_validation(1, at, ROWS, at, chosen)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    return file


def _write_values(book: Any, sheet: Any) -> dict[str, str]:
    """Write the allowed values side by side; give each list's cell range. No title reads as a heading of a list."""
    columns = {
        "sex": (_("Pilihan jenis kelamin"), [value for value, _label in Sex.choices]),
        "occupation": (
            _("Pilihan jenis pekerjaan"),
            list(Group.objects.order_by("name").values_list("name", flat=True)),
        ),
        "identity": (_("Pilihan jenis identitas"), ["KTP", "PASPOR"]),
        "cause": (_("Pilihan sebab nonaktif"), known_causes()),
    }
    bold = book.add_format({"bold": True})
    ranges = {}
    for at, (key, (title, allowed)) in enumerate(columns.items()):
        sheet.set_column(at, at, 32)
        sheet.write_string(0, at, title, bold)
        for row, value in enumerate(allowed, start=1):
            sheet.write_string(row, at, value)
        letter = "ABCD"[at]
        ranges[key] = f"='{sheet.get_name()}'!${letter}$2:${letter}${max(len(allowed), 1) + 1}"
    return ranges
