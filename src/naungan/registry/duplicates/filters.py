"""Filters of the lists of pairs and of overlaps; all live in the URL."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.kit.nik import is_masked
from naungan.registry.duplicates.models import Overlap, Pair
from naungan.registry.duplicates.rules import EARLIER, KINDS
from naungan.registry.duplicates.searching import THRESHOLDS
from naungan.registry.filters import ALL, SEARCH, MonthFilter, ScopedFilterSet, below, by_payer
from naungan.registry.search import people_q

CERTAINTY = (("very", _("Sangat mungkin sama")), ("likely", _("Mungkin sama")))


class PairFilter(ScopedFilterSet):
    """Pairs by person, place, state, method and probability."""

    q = django_filters.CharFilter(label=_("NIK, KPJ, atau nama"), method="by_text", widget=SEARCH)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("Keputusan"), choices=Pair.State.choices, empty_label=ALL)
    certainty = django_filters.ChoiceFilter(
        label=_("Kemungkinan"), method="by_certainty", choices=CERTAINTY, empty_label=ALL
    )
    method = django_filters.ChoiceFilter(label=_("Cara"), choices=Pair.Method.choices, empty_label=ALL)

    class Meta:
        model = Pair
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Pair], _name: str, text: str) -> QuerySet[Pair]:
        """Either of the two."""
        whole = is_masked(self.request)
        first = people_q(text, path="first__", whole_nik_only=whole)
        return rows.filter(first | people_q(text, path="second__", whole_nik_only=whole))

    def by_area(self, rows: QuerySet[Pair], _name: str, code: str) -> QuerySet[Pair]:
        """Domicile of either."""
        return rows.filter(below(code, "first__domicile") | below(code, "second__domicile"))

    def by_certainty(self, rows: QuerySet[Pair], _name: str, wanted: str) -> QuerySet[Pair]:
        """From the threshold of bulk decisions on, or below it."""
        very = Q(ppm__gte=THRESHOLDS["very_likely_ppm"])
        return rows.filter(very if wanted == "very" else ~very)


class OverlapFilter(ScopedFilterSet):
    """Overlaps by person, place, payer, month, rule and state."""

    q = django_filters.CharFilter(label=_("NIK, KPJ, atau nama"), method="by_text", widget=SEARCH)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer")
    month = MonthFilter(label=_("Bulan"), method="by_month")
    rule = django_filters.ChoiceFilter(
        label=_("Yang didahulukan"),
        choices=[*KINDS.items(), (EARLIER, _("Daftar yang lebih dahulu"))],
        empty_label=ALL,
    )
    state = django_filters.ChoiceFilter(label=_("Keputusan"), choices=Overlap.State.choices, empty_label=ALL)

    class Meta:
        model = Overlap
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Overlap], _name: str, text: str) -> QuerySet[Overlap]:
        """The person."""
        return rows.filter(people_q(text, path="person__", whole_nik_only=is_masked(self.request)))

    def by_area(self, rows: QuerySet[Overlap], _name: str, code: str) -> QuerySet[Overlap]:
        """Domicile of the person."""
        return rows.filter(below(code, "person__domicile"))

    def by_payer(self, rows: QuerySet[Overlap], _name: str, text: str) -> QuerySet[Overlap]:
        """Either payer."""
        sides = ("yielding__roll__registration__payer__", "standing__roll__registration__payer__")
        return rows.filter(by_payer(text, sides[0]) | by_payer(text, sides[1]))

    def by_month(self, rows: QuerySet[Overlap], _name: str, month: int) -> QuerySet[Overlap]:
        """In whose months it lies."""
        return rows.filter(first_month__lte=month, last_month__gte=month)
