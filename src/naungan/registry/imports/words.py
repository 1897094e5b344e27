"""The words of every finding: what was expected and how to mend it; and whether it keeps the row out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from naungan.law.findings import Finding

BLOCKING = frozenset(
    {
        "nik.shape", "nik.number", "nik.repeated", "name.missing", "age.out_of_range", "person.deceased",
        "birth_date.differs", "programme.on_another_roll", "wage.missing", "wage.unreadable", "quota.over",
    }
)  # fmt: skip

# Titles by which findings are grouped, on screen and in the summary of the command line.
TITLES: Mapping[str, str] = {
    "nik.shape": gettext_noop("NIK tidak sesuai bentuknya"),
    "nik.number": gettext_noop("NIK tersimpan sebagai angka"),
    "nik.repeated": gettext_noop("NIK tercantum lebih dari sekali"),
    "name.missing": gettext_noop("Nama kosong"),
    "name.unusual": gettext_noop("Nama tidak lazim"),
    "name.differs": gettext_noop("Nama berbeda dari data peserta"),
    "age.out_of_range": gettext_noop("Usia di luar 17–64 tahun"),
    "person.deceased": gettext_noop("Tercatat meninggal dunia"),
    "birth_date.differs": gettext_noop("Tanggal lahir bertentangan dengan NIK"),
    "birth_date.swapped": gettext_noop("Hari dan bulan lahir tertukar"),
    "birth_date.unreadable": gettext_noop("Tanggal lahir tidak terbaca"),
    "sex.differs": gettext_noop("Jenis kelamin berbeda dari NIK"),
    "area.differs": gettext_noop("Wilayah berbeda dari wilayah daftar"),
    "area.unknown": gettext_noop("Nama wilayah tidak dikenal"),
    "domicile.differs": gettext_noop("Domisili berbeda dari data peserta"),
    "occupation.unknown": gettext_noop("Jenis pekerjaan tidak dikenal"),
    "programme.on_another_roll": gettext_noop("Program yang sama di daftar lain"),
    "wage.missing": gettext_noop("Upah kosong"),
    "wage.unreadable": gettext_noop("Upah tidak terbaca"),
    "quota.over": gettext_noop("Melebihi kuota"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A check that struck: the person's row in the frame, the code, the field at fault, the text found, the
    particulars.

    `given` fills the words; its `variant` picks them where one code has several ways to be wrong.
    """

    row: int
    code: str
    field: str
    found: str
    given: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def blocking(self) -> bool:
        """Whether the row stays out."""
        return self.code in BLOCKING


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit at its cell, without words: kept with a batch, and worded when somebody reads it."""

    code: str
    sheet: str
    cell: str
    found: str
    given: Mapping[str, Any]

    def finding(self) -> Finding:
        """The finding in the language that is active."""
        variant = self.given.get("variant")
        expected, mend = _WORDS[f"{self.code}:{variant}" if variant else self.code]
        return Finding(
            code=self.code,
            sheet=self.sheet,
            cell=self.cell,
            found=self.found,
            expected=gettext(expected) % self.given,
            mend=gettext(mend) % self.given,
            blocking=self.code in BLOCKING,
        )

    def as_json(self) -> dict[str, Any]:
        """What the constructor takes."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "found": self.found,
            "given": dict(self.given),
        }


