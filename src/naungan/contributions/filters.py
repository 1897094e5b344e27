"""Filters of the room's lists; all live in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.contributions.models import Bill, MonthRun, Payment
from naungan.contributions.queries import Status
from naungan.registry.filters import ALL, SEARCH, MonthFilter, ScopedFilterSet, below
from naungan.registry.models import Segment

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
UNPAID = "UNPAID"
STATUSES = [(UNPAID, _("Belum lunas (semua)")), *Status.choices]


def of_payer(text: str, path: str) -> Q:
    """Condition: the payer at `path` has this code, or a name that holds the text."""
    return Q(**{f"{path}code": text}) | Q(**{f"{path}name__icontains": text})


class BillFilter(ScopedFilterSet):
    """Bills by payer, month, status, place and segment, as of a day."""

    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer", widget=SEARCH)
    since = MonthFilter(label=_("Dari bulan"), field_name="month", lookup_expr="gte")
    until = MonthFilter(label=_("Sampai bulan"), field_name="month", lookup_expr="lte")
    status = django_filters.ChoiceFilter(
        label=_("Status"), method="by_status", choices=STATUSES, empty_label=ALL
    )
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    segment = django_filters.ChoiceFilter(
        label=_("Segmen"), field_name="registration__segment", choices=Segment.choices, empty_label=ALL
    )
    per = django_filters.DateFilter(label=_("Posisi per"), method="as_given", widget=DAY)

    class Meta:
        model = Bill
        fields: tuple[str, ...] = ()

    def by_payer(self, rows: QuerySet[Bill], _name: str, text: str) -> QuerySet[Bill]:
        """Of a payer."""
        return rows.filter(of_payer(text, "payer__"))

    def by_status(self, rows: Any, _name: str, status: str) -> Any:
        """Standing so on the day; `standing` has annotated it."""
        return rows.exclude(status=Status.PAID) if status == UNPAID else rows.filter(status=status)

    def by_area(self, rows: QuerySet[Bill], _name: str, code: str) -> QuerySet[Bill]:
        """Of payers in an area."""
        return rows.filter(below(code, "payer__area"))

    def as_given(self, rows: QuerySet[Bill], _name: str, _day: object) -> QuerySet[Bill]:
        """The page has asked how bills stand on the day already."""
        return rows


class PaymentFilter(ScopedFilterSet):
    """Payments by payer, reference, day and place."""

    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer", widget=SEARCH)
    reference = django_filters.CharFilter(label=_("Nomor bukti"), lookup_expr="icontains")
    since = django_filters.DateFilter(
        label=_("Dibayar sejak"), field_name="paid_on", lookup_expr="gte", widget=DAY
    )
    until = django_filters.DateFilter(
        label=_("Dibayar sampai"), field_name="paid_on", lookup_expr="lte", widget=DAY
    )
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)

    class Meta:
        model = Payment
        fields: tuple[str, ...] = ()

    def by_payer(self, rows: QuerySet[Payment], _name: str, text: str) -> QuerySet[Payment]:
        """From a payer."""
        return rows.filter(of_payer(text, "payer__"))

    def by_area(self, rows: QuerySet[Payment], _name: str, code: str) -> QuerySet[Payment]:
        """From payers in an area."""
        return rows.filter(below(code, "payer__area"))


class RunFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Months that were run, by month and state."""

    since = MonthFilter(label=_("Dari bulan"), field_name="month", lookup_expr="gte")
    until = MonthFilter(label=_("Sampai bulan"), field_name="month", lookup_expr="lte")
    state = django_filters.ChoiceFilter(label=_("Tahap"), choices=MonthRun.State.choices, empty_label=ALL)

    class Meta:
        model = MonthRun
        fields: tuple[str, ...] = ()


class MemberFilterForm(forms.Form):
    """The workers of a bill by number or name."""

    q = forms.CharField(label=_("NIK atau nama"), required=False, widget=SEARCH)
