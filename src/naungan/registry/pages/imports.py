"""Imports: all of them, the form for a new one, and one batch from upload through preview to receipt."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.db.models import F, IntegerField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from naungan.accounts.access import Actor, actor_for, needs
from naungan.accounts.models import User
from naungan.kit.exports import XLSX_TYPE
from naungan.kit.lists import Column, list_response
from naungan.kit.nik import is_masked
from naungan.kit.viewer import viewer
from naungan.law.findings import Finding, Refused
from naungan.registry import tasks
from naungan.registry.fields import Month
from naungan.registry.filters import BatchFilter
from naungan.registry.forms import CommitForm, FindingFilterForm, UndoForm, UploadForm
from naungan.registry.imports import batches
from naungan.registry.imports.templates import LAYOUT_TITLES
from naungan.registry.imports.words import PlacedFinding
from naungan.registry.mending_forms import ChangeForm
from naungan.registry.models import ImportBatch
from naungan.registry.pages import batch_rows, preview, words
from naungan.registry.queries import visible_batches

WIDE_FIELDS = frozenset({"file", "group", "name", "payer", "programmes", "reason"})
State = ImportBatch.State


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _href(batch: ImportBatch) -> str:
    return reverse("import_batch", args=[batch.pk])


def find_batch(request: HttpRequest, pk: int) -> ImportBatch:
    """A batch that the viewer may see; else not found."""
    found = (
        visible_batches(_actor(request).scope)
        .select_related("payer__area", "commit_entry")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


@needs("registry.view")
def imports(request: HttpRequest) -> HttpResponseBase:
    """Every batch that the viewer may see: of their payers, or proposed from their areas."""
    rows = visible_batches(_actor(request).scope).annotate(
        row_count=Cast(KeyTextTransform("rows", "counts"), IntegerField()),
        rejected_count=Cast(KeyTextTransform("rejected", "counts"), IntegerField()),
        by=F("entry__actor"),
    )
    return list_response(
        request,
        title=_("Unggah data"),
        columns=[
            Column("file", _("Berkas"), "file_name", sort="file_name", link=_href),
            Column("payer", _("Pembayar iuran"), "payer.name", sort="payer__name"),
            Column("at", _("Diunggah"), "received_at", kind="moment", sort="received_at"),
            Column("by", _("Oleh"), "by", sort="entry__actor"),
            Column("rows", _("Baris"), "row_count", kind="count", sort="row_count"),
            Column("rejected", _("Harus diperbaiki"), "rejected_count", kind="count", sort="rejected_count"),
            Column(
                "state",
                _("Tahap"),
                "get_state_display",
                kind="tag",
                sort="state",
                tone=lambda batch: words.BATCH_TONES[State(batch.state)],
            ),
        ],
        rows=rows,
        filterset=BatchFilter(request.GET, queryset=rows, request=request),
        source=_("Registri Naungan; satu baris per berkas yang masuk."),
        name="unggahan",
        template="registry/imports.html",
        context={"empty_text": _("Belum ada berkas yang diunggah. Unggah daftar pertama Anda.")},
    )


@needs("registry.import")
def import_new(request: HttpRequest) -> HttpResponseBase:
    """The form of a new list; a good one is kept and checked in the background."""
    actor = _actor(request)
    if request.method != "POST":
        return _form_page(request, UploadForm(actor=actor, initial=_initial(request)))
    form = UploadForm(request.POST, request.FILES, actor=actor)
    if not form.is_valid():
        return _form_page(request, form)
    upload = form.cleaned_data["file"]
    try:
        batch = batches.receive_upload(
            file_name=upload.name,
            chunks=upload.chunks(),
            options=form.options(),
            actor=actor,
            reason=form.cleaned_data["reason"],
        )
    except Refused as refused:
        form.refuse(refused)
        return _form_page(request, form)
    assert isinstance(actor.user, User)
    tasks.start_check(batch, actor.user)
    return redirect("import_batch", pk=batch.pk)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What the form starts with: a payer from the address, or what was given with an earlier batch."""
    given: dict[str, Any] = {"payer": request.GET.get("payer", "")}
    earlier = request.GET.get("dari", "")
    found = visible_batches(_actor(request).scope).filter(pk=earlier).first() if earlier.isdecimal() else None
    if found is None:
        return given
    kept = dict(found.options)
    if "first_month" not in kept:
        return {**given, "payer": kept.get("payer_code")}
    amount = kept.pop("income_rp", None) or kept.pop("wage_rp", None)
    return {
        **kept,
        "payer": kept.get("payer_code"),
        "programmes": str(kept.get("programmes", "")).split(","),
        "area": kept.get("area_code"),
        "amount": amount,
        "first_month": Month(kept["first_month"]),
        "last_month": Month(kept["last_month"]),
    }


