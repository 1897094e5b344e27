"""Meetings: the list, one meeting while it is prepared, recorded and signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.agreements.filters import MeetingFilter
from naungan.agreements.forms import meetings as forms
from naungan.agreements.forms.parts import DocumentForm, LinesForm, ReasonForm
from naungan.agreements.minutes import minutes_pdf
from naungan.agreements.models import Meeting, MeetingLine
from naungan.agreements.pages.parts import EDIT, MEETING_TONES, action_state, may_edit, question, tabs, today
from naungan.agreements.queries import agenda, visible_agreements, visible_meetings
from naungan.agreements.queries.meetings import lines_of, with_open_actions
from naungan.agreements.services import (
    add_action,
    add_agenda,
    add_attendance,
    add_decisions,
    cancel_meeting,
    close_minutes,
    hold_meeting,
    plan_meeting,
    withdraw_line,
)
from naungan.kit import papers
from naungan.kit.asking import AskForm, ask, bound
from naungan.kit.lists import Column, list_response

VIEW = "agreements.view"
Kind = MeetingLine.Kind


def href(meeting: Meeting) -> str:
    """Its page."""
    return reverse("meeting", args=[meeting.pk])


@needs(VIEW)
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Every meeting in the scope."""
    rows = with_open_actions(visible_meetings(actor_of(request).scope)).order_by("-on", "-pk")
    return list_response(
        request,
        title=_("Rapat"),
        columns=[
            Column("on", _("Tanggal"), "on", kind="date", sort="on"),
            Column("title", _("Judul rapat"), "title", sort="title", link=href),
            Column("kind", _("Jenis rapat"), "get_kind_display", sort="kind"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("place", _("Tempat"), "place"),
            Column("actions", _("Tindak lanjut"), "action_count", kind="count", sort="action_count"),
            Column("open", _("Masih terbuka"), "open_count", kind="count", sort="open_count"),
            Column(
                "state",
                _("Status"),
                "get_state_display",
                kind="tag",
                sort="state",
                tone=lambda row: MEETING_TONES[row.state],
            ),
        ],
        rows=rows,
        filterset=MeetingFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kerja sama; satu baris per rapat."),
        name="rapat",
        template="agreements/meetings.html",
        context={
            **tabs("meetings"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada rapat di wilayah Anda. Rencanakan rapat yang pertama."),
        },
    )


def _find(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(visible_meetings(actor_of(request).scope), pk=pk)


@needs(VIEW)
def meeting(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One meeting: agenda with what is carried in, attendance and obstacles, decisions, actions."""
    found = _find(request, pk)
    is_open = found.state in {Meeting.State.PLANNED, Meeting.State.HELD}
    day = today()
    context = {
        "title": found.title,
        "meeting": found,
        "tone": MEETING_TONES[Meeting.State(found.state)],
        "agenda": [
            (item, *(action_state(item.action, day) if item.action else ("", ""))) for item in agenda(found)
        ],
        "attendance": lines_of(found, Kind.ATTENDANCE),
        "decisions": lines_of(found, Kind.DECISION),
        "actions": [(row, *action_state(row, day)) for row in found.actions.order_by("pk")],
        "documents": found.documents.select_related("entry"),
        "commitments": found.commitments.filter(actor_of(request).scope.area_q("area_id")).select_related(
            "area", "group"
        ),
        "may_write": is_open and may_edit(request),
        "may_edit": may_edit(request),
        "has_come": found.on <= day,
        "agenda_form": LinesForm(prefix=None, auto_id="agenda_%s"),
        "attendance_form": forms.AttendanceForm(auto_id="hadir_%s"),
        "decision_form": LinesForm(auto_id="putus_%s"),
        "action_form": forms.ActionForm(auto_id="tindak_%s"),
        "document_form": DocumentForm(),
        **tabs("meetings"),
    }
    return render(request, "agreements/meeting.html", context)


@needs(EDIT)
def meeting_new(request: HttpRequest) -> HttpResponseBase:
    """A meeting is planned."""
    actor = actor_of(request)
    form = bound(
        request,
        forms.MeetingForm,
        actor=actor,
        agreements=visible_agreements(actor.scope, today())
        .filter(actor.scope.area_q("area_id"))
        .order_by("title"),
        initial={"on": today(), "agreement": request.GET.get("perjanjian", "")},
    )
    words = question(
        "meetings",
        title=_("Rencanakan rapat"),
        lead=_(
            "Tindak lanjut yang masih terbuka dari rapat sejenis di wilayah ini masuk ke acara dengan sendirinya."
        ),
        button=_("Simpan rencana rapat"),
        back=reverse("meetings"),
        done=_("Rapat direncanakan."),
    )

    def write(given: Any) -> object:
        made = plan_meeting(actor=actor, **given.facts())
        if given.agenda_lines():
            add_agenda(made, given.agenda_lines(), actor=actor)
        return href(made)

    return ask(request, form, words, write)


def _write(
    request: HttpRequest,
    pk: int,
    form: Any,
    write: Callable[[Meeting], object],
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    part: str = "",
) -> HttpResponseBase:
    """One more thing on a meeting's page."""
    found = _find(request, pk)
    words = question(
        "meetings",
        title=title,
        lead=lead or found.title,
        button=button,
        back=href(found) + part,
        done=done,
    )
    return ask(request, form, words, lambda _given: write(found))


@needs(EDIT)
def meeting_agenda(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Items for the agenda."""
    form = bound(request, LinesForm)
    return _write(
        request,
        pk,
        form,
        lambda found: add_agenda(found, form.lines(), actor=actor_of(request)),
        title=_("Tambah mata acara"),
        button=_("Tambah"),
        done=_("Mata acara ditambah."),
        part="#acara",
    )


@needs(EDIT)
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An agency that came."""
    form = bound(request, forms.AttendanceForm)
    return _write(
        request,
        pk,
        form,
        lambda found: add_attendance(found, **form.cleaned_data, actor=actor_of(request)),
        title=_("Catat kehadiran"),
        button=_("Catat"),
        done=_("Kehadiran dicatat."),
        part="#kehadiran",
    )


@needs(EDIT)
def meeting_decisions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Decisions."""
    form = bound(request, LinesForm)
    return _write(
        request,
        pk,
        form,
        lambda found: add_decisions(found, form.lines(), actor=actor_of(request)),
        title=_("Catat keputusan"),
        button=_("Catat"),
        done=_("Keputusan dicatat."),
        part="#keputusan",
    )


@needs(EDIT)
def meeting_action(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An action for an agency."""
    form = bound(request, forms.ActionForm)
    return _write(
        request,
        pk,
        form,
        lambda found: add_action(found, **form.cleaned_data, actor=actor_of(request)),
        title=_("Catat tindak lanjut"),
        button=_("Catat"),
        done=_("Tindak lanjut dicatat."),
        part="#tindak-lanjut",
    )


@needs(EDIT)
def meeting_hold(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The meeting took place."""
    form = bound(request, AskForm)
    return _write(
        request,
        pk,
        form,
        lambda found: hold_meeting(found, actor=actor_of(request)),
        title=_("Tandai terlaksana"),
        lead=_("Tindak lanjut yang masih terbuka ditulis ke dalam acara rapat ini."),
        button=_("Tandai terlaksana"),
        done=_("Rapat terlaksana; notulanya terbuka untuk dicatat."),
    )


@needs(EDIT)
def meeting_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The minutes are closed."""
    found = _find(request, pk)
    first = {"chair": found.chair, "chair_title": found.chair_title}
    form = bound(request, forms.CloseForm, initial=first)
    return _write(
        request,
        pk,
        form,
        lambda row: close_minutes(row, **form.cleaned_data, actor=actor_of(request)),
        title=_("Tutup notula"),
        lead=_("Setelah ditutup, notula tidak diubah lagi. Tindak lanjutnya tetap berjalan."),
        button=_("Tutup notula"),
        done=_("Notula ditutup."),
    )


@needs(EDIT)
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The meeting does not take place."""
    form = bound(request, ReasonForm)
    return _write(
        request,
        pk,
        form,
        lambda found: cancel_meeting(found, **form.cleaned_data, actor=actor_of(request)),
        title=_("Batalkan rapat"),
        button=_("Batalkan rapat"),
        done=_("Rapat dibatalkan."),
    )


@needs(EDIT)
def meeting_withdraw(request: HttpRequest, pk: int, line: int) -> HttpResponseBase:
    """A wrong line is taken out."""
    form = bound(request, AskForm)
    row = _find(request, pk).lines.filter(pk=line, withdrawn=False, carried=None).first()
    if row is None:
        raise Http404
    return _write(
        request,
        pk,
        form,
        lambda _found: withdraw_line(row, actor=actor_of(request)),
        title=_("Tarik baris"),
        lead=row.text,
        button=_("Tarik baris"),
        done=_("Baris ditarik; jurnal tetap menyimpannya."),
    )


@needs(VIEW)
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The minutes as PDF."""
    found = _find(request, pk)
    return papers.response(minutes_pdf(found), f"notula-{found.on:%Y%m%d}-{found.title}")
