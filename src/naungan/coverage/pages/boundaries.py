"""Outlines of areas: which are there, and the upload of an official file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, needs
from naungan.coverage.filters import BoundaryFilter
from naungan.coverage.forms import BoundaryForm
from naungan.coverage.geometry.reading import MOST_BYTES
from naungan.coverage.models import Boundary
from naungan.coverage.services import Loaded, load_boundaries
from naungan.kit.asking import bound
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@needs("coverage.view")
def boundaries(request: HttpRequest) -> HttpResponseBase:
    """The outline in force of every area that has one; outlines are public."""
    rows: QuerySet[Boundary] = Boundary.objects.filter(
        pk__in=Boundary.objects.values("area").annotate(newest=Max("pk")).values("newest")
    )
    chosen = BoundaryFilter(
        request.GET or None, rows.select_related("area").defer("polygons").order_by("area")
    )
    return list_response(
        request,
        title=_("Batas wilayah untuk peta"),
        columns=[
            Column("kode", _("Kode"), "area_id", kind="id", sort="area_id"),
            Column("nama", _("Wilayah"), "area.name", sort="area__name"),
            Column(
                "tingkat", _("Tingkat"), lambda row: str(row.area.get_level_display()), sort="area__level"
            ),
            Column("titik", _("Titik"), "points", kind="count", sort="points"),
            Column("sumber", _("Sumber"), "source", sort="source"),
            Column("dicatat", _("Dicatat"), "recorded_at", kind="moment", sort="recorded_at"),
        ],
        rows=rows,
        filterset=chosen,
        source=_("berkas resmi yang diunggah; disederhanakan untuk gambar dan bukan acuan batas"),
        name="batas",
        template="coverage/boundaries.html",
        context={"empty_text": _("Belum ada batas wilayah; peta digambar sebagai petak.")},
    )


@needs("coverage.edit")
def boundaries_new(request: HttpRequest) -> HttpResponseBase:
    """Upload a GeoJSON file; the page then says what became of each feature."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form: BoundaryForm = bound(request, BoundaryForm)
    loaded = _loaded(form, actor) if request.method == "POST" and form.is_valid() else None
    context = {
        "title": _("Unggah batas wilayah"),
        "form": form,
        "back": reverse("coverage_boundaries"),
        "loaded": loaded,
        "rejected": sum(one.blocking for one in loaded.findings) if loaded else 0,
    }
    return render(request, "coverage/boundaries_new.html", context, status=422 if form.errors else 200)


def _loaded(form: BoundaryForm, actor: Actor) -> Loaded | None:
    given = form.cleaned_data
    file: UploadedFile[bytes] = given["berkas"]
    try:
        return load_boundaries(
            file.read(MOST_BYTES + 1),
            (file.name or "batas.geojson")[:100],
            source=given["sumber"],
            within=given["di"].strip(),
            level=int(given["tingkat"] or 0),
            actor=actor,
            reason=given["alasan"],
        )
    except Refused as refused:
        form.refuse(refused)
        return None
