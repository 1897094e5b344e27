"""Filters of the room's lists; all live in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import within
from naungan.agreements.forms.parts import group_choices, place_choices
from naungan.agreements.models import ActionItem, Agreement, Commitment, Meeting, Regulation
from naungan.agreements.queries import State, expiring, overdue
from naungan.kit.asking import DAY_FORMATS, DayInput

ALL = _("Semua")
SEARCH = forms.TextInput(attrs={"type": "search"})
OVERDUE = "OVERDUE"


class PlacedFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set with the places of the viewer's scope. `request.actor` must be set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "area" in self.filters:
            self.filters["area"].extra["choices"] = place_choices(self.request.actor)[1:]
        if "group" in self.filters:
            self.filters["group"].extra["choices"] = group_choices()


def in_area(path: str) -> Any:
    """A method of a filter set: the area at a path is the one given or lies in it."""

    def by_area(_self: Any, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        return rows.filter(within(f"{path}_id", code))

    return by_area


def day(label: Any, name: str, lookup: str) -> django_filters.DateFilter:
    """A day filter."""
    return django_filters.DateFilter(
        label=label, field_name=name, lookup_expr=lookup, widget=DayInput(), input_formats=DAY_FORMATS
    )


class AgreementFilter(PlacedFilterSet):
    """Agreements by words, kind, state, place, group, and what ends within three months."""

    q = django_filters.CharFilter(label=_("Judul, nomor atau pihak"), method="by_text", widget=SEARCH)
    kind = django_filters.ChoiceFilter(label=_("Jenis"), choices=Agreement.Kind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(
        label=_("Status"), field_name="state_now", choices=State.choices, empty_label=ALL
    )
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    group = django_filters.ChoiceFilter(
        label=_("Kelompok pekerja"), field_name="groups", choices=[], empty_label=ALL
    )
    soon = django_filters.ChoiceFilter(
        label=_("Masa berlaku"),
        method="by_soon",
        choices=[("3", _("Habis dalam 3 bulan"))],
        empty_label=ALL,
    )
    by_area = in_area("area")

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Agreement], _name: str, text: str) -> QuerySet[Agreement]:
        """In the title, or in a party's name or number."""
        party = Q(parties__name__icontains=text) | Q(parties__number__icontains=text)
        hits = Agreement.objects.filter(Q(title__icontains=text) | party).values("pk")
        return rows.filter(pk__in=hits)

    def by_soon(self, rows: Any, _name: str, _value: str) -> Any:
        """In force and ending within three months."""
        return expiring(rows, timezone.localdate())


class MeetingFilter(PlacedFilterSet):
    """Meetings by words, kind, state, place and day."""

    q = django_filters.CharFilter(
        label=_("Judul rapat"), field_name="title", lookup_expr="icontains", widget=SEARCH
    )
    kind = django_filters.ChoiceFilter(label=_("Jenis rapat"), choices=Meeting.Kind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("Status"), choices=Meeting.State.choices, empty_label=ALL)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    since = day(_("Sejak"), "on", "gte")
    until = day(_("Sampai"), "on", "lte")
    by_area = in_area("area")

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


class ActionFilter(PlacedFilterSet):
    """Actions by words, agency, state (overdue is one), place and due day."""

    q = django_filters.CharFilter(
        label=_("Yang dikerjakan"), field_name="text", lookup_expr="icontains", widget=SEARCH
    )
    agency = django_filters.CharFilter(label=_("Penanggung jawab"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        method="by_state",
        choices=[(OVERDUE, _("Lewat tenggat")), *ActionItem.State.choices],
        empty_label=ALL,
    )
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    until = day(_("Tenggat sampai"), "due_on", "lte")
    by_area = in_area("meeting__area")

    class Meta:
        model = ActionItem
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[ActionItem], _name: str, state: str) -> QuerySet[ActionItem]:
        """In a state; overdue ones are open."""
        return overdue(rows, timezone.localdate()) if state == OVERDUE else rows.filter(state=state)


class RegulationFilter(PlacedFilterSet):
    """Rules by words, kind, state, place and group."""

    q = django_filters.CharFilter(label=_("Judul atau nomor"), method="by_text", widget=SEARCH)
    kind = django_filters.ChoiceFilter(label=_("Jenis"), choices=Regulation.Kind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("Status"), choices=Regulation.State.choices, empty_label=ALL)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    group = django_filters.ChoiceFilter(
        label=_("Kelompok pekerja"), field_name="groups", choices=[], empty_label=ALL
    )
    by_area = in_area("area")

    class Meta:
        model = Regulation
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Regulation], _name: str, text: str) -> QuerySet[Regulation]:
        """In the title or number."""
        return rows.filter(Q(title__icontains=text) | Q(number__icontains=text))


class CommitmentFilter(PlacedFilterSet):
    """Statements by place, group and day."""

    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    group = django_filters.ChoiceFilter(
        label=_("Kelompok pekerja"), field_name="group", choices=[], empty_label=ALL
    )
    since = day(_("Sejak"), "stated_on", "gte")
    until = day(_("Sampai"), "stated_on", "lte")
    by_area = in_area("area")

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()
