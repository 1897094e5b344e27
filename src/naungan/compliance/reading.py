"""A file of employers as leads: columns by the words of the header, what is wrong by cell. Writes nothing.

Licence offices, villages and the agency's own lists name their columns differently; what no synonym names is left
out. Cells are read by `registry.imports.read`, so nothing in the file is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from naungan.areas.queries import normalised, village_index
from naungan.compliance.models import Employer, LeadFile
from naungan.compliance.queries.employers import key_of
from naungan.compliance.services.employers import Lead
from naungan.law.findings import Finding, Refused
from naungan.registry.imports.columns import read_rupiah
from naungan.registry.imports.headers import HEADER_WITHIN_ROWS, normal
from naungan.registry.imports.read import Sheet, read
from naungan.registry.imports.rows import text_of
from naungan.registry.imports.source import letters

COLUMNS = {
    "name": (
        "NAMA PERUSAHAAN", "NAMA BADAN USAHA", "NAMA PEMBERI KERJA", "NAMA USAHA", "PERUSAHAAN", "BADAN USAHA",
        "PEMBERI KERJA", "NAMA PELAKU USAHA", "NAMA",
    ),
    "npp": ("NPP", "NO NPP", "NOMOR NPP", "NOMOR PENDAFTARAN PERUSAHAAN"),
    "nib": ("NIB", "NO NIB", "NOMOR NIB", "NOMOR INDUK BERUSAHA"),
    "sector": ("SEKTOR", "BIDANG USAHA", "JENIS USAHA", "LAPANGAN USAHA", "SEKTOR USAHA", "KBLI"),
    "size": ("SKALA USAHA", "SKALA", "UKURAN USAHA", "SKALA PERUSAHAAN"),
    "area": ("KODE WILAYAH", "WILAYAH", "KODE KEMENDAGRI"),
    "regency": ("KABUPATEN", "KOTA", "KABUPATEN KOTA", "KAB KOTA", "KAB"),
    "district": ("KECAMATAN", "KEC"),
    "village": ("DESA", "KELURAHAN", "DESA KELURAHAN", "KELURAHAN DESA", "DESA KEL"),
    "workers": (
        "JUMLAH TENAGA KERJA", "TENAGA KERJA", "JUMLAH PEKERJA", "PEKERJA", "JUMLAH TK", "TK", "JUMLAH KARYAWAN",
        "PERKIRAAN TENAGA KERJA",
    ),
    "wage": ("UPAH", "RATA RATA UPAH", "UPAH RATA RATA", "PERKIRAAN UPAH", "UPAH BULANAN", "UPAH RP"),
    "kind": ("STATUS", "STATUS KEPATUHAN", "JENIS KETIDAKPATUHAN", "KATEGORI"),
}  # fmt: skip
_FIELD_OF = {word: name for name, words in COLUMNS.items() for word in words}
_KINDS = {
    "PWBD": Employer.Kind.NOT_REGISTERED,
    "WAJIB BELUM DAFTAR": Employer.Kind.NOT_REGISTERED,
    "BELUM TERDAFTAR": Employer.Kind.NOT_REGISTERED,
    "BELUM DAFTAR": Employer.Kind.NOT_REGISTERED,
    "PDS TK": Employer.Kind.WORKERS,
    "PDS TENAGA KERJA": Employer.Kind.WORKERS,
    "PDS UPAH": Employer.Kind.WAGES,
    "PDS PROGRAM": Employer.Kind.PROGRAMMES,
    "MENUNGGAK": Employer.Kind.ARREARS,
    "PIUTANG": Employer.Kind.ARREARS,
}
_SIZES = {
    "MIKRO": Employer.Size.MICRO,
    "KECIL": Employer.Size.SMALL,
    "MENENGAH": Employer.Size.MEDIUM,
    "SEDANG": Employer.Size.MEDIUM,
    "BESAR": Employer.Size.LARGE,
}
_TOTAL = re.compile(r"^(JUMLAH|TOTAL|SUB ?TOTAL)\b")
_NIB = re.compile(r"\d{13}")


@dataclass(slots=True)
class Reading:
    """What a file holds: `rows` of employers, the good ones as leads, those `known` before, and what is wrong."""

    rows: int = 0
    leads: list[Lead] = field(default_factory=list)
    known: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Rows that go back."""
        return self.rows - len(self.leads) - self.known

    def counts(self) -> dict[str, int]:
        """The counts with the keys of the command line."""
        return {"rows": self.rows, "created": len(self.leads), "known": self.known, "rejected": self.rejected}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of an employer: its sheet, its number there, its texts by field, and where each column stands."""

    sheet: str
    line: int
    texts: dict[str, str]
    columns: dict[str, int]

    def finding(self, code: str, name: str, expected: str, mend: str, *, blocking: bool = True) -> Finding:
        """A remark on a field of the row."""
        at = self.columns.get(name)
        cell = str(self.line) if at is None else f"{letters(at)}{self.line}"
        return Finding(code, self.sheet, cell, self.texts.get(name, ""), expected, mend, blocking)


def read_leads(path: Path, file: LeadFile) -> Reading:
    """The employers of a file, against what is noted already. `Refused` (`file.*`, `layout.employers`) when it is
    no spreadsheet or has no column of names.
    """
    found = [row for sheet in read(path).sheets for row in _rows(sheet)]
    if not found:
        raise Refused(
            "layout.employers",
            _("Berkas %(name)s tidak punya kolom nama perusahaan yang berisi.") % {"name": file.file_name},
            where="file",
            mend=_("Beri judul kolom, misalnya: Nama Perusahaan, NIB, Kecamatan, Jumlah Tenaga Kerja."),
        )
    reading, seen, noted = Reading(rows=len(found)), set[str](), _noted(file.area_id)
    for row in found:
        _take(row, file, reading, seen, noted)
    return reading


def _take(row: _Row, file: LeadFile, reading: Reading, seen: set[str], noted: set[str]) -> None:
    """One row: a lead, one known already, or remarks."""
    lead, findings = _lead(row, file)
    keys = _keys(lead.npp, lead.nib, lead.name, lead.area_code)
    if not seen.isdisjoint(keys):
        findings.append(
            row.finding(
                "lead.repeated", "name", _("satu baris satu perusahaan"), _("Hapus baris yang berulang.")
            )
        )
    seen.update(keys)
    reading.findings += findings
    if any(one.blocking for one in findings):
        return
    if not noted.isdisjoint(keys):
        reading.known += 1
        return
    reading.leads.append(lead)


def _rows(sheet: Sheet) -> Iterator[_Row]:
    """The rows below the header that are employers: no column numbers, totals or empty rows."""
    header, columns = _header(sheet)
    for number, cells in zip(sheet.numbers[header + 1 :], sheet.rows[header + 1 :], strict=True):
        texts = {name: text_of(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        name = normal(texts.get("name", ""))
        nameless = not name and not texts.get("npp") and not texts.get("nib")
        if nameless or name.isdigit() or _TOTAL.match(name) or _FIELD_OF.get(name) == "name":
            continue
        yield _Row(sheet.name, number, texts, columns)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row that names most fields, a name among them; (-1, {}) without one."""
    best: tuple[int, dict[str, int]] = (-1, {})
    for at, cells in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        columns = _columns(cells)
        if "name" in columns and len(columns) > len(best[1]):
            best = (at, columns)
    return best


