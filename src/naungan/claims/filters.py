"""Filters of the room's lists; all live in the URL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import within
from naungan.claims.models import BenefitPayment, Claim, DeathReport
from naungan.claims.queries.cases import OPEN, overdue, waiting, with_renewal_due
from naungan.kit.asking import DAY_FORMATS, DayInput
from naungan.kit.nik import is_masked
from naungan.registry.forms import area_choices
from naungan.registry.search import people_q

ALL = _("Semua")
SEARCH = forms.TextInput(attrs={"type": "search"})


class PlacedFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set with the places of the viewer's scope. `request.actor` must be set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["area"].extra["choices"] = area_choices(self.request.actor)[1:]

    def by_area(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """In the area or below it."""
        return rows.filter(within("area_id", code))

    def by_person(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """By name, NIK or card number of the worker."""
        return rows.filter(people_q(text, path="person__", whole_nik_only=is_masked(self.request)))


def _person() -> django_filters.CharFilter:
    return django_filters.CharFilter(label=_("Nama, NIK, atau KPJ"), method="by_person", widget=SEARCH)


def _area() -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)


def _day(label: Any, name: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label, field_name=name, lookup_expr=lookup, widget=DayInput(), input_formats=DAY_FORMATS
    )


class ClaimFilter(PlacedFilterSet):
    """Cases by worker, state, place, age, and what they wait for."""

    q = _person()
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        method="by_state",
        choices=[("OPEN", _("Belum selesai")), *Claim.State.choices],
        empty_label=ALL,
    )
    area = _area()
    age = django_filters.ChoiceFilter(
        label=_("Umur kasus"),
        method="by_age",
        choices=[
            ("30", _("Lebih dari 30 hari")),
            ("90", _("Lebih dari 90 hari")),
            ("365", _("Lebih dari setahun")),
        ],
        empty_label=ALL,
    )
    waits = django_filters.ChoiceFilter(
        label=_("Menunggu"),
        method="by_waiting",
        choices=[
            ("payment", _("Pelunasan iuran")),
            ("overdue", _("Lewat tenggat")),
            ("school", _("Perpanjangan beasiswa")),
        ],
        empty_label=ALL,
    )

    class Meta:
        model = Claim
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[Claim], _name: str, state: str) -> QuerySet[Claim]:
        """In a state; or in none of the last ones."""
        return rows.filter(state__in=OPEN) if state == "OPEN" else rows.filter(state=state)

    def by_age(self, rows: QuerySet[Claim], _name: str, days: str) -> QuerySet[Claim]:
        """Open for longer than so many days."""
        return rows.filter(state__in=OPEN, opened_on__lt=_today() - timedelta(days=int(days)))

    def by_waiting(self, rows: QuerySet[Claim], _name: str, what: str) -> QuerySet[Claim]:
        """By what they wait for."""
        if what == "payment":
            return waiting(rows, _today())
        return overdue(rows, _today()) if what == "overdue" else with_renewal_due(rows, _today().year)


class DeathFilter(PlacedFilterSet):
    """Deaths by worker, place, reporter and day."""

    q = _person()
    area = _area()
    source = django_filters.ChoiceFilter(
        label=_("Dilaporkan oleh"), choices=DeathReport.Source.choices, empty_label=ALL
    )
    since = _day(_("Meninggal sejak"), "died_on", "gte")
    until = _day(_("Sampai"), "died_on", "lte")

    class Meta:
        model = DeathReport
        fields: tuple[str, ...] = ()


class BenefitFilter(PlacedFilterSet):
    """Benefits by worker, reference, programme, kind, place and day."""

    q = _person()
    reference = django_filters.CharFilter(label=_("Nomor bukti"), lookup_expr="icontains", widget=SEARCH)
    programme = django_filters.ChoiceFilter(
        label=_("Program"), choices=BenefitPayment.Programme.choices, empty_label=ALL
    )
    kind = django_filters.ChoiceFilter(
        label=_("Jenis manfaat"), choices=BenefitPayment.Kind.choices, empty_label=ALL
    )
    area = _area()
    since = _day(_("Sejak"), "paid_on", "gte")
    until = _day(_("Sampai"), "paid_on", "lte")

    class Meta:
        model = BenefitPayment
        fields: tuple[str, ...] = ()


def _today() -> date:
    today: date = timezone.localdate()
    return today
