"""Action items: the list, one action, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.agreements.filters import ActionFilter
from naungan.agreements.forms import meetings as forms
from naungan.agreements.models import ActionItem
from naungan.agreements.pages.parts import EDIT, action_state, may_edit, question, tabs, today
from naungan.agreements.queries import visible_actions
from naungan.agreements.queries.meetings import BY_DUE
from naungan.agreements.services import cancel_action, finish_action, postpone_action
from naungan.journal.models import Change
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response

VIEW = "agreements.view"


def href(action: ActionItem) -> str:
    """Its page."""
    return reverse("action", args=[action.pk])


@needs(VIEW)
def actions(request: HttpRequest) -> HttpResponseBase:
    """Every action in the scope: what is open first, the oldest due day on top."""
    day = today()
    rows = visible_actions(actor_of(request).scope).order_by("-state", BY_DUE, "pk")
    return list_response(
        request,
        title=_("Tindak lanjut"),
        columns=[
            Column("text", _("Yang dikerjakan"), "text", link=href),
            Column("agency", _("Penanggung jawab"), "agency", sort="agency"),
            Column("due", _("Tenggat"), "due_on", kind="date", sort="due_on"),
            Column(
                "state",
                _("Status"),
                lambda row: action_state(row, day)[0],
                kind="tag",
                sort="state",
                tone=lambda row: action_state(row, day)[1],
            ),
            Column("result", _("Hasil"), "result"),
            Column(
                "meeting",
                _("Rapat"),
                "meeting.title",
                link=lambda row: reverse("meeting", args=[row.meeting_id]),
            ),
            Column("on", _("Tanggal rapat"), "meeting.on", kind="date", sort="meeting__on"),
            Column("area", _("Wilayah"), "meeting.area.name", sort="meeting__area_id"),
        ],
        rows=rows,
        filterset=ActionFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kerja sama; satu baris per tindak lanjut."),
        name="tindak-lanjut",
        template="agreements/list.html",
        context={
            **tabs("actions"),
            "empty_text": _("Belum ada tindak lanjut. Tindak lanjut dicatat pada halaman rapatnya."),
        },
    )


def _find(request: HttpRequest, pk: int) -> ActionItem:
    return get_object_or_404(visible_actions(actor_of(request).scope), pk=pk)


@needs(VIEW)
def action(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One action: who, until when, what came of it, its papers and history."""
    found = _find(request, pk)
    changes = Change.objects.filter(model="agreements.ActionItem", record=str(pk)).select_related("entry")
    text, tone = action_state(found, today())
    context = {
        "title": _("Tindak lanjut"),
        "action": found,
        "state": text,
        "tone": tone,
        "documents": found.documents.select_related("entry"),
        "reminders": found.reminders.select_related("entry").order_by("pk"),
        "history": [_told(change) for change in changes.order_by("pk")],
        "may_edit": may_edit(request),
        "is_open": found.state == ActionItem.State.OPEN,
        **tabs("actions"),
    }
    return render(request, "agreements/action.html", context)


def _told(change: Change) -> dict[str, Any]:
    words = {
        "state": _("Status"),
        "due_on": _("Tenggat"),
        "closed_on": _("Ditutup pada"),
        "result": _("Hasil"),
        "evidence_url": _("Tautan bukti"),
    }
    labels = dict(ActionItem.State.choices)
    told = [
        (
            words.get(name, name),
            labels.get(change.before[name], change.before[name]),
            labels.get(value, value),
        )
        for name, value in change.after.items()
        if value != change.before[name]
    ]
    return {"entry": change.entry, "fields": told}


@needs(EDIT)
def action_finish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Done, with a result and, if there is one, a file as evidence."""
    found, actor = _find(request, pk), actor_of(request)
    form = bound(request, forms.FinishForm, initial={"on": today()})
    words = question(
        "actions",
        title=_("Tandai selesai"),
        lead=found.text,
        button=_("Tandai selesai"),
        back=href(found),
        done=_("Tindak lanjut selesai."),
    )

    def write(given: Any) -> object:
        typed = dict(given.cleaned_data)
        file = typed.pop("file")
        evidence = (file.name, file.chunks()) if file else None
        return finish_action(found, actor=actor, evidence=evidence, **typed)

    return ask(request, form, words, write)


@needs(EDIT)
def action_postpone(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another due day."""
    found = _find(request, pk)
    form = bound(request, forms.PostponeForm)
    words = question(
        "actions",
        title=_("Ubah tenggat"),
        lead=found.text,
        button=_("Ubah tenggat"),
        back=href(found),
        done=_("Tenggat diubah; tenggat lama tetap di riwayat."),
    )
    return ask(
        request,
        form,
        words,
        lambda given: postpone_action(found, actor=actor_of(request), **given.cleaned_data),
    )


@needs(EDIT)
def action_cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """It will not be done."""
    found = _find(request, pk)
    form = bound(request, forms.CancelActionForm, initial={"on": today()})
    words = question(
        "actions",
        title=_("Batalkan tindak lanjut"),
        lead=found.text,
        button=_("Batalkan tindak lanjut"),
        back=href(found),
        done=_("Tindak lanjut dibatalkan."),
    )
    return ask(
        request,
        form,
        words,
        lambda given: cancel_action(found, actor=actor_of(request), **given.cleaned_data),
    )
