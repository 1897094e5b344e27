"""Regional regulations: the list, one rule, and its steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.agreements.filters import RegulationFilter
from naungan.agreements.forms import meetings as forms
from naungan.agreements.models import Regulation
from naungan.agreements.pages.parts import EDIT, REGULATION_TONES, may_edit, question, tabs, today
from naungan.agreements.queries import visible_regulations
from naungan.agreements.services import draft_regulation, enact, revoke
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response

VIEW = "agreements.view"


def href(regulation: Regulation) -> str:
    """Its page."""
    return reverse("regulation", args=[regulation.pk])


def _groups(row: Regulation) -> str:
    return "; ".join(group.name for group in row.groups.all()) or _("semua kelompok")


@needs(VIEW)
def regulations(request: HttpRequest) -> HttpResponseBase:
    """Every rule that the viewer may see."""
    rows = (
        visible_regulations(actor_of(request).scope).prefetch_related("groups").order_by("-enacted_on", "-pk")
    )
    return list_response(
        request,
        title=_("Peraturan daerah"),
        columns=[
            Column("title", _("Judul"), "title", sort="title", link=href),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("number", _("Nomor"), "number", kind="id", sort="number"),
            Column("enacted", _("Ditetapkan"), "enacted_on", kind="date", sort="enacted_on"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("groups", _("Kelompok yang dicakup"), _groups),
            Column(
                "state",
                _("Status"),
                "get_state_display",
                kind="tag",
                sort="state",
                tone=lambda row: REGULATION_TONES[row.state],
            ),
        ],
        rows=rows,
        filterset=RegulationFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kerja sama; satu baris per peraturan."),
        name="peraturan",
        template="agreements/regulations.html",
        context={
            **tabs("regulations"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada peraturan daerah yang dicatat."),
        },
    )


def _find(request: HttpRequest, pk: int) -> Regulation:
    return get_object_or_404(visible_regulations(actor_of(request).scope), pk=pk)


@needs(VIEW)
def regulation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One rule: what it obliges and whom it covers."""
    found = _find(request, pk)
    own = actor_of(request).scope.holds_area(found.area_id) and may_edit(request)
    context = {
        "title": found.title,
        "regulation": found,
        "tone": REGULATION_TONES[Regulation.State(found.state)],
        "groups": _groups(found),
        "duties": [line for line in found.duties.splitlines() if line.strip()],
        "documents": found.documents.select_related("entry"),
        "may_edit": own,
        **tabs("regulations"),
    }
    return render(request, "agreements/regulation.html", context)


@needs(EDIT)
def regulation_new(request: HttpRequest) -> HttpResponseBase:
    """A draft, or a rule that has its number already."""
    actor = actor_of(request)
    form = bound(request, forms.RegulationForm, actor=actor)
    words = question(
        "regulations",
        title=_("Peraturan baru"),
        button=_("Simpan peraturan"),
        back=reverse("regulations"),
        done=_("Peraturan dicatat."),
    )

    def write(given: Any) -> object:
        typed = dict(given.cleaned_data)
        number, day = typed.pop("number"), typed.pop("enacted_on")
        area = typed.pop("area")
        made = draft_regulation(area_code=area, actor=actor, **(typed | {"groups": tuple(typed["groups"])}))
        if number:
            made = enact(made, number=number, enacted_on=day, actor=actor)
        return href(made)

    return ask(request, form, words, write)


@needs(EDIT)
def regulation_enact(request: HttpRequest, pk: int) -> HttpResponseBase:
    """It is enacted."""
    found, actor = _find(request, pk), actor_of(request)
    form = bound(request, forms.EnactForm, initial={"enacted_on": today()})
    words = question(
        "regulations",
        title=_("Catat penetapan"),
        lead=found.title,
        button=_("Catat sebagai berlaku"),
        back=href(found),
        done=_("Peraturan berlaku."),
    )
    return ask(request, form, words, lambda given: enact(found, actor=actor, **given.cleaned_data))


@needs(EDIT)
def regulation_revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    """It is revoked."""
    found, actor = _find(request, pk), actor_of(request)
    form = bound(request, forms.RevokeForm, initial={"on": today()})
    words = question(
        "regulations",
        title=_("Catat pencabutan"),
        lead=found.title,
        button=_("Catat sebagai dicabut"),
        back=href(found),
        done=_("Pencabutan dicatat."),
    )
    return ask(request, form, words, lambda given: revoke(found, actor=actor, **given.cleaned_data))
