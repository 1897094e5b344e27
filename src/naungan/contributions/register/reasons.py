"""Why a line of a register is what it is taken for: codes with their values, told in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

_WORDS: Mapping[str, Any] = {
    "CODE_NAMED": gettext_lazy("Menyebut kode iuran."),
    "AGENCY_RECEIVES": gettext_lazy("Penerimanya BPJS Ketenagakerjaan."),
    "AGENCY_NAMED": gettext_lazy("Uraiannya menyebut BPJS Ketenagakerjaan."),
    "ACCOUNT": gettext_lazy("Kode rekening %(number)s dipakai untuk iuran."),
    "PROGRAMME_NAMED": gettext_lazy("Uraiannya menyebut iuran JKK, JKM atau JHT."),
    "TASPEN": gettext_lazy("Iuran aparatur sipil negara kepada Taspen, bukan BPJS Ketenagakerjaan."),
    "HEALTH": gettext_lazy("Iuran BPJS Kesehatan, bukan BPJS Ketenagakerjaan."),
    "SALARY": gettext_lazy("Gaji, tunjangan atau honor."),
    "OTHER": gettext_lazy("Tidak ada tanda iuran BPJS Ketenagakerjaan."),
    "CODE": gettext_lazy("Kode iuran %(number)s ada pada tagihan %(month)s."),
    "CODES": gettext_lazy("Kode iuran pada baris ini milik lebih dari satu pembayar iuran."),
    "PAYER": gettext_lazy("Nama atau kode pembayar iuran disebut."),
    "OWNER": gettext_lazy("Register ini milik pembayar iuran itu sendiri."),
    "AMOUNT": gettext_lazy("Jumlahnya sama dengan sisa tagihan %(month)s."),
    "AMOUNTS": gettext_lazy("Jumlahnya sama dengan sisa %(count)s bulan, %(first)s sampai %(last)s."),
    "MONTHS": gettext_lazy("Uraiannya menyebut bulan %(months)s."),
    "PARTIAL": gettext_lazy("Jumlahnya kurang dari sisa tagihan: sebagian saja dilunasi."),
    "OVER": gettext_lazy("Jumlahnya lebih dari sisa tagihan: selebihnya menjadi saldo."),
    "EARLY": gettext_lazy("Dibayar sebelum tagihannya terbit: menunggu sebagai saldo."),
    "OLDER": gettext_lazy("Tagihan yang lebih lama masih terbuka: pastikan bulan mana yang dibayar."),
    "DATE": gettext_lazy("Dibayar setelah tagihannya terbit."),
    "DOUBLE": gettext_lazy("Jumlah yang sama sudah dicatat untuk pembayar ini pada %(day)s, nomor %(reference)s."),
    "SEVERAL": gettext_lazy("Beberapa pembayar iuran cocok; pilih salah satu."),
    "NOBODY": gettext_lazy("Tidak ada tagihan atau pembayar iuran yang cocok."),
    "CONFLICT": gettext_lazy("Nomor ini sudah dicatat dengan tanggal atau jumlah lain."),
    "KNOWN": gettext_lazy("Pembayaran dengan nomor, tanggal dan jumlah ini sudah dicatat."),
}  # fmt: skip
CODES = frozenset(_WORDS)
# What becomes of a line of a register.
FATES: Mapping[str, Any] = {
    "MATCHED": gettext_lazy("Cocok"),
    "QUEUED": gettext_lazy("Antrean"),
    "KNOWN": gettext_lazy("Sudah dicatat"),
    "IGNORED": gettext_lazy("Bukan iuran"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason by its code, with the values of its sentence."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **values: object) -> Reason:
        """A reason whose sentence holds these values."""
        assert code in CODES
        return cls(code, tuple((name, str(value)) for name, value in values.items()))

    def as_json(self) -> dict[str, Any]:
        """What is kept with the line."""
        return {"code": self.code, **dict(self.values)}

    def __str__(self) -> str:
        return told(self.as_json())


def told(kept: Mapping[str, Any]) -> str:
    """A kept reason in words."""
    return str(_WORDS[kept["code"]]) % kept if kept.get("code") in CODES else ""
