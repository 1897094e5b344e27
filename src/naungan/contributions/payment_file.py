"""Reading a file of payments: CSV of any usual separator and encoding, every remark with its line.

Columns by their header, in any order: `paid_on, amount, payer, reference[, payment_code][, covers]`, or the same
in Indonesian; `covers` is what the payer says the money is for. Dates are ISO or day first; amounts are whole
rupiah and may be grouped ("1.000.000", "Rp1.000.000"). Nothing is guessed: what can be read in two ways ("1,000")
is given back. A sum printed below the lines that is not theirs, or a currency that is not rupiah, gives the whole
file back: its figures cannot be trusted.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.contributions.printed import is_foreign, is_rupiah, is_total
from naungan.contributions.register.headings import headings_of
from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Finding, Refused

LARGEST_FILE_BYTES = 10 * 1024 * 1024
MOST_LINES = 100_000
# Before its first day the agency could not be paid: such a year is mistyped.
EARLIEST_PAYMENT = date(2014, 1, 1)
# Above this a bigint of the database or an exact sum in a double would be at risk; no office pays it at once.
LARGEST_AMOUNT_RP = 9_000_000_000_000_000

_HEADERS: Mapping[str, frozenset[str]] = {
    "paid_on": frozenset({"paid_on", "tanggal", "tanggal_bayar", "tgl_bayar", "tanggal_pembayaran", "tgl"}),
    "amount": frozenset({"amount", "jumlah", "nominal", "nilai", "jumlah_bayar", "jumlah_rp"}),
    "payer": frozenset({"payer", "pembayar", "kode_pembayar", "pembayar_iuran", "kode_pembayar_iuran"}),
    "reference": frozenset(
        {"reference", "referensi", "nomor_referensi", "no_referensi", "no_bukti", "nomor_bukti"}
    ),
    "payment_code": frozenset({"payment_code", "kode_iuran", "kode_bayar"}),
    "covers": frozenset({"covers", "untuk", "untuk_bulan", "peruntukan"}),
    "currency": frozenset({"currency", "mata_uang", "valuta", "kode_mata_uang"}),
}
_NEEDED = ("paid_on", "amount", "payer", "reference")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_PLAIN = re.compile(r"\d+")
_DOTS = re.compile(r"\d{1,3}(\.\d{3})+")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_CODE = re.compile(r"(?!\d{4}-\d\d$)[A-Za-z0-9][A-Za-z0-9./-]{5,29}")
# Arrears of 46 months in one transfer are known.
MOST_MONTHS = 60
_COMMAS = re.compile(r"\d{1,3}(,\d{3}){2,}")


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One readable line: whole rupiah; `line` counts from 1 as an editor does, the header included."""

    line: int
    paid_on: date
    amount_rp: int
    payer_code: str
    reference: str
    payment_code: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds: lines of payments in all, those that could be read, and the remarks. A file that is not
    `trusted` is given back whole.
    """

    rows: int
    payments: tuple[PaymentRow, ...]
    findings: tuple[Finding, ...]

    @property
    def trusted(self) -> bool:
        """Whether its good lines may go in."""
        return not any(found.code in {"payment.sum", "payment.currency"} for found in self.findings)


def read_payments(path: Path) -> ReadFile:
    """Read a file of payments. Refused when it is not such a file.

    File.missing, .unreadable, .too_large, .too_long, .not_text, .quotes, .empty, .layout.
    """
    lines = list(_lines(_text(path), path.name))
    if not lines:
        raise Refused("file.empty", _("Berkas tidak berisi apa pun."), where=path.name, mend=_EXPECTED())
    columns = _columns(lines[0][1], path.name)
    payments: list[PaymentRow] = []
    findings: list[Finding] = []
    amounts: list[int | None] = []
    sums = 0
    for number, cells in lines[1:]:
        found = _Line(
            number, {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        )
        if found.is_sum(cells):
            sums += 1
            findings += found.check_sum(amounts)
            continue
        row = found.read()
        amounts.append(amount_of(found.cells["amount"]))
        findings.extend(found.findings)
        if row is not None:
            payments.append(row)
    kept, repeated = _without_repeats(payments)
    return ReadFile(len(lines) - 1 - sums, tuple(kept), tuple(findings + repeated))


def amount_of(text: str) -> int | None:
    """Whole rupiah in a text, or None when it cannot be read in exactly one way."""
    bare = re.sub(r"^(rp\.?|idr)\s*", "", text.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"(?<=\d)(,00|,-)$", "", bare) if "." in bare or bare.count(",") == 1 else bare
    bare = bare.removesuffix(".00") if bare.count(".") == 1 else bare
    if _PLAIN.fullmatch(bare) or _DOTS.fullmatch(bare) or _COMMAS.fullmatch(bare):
        return int(re.sub(r"[.,]", "", bare))
    return None


def date_of(text: str) -> date | None:
    """The day in a text, ISO or day first, or None."""
    iso, day_first = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    parts = iso.groups() if iso else day_first.groups()[::-1] if day_first else None
    if parts is None:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def covers_of(text: str) -> tuple[str, ...] | None:
    """What a payer says a payment is for: months, ranges of months ("2021-01..2021-04") and payment codes, parted by
    spaces, commas or semicolons; () for nothing, None for what cannot be read.
    """
    found: list[str] = []
    for word in re.split(r"[\s,;]+", text.strip()) if text.strip() else ():
        first, dots, last = word.partition("..")
        if dots:
            if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last)):
                return None
            span = range(months.parse(first), months.parse(last) + 1)
            if not 0 < len(span) <= MOST_MONTHS:
                return None
            found.extend(map(months.format_month, span))
        elif _MONTH.fullmatch(word) or _CODE.fullmatch(word):
            found.append(word)
        else:
            return None
    return tuple(dict.fromkeys(found)) if len(found) <= MOST_MONTHS else None


def remark(code: str, line: int, found: str, expected: str, mend: str) -> Finding:
    """A blocking remark on a line of a file of payments."""
    return Finding(
        code=code, sheet="", cell=str(line), found=found[:200], expected=expected, mend=mend, blocking=True
    )


class _Line:
    """One line being read: collects every remark before giving up."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number, self.cells = number, cells
        self.findings: list[Finding] = []

    def read(self) -> PaymentRow | None:
        """The payment of the line, or None when something blocks it."""
        paid_on, amount = date_of(self.cells["paid_on"]), amount_of(self.cells["amount"])
        self._check_date(paid_on)
        self._check_currency(amount)
        self._check_texts()
        if self.findings:
            return None
        assert paid_on is not None
        assert amount is not None
        code, payer, reference = (self.cells.get(name, "") for name in ("payment_code", "payer", "reference"))
        covers = covers_of(self.cells.get("covers", "")) or ()
        return PaymentRow(self.number, paid_on, amount, payer, reference, code, covers)

    def is_sum(self, cells: Sequence[str]) -> bool:
        """Whether it is a printed sum: it says so, and names neither day nor payer."""
        payer = self.cells["payer"]
        of_nobody = not payer or is_total(payer)
        return of_nobody and date_of(self.cells["paid_on"]) is None and any(map(is_total, cells))

    def check_sum(self, amounts: Sequence[int | None]) -> list[Finding]:
        """A remark when the sum printed is not that of the lines above; nothing when one of them is unreadable."""
        printed, known = amount_of(self.cells["amount"]), [amount for amount in amounts if amount is not None]
        if printed is None or len(known) < len(amounts) or printed == sum(known):
            return []
        wanted = _("%(sum)s, yaitu jumlah baris di atasnya") % {"sum": numbers.rupiah(sum(known))}
        self._add(
            "payment.sum",
            "amount",
            wanted,
            _("Ada baris yang hilang atau nilainya berubah: minta berkas yang utuh."),
        )
        return self.findings

    def _add(self, code: str, column: str, expected: str, mend: str) -> None:
        self.findings.append(remark(code, self.number, self.cells.get(column, ""), expected, mend))

    def _check_date(self, paid_on: date | None) -> None:
        if paid_on is None:
            wanted = _("tanggal seperti 2021-01-15 atau 15/01/2021")
            self._add("payment.date", "paid_on", wanted, _("Tulis tanggal bayar dengan tahun empat angka."))
        elif paid_on < EARLIEST_PAYMENT:
            wanted = _("tanggal sejak 1 Januari 2014")
            self._add("payment.too_early", "paid_on", wanted, _("Periksa tahun pada tanggal bayar."))
        elif paid_on > timezone.localdate():
            wanted = _("tanggal yang sudah lewat atau hari ini")
            self._add("payment.future", "paid_on", wanted, _("Periksa tahun dan bulan pada tanggal bayar."))

    def _check_currency(self, amount: int | None) -> None:
        told = self.cells.get("currency", "")
        if is_foreign(self.cells["amount"]) or not is_rupiah(told):
            column = "amount" if is_rupiah(told) else "currency"
            mend = _("Iuran dibayar dalam rupiah; periksa apakah ini berkas yang benar.")
            self._add("payment.currency", column, _("rupiah"), mend)
        else:
            self._check_amount(amount)

    def _check_amount(self, amount: int | None) -> None:
        if amount is None or not 0 < amount <= LARGEST_AMOUNT_RP:
            wanted = _("rupiah bulat lebih dari nol, misalnya 16800000 atau 16.800.000")
            self._add("payment.amount", "amount", wanted, _("Tulis jumlah tanpa sen."))

    def _check_texts(self) -> None:
        if not self.cells["payer"]:
            self._add("payer.missing", "payer", _("kode pembayar iuran"), _("Isi kode pembayar iuran."))
        if not 0 < len(self.cells["reference"]) <= 80:
            wanted = _("nomor bukti bayar, paling panjang 80 huruf")
            self._add(
                "payment.reference", "reference", wanted, _("Isi nomor bukti bayar, misalnya nomor SP2D.")
            )
        if covers_of(self.cells.get("covers", "")) is None:
            wanted = _("bulan seperti 2021-03, rentang 2021-01..2021-04, atau kode iuran")
            self._add("payment.covers", "covers", wanted, _("Pisahkan dengan spasi atau titik koma."))
        if len(self.cells.get("payment_code", "")) > 30:
            wanted = _("kode iuran, paling panjang 30 huruf")
            self._add("payment.code", "payment_code", wanted, _("Salin kode iuran dari tagihan."))


