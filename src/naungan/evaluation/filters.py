"""Filters of the list of kept packs; all live in the URL."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from naungan.evaluation.models import KeptPack

ALL = _("Semua")


class KeptFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Kept packs by kind, place and year."""

    jenis = django_filters.ChoiceFilter(
        label=_("Jenis"), field_name="kind", choices=KeptPack.Kind.choices, empty_label=ALL
    )
    kode = django_filters.CharFilter(label=_("Kode wilayah"), field_name="area_id", lookup_expr="startswith")
    tahun = django_filters.NumberFilter(
        label=_("Tahun"), field_name="as_of__year", min_value=1, max_value=9999, decimal_places=0
    )

    class Meta:
        model = KeptPack
        fields: list[str] = []
