"""Checks of a list as a whole: what is refused before any row is read (`options.checked`)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from naungan.registry.imports.catalogue.kinds import Check, Weight, one

REFUSES = Weight.REFUSES

CHECKS = (
    Check("programmes.not_in_segment", _("Program tidak dikenal segmen ini"), REFUSES, one(
        _("program yang boleh menurut segmen"),
        _("Pilih program yang dikenal segmen itu."),
    )),
    Check("months.order", _("Bulan terakhir mendahului bulan pertama"), REFUSES, one(
        _("bulan pertama, lalu bulan terakhir"),
        _("Tukar kedua bulan itu."),
    )),
    Check("months.out_of_range", _("Masa daftar di luar aturan yang ada"), REFUSES, one(
        _("bulan yang ada aturan iurannya"),
        _("Pilih bulan lain."),
    )),
    Check("months.too_long", _("Masa daftar terlalu panjang"), REFUSES, one(
        _("paling lama enam puluh bulan"),
        _("Bagi masa berlaku menjadi beberapa daftar."),
    )),
    Check("group.unknown", _("Kelompok pekerja tidak dikenal"), REFUSES, one(
        _("salah satu kelompok pekerja"),
        _("Pilih kelompok dari daftar."),
    )),
    Check("layout.unknown", _("Judul kolom tidak dikenali"), REFUSES, one(
        _("judul kolom NIK dan NAMA dalam satu baris"),
        _("Pilih sendiri arti kolom di Cara membaca berkas, atau pakai templat."),
    )),
    Check("layout.two_tables", _("Dua tabel berdampingan"), REFUSES, one(
        _("satu kolom NIK pada satu lembar"),
        _("Taruh tabel kedua di bawah tabel pertama atau di lembar sendiri, lalu unggah lagi."),
    )),
    Check("file.formulas", _("Sel berisi rumus"), REFUSES, one(
        _("nilai, bukan rumus"),
        _("Salin kolom itu, tempel sebagai nilai, lalu unggah lagi."),
    )),
    Check("file.quotation", _("Tanda kutip tidak ditutup"), REFUSES, one(
        _("tanda kutip berpasangan"),
        _("Hapus tanda kutip di baris itu, lalu unggah lagi."),
    )),
)  # fmt: skip
