"""Checks of what somebody does and earns."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from naungan.registry.imports.catalogue.kinds import Check, Weight, one

BLOCKS, INFORMS = Weight.BLOCKS, Weight.INFORMS

CHECKS = (
    Check("occupation.unknown", _("Jenis pekerjaan tidak dikenal"), INFORMS, one(
        _("salah satu kelompok pekerja"),
        _("Dihitung sebagai %(group)s. Pakai nama pekerjaan yang dikenal bila perlu."),
    )),
    Check("occupation.civil_servant", _("Tertulis sebagai aparatur sipil negara"), INFORMS, one(
        _("pekerja yang bukan PNS, TNI, Polri atau PPPK penuh waktu"),
        _("Aparatur negara dilindungi program lain. Keluarkan bila iurannya dibayar APBD; barisnya tetap diterima."),
    )),
    Check("occupation.wage_earner", _("Tertulis sebagai penerima upah"), INFORMS, one(
        _("pekerja yang tidak menerima upah dari pemberi kerja"),
        _("Penerima upah didaftarkan pemberi kerjanya (PU). Pastikan kelompok daftar ini."),
    )),
    Check("occupation.not_working", _("Tertulis tidak bekerja"), INFORMS, one(
        _("orang yang bekerja"),
        _("Isi pekerjaan yang sebenarnya; jaminan ini melindungi pekerja."),
    )),
    Check("wage.missing", _("Upah kosong"), BLOCKS, one(
        _("upah sebulan dalam rupiah"),
        _("Isi kolom upah, atau beri satu upah untuk seluruh daftar."),
    )),
    Check("wage.unreadable", _("Upah tidak terbaca"), BLOCKS, one(
        _("upah sebulan dalam rupiah, misalnya 2800000"),
        _("Tulis upah dengan angka saja."),
    )),
    Check("wage.below_minimum", _("Upah di bawah upah minimum"), INFORMS, one(
        _("sedikitnya %(minimum)s sebulan, upah minimum %(area)s tahun %(year)d"),
        _("Periksa upah sebulan penuh. Upah yang benar tetap dilaporkan seperti adanya."),
    )),
    Check("wage.too_high", _("Upah luar biasa tinggi"), INFORMS, one(
        _("upah sebulan; di sini lebih dari sepuluh kali upah minimum %(area)s (%(minimum)s)"),
        _("Periksa jumlah nol dan apakah yang tertulis upah setahun."),
    )),
    Check("contract.ended", _("Kontrak berakhir sebelum daftar mulai"), INFORMS, one(
        _("kontrak yang masih berlaku pada %(on)s"),
        _("Periksa tanggal akhir kontrak; barisnya tetap diterima."),
    )),
    Check("contract.order", _("Akhir kontrak mendahului awal bekerja"), INFORMS, one(
        _("tanggal akhir sesudah %(start)s"),
        _("Periksa kedua tanggal; mungkin tertukar."),
    )),
    Check("registered.unreadable", _("Tanggal kepesertaan tidak terbaca"), INFORMS, one(
        _("tanggal, misalnya 01-03-2021"),
        _("Tanpa tanggal, bulan pertama daftar yang dipakai."),
    )),
    Check("registered.outside", _("Tanggal kepesertaan di luar masa daftar"), INFORMS, one(
        _("tanggal sampai %(last)s, akhir masa daftar"),
        _("Periksa tanggalnya, atau pindahkan orang ini ke daftar yang bulannya cocok."),
    )),
    Check("npwp.shape", _("NPWP tidak sesuai bentuknya"), INFORMS, one(
        _("NPWP, 15 atau 16 angka"),
        _("Perbaiki atau kosongkan NPWP."),
    )),
)  # fmt: skip
