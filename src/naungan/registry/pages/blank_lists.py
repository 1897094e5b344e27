"""Empty lists to fill in: XLSX with a comment on each heading, one example row and a sheet of allowed values.

All cells are text, so that a spreadsheet neither cuts leading zeros nor turns a NIK into 7.5E+15. The example row
has no full NIK: left in by mistake, it comes back as a remark and never becomes a person.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import needs
from naungan.kit.exports import XLSX_TYPE
from naungan.registry.models import Group, Sex

ROWS = 2000


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: the heading, what to write there, the example, the width in characters."""

    name: str
    comment: str | Promise
    example: str = ""
    width: int = 16
    allowed: str = ""


NIK = gettext_lazy("Wajib. 16 angka dari KTP, sebagai teks. Tidak boleh ada spasi.")
NAME = gettext_lazy("Wajib. Nama sesuai KTP, tanpa gelar.")
BIRTH = gettext_lazy("Tanggal-bulan-tahun, misalnya 05-07-1990. Kosong: dibaca dari NIK.")
SEX = gettext_lazy("L untuk laki-laki, P untuk perempuan.")
FREE = gettext_lazy("Opsional.")
WORK = gettext_lazy("Pilih dari lembar Daftar nilai, atau tulis sendiri.")

VILLAGE = (
    Heading("NO", gettext_lazy("Nomor urut."), "1", 6),
    Heading("NIK", NIK, "75030145079XXXXX", 20),
    Heading("NAMA", NAME, "CONTOH (hapus baris ini)", 30),
    Heading("JENIS KELAMIN", SEX, "P", 15, "sex"),
    Heading("TANGGAL LAHIR", BIRTH, "05-07-1990", 16),
    Heading("ALAMAT", FREE, "Dusun Satu", 28),
    Heading("RT", FREE, "001", 6),
    Heading("RW", FREE, "002", 6),
    Heading("DESA/KELURAHAN", gettext_lazy("Nama desa atau kelurahan tempat tinggal."), "Bongoime", 20),
    Heading("KECAMATAN", gettext_lazy("Nama kecamatan tempat tinggal."), "Tilongkabila", 20),
    Heading("JENIS PEKERJAAN", WORK, "Petani", 24, "occupation"),
)  # fmt: skip

SIPP = (
    Heading("NO_PEGAWAI", FREE, "001"),
    Heading("NAMA_LENGKAP", NAME, "CONTOH (hapus baris ini)", 30),
    Heading("GELAR", FREE),
    Heading("TELEPON_AREA_RUMAH", FREE),
    Heading("TELEPON_RUMAH", FREE),
    Heading("TELEPON_AREA_KANTOR", FREE),
    Heading("TELEPON_KANTOR", FREE),
    Heading("TELEPON_EXT_KANTOR", FREE),
    Heading("HP", FREE),
    Heading("EMAIL", FREE),
    Heading("TEMPAT_LAHIR", FREE, "Suwawa"),
    Heading("TANGGAL_LAHIR", BIRTH, "05-07-1990"),
    Heading("NAMA_IBU_KANDUNG", FREE, "Hadijah", 22),
    Heading("JENIS_IDENTITAS", FREE, "KTP", 16, "identity"),
    Heading("NOMOR_IDENTITAS", NIK, "75030145079XXXXX", 20),
    Heading("MASA_LAKU_IDENTITAS", FREE),
    Heading("JENIS_KELAMIN", SEX, "P", 15, "sex"),
    Heading("SURAT_MENYURAT_KE", FREE),
    Heading("TANGGAL_KEPESERTAAN", gettext_lazy("Tanggal mulai menjadi peserta.")),
    Heading("STATUS_KAWIN", FREE),
    Heading("GOLONGAN_DARAH", FREE),
    Heading("NPWP", FREE),
    Heading("KODE_NEGARA", FREE),
    Heading("UPAH", gettext_lazy("Wajib. Upah sebulan dalam rupiah, angka saja."), "2800000"),
    Heading("ALAMAT", FREE, "Dusun Satu", 28),
    Heading("KODE_POS", FREE),
    Heading("LOKASI_PEKERJAAN", gettext_lazy("Kabupaten atau kota tempat bekerja.")),
    Heading("STATUS_PEGAWAI", FREE),
    Heading("TGL_AWAL_BEKERJA", FREE),
    Heading("TGL_AKHIR_KONTRAK", FREE),
)

LAYOUTS = {"desa": VILLAGE, "sipp-tk-baru": SIPP}


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
    """Write the allowed values side by side; give each list's cell range."""
    columns = {
        "sex": (_("Jenis kelamin"), [value for value, _label in Sex.choices]),
        "occupation": (
            _("Jenis pekerjaan"),
            list(Group.objects.order_by("name").values_list("name", flat=True)),
        ),
        "identity": (_("Jenis identitas"), ["KTP", "PASPOR"]),
    }
    bold = book.add_format({"bold": True})
    ranges = {}
    for at, (key, (title, allowed)) in enumerate(columns.items()):
        sheet.set_column(at, at, 32)
        sheet.write_string(0, at, title, bold)
        for row, value in enumerate(allowed, start=1):
            sheet.write_string(row, at, value)
        letter = "ABC"[at]
        ranges[key] = f"='{sheet.get_name()}'!${letter}$2:${letter}${max(len(allowed), 1) + 1}"
    return ranges
