"""The header: sections in the order of the month's work, each with its pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from naungan.kit.navigation import Link, Section

SECTIONS = (
    Section(_("Beranda"), (Link("home", _("Beranda"), "public"),)),
    Section(
        _("Peserta"),
        (
            Link("people", _("Peserta"), "registry.view"),
            Link("rolls", _("Daftar"), "registry.view"),
            Link("imports", _("Unggah"), "registry.view"),
            Link("payers", _("Pembayar iuran"), "registry.view"),
            Link("duplicates", _("Orang yang sama?"), "registry.view"),
            Link("overlaps", _("Di beberapa daftar"), "registry.view"),
            Link("snapshots", _("Data acuan"), "registry.verify"),
            Link("reconciliations", _("Rekonsiliasi"), "contributions.view"),
        ),
    ),
    Section(
        _("Iuran"),
        (
            Link("bills", _("Tagihan"), "contributions.view"),
            Link("payments", _("Pembayaran"), "contributions.view"),
            Link("queue", _("Antrean"), "contributions.view"),
            Link("arrears", _("Tunggakan"), "contributions.view"),
            Link("corrections", _("Koreksi"), "month.run"),
            Link("budgets", _("Anggaran"), "budgets.view"),
        ),
    ),
    Section(
        _("Santunan"),
        (
            Link("claims", _("Klaim"), "claims.view"),
            Link("deaths", _("Kematian"), "registry.deaths"),
            Link("benefits", _("Manfaat"), "contributions.view"),
        ),
    ),
    Section(
        _("Cakupan"),
        (
            Link("coverage", _("Cakupan"), "coverage.view"),
            Link("coverage_targets", _("Sasaran"), "coverage.view"),
            Link("coverage_rank", _("Peringkat"), "coverage.view"),
            Link("coverage_reported", _("Yang diberitakan"), "coverage.view"),
            Link("evaluation", _("Bahan rapat"), "evaluation.view"),
            Link("evaluation_inpres", _("Laporan Inpres"), "evaluation.view"),
        ),
    ),
    Section(
        _("Kerja sama"),
        (
            Link("agreements", _("Perjanjian dan rapat"), "agreements.view"),
            Link("employers", _("Kepatuhan"), "compliance.view"),
            Link("awards", _("Penghargaan"), "awards.view"),
            Link("jury", _("Meja juri"), "awards.judge"),
        ),
    ),
    Section(
        _("Hukum"),
        (
            Link("law", _("Hukum"), "public"),
            Link("law_parameters", _("Parameter"), "public"),
            Link("law_explain", _("Hitung dan jelaskan"), "public"),
        ),
    ),
    Section(_("Jurnal"), (Link("journal", _("Jurnal"), "journal.view"),)),
    Section(_("Artikel"), (Link("articles", _("Artikel"), "public"),)),
)