def _without_repeats(payments: Sequence[PaymentRow]) -> tuple[list[PaymentRow], list[Finding]]:
    """Lines of one payer and reference.

    The first stays if the others say the same, else all are given back.
    """
    groups: dict[tuple[str, str], list[PaymentRow]] = {}
    for row in payments:
        groups.setdefault((row.payer_code, row.reference), []).append(row)
    kept: list[PaymentRow] = []
    findings: list[Finding] = []
    for (_payer, reference), rows in groups.items():
        alike = all(_same(rows[0], row) for row in rows)
        kept.extend(rows[:1] if alike else [])
        for row in rows[1:] if alike else rows if len(rows) > 1 else []:
            others = ", ".join(str(other.line) for other in rows if other.line != row.line)
            wanted = _("satu baris untuk setiap nomor bukti; yang sama ada di baris %(lines)s") % {
                "lines": others
            }
            mend = _("Hapus baris yang rangkap, atau perbaiki nomor buktinya.")
            findings.append(remark("payment.repeated", row.line, reference, wanted, mend))
    return sorted(kept, key=lambda row: row.line), findings


def _same(one: PaymentRow, other: PaymentRow) -> bool:
    return (one.paid_on, one.amount_rp, one.payment_code, one.covers) == (
        other.paid_on,
        other.amount_rp,
        other.payment_code,
        other.covers,
    )