@needs("registry.import")
def import_change(request: HttpRequest) -> HttpResponseBase:
    """The form of a file of changes to members: taken off, wages, corrections."""
    actor = _actor(request)
    if request.method != "POST":
        return _change_page(request, ChangeForm(actor=actor, initial={"payer": request.GET.get("payer", "")}))
    form = ChangeForm(request.POST, request.FILES, actor=actor)
    if not form.is_valid():
        return _change_page(request, form)
    upload = form.cleaned_data["file"]
    try:
        batch = batches.receive_change(
            file_name=upload.name, chunks=upload.chunks(), request=form.request(actor)
        )
    except Refused as refused:
        form.add_error(None, f"{refused.message} {refused.mend}".strip())
        return _change_page(request, form)
    assert isinstance(actor.user, User)
    tasks.start_check(batch, actor.user)
    return redirect("import_batch", pk=batch.pk)


def _change_page(request: HttpRequest, form: ChangeForm) -> HttpResponse:
    context = {"title": _("Perubahan peserta"), "form": form, "templates": TEMPLATES[3:]}
    return render(request, "registry/import_change.html", context)


TEMPLATES = tuple(LAYOUT_TITLES.items())


def _form_page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    parts = [{"title": title, "fields": [form[name] for name in names]} for title, names in form.parts]
    context = {"title": _("Unggah daftar baru"), "form": form, "parts": parts, "whole": WIDE_FIELDS}
    context["templates"] = TEMPLATES[:3]
    return render(request, "registry/import_new.html", context)


@needs("registry.view")
def import_batch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One batch: work that goes on, why it was refused, or what was found in it and what can be done."""
    return _batch_page(request, pk, by_row=False)


@needs("registry.view")
def import_rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One batch, row by row instead of remark by remark."""
    return _batch_page(request, pk, by_row=True)


def _batch_page(request: HttpRequest, pk: int, *, by_row: bool) -> HttpResponseBase:
    batch = find_batch(request, pk)
    working = tasks.working_on(pk)
    context = {"batch": batch, "title": batch.file_name, "about": preview.about(batch)}
    if working is not None:
        return render(request, "registry/import_working.html", {**context, **_progress(batch, working)})
    if batch.state == State.RECEIVED:
        return render(request, "registry/import_stopped.html", context)
    tone = words.BATCH_TONES[State(batch.state)]
    if batch.state == State.REFUSED:
        can_read = bool(batch.counts.get("file_kind")) and "registry.import" in viewer(request).permissions
        return render(
            request, "registry/import_refused.html", {**context, "tone": tone, "can_read": can_read}
        )
    return _findings_page(request, batch, {**context, "tone": tone}, by_row=by_row)


def _findings_page(
    request: HttpRequest, batch: ImportBatch, context: dict[str, Any], *, by_row: bool
) -> HttpResponseBase:
    findings = batch_rows.as_told(request, batches.findings_of(batch))
    may = viewer(request).permissions
    can_mend = batch.state == State.PREVIEWED and "registry.import" in may
    shown = (
        batch_rows.shown(request, batch, findings, can_mend=can_mend)
        if by_row
        else _shown_findings(request, batch, findings, can_mend=can_mend)
    )
    return list_response(
        request,
        title=batch.file_name,
        columns=shown["columns"],
        rows=shown["rows"],
        filterset=_Bound(shown["form"]),
        source=_("Pemeriksaan berkas %(file)s terhadap registri.") % {"file": batch.file_name},
        name="catatan",
        template="registry/import_batch.html",
        context={
            **context,
            **preview.figures(batch),
            "by_row": by_row,
            "detected": preview.detected(batch),
            "mapping": preview.columns(batch),
            "causes": preview.causes(batch, findings, can_mend=can_mend),
            "can_mend": can_mend,
            "mend_count": batch.mends.count(),
            "twin": preview.twin_of(batch, _actor(request).scope),
            "receipt": batch.state == State.COMMITTED,
            "roll_href": reverse("roll", args=[batch.roll_id]) if batch.roll_id else "",
            "can_commit": can_mend,
            "is_change": batches.is_change(batch),
            "can_undo": batch.state == State.COMMITTED
            and batch.commit_entry_id
            and _may_undo(request, batch),
            "dependents": preview.standing_on(batch),
            "undo_form": UndoForm(),
            "has_rejects": batches.has_rejects(batch) and not is_masked(request),
            "empty_text": _("Tidak ada catatan perbaikan: semua baris lolos pemeriksaan."),
        },
    )


def row_href(batch: ImportBatch, row: int) -> str:
    """The address of a row's cells; "" for a row of an older version's preview."""
    return reverse("import_row", args=[batch.pk, row]) if row >= 0 else ""


