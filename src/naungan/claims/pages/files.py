"""A file that came in, of deaths or of benefits: upload, preview, commit, receipt, undo. One shape for both."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from naungan.accounts.access import actor_of, needs
from naungan.claims import forms
from naungan.claims.models import DeathReport, IncomingFile
from naungan.claims.pages.parts import DEATHS, EDIT, corrections_href, tabs
from naungan.claims.queries import billed_after_death, visible_files
from naungan.claims.queries.cases import visible_deaths
from naungan.claims.services import commit_file, receive_file, standing_on, undo_file
from naungan.claims.services.files import deaths_of, findings_of, rejects_of, remarks_of, twin_of
from naungan.claims.words import title_of
from naungan.kit.asking import Question, ask, bound
from naungan.kit.exports import XLSX_TYPE
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer

Kind, State = IncomingFile.Kind, IncomingFile.State
TONES = {State.PREVIEWED: "warn", State.COMMITTED: "good", State.UNDONE: "off"}
# The page names of each kind: list above it, one file, and the tab under which it stands.
_ROUTES = {Kind.DEATHS: ("deaths", "death_file"), Kind.BENEFITS: ("benefit_payments", "benefit_file")}


@needs(DEATHS)
def death_file_new(request: HttpRequest) -> HttpResponseBase:
    """Upload a list of deaths."""
    lead = _(
        "Kolom paling sedikit: NIK atau KPJ, nama, dan tanggal meninggal. Belum ada yang disimpan sebelum pratinjau."
    )
    return _new(request, Kind.DEATHS, _("Unggah daftar kematian"), lead)


@needs(EDIT)
def benefit_file_new(request: HttpRequest) -> HttpResponseBase:
    """Upload the agency's list of benefits."""
    lead = _(
        "Kolom paling sedikit: program, tanggal bayar, jumlah, nomor bukti, dan NIK, KPJ atau kode wilayah."
    )
    return _new(request, Kind.BENEFITS, _("Unggah daftar manfaat"), lead)


def _new(request: HttpRequest, kind: str, title: str, lead: str) -> HttpResponseBase:
    actor = actor_of(request)
    above, page = _ROUTES[Kind(kind)]
    form = bound(request, forms.FileForm, actor=actor, kind=kind, initial={})

    def write(given: forms.FileForm) -> str:
        told = given.cleaned_data
        file = receive_file(
            kind=kind,
            file_name=told["file"].name,
            chunks=told["file"].chunks(),
            area_code=told["area"],
            source=told["source"],
            actor=actor,
        )
        return reverse(page, args=[file.pk])

    question = Question(
        title=title,
        button=_("Unggah dan periksa"),
        back=reverse(above),
        done=_("Berkas diperiksa. Belum ada yang disimpan."),
        lead=lead,
        context=tabs(request, above),
    )
    return ask(request, form, question, write)


@needs(DEATHS)
def death_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A list of deaths: what was found, and what can be done."""
    return _page(request, pk, Kind.DEATHS)


@needs(EDIT)
def benefit_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A list of benefits: what was found, and what can be done."""
    return _page(request, pk, Kind.BENEFITS)


def _find(request: HttpRequest, pk: int, kind: str) -> IncomingFile:
    return get_object_or_404(visible_files(actor_of(request).scope, kind), pk=pk)


