"""The words of every finding: what was expected and how to mend it; and whether it keeps the row out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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
    """A check that struck: the person's row in the frame, the code, the field at fault, the text found, the particulars."""

    row: int
    code: str
    field: str
    found: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocking(self) -> bool:
        """Whether the row stays out."""
        return self.code in BLOCKING


def finding(hit: Hit, sheet: str, cell: str) -> Finding:
    """The finding of a hit in the language that is active."""
    expected, mend = _WORDS[hit.code](hit.given)
    return Finding(
        code=hit.code,
        sheet=sheet,
        cell=cell,
        found=hit.found,
        expected=expected,
        mend=mend,
        blocking=hit.blocking,
    )


Words = Callable[[Mapping[str, Any]], tuple[str, str]]


def _nik_shape(given: Mapping[str, Any]) -> tuple[str, str]:
    problem = given["problem"]
    if problem == "missing":
        return _("NIK terdiri dari 16 angka"), _("Isi NIK menurut KTP.")
    if problem == "length":
        return (
            _("NIK terdiri dari 16 angka; di sini %(count)d angka") % given,
            _("Periksa NIK menurut KTP; mungkin ada angka yang hilang atau berlebih."),
        )
    if problem == "letters":
        return _("NIK hanya berisi angka, 16 angka"), _(
            "Ganti huruf dan tanda menurut KTP (huruf O bukan angka 0)."
        )
    if problem == "birth":
        return (
            _("angka ke-7 sampai ke-12 NIK adalah tanggal lahir (perempuan: hari + 40)"),
            _("Tidak ada tanggal seperti itu. Periksa NIK menurut KTP."),
        )
    if problem == "serial":
        return _("empat angka terakhir NIK bukan 0000"), _(
            "Periksa NIK menurut KTP; mungkin dibulatkan lembar kerja."
        )
    return _("enam angka pertama NIK adalah kode wilayah"), _(
        "Tidak ada wilayah seperti itu. Periksa NIK menurut KTP."
    )


def _nik_repeated(given: Mapping[str, Any]) -> tuple[str, str]:
    if given["agree"]:
        return (
            _("setiap NIK satu kali; sudah ada di baris %(line)s") % given,
            _("Hapus baris ini; baris %(line)s yang dipakai.") % given,
        )
    return (
        _("setiap NIK milik satu orang; baris %(line)s memakai NIK ini untuk nama lain") % given,
        _("Cocokkan kedua baris dengan KTP, lalu perbaiki NIK atau nama yang keliru."),
    )


def _elsewhere(given: Mapping[str, Any]) -> tuple[str, str]:
    values = {**given, "payer": given["payer"] or _("pembayar lain di luar wilayah Anda")}
    return (
        _("belum terdaftar untuk program yang sama; %(programmes)s sudah dibayar %(payer)s (%(months)s)")
        % values,
        _("Keluarkan dari daftar ini, atau akhiri dulu kepesertaan di daftar %(payer)s.") % values,
    )


def _name_differs(given: Mapping[str, Any]) -> tuple[str, str]:
    if given["name"]:
        return (
            _("nama pada data peserta: %(name)s") % given,
            _("Nama pada data peserta tetap dipakai. Bila orangnya lain, perbaiki NIK."),
        )
    return (
        _("nama yang sama dengan data peserta"),
        _("NIK ini sudah terdaftar dengan nama lain. Cocokkan dengan KTP."),
    )


def _age(given: Mapping[str, Any]) -> tuple[str, str]:
    return (
        _("usia 17 sampai 64 tahun pada %(on)s; menurut tanggal lahirnya %(age)d tahun") % given,
        _("Keluarkan dari daftar, atau perbaiki NIK dan tanggal lahir bila keliru."),
    )


def _swapped(given: Mapping[str, Any]) -> tuple[str, str]:
    return (
        _("%(birth)s menurut NIK") % given,
        _("Hari dan bulan tertukar; tanggal menurut NIK dipakai. Tidak perlu tindakan."),
    )


def _area_differs(given: Mapping[str, Any]) -> tuple[str, str]:
    return (
        _("wilayah daftar: %(area)s") % given,
        _("Pastikan orang ini memang bagian dari daftar; barisnya tetap diterima."),
    )


_WORDS: Mapping[str, Words] = {
    "nik.shape": _nik_shape,
    "nik.number": lambda g: (
        _("NIK sebagai teks, 16 angka"),
        _("Lembar kerja membulatkan angka ke-16. Ubah format kolom NIK menjadi Teks, lalu ketik ulang NIK menurut KTP."),
    ),
    "nik.repeated": _nik_repeated,
    "name.missing": lambda g: (_("nama menurut KTP"), _("Isi nama.")),
    "name.unusual": lambda g: (
        _("nama orang, huruf saja"),
        _("Periksa penulisan nama menurut KTP; barisnya tetap diterima."),
    ),
    "name.differs": _name_differs,
    "age.out_of_range": _age,
    "person.deceased": lambda g: (
        _("pekerja yang masih hidup"),
        _("Keluarkan dari daftar. Bila orangnya masih hidup, minta Dukcapil memperbaiki catatan kematian."),
    ),
    "birth_date.differs": lambda g: (
        _("%(birth)s menurut NIK") % g,
        _("Cocokkan NIK dan tanggal lahir dengan KTP, lalu perbaiki yang keliru."),
    ),
    "birth_date.swapped": _swapped,
    "birth_date.unreadable": lambda g: (
        _("tanggal, misalnya 12-05-1980; menurut NIK %(birth)s") % g,
        _("Tanggal menurut NIK dipakai. Periksa bila ragu."),
    ),
    "sex.differs": lambda g: (_("%(sex)s menurut NIK") % g, _("Jenis kelamin menurut NIK dipakai. Periksa NIK bila ragu.")),
    "area.differs": _area_differs,
    "area.unknown": lambda g: (
        _("nama desa/kelurahan, kecamatan dan kabupaten/kota yang resmi"),
        _("Wilayah %(area)s dipakai. Perbaiki ejaan bila perlu.") % g,
    ),
    "domicile.differs": lambda g: (
        _("domisili yang sama dengan data peserta"),
        _("Domisili pada data peserta tetap dipakai. Catat perpindahan bila orang ini pindah."),
    ),
    "occupation.unknown": lambda g: (
        _("salah satu kelompok pekerja"),
        _("Dihitung sebagai %(group)s. Pakai nama pekerjaan yang dikenal bila perlu.") % g,
    ),
    "programme.on_another_roll": _elsewhere,
    "wage.missing": lambda g: (_("upah sebulan dalam rupiah"), _("Isi kolom upah, atau beri satu upah untuk seluruh daftar.")),
    "wage.unreadable": lambda g: (_("upah sebulan dalam rupiah, misalnya 2800000"), _("Tulis upah dengan angka saja.")),
    "quota.over": lambda g: (
        _("paling banyak %(quota)d orang pada daftar ini") % g,
        _("Menunggu: masukkan lagi bila ada yang berhenti atau kuota bertambah."),
    ),
}  # fmt: skip
