"""The layouts as templates and exports know them: headings, what to write there, an example, allowed values.

The names of the SIPP columns are those of the agency's bulk files as far as they are known; versions differ, so
reading goes by heading (`headers`), never by this order.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: the heading, what to write there, the example, the width in characters."""

    name: str
    comment: str | Promise
    example: str = ""
    width: int = 16
    allowed: str = ""


NIK = _("Wajib. 16 angka dari KTP, sebagai teks. Tidak boleh ada spasi.")
NAME = _("Wajib. Nama sesuai KTP, tanpa gelar.")
BIRTH = _("Tanggal-bulan-tahun, misalnya 05-07-1990. Kosong: dibaca dari NIK.")
BORN = _("Tanggal-bulan-tahun, misalnya 05-07-1990. Harus sama dengan data peserta.")
SEX = _("L untuk laki-laki, P untuk perempuan.")
FREE = _("Opsional.")
WORK = _("Pilih dari lembar Daftar nilai, atau tulis sendiri.")
KPJ = _("Wajib. 11 angka dari kartu peserta, sebagai teks.")
WAGE = _("Wajib. Upah sebulan dalam rupiah, angka saja.")
START = _("Tanggal mulai bekerja, misalnya 01-03-2021.")
EXAMPLE_NAME = "CONTOH (hapus baris ini)"
EXAMPLE_NIK = "75030145079XXXXX"
EXAMPLE_KPJ = "2100123XXXX"

VILLAGE = (
    Heading("NO", _("Nomor urut."), "1", 6),
    Heading("NIK", NIK, EXAMPLE_NIK, 20),
    Heading("NAMA", NAME, EXAMPLE_NAME, 30),
    Heading("JENIS KELAMIN", SEX, "P", 15, "sex"),
    Heading("TANGGAL LAHIR", BIRTH, "05-07-1990", 16),
    Heading("ALAMAT", FREE, "Dusun Satu", 28),
    Heading("RT", FREE, "001", 6),
    Heading("RW", FREE, "002", 6),
    Heading("DESA/KELURAHAN", _("Nama desa atau kelurahan tempat tinggal."), "Bongoime", 20),
    Heading("KECAMATAN", _("Nama kecamatan tempat tinggal."), "Tilongkabila", 20),
    Heading("JENIS PEKERJAAN", WORK, "Petani", 24, "occupation"),
)

SIPP_NEW = (
    Heading("NO_PEGAWAI", FREE, "001"),
    Heading("NAMA_LENGKAP", NAME, EXAMPLE_NAME, 30),
    Heading("GELAR", FREE),
    Heading("TELEPON_AREA_RUMAH", FREE),
    Heading("TELEPON_RUMAH", FREE),
    Heading("TELEPON_AREA_KANTOR", FREE),
    Heading("TELEPON_KANTOR", FREE),
    Heading("TELEPON_EXT_KANTOR", FREE),
    Heading("HP", FREE),
    Heading("EMAIL", FREE),
    Heading("TEMPAT_LAHIR", FREE, "Suwawa"),
    Heading("TANGGAL_LAHIR", BIRTH, "05-07-1990"),
    Heading("NAMA_IBU_KANDUNG", FREE, "Hadijah", 22),
    Heading("JENIS_IDENTITAS", FREE, "KTP", 16, "identity"),
    Heading("NOMOR_IDENTITAS", NIK, EXAMPLE_NIK, 20),
    Heading("MASA_LAKU_IDENTITAS", FREE),
    Heading("JENIS_KELAMIN", SEX, "P", 15, "sex"),
    Heading("SURAT_MENYURAT_KE", FREE),
    Heading("TANGGAL_KEPESERTAAN", _("Tanggal mulai menjadi peserta.")),
    Heading("STATUS_KAWIN", FREE),
    Heading("GOLONGAN_DARAH", FREE),
    Heading("NPWP", FREE),
    Heading("KODE_NEGARA", FREE),
    Heading("UPAH", WAGE, "2800000"),
    Heading("ALAMAT", FREE, "Dusun Satu", 28),
    Heading("KODE_POS", FREE),
    Heading("LOKASI_PEKERJAAN", _("Kabupaten atau kota tempat bekerja.")),
    Heading("STATUS_PEGAWAI", FREE),
    Heading("TGL_AWAL_BEKERJA", START),
    Heading("TGL_AKHIR_KONTRAK", FREE),
)