def _page(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    file = _find(request, pk, kind)
    reports = _deaths(request, file) if kind == Kind.DEATHS else []
    billed = billed_after_death({one.person_id: one.died_on for one in reports})
    above, page = _ROUTES[Kind(kind)]
    codes: dict[str, int] = file.counts.get("by_code", {})
    blocking = {remark.code for remark in remarks_of(file) if remark.blocking}
    return list_response(
        request,
        title=file.file_name,
        columns=_columns(),
        rows=findings_of(file),
        source=_("Pemeriksaan berkas %(file)s terhadap registri.") % {"file": file.file_name},
        name="catatan",
        template="claims/file.html",
        context={
            **tabs(request, above),
            "file": file,
            "tone": TONES[State(file.state)],
            "above": (reverse(above), file.get_kind_display()),
            "counts": file.counts,
            "is_deaths": kind == Kind.DEATHS,
            "causes": [(title_of(code), count, code in blocking) for code, count in sorted(codes.items())],
            "twin": twin_of(file),
            "twin_page": page,
            "reports": reports,
            "shows_claims": "claims.view" in viewer(request).permissions,
            "billed_after": billed,
            "corrections_href": corrections_href(request, billed),
            "can_commit": file.state == State.PREVIEWED and file.counts.get("new", 0) > 0,
            "can_undo": file.state == State.COMMITTED,
            "dependents": list(dict.fromkeys(standing_on(reports))),
            "commit_href": reverse(f"{page}_commit", args=[file.pk]),
            "undo_href": reverse(f"{page}_undo", args=[file.pk]),
            "rejects_href": reverse(f"{page}_rejects", args=[file.pk]) if rejects_of(file) else "",
            "undo_form": forms.ReasonForm(),
            "empty_text": _("Tidak ada catatan perbaikan: semua baris lolos pemeriksaan."),
        },
    )


def _deaths(request: HttpRequest, file: IncomingFile) -> list[DeathReport]:
    """The deaths that a file brought, of people whom the viewer sees: it may name others too."""
    seen = set(visible_deaths(actor_of(request).scope).filter(file=file).values_list("pk", flat=True))
    return [report for report in deaths_of(file) if report.pk in seen]


def _columns() -> list[Column]:
    return [
        Column("sheet", _("Lembar"), "sheet"),
        Column("cell", _("Sel"), "cell", kind="id"),
        Column("cause", _("Sebab"), lambda one: title_of(one.code)),
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


@needs(DEATHS)
@require_POST
def death_file_commit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record the sound rows of a list of deaths."""
    return _commit(request, pk, Kind.DEATHS)


@needs(EDIT)
@require_POST
def benefit_file_commit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record the sound rows of a list of benefits."""
    return _commit(request, pk, Kind.BENEFITS)


def _commit(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    file = _find(request, pk, kind)
    commit_file(file, actor=actor_of(request))
    messages.success(request, _("Baris yang baik disimpan."))
    return redirect(_ROUTES[Kind(kind)][1], pk=pk)


@needs(DEATHS)
@require_POST
def death_file_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a list of deaths back."""
    return _undo(request, pk, Kind.DEATHS)


@needs(EDIT)
@require_POST
def benefit_file_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a list of benefits back."""
    return _undo(request, pk, Kind.BENEFITS)


def _undo(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    file = _find(request, pk, kind)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        undo_file(file, actor=actor_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("Berkas dibatalkan; catatannya tetap ada di jurnal."))
    else:
        messages.error(request, _("Tulis alasan pembatalan; alasan itu tercatat di jurnal."))
    return redirect(_ROUTES[Kind(kind)][1], pk=pk)


@needs(DEATHS)
def death_file_rejects(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rows of a list of deaths that must be mended, as XLSX."""
    return _rejects(request, pk, Kind.DEATHS)


@needs(EDIT)
def benefit_file_rejects(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rows of a list of benefits that must be mended, as XLSX."""
    return _rejects(request, pk, Kind.BENEFITS)


def _rejects(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    file = _find(request, pk, kind)
    path = rejects_of(file)
    if path is None:
        raise Http404
    stem = file.file_name.rpartition(".")[0] or file.file_name
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem}-perbaikan.xlsx", content_type=XLSX_TYPE
    )


def file_rows(request: HttpRequest, kind: str) -> list[dict[str, Any]]:
    """The newest files of a kind in the scope, for the page above them."""
    page = _ROUTES[Kind(kind)][1]
    return [
        {"file": file, "tone": TONES[State(file.state)], "href": reverse(page, args=[file.pk])}
        for file in visible_files(actor_of(request).scope, kind)[:8]
    ]
