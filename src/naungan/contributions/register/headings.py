"""Which column of a register of disbursements holds what, by the words of its headings. Pure.

Registers come from several budget systems and their versions, so columns are known by name and never by place;
what no synonym names can be chosen once and is remembered (`registry.imports.reading`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from naungan.registry.imports.headers import keys_of, normal

WITHIN_ROWS = 40
NEEDED = ("reference", "paid_on", "amount")

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        "NOMOR SP2D", "NO SP2D", "NOMOR DOKUMEN SP2D", "SP2D", "NOMOR BUKTI", "NO BUKTI", "NO SP 2 D",
        "NOMOR SP 2 D", "NOMOR DOKUMEN", "NO DOKUMEN", "NOMOR PENCAIRAN",
    ),
    "paid_on": (
        "TANGGAL CAIR", "TGL CAIR", "TANGGAL PENCAIRAN", "TGL PENCAIRAN", "TANGGAL TRANSFER", "TGL TRANSFER",
        "TANGGAL SP2D", "TGL SP2D", "TANGGAL DOKUMEN", "TGL DOKUMEN", "TANGGAL", "TGL", "TANGGAL SP 2 D",
    ),
    "amount": (
        "NILAI SP2D", "JUMLAH SP2D", "NILAI", "JUMLAH", "JUMLAH RP", "NILAI RP", "NOMINAL", "NILAI BRUTO",
        "JUMLAH BRUTO", "NILAI NETTO", "NILAI PENCAIRAN", "JUMLAH PENCAIRAN", "REALISASI", "NILAI REALISASI",
        "PENGELUARAN", "JUMLAH PEMBAYARAN",
    ),
    "description": (
        "URAIAN", "KEPERLUAN", "UNTUK KEPERLUAN", "URAIAN SP2D", "KETERANGAN", "KETERANGAN SP2D", "KEGUNAAN",
        "URAIAN BELANJA", "UNTUK PEMBAYARAN", "KETERANGAN DOKUMEN",
    ),
    "recipient": (
        "PENERIMA", "NAMA PENERIMA", "PIHAK KETIGA", "NAMA PIHAK KETIGA", "REKANAN", "NAMA REKANAN",
        "NAMA PIHAK KETIGA BENDAHARA", "DIBAYARKAN KEPADA", "KEPADA", "NAMA REKENING TUJUAN",
    ),
    "unit": (
        "SKPD", "NAMA SKPD", "OPD", "NAMA OPD", "UNIT SKPD", "PERANGKAT DAERAH", "NAMA PERANGKAT DAERAH",
        "UNIT KERJA", "SUB UNIT", "NAMA SUB UNIT", "NAMA UNIT",
    ),
    "account_code": (
        "KODE REKENING", "KODE REKENING BELANJA", "KODE AKUN", "REKENING BELANJA", "NOMOR REKENING BELANJA",
        "AKUN", "KODE REK",
    ),
    "payment_code": ("KODE IURAN", "KODE BAYAR", "KODE BILLING", "ID BILLING", "KODE TAGIHAN"),
    "currency": ("MATA UANG", "VALUTA", "KODE MATA UANG", "CURRENCY", "KURS"),
}  # fmt: skip
FIELDS = tuple(SYNONYMS)
_FIELD_OF = {word: name for name, words in SYNONYMS.items() for word in words}
# "Nilai (Ribuan Rp)", "Jumlah dalam juta": what is printed is not the money that went
_SCALED = re.compile(r"\b(RIBU|RIBUAN|JUTA|JUTAAN|MILIAR|MILYAR)\b|RP\s*000\b|000\s*RP", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a sheet: `columns` field to index, `keys` their names, `at` the index of their row."""

    columns: Mapping[str, int]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    at: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that are needed and not found."""
        return tuple(name for name in NEEDED if name not in self.columns)


def headings_in(
    rows: Sequence[Sequence[Any]], remembered: Mapping[str, Mapping[str, str]] | None = None
) -> Headings:
    """The row among the first that names most fields; it may lack some (`missing`).

    `remembered` says what headings hold, by the digest of the whole row (`registry.imports.reading.digest_of`).
    """
    from naungan.registry.imports.reading import digest_of

    known = remembered or {}
    best = Headings({}, (), (), -1)
    for at, row in enumerate(rows[:WITHIN_ROWS]):
        labels = [cell.strip() if isinstance(cell, str) else "" for cell in row]
        found = headings_of(labels, at, known.get(digest_of(labels), {}))
        if (not found.missing, len(found.columns)) > (not best.missing and best.at >= 0, len(best.columns)):
            best = found
    return best


def headings_of(labels: Sequence[str], at: int, chosen: Mapping[str, str]) -> Headings:
    """A row as headings: what was chosen first, then what the words say; of two words for a field the one that
    stands earlier in SYNONYMS counts.
    """
    words = [normal(label) for label in labels]
    keys = keys_of(words)
    columns = {chosen[key]: index for index, key in enumerate(keys) if chosen.get(key)}
    for name, synonyms in SYNONYMS.items():
        if name in columns:
            continue
        open_ = [index for index, word in enumerate(words) if word in synonyms and keys[index] not in chosen]
        if open_:
            columns[name] = min(open_, key=lambda index: synonyms.index(words[index]))
    return Headings(columns, keys, tuple(labels), at)


def is_scaled(label: str) -> bool:
    """Whether a heading says that amounts are in thousands or millions."""
    return bool(_SCALED.search(label))


def names_field(cell: object) -> bool:
    """Whether a cell is a heading: a header that is printed again on the next page."""
    return normal(cell) in _FIELD_OF
