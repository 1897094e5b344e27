"""Filters of reconciliations and of differences; all live in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.contributions.filters import of_payer
from naungan.contributions.models import Bill
from naungan.contributions.reconciliation.models import Difference
from naungan.kit.nik import is_masked
from naungan.registry.filters import ALL, SEARCH, MonthFilter, ScopedFilterSet, below
from naungan.registry.models import Segment

NONE, WAITS, DONE = "none", "open", "done"
STATES = ((NONE, _("Belum dibandingkan")), (WAITS, _("Ada selisih terbuka")), (DONE, _("Selesai")))

PAID = (("True", _("Sudah dibayar")), ("False", _("Belum dibayar")))


class MonthsFilter(ScopedFilterSet):
    """Registrations and months by payer, month, place, segment and how they stand."""

    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer", widget=SEARCH)
    since = MonthFilter(label=_("Dari bulan"), field_name="month", lookup_expr="gte")
    until = MonthFilter(label=_("Sampai bulan"), field_name="month", lookup_expr="lte")
    state = django_filters.ChoiceFilter(label=_("Tahap"), method="by_state", choices=STATES, empty_label=ALL)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    segment = django_filters.ChoiceFilter(
        label=_("Segmen"), field_name="registration__segment", choices=Segment.choices, empty_label=ALL
    )

    class Meta:
        model = Bill
        fields: tuple[str, ...] = ()

    def by_payer(self, rows: QuerySet[Bill], _name: str, text: str) -> QuerySet[Bill]:
        """Of a payer, or with this number of registration."""
        return rows.filter(of_payer(text, "payer__") | Q(registration__number=text))

    def by_state(self, rows: Any, _name: str, state: str) -> Any:
        """Not compared, with open differences, or done; `months_of` has annotated it."""
        if state == NONE:
            return rows.filter(kept_pk=None)
        compared = rows.exclude(kept_pk=None)
        return compared.filter(open_count=0) if state == DONE else compared.filter(open_count__gt=0)

    def by_area(self, rows: QuerySet[Bill], _name: str, code: str) -> QuerySet[Bill]:
        """Of payers in an area."""
        return rows.filter(below(code, "payer__area"))


class DifferenceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The people of a reconciliation by cause, state and name or number."""

    q = django_filters.CharFilter(label=_("NIK, KPJ, atau nama"), method="by_text", widget=SEARCH)
    cause = django_filters.ChoiceFilter(label=_("Sebab"), choices=Difference.Cause.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("Tahap"), choices=Difference.State.choices, empty_label=ALL)
    paid = django_filters.ChoiceFilter(
        label=_("Iuran kita"), field_name="is_paid", choices=PAID, empty_label=ALL
    )

    class Meta:
        model = Difference
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Difference], _name: str, text: str) -> QuerySet[Difference]:
        """A NIK (whole, for who reads them masked), a card's number, or words of a name."""
        digits = text.replace(" ", "").replace(".", "")
        if not digits.isdigit():
            for word in text.split():
                rows = rows.filter(name__icontains=word)
            return rows
        nik = Q(nik=digits) if is_masked(self.request) else Q(nik__startswith=digits)
        return rows.filter(nik | Q(kpj=digits))
