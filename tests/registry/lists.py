"""Lists of made-up people as offices send them: identity numbers that hold together, files of every kind."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

HEADINGS = ("NO", "NIK", "NAMA", "JENIS KELAMIN", "TANGGAL LAHIR", "ALAMAT", "RT", "RW", "JENIS PEKERJAAN")
SIPP = (
    *("NO_PEGAWAI", "NAMA_LENGKAP", "GELAR", "TELEPON_AREA_RUMAH", "TELEPON_RUMAH", "TELEPON_AREA_KANTOR"),
    *("TELEPON_KANTOR", "TELEPON_EXT_KANTOR", "HP", "EMAIL", "TEMPAT_LAHIR", "TANGGAL_LAHIR"),
    *("NAMA_IBU_KANDUNG", "JENIS_IDENTITAS", "NOMOR_IDENTITAS", "MASA_LAKU_IDENTITAS", "JENIS_KELAMIN"),
    *(
        "SURAT_MENYURAT_KE",
        "TANGGAL_KEPESERTAAN",
        "STATUS_KAWIN",
        "GOLONGAN_DARAH",
        "NPWP",
        "KODE_NEGARA",
        "UPAH",
    ),
    *("ALAMAT", "KODE_POS", "LOKASI_PEKERJAAN", "STATUS_PEGAWAI", "TGL_AWAL_BEKERJA", "TGL_AKHIR_KONTRAK"),
)
_FIRST = ("RAHMAN", "YUSUF", "FATMA", "HASAN", "DEWI", "USMAN", "NURUL", "ALWI", "SITI", "RIDWAN")
_LAST = ("OLUWOTO", "BUNGALO", "TAMBIPI", "HUWOLO", "DULOLA", "PILOMONU", "LAHUMO", "WALUYA")


@dataclass(frozen=True)
class Worker:
    """One made-up person of a list; `nik` follows from the rest unless it is given."""

    name: str
    born: date
    sex: str
    serial: int
    area: str = "75.03.01"
    occupation: str = "Petani"

    @property
    def nik(self) -> str:
        """The identity number that belongs to the birth date and sex."""
        day = self.born.day + (40 if self.sex == "P" else 0)
        return f"{self.area.replace('.', '')}{day:02d}{self.born:%m%y}{self.serial:04d}"

    def row(self, number: int, **cells: Any) -> list[Any]:
        """The row of a village list; `cells` replace what stands under a heading (`NIK=...`)."""
        values = {
            "NO": number,
            "NIK": self.nik,
            "NAMA": self.name,
            "JENIS KELAMIN": self.sex,
            "TANGGAL LAHIR": f"{self.born:%d-%m-%Y}",
            "ALAMAT": "Dusun Timur",
            "RT": "1",
            "RW": "2",
            "JENIS PEKERJAAN": self.occupation,
        }
        values.update({heading.replace("_", " "): cell for heading, cell in cells.items()})
        return [values[heading] for heading in HEADINGS]


def workers(count: int, *, seed: int = 75, area: str = "75.03.01") -> list[Worker]:
    """Different people of 20 to 60 years in 2021, the same for a seed."""
    chance = random.Random(seed)
    return [
        Worker(
            name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
            # days above 12 only: an exchanged date is never another true date by accident
            born=date(chance.randint(1961, 2000), chance.randint(1, 12), chance.randint(13, 28)),
            sex=chance.choice("LP"),
            serial=9000 + serial % 1000,
            area=area,
        )
        for serial in range(count)
    ]


def aged(worker: Worker, born: date) -> Worker:
    """The same person with another birth date, and so another NIK."""
    return replace(worker, born=born)


def village_rows(people: Sequence[Worker]) -> list[list[Any]]:
    """Header and rows of a village list."""
    return [list(HEADINGS), *(person.row(number) for number, person in enumerate(people, start=1))]


def sipp_rows(people: Sequence[Worker], *, wage: Any = "3000000") -> list[list[Any]]:
    """Header and rows of the agency's list of new workers."""
    rows: list[list[Any]] = [list(SIPP)]
    for person in people:
        values = {
            "NAMA_LENGKAP": person.name,
            "TANGGAL_LAHIR": f"{person.born:%d-%m-%Y}",
            "JENIS_IDENTITAS": "KTP",
            "NOMOR_IDENTITAS": person.nik,
            "JENIS_KELAMIN": person.sex,
            "TANGGAL_KEPESERTAAN": "01-03-2021",
            "UPAH": wage,
            "ALAMAT": "Jalan Raya 1",
        }
        rows.append([values.get(heading, "") for heading in SIPP])
    return rows


def write_csv(
    path: Path, rows: Sequence[Sequence[Any]], *, separator: str = ",", encoding: str = "utf-8"
) -> Path:
    """A CSV file of the rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, *sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with a sheet per list of rows; numbers stay numbers, dates become dates, "=..." formulas."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for index, rows in enumerate(sheets, start=1):
            page = book.add_worksheet(f"Daftar {index}")
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def write_ods(path: Path, rows: Sequence[Sequence[Any]], *, formula: str = "") -> Path:
    """A minimal OpenDocument sheet: texts, and floats for numbers; `formula` is put on the last cell."""
    lines = []
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, int | float):
                cells.append(f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}'
                             "</text:p></table:table-cell>")  # fmt: skip
            else:
                text = f"<text:p>{escape(str(value))}</text:p>" if value != "" else ""
                cells.append(f'<table:table-cell office:value-type="string">{text}</table:table-cell>')
        lines.append("<table:table-row>" + "".join(cells) + "</table:table-row>")
    body = "".join(lines)
    if formula:
        body = body[::-1].replace(
            "<table:table-cell "[::-1], f'<table:table-cell table:formula="{formula}" '[::-1], 1
        )[::-1]
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Desa">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
