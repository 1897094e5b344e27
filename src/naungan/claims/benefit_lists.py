"""The agency's list of benefits that it paid, as benefits told: a row each, with every remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.claims.models import BenefitPayment
from naungan.claims.reading import Layout, Row, Texts, load, shared
from naungan.claims.words import Remark
from naungan.registry.imports.columns import read_rupiah
from naungan.registry.imports.source import Source

Kind = BenefitPayment.Kind


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A row of the list as far as it can be read; what cannot is None or "" and has a remark."""

    row: Row
    nik: str
    kpj: str
    programme: str
    kind: str
    amount_rp: int | None
    paid_on: date | None
    reference: str
    area_code: str
    people: int


@dataclass(frozen=True, slots=True)
class BenefitList:
    """A list of benefits: its rows, and the remarks on what cannot be read."""

    source: Source
    rows: Sequence[BenefitRow]
    remarks: Sequence[Remark]


def read_benefits(path: Path) -> BenefitList:
    """Read the agency's list. `Refused` when it is none."""
    wanted = _("PROGRAM, TANGGAL BAYAR, JUMLAH, NOMOR BUKTI, dan NIK, KPJ atau KODE WILAYAH")
    source, rows = load(path, Layout(_SYNONYMS, _NEEDS, wanted, _is_row))
    read = [_benefit(row) for row in rows]
    return BenefitList(source, read, [remark for one in read for remark in _remarks(one)])


_NEEDS = (("amount",), ("paid_on",), ("programme", "kind"), ("nik", "kpj", "area"))
_SYNONYMS = {
    **shared("no", "nik", "kpj", "name"),
    "programme": ("PROGRAM", "JENIS PROGRAM", "PROGRAM JAMINAN", "JAMINAN", "PROGRAMME"),
    "kind": ("JENIS MANFAAT", "MANFAAT", "JENIS SANTUNAN", "JENIS KLAIM", "URAIAN", "KIND", "KETERANGAN MANFAAT"),
    "paid_on": (
        "TANGGAL BAYAR", "TGL BAYAR", "TANGGAL PEMBAYARAN", "TGL PEMBAYARAN", "TANGGAL TRANSFER", "TGL TRANSFER",
        "TANGGAL REALISASI", "PAID ON", "TANGGAL",
    ),
    "amount": (
        "JUMLAH", "JUMLAH BAYAR", "NOMINAL", "NILAI", "NILAI MANFAAT", "JUMLAH MANFAAT", "JUMLAH RP", "AMOUNT",
        "NOMINAL BAYAR", "TOTAL DIBAYAR", "JUMLAH DIBAYAR",
    ),
    "reference": (
        "NOMOR BUKTI", "NO BUKTI", "NOMOR KLAIM", "NO KLAIM", "KODE KLAIM", "REFERENSI", "NOMOR REFERENSI",
        "NO REFERENSI", "REFERENCE", "NOMOR AGENDA", "NO AGENDA",
    ),
    "area": ("KODE WILAYAH", "KODE DAERAH", "AREA"),
    "people": ("JUMLAH ORANG", "JUMLAH PENERIMA", "JUMLAH ANAK", "PEOPLE"),
}  # fmt: skip
# Words in the kind of a benefit, the particular ones first.
_KINDS = (
    (Kind.SCHOLARSHIP, r"BEASISWA|SCHOLARSHIP"),
    (Kind.FUNERAL, r"PEMAKAMAN|MAKAM|FUNERAL"),
    (Kind.PERIODIC, r"BERKALA|PERIODIC"),
    (Kind.INCAPACITY, r"STMB|TIDAK MAMPU"),
    (Kind.DISABILITY, r"CACAT|DISABILIT"),
    (Kind.CARE, r"PERAWATAN|PENGOBATAN|RUMAH SAKIT|PLKK|CARE"),
    (Kind.SAVINGS, r"HARI TUA|JHT"),
    (Kind.PENSION, r"PENSIUN"),
    (Kind.DEATH, r"KEMATIAN|MENINGGAL|SANTUNAN JKM|DEATH|\bJKM\b"),
)
_PROGRAMMES = (
    ("JKK", r"\bJKK\b|KECELAKAAN"),
    ("JKP", r"\bJKP\b|KEHILANGAN PEKERJAAN"),
    ("JHT", r"\bJHT\b|HARI TUA"),
    ("JP", r"\bJP\b|PENSIUN"),
    ("JKM", r"\bJKM\b|KEMATIAN"),
)
_OF_PROGRAMME = {"JKM": Kind.DEATH, "JHT": Kind.SAVINGS, "JP": Kind.PENSION}


def _is_row(texts: Texts) -> bool:
    who = any(texts.get(name) for name in ("nik", "kpj", "area", "reference"))
    return who and bool(texts.get("amount") or texts.get("paid_on"))


def _benefit(row: Row) -> BenefitRow:
    programme = _word(_PROGRAMMES, row.texts.get("programme", "") or row.texts.get("kind", ""))
    told = row.texts.get("kind", "")
    kind = _word(_KINDS, told) or ("" if told else _OF_PROGRAMME.get(programme, ""))
    amount = read_rupiah(row.texts.get("amount", ""))
    people = row.texts.get("people", "")
    return BenefitRow(
        row=row,
        nik=re.sub(r"[\s.\-'`’_=\"]", "", row.texts.get("nik", "")),
        kpj=re.sub(r"\D", "", row.texts.get("kpj", "")),
        programme=programme,
        kind=kind or Kind.OTHER,
        amount_rp=amount if amount else None,
        paid_on=row.day("paid_on"),
        reference=row.texts.get("reference", ""),
        area_code=row.texts.get("area", ""),
        people=int(people) if people.isascii() and people.isdigit() and 0 < int(people) < 1_000_000 else 1,
    )


def _remarks(one: BenefitRow) -> list[Remark]:
    found = []
    if one.amount_rp is None:
        found.append(_remark(one, "benefit.amount", "amount"))
    if one.paid_on is None:
        found.append(_remark(one, "benefit.paid_on", "paid_on"))
    elif one.paid_on > timezone.localdate():
        found.append(_remark(one, "benefit.future", "paid_on"))
    if not one.programme:
        found.append(_remark(one, "benefit.programme", "programme"))
    if one.kind == Kind.OTHER:
        found.append(_remark(one, "benefit.kind", "kind"))
    if not 0 < len(one.reference) <= 80:
        found.append(_remark(one, "benefit.reference", "reference"))
    return found


def _remark(one: BenefitRow, code: str, field: str) -> Remark:
    return Remark(one.row.at, code, one.row.texts.get(field, ""), one.row.sheet, one.row.cell(field))


def _word(known: Sequence[tuple[str, str]], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text.upper())), "")
