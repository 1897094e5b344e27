"""Meetings: planned, prepared, recorded, closed. A wrong line is withdrawn; closed minutes stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import ActionItem, Agreement, Meeting, MeetingLine
from naungan.agreements.queries import carried_into
from naungan.agreements.services.ground import area_named, changed, entry_of, refuse_if_out_of_scope
from naungan.journal.models import Entry
from naungan.law.findings import Refused

Kind = MeetingLine.Kind
State = Meeting.State


@transaction.atomic
def plan_meeting(
    *,
    kind: str,
    area_code: str,
    title: str,
    on: date,
    actor: Actor,
    at: time | None = None,
    place: str = "",
    chair: str = "",
    chair_title: str = "",
    agreement: Agreement | None = None,
    note: str = "",
    source: str = "",
    reason: str = "",
) -> Meeting:
    """A meeting of the series of its kind and area. Refused: `area.out_of_scope`, `area.unknown`."""
    area = area_named(area_code)
    refuse_if_out_of_scope(actor, area.code)
    entry = entry_of(actor, "plan_meeting", area.code, reason, title=title)
    return Meeting.objects.create(
        kind=kind,
        area=area,
        title=title,
        on=on,
        at=at,
        place=place,
        chair=chair,
        chair_title=chair_title,
        agreement=agreement,
        note=note,
        source=source,
        entry=entry,
    )


def add_agenda(meeting: Meeting, texts: Iterable[str], *, actor: Actor) -> list[MeetingLine]:
    """Items of the agenda, one a text. Refused: `meeting.closed`, `meeting.line_empty`."""
    return _add(meeting, Kind.AGENDA, [{"text": text} for text in texts], actor)


def add_attendance(
    meeting: Meeting, agency: str, *, people: str = "", obstacle: str = "", actor: Actor
) -> MeetingLine:
    """An agency that came: who, and what it found hard. Refused: `meeting.closed`, `meeting.line_empty`."""
    return _add(meeting, Kind.ATTENDANCE, [{"text": agency, "people": people, "obstacle": obstacle}], actor)[
        0
    ]


def add_decisions(meeting: Meeting, texts: Iterable[str], *, actor: Actor) -> list[MeetingLine]:
    """What was decided, one a text. Refused: `meeting.closed`, `meeting.line_empty`."""
    return _add(meeting, Kind.DECISION, [{"text": text} for text in texts], actor)


@transaction.atomic
def add_action(
    meeting: Meeting,
    *,
    text: str,
    agency: str,
    due_on: date | None,
    actor: Actor,
    email: str = "",
    source: str = "",
) -> ActionItem:
    """What an agency is to do by a day; a day that nobody named stays None.

    Refused: `meeting.closed`, `meeting.line_empty`, `action.due_before_meeting`.
    """
    meeting = _open(meeting, actor)
    if not text.strip() or not agency.strip():
        raise _empty()
    if due_on is not None and due_on < meeting.on:
        message = _("Tenggat mendahului tanggal rapat.")
        raise Refused("action.due_before_meeting", message, where="due_on")
    entry = entry_of(actor, "add_action", meeting.area_id, meeting=meeting.pk)
    return ActionItem.objects.create(
        meeting=meeting,
        text=text.strip(),
        agency=agency.strip(),
        due_on=due_on,
        email=email,
        source=source,
        entry=entry,
    )


@transaction.atomic
def hold_meeting(meeting: Meeting, *, actor: Actor, reason: str = "") -> Meeting:
    """The meeting took place: what was carried into its agenda is written there.

    Refused: `meeting.state` unless planned.
    """
    meeting = _locked(meeting, actor)
    if meeting.state != State.PLANNED:
        raise Refused("meeting.state", _("Rapat ini tidak lagi berstatus direncanakan."), where="state")
    entry = entry_of(actor, "hold_meeting", meeting.area_id, reason, meeting=meeting.pk)
    MeetingLine.objects.bulk_create(
        MeetingLine(meeting=meeting, kind=Kind.AGENDA, text=action.text, carried=action, entry=entry)
        for action in carried_into(meeting)
    )
    changed(entry, meeting, state=State.HELD)
    return meeting


@transaction.atomic
def close_minutes(
    meeting: Meeting,
    *,
    number: str,
    actor: Actor,
    chair: str = "",
    chair_title: str = "",
    reason: str = "",
) -> Meeting:
    """The minutes are signed under a number and closed.

    Refused: `meeting.state` unless held, `meeting.no_result` without any decision or action: a meeting must
    have a result.
    """
    meeting = _locked(meeting, actor)
    if meeting.state != State.HELD:
        raise Refused(
            "meeting.state", _("Yang ditutup adalah notula rapat yang sudah terlaksana."), where="state"
        )
    decided = meeting.lines.filter(kind=Kind.DECISION, withdrawn=False).exists()
    if not decided and not meeting.actions.exists():
        raise Refused(
            "meeting.no_result",
            _("Rapat ini belum mempunyai keputusan atau tindak lanjut."),
            where="number",
            mend=_("Catat sedikitnya satu keputusan atau tindak lanjut, lalu tutup notulanya."),
        )
    entry = entry_of(actor, "close_minutes", meeting.area_id, reason, meeting=meeting.pk, number=number)
    changed(
        entry,
        meeting,
        state=State.CLOSED,
        number=number,
        chair=chair or meeting.chair,
        chair_title=chair_title or meeting.chair_title,
    )
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, actor: Actor, reason: str) -> Meeting:
    """A planned meeting does not take place. Refused: `meeting.state`, `meeting.reason`."""
    meeting = _locked(meeting, actor)
    if meeting.state != State.PLANNED:
        raise Refused("meeting.state", _("Hanya rapat yang direncanakan dapat dibatalkan."), where="state")
    if not reason.strip():
        raise Refused("meeting.reason", _("Alasan belum diisi."), where="reason")
    entry = entry_of(actor, "cancel_meeting", meeting.area_id, reason, meeting=meeting.pk)
    changed(entry, meeting, state=State.CANCELLED, note=reason)
    return meeting


@transaction.atomic
def withdraw_line(line: MeetingLine, *, actor: Actor, reason: str = "") -> MeetingLine:
    """Take a wrong line out of the record; it stays in the journal. Refused: `meeting.closed`."""
    meeting = _open(line.meeting, actor)
    entry = entry_of(actor, "withdraw_line", meeting.area_id, reason, meeting=meeting.pk)
    changed(entry, line, withdrawn=True)
    return line


@transaction.atomic
def _add(meeting: Meeting, kind: str, rows: list[dict[str, str]], actor: Actor) -> list[MeetingLine]:
    meeting = _open(meeting, actor)
    filled = [{key: text.strip() for key, text in row.items()} for row in rows if row["text"].strip()]
    if not filled:
        raise _empty()
    entry: Entry = entry_of(
        actor, f"add_{kind.lower()}", meeting.area_id, meeting=meeting.pk, lines=len(filled)
    )
    return [MeetingLine.objects.create(meeting=meeting, kind=kind, entry=entry, **row) for row in filled]


def _locked(meeting: Meeting, actor: Actor) -> Meeting:
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse_if_out_of_scope(actor, found.area_id)
    return found


def _open(meeting: Meeting, actor: Actor) -> Meeting:
    found = _locked(meeting, actor)
    if found.state in {State.CLOSED, State.CANCELLED}:
        raise Refused(
            "meeting.closed",
            _("Notula rapat ini sudah ditutup atau rapatnya dibatalkan."),
            where="state",
            mend=_("Catat perubahan pada rapat berikutnya."),
        )
    return found


def _empty() -> Refused:
    return Refused("meeting.line_empty", _("Isian ini masih kosong."), where="text")
