"""The Django app of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Room `home`."""

    name = "naungan.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay out the header's links: the order in which the month is worked through."""
        from naungan.kit.navigation import Link, register_links

        register_links(
            [
                Link("home", _("Beranda"), "public"),
                Link("people", _("Peserta"), "registry.view"),
                Link("payers", _("Pembayar iuran"), "registry.view"),
                Link("rolls", _("Daftar"), "registry.view"),
                Link("imports", _("Unggah"), "registry.import"),
                Link("bills", _("Tagihan"), "contributions.view"),
                Link("payments", _("Pembayaran"), "contributions.view"),
                Link("coverage", _("Cakupan"), "coverage.view"),
                Link("agreements", _("Kerja sama"), "agreements.view"),
                Link("law", _("Hukum"), "public"),
                Link("journal", _("Jurnal"), "journal.view"),
                Link("articles", _("Artikel"), "public"),
            ]
        )
