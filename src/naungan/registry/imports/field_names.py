"""The fields of a list in words, in the order in which a form shows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELD_NAMES = {
    "no": _("Nomor urut"),
    "nik": _("NIK"),
    "kpj": _("KPJ"),
    "code": _("Kode (NIK atau KPJ)"),
    "name": _("Nama"),
    "title": _("Gelar"),
    "sex": _("Jenis kelamin"),
    "birth": _("Tanggal lahir"),
    "birth_place": _("Tempat lahir"),
    "mother": _("Nama ibu kandung"),
    "address": _("Alamat"),
    "rt": _("RT"),
    "rw": _("RW"),
    "rt_rw": _("RT/RW"),
    "village": _("Desa/Kelurahan"),
    "district": _("Kecamatan"),
    "regency": _("Kabupaten/Kota"),
    "postcode": _("Kode pos"),
    "phone": _("Nomor telepon"),
    "email": _("Alamat surel"),
    "npwp": _("NPWP"),
    "identity_kind": _("Jenis identitas"),
    "occupation": _("Pekerjaan"),
    "wage": _("Upah"),
    "registered": _("Tanggal kepesertaan"),
    "work_start": _("Tanggal awal bekerja"),
    "contract_end": _("Tanggal akhir kontrak"),
    "cause": _("Sebab nonaktif"),
    "event": _("Tanggal kejadian"),
    "month": _("Bulan iuran (BLTH)"),
    "back_pay": _("Rapel"),
    "npp": _("NPP"),
}
