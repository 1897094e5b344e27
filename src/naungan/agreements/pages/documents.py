"""Files of records: taken in, and given back to who may see the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.accounts.scope import Scope
from naungan.agreements.forms.parts import DocumentForm
from naungan.agreements.models import Document
from naungan.agreements.pages.parts import EDIT, question, today
from naungan.agreements.queries import (
    visible_actions,
    visible_agreements,
    visible_meetings,
    visible_regulations,
)
from naungan.agreements.services import attach
from naungan.kit import files
from naungan.kit.asking import ask, bound

_ROWS: dict[str, tuple[Callable[[Scope], Any], str]] = {
    "perjanjian": (lambda scope: visible_agreements(scope, today()), "agreement"),
    "rapat": (visible_meetings, "meeting"),
    "tindak-lanjut": (visible_actions, "action"),
    "peraturan": (visible_regulations, "regulation"),
}


@needs(EDIT)
def document_new(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """A file for a record."""
    rows, page = _ROWS.get(kind, (None, ""))
    actor = actor_of(request)
    owner = rows(actor.scope).filter(pk=pk).first() if rows else None
    if owner is None:
        raise Http404
    form = bound(request, DocumentForm)
    back = reverse(page, args=[pk])
    words = question(
        "agreements",
        title=_("Unggah dokumen"),
        lead=str(owner),
        button=_("Unggah"),
        back=back,
        done=_("Dokumen disimpan."),
    )

    def write(given: Any) -> object:
        file = given.cleaned_data["file"]
        attach(owner, name=file.name, chunks=file.chunks(), title=given.cleaned_data["title"], actor=actor)
        return back

    return ask(request, form, words, write)


@needs("agreements.view")
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file, as a download, for who may see its record."""
    found = Document.objects.filter(pk=pk).first()
    if found is None or not _is_visible(found, actor_of(request).scope):
        raise Http404
    path = files.path_of(found.sha256)
    if not path.exists():
        messages.error(request, _("Berkas dokumen ini tidak ada di penyimpanan. Beri tahu administrator."))
        return redirect("agreements")
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name)


def _is_visible(found: Document, scope: Scope) -> bool:
    return any(
        rows(scope).filter(pk=getattr(found, f"{field}_id")).exists()
        for rows, field in _ROWS.values()
        if getattr(found, f"{field}_id")
    )
