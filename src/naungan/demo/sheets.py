"""Writes a list as the offices do: the village list or the agency's SIPP "TK baru", as XLSX, ODS or CSV.

Village lists carry a title, column numbers under the header, a total and a signature; SIPP lists are bare.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from naungan.demo.faults import Row

Cell = str | int | date | None

VILLAGE = (
    *("NO", "NIK", "NAMA", "JENIS KELAMIN", "TANGGAL LAHIR", "ALAMAT", "RT", "RW"),
    *("DESA/KELURAHAN", "KECAMATAN", "KABUPATEN/KOTA", "JENIS PEKERJAAN"),
)
SIPP = (
    *("NO_PEGAWAI", "NAMA_LENGKAP", "GELAR", "TELEPON_AREA_RUMAH", "TELEPON_RUMAH", "TELEPON_AREA_KANTOR"),
    *("TELEPON_KANTOR", "TELEPON_EXT_KANTOR", "HP", "EMAIL", "TEMPAT_LAHIR", "TANGGAL_LAHIR"),
    *("NAMA_IBU_KANDUNG", "JENIS_IDENTITAS", "NOMOR_IDENTITAS", "MASA_LAKU_IDENTITAS", "JENIS_KELAMIN"),
    *("SURAT_MENYURAT_KE", "TANGGAL_KEPESERTAAN", "STATUS_KAWIN", "GOLONGAN_DARAH", "NPWP", "KODE_NEGARA"),
    *("UPAH", "ALAMAT", "KODE_POS", "LOKASI_PEKERJAAN", "STATUS_PEGAWAI", "TGL_AWAL_BEKERJA"),
    "TGL_AKHIR_KONTRAK",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a list besides its rows."""

    form: str
    title: str
    signed_by: str
    began_on: date
    wage_rp: int | None = None


def write(path: Path, sheet: Sheet, rows: Sequence[Row]) -> None:
    """Write the list in the format that the file's suffix names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _WRITERS[path.suffix](path, _lines(sheet, rows, bare=path.suffix == ".csv"))


def _lines(sheet: Sheet, rows: Sequence[Row], *, bare: bool) -> Iterator[Sequence[Cell]]:
    dates_as_text = bare
    if sheet.form == "sipp":
        yield list(SIPP)
        for number, row in enumerate(rows, 1):
            yield _sipp(sheet, number, row, as_text=dates_as_text)
        return
    if not bare:
        yield from ([sheet.title], [f"TAHUN {sheet.began_on.year}"], [])
    yield list(VILLAGE)
    if not bare:
        yield [str(number) for number in range(1, len(VILLAGE) + 1)]
    for number, row in enumerate(rows, 1):
        yield _village(number, row, as_text=dates_as_text)
    if not bare:
        yield from ([], ["JUMLAH", None, f"{len(rows)} ORANG"], [], [None, None, "Mengetahui,"])
        yield [None, None, sheet.signed_by]


def _village(number: int, row: Row, *, as_text: bool) -> list[Cell]:
    worker = row.worker
    lane = int(worker.nik[-3:])
    return [
        number,
        row.nik_cell,
        row.name_cell,
        worker.sex,
        _birth(row, as_text=as_text),
        f"Dusun {'I' * (1 + lane % 3)}",
        f"{1 + lane % 4:03d}",
        f"{1 + lane % 2:03d}",
        worker.village,
        worker.place.name,
        worker.place.regency_name,
        row.occupation,
    ]


def _sipp(sheet: Sheet, number: int, row: Row, *, as_text: bool) -> list[Cell]:
    worker = row.worker
    began = sheet.began_on.strftime("%d-%m-%Y")
    cells: list[Cell] = [None] * len(SIPP)
    cells[0] = f"P{number:05d}"
    cells[1] = row.name_cell
    cells[10] = worker.place.name
    cells[11] = _birth(row, as_text=as_text)
    cells[12] = worker.mother_name
    cells[13] = "KTP"
    cells[14] = row.nik_cell
    cells[16] = worker.sex
    cells[18] = began
    cells[19] = "K"
    cells[22] = "ID"
    cells[23] = sheet.wage_rp
    cells[24] = f"{worker.village}, {worker.place.name}"
    cells[27] = "PKWT"
    cells[28] = began
    return cells


def _birth(row: Row, *, as_text: bool) -> Cell:
    day = row.birth_cell
    if row.swapped:
        day = date(day.year, day.day, day.month)
    return day.strftime("%d-%m-%Y") if as_text else day


def _write_csv(path: Path, lines: Iterator[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)


def _write_xlsx(path: Path, lines: Iterator[Sequence[Cell]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Daftar")
        day_format = book.add_format({"num_format": "dd/mm/yyyy"})
        for y, line in enumerate(lines):
            for x, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(y, x, cell)
                elif isinstance(cell, int):
                    sheet.write_number(y, x, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, day_format)


_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Daftar">'
)
_ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _write_ods(path: Path, lines: Iterator[Sequence[Cell]]) -> None:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in lines)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        book.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        book.writestr("content.xml", _ODS_HEAD + rows + _ODS_TAIL)


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, int):
        kind = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


_WRITERS = {".csv": _write_csv, ".xlsx": _write_xlsx, ".ods": _write_ods}
