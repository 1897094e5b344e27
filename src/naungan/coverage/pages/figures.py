"""Denominators as a list, and the form that records one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, needs
from naungan.coverage.forms import DenominatorForm
from naungan.coverage.models import Denominator
from naungan.coverage.queries import in_language
from naungan.coverage.services import add_denominator
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused

FIELD_OF = {"area": "wilayah", "segment": "segmen", "method": "cara", "source": "sumber", "people": "orang"}


@needs("coverage.view")
def denominators(request: HttpRequest) -> HttpResponseBase:
    """Every denominator ever recorded, newest first: they are public statistics, never edited."""
    rows = Denominator.objects.select_related("indicator", "area", "entry").order_by("-on", "area", "pk")
    return list_response(
        request,
        title=_("Potensi pekerja (penyebut)"),
        columns=[
            Column("wilayah", _("Wilayah"), "area.name", sort="area__name"),
            Column("kode", _("Kode"), "area_id", kind="id", sort="area_id"),
            Column(
                "indikator",
                _("Indikator"),
                lambda row: in_language(row.indicator.name, row.indicator.name_en),
                sort="indicator__position",
            ),
            Column("segmen", _("Segmen"), "segment", sort="segment"),
            Column("per", _("Berlaku sejak"), "on", kind="date", sort="on"),
            Column("orang", _("Orang"), "people", kind="count", sort="people"),
            Column("cara", _("Cara menghitung"), "method"),
            Column("sumber", _("Sumber"), "source"),
            Column("dicatat", _("Dicatat"), "recorded_at", kind="moment", sort="recorded_at"),
        ],
        rows=rows,
        source=_("dicatat di Naungan menurut sumber pada barisnya; yang lama tidak pernah diubah"),
        name="potensi",
        template="coverage/denominators.html",
        context={"empty_text": _("Belum ada penyebut. Tanpa penyebut, persen cakupan tidak diketahui.")},
    )


@needs("coverage.edit")
def denominator_new(request: HttpRequest) -> HttpResponse:
    """Record a denominator of an area in the viewer's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = DenominatorForm(
        request.POST or None, initial={"wilayah": request.GET.get("wilayah", ""), "indikator": "potensi"}
    )
    if request.method == "POST" and form.is_valid() and _recorded(form, actor):
        messages.success(request, _("Penyebut dicatat. Laporan untuk tanggal sebelumnya tidak berubah."))
        return redirect("coverage_denominators")
    status = 422 if form.errors else 200
    context = {"form": form, "title": _("Catat potensi pekerja")}
    return render(request, "coverage/denominator_new.html", context, status=status)


def _recorded(form: DenominatorForm, actor: Actor) -> bool:
    given = form.cleaned_data
    try:
        add_denominator(
            indicator=given["indikator"],
            area_code=given["wilayah"].strip(),
            segment=given["segmen"],
            on=given["per"],
            people=given["orang"],
            method=given["cara"],
            source=given["sumber"],
            actor=actor,
            reason=given["alasan"],
        )
    except Refused as refused:
        # the form is where this refusal can be mended, so it is told at the field
        form.add_error(FIELD_OF.get(refused.where), " ".join(filter(None, [refused.message, refused.mend])))
        return False
    return True