def _EXPECTED() -> str:  # noqa: N802 - a constant that waits for the language of the reader
    return _("Kirim CSV dengan kolom paid_on, amount, payer, reference dan, bila ada, payment_code.")


def _IS_REGISTER() -> str:  # noqa: N802 - likewise
    return _("Ini tampaknya register SP2D: unggah lewat Pembayaran, Antrean register SP2D.")


def _text(path: Path) -> str:
    if not path.is_file():
        raise Refused("file.missing", _("Berkas %(name)s tidak ada.") % {"name": path.name}, where=str(path))
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise Refused(
            "file.too_large", _("Berkas lebih dari 10 MB."), where=path.name, mend=_("Pecah berkasnya.")
        )
    raw = _bytes(path)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if _is_utf8(raw) else "cp1252"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refused("file.not_text", _("Berkas ini bukan CSV."), where=path.name, mend=_EXPECTED())
    return text


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(
            "file.unreadable",
            _("Berkas %(name)s tidak dapat dibaca.") % {"name": path.name},
            where=str(path),
            mend=_("Periksa izin berkas itu."),
        ) from None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, with their numbers.

    The separator is the one that the header uses most.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise Refused(
            "file.too_long",
            _("Berkas memuat %(lines)d baris; paling banyak %(most)d.")
            % {"lines": len(lines), "most": MOST_LINES},
            where=name,
            mend=_("Bagi menurut bulan atau pembayar, lalu terima satu per satu."),
        )
    header = next((line for line in lines if line.strip()), "")
    separator = max(",;\t|", key=header.count)
    # strict: a quotation mark that never closes would swallow the payments below it without a word
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise Refused(
            "file.quotes",
            _("Tanda kutip di baris %(line)d tidak ditutup atau salah tempat.") % {"line": reader.line_num},
            where=name,
            mend=_("Hapus atau tutup tanda kutip itu; tidak ada pembayaran yang diterima dari berkas ini."),
        ) from None


def _columns(header: Sequence[str], name: str) -> dict[str, int]:
    words = [re.sub(r"[^a-z]+", "_", cell.lower()).strip("_") for cell in header]
    columns = {
        column: next((at for at, word in enumerate(words) if word in known), -1)
        for column, known in _HEADERS.items()
    }
    missing = [column for column in _NEEDED if columns[column] < 0]
    if missing:
        message = _("Kolom yang tidak ditemukan: %(columns)s.") % {"columns": ", ".join(missing)}
        register = not headings_of(header, 0, {}).missing
        raise Refused("file.layout", message, where=name, mend=_IS_REGISTER() if register else _EXPECTED())
    return {column: at for column, at in columns.items() if at >= 0}
