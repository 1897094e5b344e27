"""Reading a region's register of disbursements (SP2D) from XLSX, XLS, ODS or CSV; every remark with its cell.

Rows come out as written, whatever they are about. Sums printed in the file are held against its rows, amounts in
another currency or in thousands are given back: a register whose figures cannot be trusted is not taken in at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.contributions.payment_file import EARLIEST_PAYMENT, LARGEST_AMOUNT_RP, amount_of, date_of
from naungan.contributions.printed import is_foreign, is_rupiah, is_total
from naungan.contributions.register.headings import Headings, headings_in, is_scaled, names_field
from naungan.kit import numbers
from naungan.law.findings import Finding, Refused
from naungan.registry.imports.read import Sheet, read
from naungan.registry.imports.source import letters

_SUB = re.compile(
    r"^\s*(sub\s*-?\s*total|sub\s*-?\s*jumlah|jumlah\s+(halaman|dipindahkan|bulan))", re.IGNORECASE
)
_CARRIED = re.compile(r"(pindahan|dipindahkan|halaman\s+lalu|sampai\s+dengan)", re.IGNORECASE)
MONTH_WORDS = {
    name: number
    for number, names in enumerate(
        ("JANUARI JAN", "FEBRUARI FEB PEBRUARI", "MARET MAR", "APRIL APR", "MEI", "JUNI JUN", "JULI JUL",
         "AGUSTUS AGU AGT AGS", "SEPTEMBER SEP SEPT", "OKTOBER OKT", "NOVEMBER NOV NOPEMBER NOP",
         "DESEMBER DES"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WORD_DATE = re.compile(r"(\d{1,2})[\s-]+([A-Za-z]+)[\s-]+(\d{4})")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One disbursement as written: `cell` is its amount's address, `line` its row; amount in whole rupiah."""

    line: int
    cell: str
    sheet: str
    reference: str
    paid_on: date | None
    paid_on_text: str
    amount_rp: int
    description: str = ""
    recipient: str = ""
    unit: str = ""
    account_code: str = ""
    payment_code: str = ""


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register as read: its rows, remarks on the whole (all of them block), and the headings by sheet order.

    `sums_checked` is the number of printed sums that were held against the rows. When columns are missing there are no
    rows, and `headings` says which; somebody then chooses them.
    """

    rows: tuple[RegisterRow, ...]
    findings: tuple[Finding, ...]
    headings: Headings
    sums_checked: int
    total_rp: int


def read_register(path: Path, remembered: Mapping[str, Mapping[str, str]] | None = None) -> RegisterFile:
    """Read a register. Refused (`file.*`) when it is no readable spreadsheet, `file.layout` when no sheet names
    anything of a register.
    """
    book = read(path)
    known = [(sheet, headings_in(sheet.rows, remembered)) for sheet in book.sheets]
    best = max((headings for _sheet, headings in known), key=lambda one: (not one.missing, len(one.columns)))
    if best.at < 0:
        raise Refused(
            "file.layout",
            _("Berkas %(name)s tidak memuat judul kolom register.") % {"name": path.name},
            where=path.name,
            mend=_("Baris judulnya memuat nomor SP2D, tanggal, dan nilai."),
        )
    readers = [
        _Reader(sheet, headings) for sheet, headings in known if headings.at >= 0 and not headings.missing
    ]
    for reader in readers:
        reader.read()
    rows = [row for reader in readers for row in reader.rows]
    return RegisterFile(
        tuple(rows),
        tuple(finding for reader in readers for finding in reader.findings),
        best,
        sum(reader.sums for reader in readers),
        sum(row.amount_rp for row in rows),
    )


def day_of(cell: Any) -> date | None:
    """The day in a cell: a date of the spreadsheet, ISO, day first, or with the month in words."""
    if isinstance(cell, list) and cell:
        return date_of(str(cell[0]))
    if not isinstance(cell, str):
        return None
    text = cell.strip().partition(" 00:00")[0]
    worded = _WORD_DATE.fullmatch(text)
    if worded and worded[2].upper() in MONTH_WORDS:
        text = f"{worded[3]}-{MONTH_WORDS[worded[2].upper()]:02d}-{int(worded[1]):02d}"
    return date_of(text)


def rupiah_in(cell: Any) -> int | None:
    """Whole rupiah of a cell, negative in brackets or with a minus sign; None when it cannot be read in one way."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) and abs(cell) <= LARGEST_AMOUNT_RP else None
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    minus = (text.startswith("(") and text.endswith(")")) or text.startswith("-")
    found = amount_of(text.strip("()").removeprefix("-").strip())
    if found is None or found > LARGEST_AMOUNT_RP:
        return None
    return -found if minus else found


def register_remark(
    code: str, cell: tuple[str, str], found: object, expected: str, mend: str, *, blocking: bool = True
) -> Finding:
    """A remark on a cell (sheet, address) of a register."""
    return Finding(
        code=code, sheet=cell[0], cell=cell[1], found=str(found)[:200], expected=expected, mend=mend,
        blocking=blocking,
    )  # fmt: skip


