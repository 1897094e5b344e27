"""Filters of the room's lists; all live in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import within
from naungan.compliance.models import Employer, LicenceCheck, Step
from naungan.compliance.queries import Position
from naungan.kit.asking import DAY_FORMATS, DayInput
from naungan.registry.forms import area_choices

ALL = _("Semua")
SEARCH = forms.TextInput(attrs={"type": "search"})


class PlacedFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set with the places of the viewer's scope. `request.actor` must be set."""

    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["area"].extra["choices"] = area_choices(self.request.actor)[1:]

    def by_area(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """In the area or below it."""
        return rows.filter(within("area_id", code))


class EmployerFilter(PlacedFilterSet):
    """Employers by words, what is not in order, where the matter stands, place, size and source."""

    q = django_filters.CharFilter(label=_("Nama, NPP atau NIB"), method="by_text", widget=SEARCH)
    kind = django_filters.ChoiceFilter(label=_("Dugaan"), choices=Employer.Kind.choices, empty_label=ALL)
    position = django_filters.ChoiceFilter(label=_("Status"), choices=Position.choices, empty_label=ALL)
    step = django_filters.ChoiceFilter(
        label=_("Langkah terakhir"), field_name="step_now", choices=Step.Kind.choices[:-1], empty_label=ALL
    )
    size = django_filters.ChoiceFilter(label=_("Skala usaha"), choices=Employer.Size.choices, empty_label=ALL)
    source = django_filters.ChoiceFilter(
        label=_("Jenis sumber"),
        field_name="source_kind",
        choices=Employer.SourceKind.choices,
        empty_label=ALL,
    )
    field_order = ("q", "kind", "position", "step", "area", "size", "source")

    class Meta:
        model = Employer
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Employer], _name: str, text: str) -> QuerySet[Employer]:
        """In the name, or a number that begins so."""
        return rows.filter(Q(name__icontains=text) | Q(npp__startswith=text) | Q(nib__startswith=text))


class LicenceFilter(PlacedFilterSet):
    """Licence checks by words, result, place and day."""

    q = django_filters.CharFilter(label=_("Pemohon, izin atau instansi"), method="by_text", widget=SEARCH)
    result = django_filters.ChoiceFilter(
        label=_("Hasil"), choices=LicenceCheck.Result.choices, empty_label=ALL
    )
    since = django_filters.DateFilter(
        label=_("Sejak"), field_name="on", lookup_expr="gte", widget=DayInput(), input_formats=DAY_FORMATS
    )
    until = django_filters.DateFilter(
        label=_("Sampai"), field_name="on", lookup_expr="lte", widget=DayInput(), input_formats=DAY_FORMATS
    )

    class Meta:
        model = LicenceCheck
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[LicenceCheck], _name: str, text: str) -> QuerySet[LicenceCheck]:
        """In the applicant, the permit or who asked."""
        return rows.filter(
            Q(applicant__icontains=text) | Q(permit__icontains=text) | Q(asked_by__icontains=text)
        )