# What was expected, and how to mend it.
_WORDS: Mapping[str, tuple[str, str]] = {
    "nik.shape:missing": (
        gettext_noop("NIK terdiri dari 16 angka"),
        gettext_noop("Isi NIK menurut KTP."),
    ),
    "nik.shape:length": (
        gettext_noop("NIK terdiri dari 16 angka; di sini %(count)d angka"),
        gettext_noop("Periksa NIK menurut KTP; mungkin ada angka yang hilang atau berlebih."),
    ),
    "nik.shape:letters": (
        gettext_noop("NIK hanya berisi angka, 16 angka"),
        gettext_noop("Ganti huruf dan tanda menurut KTP (huruf O bukan angka 0)."),
    ),
    "nik.shape:birth": (
        gettext_noop("angka ke-7 sampai ke-12 NIK adalah tanggal lahir (perempuan: hari + 40)"),
        gettext_noop("Tidak ada tanggal seperti itu. Periksa NIK menurut KTP."),
    ),
    "nik.shape:serial": (
        gettext_noop("empat angka terakhir NIK bukan 0000"),
        gettext_noop("Periksa NIK menurut KTP; mungkin dibulatkan lembar kerja."),
    ),
    "nik.shape:area": (
        gettext_noop("enam angka pertama NIK adalah kode wilayah"),
        gettext_noop("Tidak ada wilayah seperti itu. Periksa NIK menurut KTP."),
    ),
    "nik.number": (
        gettext_noop("NIK sebagai teks, 16 angka"),
        gettext_noop(
            "Lembar kerja membulatkan angka ke-16. Ubah format kolom NIK menjadi Teks, lalu ketik ulang NIK."
        ),
    ),
    "nik.repeated:agree": (
        gettext_noop("setiap NIK satu kali; sudah ada di baris %(line)d"),
        gettext_noop("Hapus baris ini; baris %(line)d yang dipakai."),
    ),
    "nik.repeated:differ": (
        gettext_noop("setiap NIK milik satu orang; baris %(line)d memakai NIK ini untuk nama lain"),
        gettext_noop("Cocokkan kedua baris dengan KTP, lalu perbaiki NIK atau nama yang keliru."),
    ),
    "name.missing": (gettext_noop("nama menurut KTP"), gettext_noop("Isi nama.")),
    "name.unusual": (
        gettext_noop("nama orang, huruf saja"),
        gettext_noop("Periksa penulisan nama menurut KTP; barisnya tetap diterima."),
    ),
    "name.differs:shown": (
        gettext_noop("nama pada data peserta: %(name)s"),
        gettext_noop("Nama pada data peserta tetap dipakai. Bila orangnya lain, perbaiki NIK."),
    ),
    "name.differs:hidden": (
        gettext_noop("nama yang sama dengan data peserta"),
        gettext_noop("NIK ini sudah terdaftar dengan nama lain. Cocokkan dengan KTP."),
    ),
    "age.out_of_range": (
        gettext_noop("usia 17 sampai 64 tahun pada %(on)s; menurut tanggal lahirnya %(age)d tahun"),
        gettext_noop("Keluarkan dari daftar, atau perbaiki NIK dan tanggal lahir bila keliru."),
    ),
    "person.deceased": (
        gettext_noop("pekerja yang masih hidup"),
        gettext_noop(
            "Keluarkan dari daftar. Bila orangnya masih hidup, minta Dukcapil memperbaiki catatan kematian."
        ),
    ),
    "birth_date.differs": (
        gettext_noop("%(birth)s menurut NIK"),
        gettext_noop("Cocokkan NIK dan tanggal lahir dengan KTP, lalu perbaiki yang keliru."),
    ),
    "birth_date.swapped": (
        gettext_noop("%(birth)s menurut NIK"),
        gettext_noop("Hari dan bulan tertukar; tanggal menurut NIK dipakai. Tidak perlu tindakan."),
    ),
    "birth_date.unreadable": (
        gettext_noop("tanggal, misalnya 12-05-1980; menurut NIK %(birth)s"),
        gettext_noop("Tanggal menurut NIK dipakai. Periksa bila ragu."),
    ),
    "sex.differs": (
        gettext_noop("%(sex)s menurut NIK"),
        gettext_noop("Jenis kelamin menurut NIK dipakai. Periksa NIK bila ragu."),
    ),
    "area.differs": (
        gettext_noop("wilayah daftar: %(area)s"),
        gettext_noop("Pastikan orang ini memang bagian dari daftar; barisnya tetap diterima."),
    ),
    "area.unknown": (
        gettext_noop("nama desa/kelurahan, kecamatan dan kabupaten/kota yang resmi"),
        gettext_noop("Wilayah %(area)s dipakai. Perbaiki ejaan bila perlu."),
    ),
    "domicile.differs": (
        gettext_noop("domisili yang sama dengan data peserta"),
        gettext_noop("Domisili pada data peserta tetap dipakai. Catat perpindahan bila orang ini pindah."),
    ),
    "occupation.unknown": (
        gettext_noop("salah satu kelompok pekerja"),
        gettext_noop("Dihitung sebagai %(group)s. Pakai nama pekerjaan yang dikenal bila perlu."),
    ),
    "programme.on_another_roll:shown": (
        gettext_noop(
            "belum terdaftar untuk program yang sama; %(programmes)s sudah dibayar %(payer)s (%(months)s)"
        ),
        gettext_noop("Keluarkan dari daftar ini, atau akhiri dulu kepesertaan di daftar %(payer)s."),
    ),
    "programme.on_another_roll:hidden": (
        gettext_noop(
            "belum terdaftar untuk program yang sama; %(programmes)s sudah dibayar pembayar lain "
            "di luar wilayah Anda (%(months)s)"
        ),
        gettext_noop(
            "Keluarkan dari daftar ini, atau minta pembayar itu mengakhiri kepesertaannya lebih dulu."
        ),
    ),
    "wage.missing": (
        gettext_noop("upah sebulan dalam rupiah"),
        gettext_noop("Isi kolom upah, atau beri satu upah untuk seluruh daftar."),
    ),
    "wage.unreadable": (
        gettext_noop("upah sebulan dalam rupiah, misalnya 2800000"),
        gettext_noop("Tulis upah dengan angka saja."),
    ),
    "quota.over": (
        gettext_noop("paling banyak %(quota)d orang pada daftar ini"),
        gettext_noop("Menunggu: masukkan lagi bila ada yang berhenti atau kuota bertambah."),
    ),
}
