"""The journal: who did what, when and why, within the viewer's scope."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor, needs
from naungan.journal.models import Entry
from naungan.journal.queries import changes_of, entries
from naungan.kit.lists import Column, list_response
from naungan.kit.nik import told


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of the journal."""

    pelaku = django_filters.CharFilter(
        field_name="actor",
        lookup_expr="icontains",
        label=gettext_lazy("Pelaku"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tindakan = django_filters.CharFilter(
        field_name="action", lookup_expr="istartswith", label=gettext_lazy("Tindakan")
    )
    sejak = django_filters.DateFilter(
        field_name="at",
        lookup_expr="date__gte",
        label=gettext_lazy("Sejak tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    hingga = django_filters.DateFilter(
        field_name="at",
        lookup_expr="date__lte",
        label=gettext_lazy("Hingga tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()


def summary_words(shown: Entry) -> str:
    """The entry's summary as "key: value" pairs, empty values left out."""
    told = [(key, value) for key, value in shown.summary.items() if value not in ("", None, [], {})]
    return ", ".join(f"{key}: {value}" for key, value in told)


COLUMNS = (
    Column(
        "waktu",
        gettext_lazy("Waktu"),
        "at",
        kind="moment",
        sort="at",
        link=lambda shown: reverse("journal_entry", args=[shown.pk]),
    ),
    Column("pelaku", gettext_lazy("Pelaku"), "actor", sort="actor"),
    Column("tindakan", gettext_lazy("Tindakan"), "action", sort="action"),
    Column("alasan", gettext_lazy("Alasan"), "reason"),
    Column("ringkasan", gettext_lazy("Ringkasan"), summary_words),
    Column("diubah", gettext_lazy("Rekaman diubah"), "changed", kind="count", sort="changed"),
)


@needs("journal.view")
def journal(request: HttpRequest) -> HttpResponseBase:
    """The list of entries."""
    found = _visible(request)
    return list_response(
        request,
        title=_("Jurnal"),
        columns=COLUMNS,
        rows=found,
        filterset=EntryFilter(request.GET, queryset=found),
        source=_("jurnal Naungan; hanya bertambah, tidak pernah diubah"),
        name="jurnal",
    )


@needs("journal.view")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with what it changed."""
    shown = get_object_or_404(_visible(request), pk=pk)
    changes = [
        {
            "model": change.model,
            "record": change.record,
            "fields": [
                (key, _masked(change.before.get(key), request), _masked(value, request))
                for key, value in change.after.items()
            ],
        }
        for change in changes_of(shown)[:200]
    ]
    context = {"title": shown.action, "entry": shown, "changes": changes, "summary": shown.summary.items()}
    return render(request, "home/journal_entry.html", context)


def _masked(value: Any, request: HttpRequest) -> Any:
    """A value as the viewer may read it: a NIK that was changed is masked like any other."""
    return told(value, request) if isinstance(value, str) else value


def _visible(request: HttpRequest) -> QuerySet[Entry]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return entries(
        everywhere=actor.scope.everywhere,
        user_id=actor.user.pk if actor.user else None,
        areas=actor.scope.areas,
        payers=actor.scope.payer_codes,
    )