def _columns(cells: Sequence[Any]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = _FIELD_OF.get(normal(cell))
        if name:
            columns.setdefault(name, at)
    return columns


def _lead(row: _Row, file: LeadFile) -> tuple[Lead, list[Finding]]:
    texts, findings = row.texts, list[Finding]()
    if not texts.get("name"):
        mend = _("Isi nama perusahaannya.")
        findings.append(row.finding("lead.name", "name", _("nama perusahaan"), mend))
    nib = re.sub(r"\D", "", texts.get("nib", ""))
    if texts.get("nib") and not _NIB.fullmatch(nib):
        mend = _("Salin NIB sebagai teks; mungkin spreadsheet memotong angkanya.")
        findings.append(row.finding("lead.nib", "nib", _("13 angka"), mend))
    lead = Lead(
        name=texts.get("name", "")[:200],
        kind=_word(row, "kind", _KINDS, findings) or file.kind,
        area_code=_area(row, file.area_id, findings),
        source_kind=file.source_kind,
        source=file.source,
        found_on=file.found_on,
        npp=texts.get("npp", "")[:40],
        nib=nib,
        sector=texts.get("sector", "")[:120],
        size=_word(row, "size", _SIZES, findings),
        workers=_amount(row, "workers", _("bilangan bulat"), findings),
        wage_rp=_amount(row, "wage", _("rupiah bulat"), findings),
    )
    return lead, findings


def _word(row: _Row, name: str, known: dict[str, Any], findings: list[Finding]) -> str:
    """The value that a word stands for; an unknown one is told and left out."""
    text = normal(row.texts.get(name, ""))
    found = next((value for word, value in known.items() if word in text), "")
    if text and not found:
        expected = ", ".join(word.lower() for word in known)
        mend = _("Dibiarkan kosong; perbaiki pada halaman pemberi kerja bila perlu.")
        findings.append(row.finding(f"lead.{name}", name, expected, mend, blocking=False))
    return str(found)


def _amount(row: _Row, name: str, expected: str, findings: list[Finding]) -> int | None:
    text = row.texts.get(name, "")
    if not text:
        return None
    amount = read_rupiah(text)
    if amount is None or (name == "wage" and amount == 0) or (name == "workers" and amount > 1_000_000):
        mend = _("Tulis angkanya saja, tanpa kata.")
        findings.append(row.finding(f"lead.{name}", name, expected, mend))
        return None
    return amount


def _area(row: _Row, within: str, findings: list[Finding]) -> str:
    """The lowest area that a row names within the file's; what is not found stays at the file's area."""
    texts = row.texts
    code = texts.get("area", "")
    if re.fullmatch(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", code):
        if code == within or code.startswith(f"{within}."):
            return code
        mend = _("Perusahaan wilayah lain diunggah oleh wilayahnya.")
        findings.append(row.finding("lead.area", "area", within, mend))
        return within
    names = {key: texts.get(key, "") for key in ("village", "district", "regency")}
    found = _named(within, names)
    if found is None:
        field_name = next(key for key, text in names.items() if text)
        mend = _("Dicatat pada wilayah unggahan; periksa ejaan nama wilayahnya.")
        findings.append(row.finding("lead.place", field_name, within, mend, blocking=False))
    return found or within


def _named(within: str, names: dict[str, str]) -> str | None:
    """The area of village, district and regency names; None when what is named is not found."""
    index = village_index(within)
    if names["village"]:
        found = index.find(names["village"], district=names["district"], regency=names["regency"])
        if found:
            return found
    if names["district"]:
        return index.district(names["district"], regency=names["regency"])
    if not names["regency"]:
        return None if names["village"] else within
    wanted = normalised(names["regency"])
    regencies = [code for code, name in index.upper_names.items() if code.count(".") == 1 and name == wanted]
    return regencies[0] if len(regencies) == 1 else None


def _noted(area_code: str) -> set[str]:
    """The keys of the employers that are noted in the regency (or province) of an area."""
    rows = Employer.objects.filter(area__code__startswith=area_code[:5])
    found: set[str] = set()
    for npp, nib, name, area in rows.values_list("npp", "nib", "name", "area_id"):
        found.update(_keys(npp, nib, name, area))
    return found


def _keys(npp: str, nib: str, name: str, area_code: str) -> list[str]:
    """What tells one employer from another: its numbers, else its name within a regency."""
    numbered = [f"{label}:{number}" for label, number in (("npp", npp), ("nib", nib)) if number]
    return numbered or [f"name:{key_of(name)}:{area_code[:5]}"]