def _may_undo(request: HttpRequest, batch: ImportBatch) -> bool:
    actor = actor_for(request.user, "registry.import") if isinstance(request.user, User) else None
    return actor is not None and batches.may_undo(batch, actor)


def _shown_findings(
    request: HttpRequest, batch: ImportBatch, findings: list[PlacedFinding], *, can_mend: bool
) -> dict[str, Any]:
    form = FindingFilterForm(request.GET, codes=sorted({one.code for one in findings}))
    given = form.cleaned_data if form.is_valid() else {}
    rows = [one for one in findings if _fits(one, given)]
    return {"rows": rows, "columns": _finding_columns(batch, can_mend=can_mend), "form": form}


class _Bound:
    """What the list page asks of a filter: its form."""

    def __init__(self, form: Form) -> None:
        self.form = form


def _fits(finding: Finding, given: dict[str, Any]) -> bool:
    weight, code, text = given.get("berat"), given.get("sebab"), given.get("q", "").lower()
    if weight and finding.blocking != (weight == "harus"):
        return False
    if code and finding.code != code:
        return False
    return not text or text in f"{finding.sheet} {finding.cell} {finding.found}".lower()


def _finding_columns(batch: ImportBatch, *, can_mend: bool) -> list[Column]:
    def href(one: PlacedFinding) -> str:
        return row_href(batch, one.row) if can_mend else ""

    return [
        Column("sheet", _("Lembar"), "sheet"),
        Column("cell", _("Sel"), "cell", kind="id", link=href),
        Column("cause", _("Sebab"), lambda one: preview.title_of(one.code)),
        Column("found", _("Tertulis"), "found", kind="id"),
        Column("expected", _("Seharusnya"), "expected"),
        Column("mend", _("Cara memperbaiki"), "mend"),
        Column(
            "weight",
            _("Bobot"),
            lambda one: _("Harus diperbaiki") if one.blocking else _("Untuk diperiksa"),
            kind="tag",
            tone=lambda one: "bad" if one.blocking else "warn",
        ),
    ]


def _progress(batch: ImportBatch, working: tasks.Working) -> dict[str, Any]:
    saving = working.kind == tasks.SAVE
    spent = time.time() - working.since
    left = round(spent * (100 - working.percent) / working.percent) if working.percent >= 20 else None
    return {
        "batch": batch,
        "percent": working.percent,
        "working": _("Menyimpan ke registri") if saving else _("Membaca dan memeriksa berkas"),
        "left": ngettext("Sekitar %(count)s detik lagi.", "Sekitar %(count)s detik lagi.", left)
        % {"count": left}
        if left
        else "",
    }


@needs("registry.view")
def import_progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the work is, asked every second; once it ends the page comes anew and the asking stops."""
    batch = find_batch(request, pk)
    working = tasks.working_on(pk)
    if working is not None:
        return render(request, "registry/_working.html", _progress(batch, working))
    if not request.headers.get("HX-Request"):
        return redirect("import_batch", pk=pk)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


@needs("registry.import")
@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Check a batch again: one whose work died, or a preview that has grown old."""
    batch, actor = find_batch(request, pk), _actor(request)
    assert isinstance(actor.user, User)
    if batch.state in {State.RECEIVED, State.PREVIEWED} and tasks.working_on(pk) is None:
        tasks.start_check(batch, actor.user)
    return redirect("import_batch", pk=pk)


@needs("registry.import")
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Save a previewed batch, all of it or its good rows."""
    batch, actor = find_batch(request, pk), _actor(request)
    form = CommitForm(request.POST)
    assert isinstance(actor.user, User)
    if batch.state != State.PREVIEWED or tasks.working_on(pk) is not None:
        messages.warning(request, _("Unggahan ini sudah diputuskan; tidak ada yang diubah."))
        return redirect("import_batch", pk=pk)
    if not form.is_valid():
        messages.error(request, _("Pilih dahulu cara menyimpannya."))
        return redirect("import_batch", pk=pk)
    tasks.start_save(batch, actor.user, all_or_nothing=form.cleaned_data["how"] == "all")
    return redirect("import_batch", pk=pk)


@needs("registry.import")
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a saved batch back, with a reason; refused while something depends on it."""
    batch = find_batch(request, pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan pembatalan; alasan itu tercatat di jurnal."))
        return redirect("import_batch", pk=pk)
    batches.undo_batch(batch, actor=_actor(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("Impor dibatalkan."))
    return redirect("import_batch", pk=pk)


@needs("registry.view")
def import_rejects(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rows that must be mended, as XLSX in the list's own columns; for who reads their NIKs whole."""
    batch = find_batch(request, pk)
    path = None if is_masked(request) else batches.rejects_of(batch)
    if path is None:
        raise Http404
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem}-perbaikan.xlsx", content_type=XLSX_TYPE
    )