SIPP_CONTINUING = (
    Heading("NOMOR_IDENTITAS_KPJ", KPJ, EXAMPLE_KPJ, 20),
    Heading("NO_PEGAWAI", FREE, "001"),
    Heading("NAMA_LENGKAP", NAME, EXAMPLE_NAME, 30),
    Heading("TGL_LAHIR", BORN, "05-07-1990"),
    Heading("UPAH", WAGE, "2800000"),
    Heading("LOKASI_PEKERJAAN", _("Kabupaten atau kota tempat bekerja.")),
    Heading("STATUS_PEGAWAI", FREE),
    Heading("TGL_AWAL_BEKERJA", START, "01-03-2021"),
    Heading("TGL_AKHIR_KONTRAK", FREE),
)

SIPP_INACTIVE = (
    Heading("KPJ", KPJ, EXAMPLE_KPJ, 20),
    Heading("NAMA_LENGKAP", NAME, EXAMPLE_NAME, 30),
    Heading("TGL_LAHIR", BORN, "05-07-1990"),
    Heading(
        "SEBAB_NA",
        _("Wajib. Pilih dari lembar Daftar nilai. Meninggal dunia dicatat sebagai kematian, bukan di sini."),
        "Mengundurkan diri",
        22,
        "cause",
    ),
    Heading("TGL_KEJADIAN", _("Wajib. Hari terakhir, misalnya 31-08-2021."), "31-08-2021"),
    Heading("KETERANGAN", FREE, "", 28),
)

SIPP_WAGES = (
    Heading("NIK", NIK, EXAMPLE_NIK, 20),
    Heading("NO_PEGAWAI", FREE, "001"),
    Heading("KPJ", _("11 angka dari kartu peserta; boleh menggantikan NIK."), "", 20),
    Heading("KODE_TK", FREE),
    Heading("NAMA_LENGKAP", NAME, EXAMPLE_NAME, 30),
    Heading("TGL_LAHIR", BORN, "05-07-1990"),
    Heading("UPAH", WAGE, "2800000"),
    Heading("RAPEL", _("Nol. Upah bulan lalu ditulis sebagai baris dengan BLTH bulan itu."), "0"),
    Heading("BLTH", _("Wajib. Bulan mulai berlaku, misalnya 03-2021."), "03-2021"),
    Heading("NPP", _("Nomor pendaftaran pembayar; boleh kosong.")),
)

SIPP_CORRECTIONS = (
    Heading("KODE", _("Wajib. KPJ (11 angka) atau NIK (16 angka), sebagai teks."), EXAMPLE_KPJ, 20),
    Heading("ALAMAT_LENGKAP_DOMISILI", _("Alamat yang benar; kosong: tidak berubah."), "Dusun Satu", 30),
    Heading("HANDPHONE", _("Nomor telepon yang benar; kosong: tidak berubah.")),
    Heading("LOKASI_PEKERJAAN", FREE),
    Heading("EMAIL", FREE),
    Heading("NAMA_BANK", FREE),
    Heading("KODE_BANK", FREE),
    Heading("NOMOR_REKENING", FREE),
    Heading("NAMA_REKENING", FREE),
    Heading("NOMOR_PEGAWAI", FREE),
    Heading("ID_PEGAWAI", FREE),
)

LAYOUTS = {
    "desa": VILLAGE,
    "sipp-tk-baru": SIPP_NEW,
    "sipp-tk-lanjutan": SIPP_CONTINUING,
    "sipp-tk-nonaktif": SIPP_INACTIVE,
    "sipp-upah": SIPP_WAGES,
    "sipp-koreksi": SIPP_CORRECTIONS,
}
LAYOUT_TITLES = {
    "desa": _("Daftar desa"),
    "sipp-tk-baru": _("SIPP tenaga kerja baru"),
    "sipp-tk-lanjutan": _("SIPP tenaga kerja lanjutan"),
    "sipp-tk-nonaktif": _("SIPP tenaga kerja nonaktif"),
    "sipp-upah": _("SIPP upah"),
    "sipp-koreksi": _("SIPP koreksi data"),
}
