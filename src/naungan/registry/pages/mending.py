"""In the preview of an upload: mend the cells of a row, apply one rule to a cause, choose how the file is read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from naungan.accounts.access import Actor, needs
from naungan.accounts.models import User
from naungan.kit import numbers
from naungan.registry import tasks
from naungan.registry.imports import batches, choosing, mending
from naungan.registry.imports.reading import from_json
from naungan.registry.mending_forms import MendForm, ReadingForm, RuleForm
from naungan.registry.models import ImportBatch
from naungan.registry.pages.imports import find_batch

State = ImportBatch.State


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


@needs("registry.import")
def import_row(request: HttpRequest, pk: int, row: int) -> HttpResponseBase:
    """The cells of one row, to be mended; the file itself stays as it came."""
    batch, cells = _cells(request, pk, row)
    if request.method != "POST":
        return _row_page(request, batch, cells, MendForm(cells=cells))
    form = MendForm(request.POST, cells=cells)
    if not form.is_valid():
        return _row_page(request, batch, cells, form)
    done = mending.mend_cells(batch, form.changes(row), actor=_actor(request))
    if _checked_in_background(request, batch, done):
        return redirect("import_batch", pk=pk)
    left = [one for one in batches.placed_of(pk) if one.blocking]
    if any(one.row == row for one in left):
        messages.warning(request, _("Tersimpan, tetapi baris ini masih harus diperbaiki."))
        return redirect("import_row", pk=pk, row=row)
    messages.success(request, _mended_words(cells["line"], len({one.row for one in left})))
    after = sorted({one.row for one in left}, key=lambda one: (one < row, one))
    if "next" in request.POST and after:
        return redirect("import_row", pk=pk, row=after[0])
    return redirect("import_batch", pk=pk)


def _cells(request: HttpRequest, pk: int, row: int) -> tuple[ImportBatch, dict[str, Any]]:
    """A preview that the viewer may see, and a row of it; else not found."""
    batch = find_batch(request, pk)
    cells = mending.cells_of(batch, row) if batch.state == State.PREVIEWED else None
    if cells is None:
        raise Http404
    return batch, cells


def _row_page(
    request: HttpRequest, batch: ImportBatch, cells: dict[str, Any], form: MendForm
) -> HttpResponse:
    remarks = [one.finding() for one in batches.placed_of(batch.pk) if one.row == cells["row"]]
    context = {
        "title": _("Baris %(line)s") % {"line": numbers.count(cells["line"])},
        "batch": batch,
        "sheet": cells["sheet_name"],
        "remarks": remarks,
        "form": form,
        "at_fault": {one.field for one in remarks},
    }
    return render(request, "registry/import_row.html", context)


def _mended_words(line: int, left: int) -> str:
    told = _("Baris %(line)s diperbaiki.") % {"line": numbers.count(line)}
    rest = ngettext(
        "%(count)s baris lagi harus diperbaiki.", "%(count)s baris lagi harus diperbaiki.", left
    ) % {"count": numbers.count(left)}
    return f"{told} {rest}" if left else told


@needs("registry.import")
@require_POST
def import_rule(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One rule for all rows of a cause."""
    batch = find_batch(request, pk)
    form = RuleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih dahulu aturannya."))
        return redirect("import_batch", pk=pk)
    given = form.cleaned_data
    done = mending.apply_rule(batch, given["sebab"], given["aturan"], given["nilai"], actor=_actor(request))
    _checked_in_background(request, batch, done)
    words = ngettext("%(count)s sel diubah.", "%(count)s sel diubah.", done.cells)
    messages.success(request, words % {"count": numbers.count(done.cells)})
    return redirect("import_batch", pk=pk)


@needs("registry.import")
def import_reading(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How the file is read: shown as it was understood, and changed."""
    batch = find_batch(request, pk)
    if (
        batch.state not in {State.PREVIEWED, State.REFUSED, State.RECEIVED}
        or tasks.working_on(pk) is not None
    ):
        return redirect("import_batch", pk=pk)
    reading = from_json(batch.reading or batch.counts.get("reading") or {})
    form = ReadingForm(request.POST or None, seen=batch.counts, reading=reading)
    if request.method == "POST" and form.is_valid():
        actor = _actor(request)
        assert isinstance(actor.user, User)
        tasks.start_check(choosing.choose_reading(batch, form.reading(), actor=actor), actor.user)
        return redirect("import_batch", pk=pk)
    context = {"title": _("Cara membaca berkas"), "batch": batch, "form": form}
    return render(request, "registry/import_reading.html", context)


def _checked_in_background(request: HttpRequest, batch: ImportBatch, done: mending.Mended) -> bool:
    """Start the check of the whole file where a mend touches too much of it."""
    user = _actor(request).user
    if done.check_all and isinstance(user, User):
        tasks.start_check(batch, user)
    return done.check_all
