"""Remarks that are still open: every row that a check keeps out of any upload, until it is done with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused
from naungan.registry.filters import WaitingFilter
from naungan.registry.imports import waiting as services
from naungan.registry.imports.models import WaitingRow
from naungan.registry.mending_forms import AsideForm
from naungan.registry.models import ImportBatch
from naungan.registry.pages.preview import title_of

IMPORT = "registry.import"


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


@needs("registry.view")
def waiting(request: HttpRequest) -> HttpResponseBase:
    """The rows of all uploads that the viewer may see, with why each is kept out."""
    return _page(request)


def _filtered(request: HttpRequest) -> WaitingFilter:
    return WaitingFilter(request.GET, queryset=services.visible(_actor(request).scope), request=request)


def _page(request: HttpRequest, form: AsideForm | None = None) -> HttpResponseBase:
    filterset = _filtered(request)
    can_import = IMPORT in viewer(request).permissions
    is_sound = filterset.form.is_valid()
    state = filterset.form.cleaned_data.get("state") if is_sound else None
    count = filterset.qs.order_by().count() if is_sound and can_import else 0
    can_close = count and not state
    can_reopen = count and state == WaitingFilter.ASIDE
    return list_response(
        request,
        title=_("Catatan yang masih terbuka"),
        columns=_columns(can_mend=can_import),
        rows=filterset.queryset,
        filterset=filterset,
        source=_("Pemeriksaan berkas yang diunggah; satu baris per orang yang ditahan."),
        name="catatan-terbuka",
        template="registry/waiting.html",
        context={
            "count": count,
            "can_close": can_close,
            "can_reopen": can_reopen,
            "query": request.GET.urlencode(),
            "aside_form": form or AsideForm(initial={"expected": count}),
            "empty_text": _("Tidak ada catatan yang terbuka untuk saringan ini."),
        },
    )


def _columns(*, can_mend: bool) -> list[Column]:
    def href(row: WaitingRow) -> str:
        if can_mend and row.batch.state == ImportBatch.State.PREVIEWED:
            return reverse("import_row", args=[row.batch_id, row.row])
        return f"{reverse('import_rows', args=[row.batch_id])}?hasil=blocked"

    return [
        Column("file", _("Berkas"), "batch.file_name", sort="batch__file_name", link=href),
        Column("payer", _("Pembayar iuran"), "batch.payer.name", sort="batch__payer__name"),
        Column("line", _("Baris"), "line", kind="count"),
        Column("nik", _("NIK"), "nik", kind="nik"),
        Column("name", _("Nama"), "name", sort="name"),
        Column("cause", _("Sebab"), _causes),
        Column("since", _("Sejak"), "batch.received_at", kind="moment", sort="batch__received_at"),
        Column("state", _("Keadaan"), _state, kind="tag", tone=_tone),
    ]


def _causes(row: WaitingRow) -> str:
    return ", ".join(title_of(code) for code in row.codes.strip(",").split(",") if code)


def _is_brought(row: WaitingRow) -> bool:
    return row.closed_by is not None and row.closed_by.state != ImportBatch.State.UNDONE


def _state(row: WaitingRow) -> str:
    if row.aside_entry_id is not None:
        return _("Sudah ditindaklanjuti")
    return _("Sudah masuk lewat berkas lain") if _is_brought(row) else _("Masih terbuka")


def _tone(row: WaitingRow) -> str:
    return "good" if row.aside_entry_id is not None or _is_brought(row) else "warn"


def _mark(request: HttpRequest, service: Callable[..., int], told: Callable[[int], str]) -> HttpResponseBase:
    if request.method != "POST":
        return redirect("waiting")
    form = AsideForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    filterset = _filtered(request)
    rows: Any = filterset.qs if filterset.form.is_valid() else WaitingRow.objects.none()
    try:
        count = service(
            list(rows.order_by().values_list("pk", flat=True)), actor=_actor(request), **form.cleaned_data
        )
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form)
    messages.success(request, told(count) % {"count": numbers.count(count)})
    return redirect("waiting")


@needs(IMPORT)
def waiting_aside(request: HttpRequest) -> HttpResponseBase:
    """Every row that the filters leave is done with."""
    return _mark(
        request,
        services.set_aside,
        lambda count: ngettext(
            "%(count)s baris dicatat sudah ditindaklanjuti.",
            "%(count)s baris dicatat sudah ditindaklanjuti.",
            count,
        ),
    )


@needs(IMPORT)
def waiting_reopen(request: HttpRequest) -> HttpResponseBase:
    """Every row that the filters leave waits again."""
    return _mark(
        request,
        services.reopen,
        lambda count: ngettext("%(count)s baris dibuka lagi.", "%(count)s baris dibuka lagi.", count),
    )
