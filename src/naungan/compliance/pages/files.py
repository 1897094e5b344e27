"""Files of employers: uploaded, looked at before anything is written, noted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.compliance import forms
from naungan.compliance.models import LeadFile
from naungan.compliance.pages.parts import EDIT, VIEW, may_edit, question, tabs
from naungan.compliance.queries import visible_files
from naungan.compliance.services import commit_leads, preview_leads, receive_leads
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Finding, Refused


def href(file: LeadFile) -> str:
    """Its page."""
    return reverse("lead_file", args=[file.pk])


@needs(VIEW)
def lead_files(request: HttpRequest) -> HttpResponseBase:
    """The files that came in."""
    return list_response(
        request,
        title=_("Unggahan pemberi kerja"),
        columns=[
            Column("name", _("Berkas"), "file_name", sort="file_name", link=href),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("source", _("Sumber"), "source"),
            Column("rows", _("Baris"), "counts.rows", kind="count"),
            Column("created", _("Baru"), "counts.created", kind="count"),
            Column("known", _("Sudah tercatat"), "counts.known", kind="count"),
            Column("rejected", _("Harus diperbaiki"), "counts.rejected", kind="count"),
            Column("state", _("Status"), "get_state_display", kind="tag", sort="state"),
            Column("at", _("Diterima"), "entry.at", kind="moment", sort="entry__at"),
            Column("by", _("Pengunggah"), "entry.actor"),
        ],
        rows=visible_files(actor_of(request).scope),
        source=_("Naungan, ruang kepatuhan; satu baris per berkas."),
        name="unggahan-kepatuhan",
        template="compliance/files.html",
        context={
            **tabs("lead_files"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada berkas pemberi kerja yang diunggah."),
        },
    )


@needs(EDIT)
def lead_file_new(request: HttpRequest) -> HttpResponseBase:
    """A file comes in."""
    actor = actor_of(request)
    form = bound(request, forms.FileForm, actor=actor, initial={"found_on": timezone.localdate()})
    words = question(
        "lead_files",
        title=_("Unggah daftar pemberi kerja"),
        lead=_("Belum ada yang disimpan sebelum Anda melihat pratinjaunya."),
        button=_("Unggah dan periksa"),
        back=reverse("lead_files"),
        done=_("Berkas diperiksa."),
    )

    def write(given: Any) -> str:
        sent = given.cleaned_data["file"]
        return href(receive_leads(sent.name, sent.chunks(), given.origin(), actor=actor))

    return ask(request, form, words, write)


def _find(request: HttpRequest, pk: int) -> LeadFile:
    return get_object_or_404(visible_files(actor_of(request).scope), pk=pk)


@needs(VIEW)
def lead_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file: what it brings, and what is to be mended, cell by cell."""
    found = _find(request, pk)
    reading = preview_leads(found)
    waiting = found.state == LeadFile.State.PREVIEWED
    return list_response(
        request,
        title=found.file_name,
        columns=[
            Column("sheet", _("Lembar"), "sheet", sort="sheet"),
            Column("cell", _("Sel"), "cell", sort="cell"),
            Column("found", _("Isi"), "found"),
            Column("expected", _("Seharusnya"), "expected"),
            Column("mend", _("Cara memperbaiki"), "mend"),
            Column("weight", _("Akibat"), _weight, kind="tag", tone=_tone, sort="blocking"),
        ],
        rows=reading.findings,
        source=_("Catatan perbaikan berkas ini, dihitung saat halaman dibuka."),
        name="catatan-kepatuhan",
        template="compliance/file.html",
        context={
            **tabs("lead_files"),
            "file": found,
            "counts": reading.counts() if waiting else found.counts,
            "waiting": waiting,
            "may_edit": may_edit(request),
            "empty_text": _("Tidak ada yang perlu diperbaiki."),
        },
    )


def _weight(finding: Finding) -> str:
    return _("Harus diperbaiki") if finding.blocking else _("Perlu dilihat")


def _tone(finding: Finding) -> str:
    return "bad" if finding.blocking else "info"


@needs(EDIT)
def lead_file_commit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The good rows are noted."""
    found = _find(request, pk)
    if request.method == "POST":
        try:
            commit_leads(found, actor=actor_of(request))
        except Refused as refused:
            messages.error(request, f"{refused.message} {refused.mend}".strip())
        else:
            messages.success(request, _("Baris yang baik sudah dicatat."))
    return redirect(href(found))
