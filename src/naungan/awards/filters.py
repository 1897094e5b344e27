"""Filters of the room's lists; all live in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import within
from naungan.awards.forms import FAR, area_choices
from naungan.awards.models import AwardEdition, Candidate, Category, Certificate, Stage

ALL = _("Semua")
SEARCH = forms.TextInput(attrs={"type": "search"})


class PlacedFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set with the places of the viewer's scope. `request.actor` must be set."""

    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["area"].extra["choices"] = area_choices(self.request.actor, FAR)

    def by_area(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """The area itself or one that lies in it."""
        return rows.filter(within("area_id", code))


class EditionFilter(PlacedFilterSet):
    """Editions by words, level, stage, place and assessed year."""

    q = django_filters.CharFilter(label=_("Nama atau penyelenggara"), method="by_text", widget=SEARCH)
    level = django_filters.ChoiceFilter(
        label=_("Tingkat"), choices=AwardEdition.Level.choices, empty_label=ALL
    )
    stage = django_filters.ChoiceFilter(label=_("Tahap"), choices=Stage.choices, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("Tahun dinilai"), method="by_year")

    class Meta:
        model = AwardEdition
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """In the name or the organiser."""
        return rows.filter(Q(name__icontains=text) | Q(organiser__icontains=text))

    def by_year(self, rows: QuerySet[Any], _name: str, year: Any) -> QuerySet[Any]:
        """The assessed period touches the year."""
        return rows.filter(assessed_from__year__lte=int(year), assessed_to__year__gte=int(year))


class CandidateFilter(PlacedFilterSet):
    """Candidates by words, state, place; finalists only."""

    q = django_filters.CharFilter(
        label=_("Nama calon"), field_name="name", lookup_expr="icontains", widget=SEARCH
    )
    state = django_filters.ChoiceFilter(label=_("Status"), choices=Candidate.State.choices, empty_label=ALL)
    finalist = django_filters.ChoiceFilter(
        label=_("Finalis"),
        field_name="is_finalist",
        choices=[("True", _("Finalis saja"))],
        empty_label=ALL,
    )

    class Meta:
        model = Candidate
        fields: tuple[str, ...] = ()


class DeskFilter(PlacedFilterSet):
    """The finalists of a juror by words, edition and category."""

    q = django_filters.CharFilter(
        label=_("Nama calon"), field_name="name", lookup_expr="icontains", widget=SEARCH
    )
    edition = django_filters.ModelChoiceFilter(
        label=_("Edisi"),
        field_name="category__edition",
        queryset=lambda request: AwardEdition.objects.filter(jurors__user=request.user),
        empty_label=ALL,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kategori"), field_name="category__kind", choices=Category.Kind.choices, empty_label=ALL
    )

    class Meta:
        model = Candidate
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.filters["area"]


class CertificateFilter(PlacedFilterSet):
    """Certificates by words, kind, place, year, and whether they still hold."""

    q = django_filters.CharFilter(label=_("Penerima, acara atau nomor"), method="by_text", widget=SEARCH)
    kind = django_filters.ChoiceFilter(label=_("Jenis"), choices=Certificate.Kind.choices, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("Tahun"), field_name="given_on", lookup_expr="year")
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        method="by_state",
        choices=[("valid", _("Berlaku")), ("withdrawn", _("Ditarik"))],
        empty_label=ALL,
    )

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """In the recipient, the occasion or the number."""
        found = Q(recipient__icontains=text) | Q(occasion__icontains=text)
        return rows.filter(found | Q(paper__number__icontains=text))

    def by_state(self, rows: QuerySet[Any], _name: str, state: str) -> QuerySet[Any]:
        """Standing or withdrawn."""
        return rows.filter(paper__withdrawn_on__isnull=state == "valid")
