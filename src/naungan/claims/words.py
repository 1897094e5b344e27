"""The words of every remark on a list of deaths or of benefits: title, what was expected, how to mend it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from naungan.law.findings import Finding

# What keeps a row out.
BLOCKING = frozenset(
    {
        "nik.missing", "nik.shape", "person.unknown", "person.other_name", "row.repeated", "row.not_death",
        "death.missing", "death.unreadable", "death.future", "death.before_birth", "death.other_date",
        "benefit.amount", "benefit.paid_on", "benefit.future", "benefit.programme", "benefit.reference",
        "benefit.conflict", "area.unknown",
    }
)  # fmt: skip

_NIK = gettext_noop("NIK terdiri dari 16 angka")
_ASK_CARD = gettext_noop("Periksa NIK menurut KTP atau akta kematian.")

# Code: title, what was expected, how to mend it. `%(...)s` are particulars of the remark.
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "nik.missing": (gettext_noop("NIK kosong"), _NIK, _ASK_CARD),
    "nik.shape": (gettext_noop("NIK tidak sesuai bentuknya"), _NIK, _ASK_CARD),
    "person.unknown": (
        gettext_noop("Orangnya tidak ditemukan"),
        gettext_noop("NIK atau KPJ seorang peserta di wilayah Anda"),
        gettext_noop("Orang ini tidak tercatat sebagai peserta di sini; hapus barisnya bila NIK-nya benar."),
    ),
    "person.other_name": (
        gettext_noop("Nama orang lain"),
        gettext_noop("nama yang sama dengan data peserta dengan NIK ini"),
        gettext_noop("Cocokkan NIK dan nama dengan KTP, lalu perbaiki yang keliru."),
    ),
    "name.differs": (
        gettext_noop("Nama ditulis berbeda"),
        gettext_noop("nama menurut data peserta"),
        gettext_noop("Pastikan orangnya sama; barisnya tetap diterima."),
    ),
    "person.merged": (
        gettext_noop("NIK sudah digabung"),
        gettext_noop("NIK yang dipakai sekarang"),
        gettext_noop("NIK ini digabung ke data lain dari orang yang sama; kematian dicatat pada data itu."),
    ),
    "row.repeated": (
        gettext_noop("Orang tercantum lebih dari sekali"),
        gettext_noop("setiap orang satu baris; sudah ada di baris %(line)s"),
        gettext_noop("Hapus baris yang rangkap."),
    ),
    "row.not_death": (
        gettext_noop("Bukan kematian"),
        gettext_noop("sebab nonaktif meninggal dunia"),
        gettext_noop("Baris dengan sebab lain dicatat lewat unggah daftar, bukan di sini."),
    ),
    "death.missing": (
        gettext_noop("Tanggal meninggal kosong"),
        gettext_noop("tanggal meninggal, misalnya 14-02-2026"),
        gettext_noop("Isi menurut akta atau surat keterangan kematian."),
    ),
    "death.unreadable": (
        gettext_noop("Tanggal meninggal tidak terbaca"),
        gettext_noop("tanggal meninggal, misalnya 14-02-2026"),
        gettext_noop("Tulis tanggal dengan tahun empat angka."),
    ),
    "death.future": (
        gettext_noop("Tanggal meninggal belum tiba"),
        gettext_noop("tanggal yang sudah lewat atau hari ini"),
        gettext_noop("Periksa tahun dan bulan menurut akta kematian."),
    ),
    "death.before_birth": (
        gettext_noop("Meninggal sebelum lahir"),
        gettext_noop("tanggal sesudah tanggal lahir %(birth)s"),
        gettext_noop("Periksa tanggal meninggal dan NIK."),
    ),
    "death.before_membership": (
        gettext_noop("Meninggal sebelum menjadi peserta"),
        gettext_noop("tanggal sejak kepesertaan pertama (%(month)s)"),
        gettext_noop(
            "Bila benar, iuran sesudahnya ditagih untuk orang yang sudah meninggal; barisnya diterima."
        ),
    ),
    "death.other_date": (
        gettext_noop("Sudah tercatat dengan tanggal lain"),
        gettext_noop("tanggal meninggal yang tercatat: %(on)s"),
        gettext_noop("Periksa akta kematian; batalkan catatan lama lebih dulu bila keliru."),
    ),
    "benefit.amount": (
        gettext_noop("Jumlah tidak terbaca"),
        gettext_noop("rupiah bulat lebih dari nol, misalnya 42.000.000"),
        gettext_noop("Tulis jumlah tanpa sen."),
    ),
    "benefit.paid_on": (
        gettext_noop("Tanggal bayar kosong atau tidak terbaca"),
        gettext_noop("tanggal bayar, misalnya 14-02-2026"),
        gettext_noop("Tulis tanggal bayar dengan tahun empat angka."),
    ),
    "benefit.future": (
        gettext_noop("Tanggal bayar belum tiba"),
        gettext_noop("tanggal yang sudah lewat atau hari ini"),
        gettext_noop("Periksa tahun dan bulan pada tanggal bayar."),
    ),
    "benefit.programme": (
        gettext_noop("Program tidak dikenal"),
        gettext_noop("JKK, JKM, JHT, JP atau JKP"),
        gettext_noop("Tulis salah satu program."),
    ),
    "benefit.kind": (
        gettext_noop("Jenis manfaat tidak dikenal"),
        gettext_noop("jenis manfaat, misalnya santunan kematian atau beasiswa"),
        gettext_noop("Dicatat sebagai manfaat lain; perbaiki bila perlu."),
    ),
    "benefit.reference": (
        gettext_noop("Nomor bukti kosong"),
        gettext_noop("nomor bukti bayar, paling panjang 80 huruf"),
        gettext_noop("Isi nomor bukti bayar."),
    ),
    "benefit.conflict": (
        gettext_noop("Nomor bukti sudah tercatat lain"),
        gettext_noop("tanggal dan jumlah yang sama dengan catatan: %(day)s, Rp%(amount)s"),
        gettext_noop("Perbaiki baris ini, atau balik catatan lama lebih dahulu."),
    ),
    "area.unknown": (
        gettext_noop("Wilayah tidak dikenal"),
        gettext_noop("kode wilayah di dalam wilayah Anda"),
        gettext_noop("Isi kode wilayah, misalnya 75.03, atau NIK peserta."),
    ),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark without words: kept with a file, and worded when somebody reads it. `row` counts the rows from 0."""

    row: int
    code: str
    found: str
    sheet: str = ""
    cell: str = ""
    given: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def blocking(self) -> bool:
        """Whether the row stays out."""
        return self.code in BLOCKING

    def finding(self) -> Finding:
        """The remark in the language that is active."""
        _title, expected, mend = _WORDS[self.code]
        return Finding(
            code=self.code,
            sheet=self.sheet,
            cell=self.cell or str(self.row + 1),
            found=self.found[:200],
            expected=gettext(expected) % self.given,
            mend=gettext(mend) % self.given,
            blocking=self.blocking,
        )

    def as_json(self) -> dict[str, Any]:
        """What the constructor takes."""
        return {**dataclasses.asdict(self), "given": dict(self.given)}


def title_of(code: str) -> str:
    """The title under which remarks of a code are grouped."""
    return gettext(_WORDS[code][0])
