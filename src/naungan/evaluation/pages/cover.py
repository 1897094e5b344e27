"""The room's first page: ask for a pack, find one that was kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.evaluation.filters import KeptFilter
from naungan.evaluation.forms import PackForm, ReportForm
from naungan.evaluation.models import KeptPack
from naungan.evaluation.pages.selection import areas_of, clocks, day_asked
from naungan.evaluation.queries.kept import visible_packs
from naungan.evaluation.semesters import semester_at
from naungan.kit.lists import Column, list_response


def href(kept: KeptPack) -> str:
    """Its page."""
    return reverse("evaluation_kept", args=[kept.pk])


@needs("evaluation.view")
def evaluation(request: HttpRequest) -> HttpResponseBase:
    """Choose an area and a day; below, the packs that were kept. `?wilayah=` leads to the pack."""
    actor = actor_of(request)
    areas = areas_of(actor)
    chosen = request.GET.get("wilayah", "")
    if chosen and any(area.code == chosen for area in areas):
        return redirect(f"{reverse('evaluation_pack', args=[chosen])}?{clocks(request)}")
    day = day_asked(request, timezone.localdate())
    first = {"wilayah": areas[0].code if areas else "", "per": day}
    rows = visible_packs(actor.scope)
    return list_response(
        request,
        title=_("Bahan rapat dan laporan"),
        columns=[
            Column("as_of", _("Posisi per"), "as_of", kind="date", sort="as_of"),
            Column("title", _("Judul"), "title", link=href),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("meeting", _("Rapat"), "meeting.title"),
            Column("kept", _("Disimpan"), "entry.at", kind="moment", sort="entry__at"),
            Column("by", _("Oleh"), "entry.actor"),
        ],
        rows=rows,
        filterset=KeptFilter(request.GET, queryset=rows),
        source=_("Naungan, bahan yang disimpan; isinya tidak berubah."),
        name="bahan-rapat",
        template="evaluation/cover.html",
        context={
            "areas": areas,
            "pack_form": PackForm(areas=areas, initial=first, auto_id="bahan_%s"),
            "report_form": ReportForm(
                areas=areas,
                newest=day,
                initial={"wilayah": first["wilayah"], "semester": str(semester_at(day))},
                auto_id="laporan_%s",
            ),
            "empty_text": _("Belum ada bahan yang disimpan."),
        },
    )