@dataclass
class _Reader:
    """One sheet being read, row after row."""

    sheet: Sheet
    headings: Headings
    rows: list[RegisterRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sums: int = 0
    since: int = 0
    all: int = 0
    is_certain: bool = True

    def read(self) -> None:
        """Every row below the headings."""
        label = self.headings.labels[self.headings.columns["amount"]]
        above = " ".join(str(cell) for row in self.sheet.rows[: self.headings.at] for cell in row)
        if is_scaled(label) or (is_scaled(above) and "dalam" in above.lower()):
            self._add(
                "register.scaled", self._cell(self.headings.at, "amount"), label or above,
                _("nilai dalam rupiah penuh"),
                _("Ekspor ulang register tanpa pembulatan ribuan atau jutaan."),
            )  # fmt: skip
        if is_foreign(label):
            self._foreign(self.headings.at, "amount", label)
        for at in range(self.headings.at + 1, len(self.sheet.rows)):
            self._row(at)

    def _row(self, at: int) -> None:
        cells = self.sheet.rows[at]
        if sum(names_field(cell) for cell in cells) >= len(self.headings.columns) - 1:
            return
        total = next((cell for cell in cells if isinstance(cell, str) and is_total(cell)), None)
        reference = self._text(at, "reference").strip("-").strip()
        if total is not None and (not reference or is_total(reference)):
            self._check_sum(at, total)
        elif not _CARRIED.search(" ".join(str(cell) for cell in cells[:3])):
            self._disbursement(at)

    def _disbursement(self, at: int) -> None:
        reference, cell = self._text(at, "reference"), self._raw(at, "amount")
        if not reference and cell in ("", None):
            return  # signatures, notes, groups
        if _is_column_numbers(self.sheet.rows[at]):
            return
        if is_foreign(str(cell)) or not is_rupiah(self._text(at, "currency")):
            self._foreign(at, "currency" if "currency" in self.headings.columns else "amount", cell)
        amount = rupiah_in(cell)
        if amount is None:
            self.is_certain = False
            if not is_foreign(str(cell)):
                self._add(
                    "register.amount", self._cell(at, "amount"), cell, _("rupiah bulat, misalnya 16.800.000"),
                    _("Perbaiki nilainya di register, lalu unggah lagi."),
                )  # fmt: skip
            return
        self.since, self.all = self.since + amount, self.all + amount
        self.rows.append(self._made(at, reference, amount))

    def _made(self, at: int, reference: str, amount: int) -> RegisterRow:
        raw = self._raw(at, "paid_on")
        return RegisterRow(
            line=self.sheet.numbers[at],
            cell=self._cell(at, "amount"),
            sheet=self.sheet.name,
            reference=reference,
            paid_on=day_of(raw),
            paid_on_text=str(raw[0] if isinstance(raw, list) and raw else raw),
            amount_rp=amount,
            description=self._text(at, "description")[:500],
            recipient=self._text(at, "recipient")[:200],
            unit=self._text(at, "unit")[:200],
            account_code=self._text(at, "account_code")[:30],
            payment_code=self._text(at, "payment_code")[:30],
        )

    def _check_sum(self, at: int, label: str) -> None:
        printed = rupiah_in(self._raw(at, "amount"))
        if printed is None:
            return
        self.sums += 1
        is_sub = bool(_SUB.match(label))
        fits = printed in ({self.since, self.all} if is_sub or self.since != self.all else {self.all})
        if self.is_certain and not fits:
            wanted = _("%(sum)s, yaitu jumlah baris di atasnya") % {"sum": numbers.rupiah(self.all)}
            self._add(
                "register.sum", self._cell(at, "amount"), numbers.rupiah(printed), wanted,
                _("Ada baris yang hilang atau nilainya berubah: ekspor ulang register dari aplikasinya."),
            )  # fmt: skip
        self.since = 0

    def _foreign(self, at: int, name: str, found: object) -> None:
        told = self._text(at, "currency") or str(found)
        self._add(
            "register.currency", self._cell(at, name), told, _("rupiah"),
            _("Iuran dibayar dalam rupiah; periksa apakah register ini berkas yang benar."),
        )  # fmt: skip

    def _add(self, code: str, cell: str, found: object, expected: str, mend: str) -> None:
        self.findings.append(register_remark(code, (self.sheet.name, cell), found, expected, mend))

    def _raw(self, at: int, name: str) -> Any:
        column = self.headings.columns.get(name, -1)
        row: Sequence[Any] = self.sheet.rows[at]
        return row[column] if 0 <= column < len(row) else ""

    def _text(self, at: int, name: str) -> str:
        cell = self._raw(at, name)
        if isinstance(cell, float) and cell == int(cell):
            cell = int(cell)
        return " ".join(str(cell).split()) if isinstance(cell, str | int) else ""

    def _cell(self, at: int, name: str) -> str:
        return f"{letters(self.headings.columns.get(name, 0))}{self.sheet.numbers[at]}"


def _is_column_numbers(cells: Sequence[Any]) -> bool:
    """A row "1 2 3 4" below the headings."""
    figures = [str(cell).strip("() ").removesuffix(".0") for cell in cells if cell not in ("", None)]
    return len(figures) > 2 and figures == [str(number) for number in range(1, len(figures) + 1)]


def date_remark(row: RegisterRow) -> Finding | None:
    """What is wrong with the day of a disbursement that is ours; None when nothing is."""
    where = (row.sheet, row.cell)
    if row.paid_on is None:
        wanted = _("tanggal seperti 2021-01-15 atau 15/01/2021")
        return register_remark("register.date", where, row.paid_on_text, wanted, _("Perbaiki tanggalnya."))
    if not EARLIEST_PAYMENT <= row.paid_on <= timezone.localdate():
        wanted = _("tanggal sejak 1 Januari 2014 sampai hari ini")
        return register_remark("register.day", where, row.paid_on, wanted, _("Periksa tahun dan bulannya."))
    return None
