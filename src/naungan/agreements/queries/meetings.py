"""Meetings and their actions: the agenda with what is carried in, what is open, what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from naungan.accounts.scope import Scope
from naungan.agreements.models import ActionItem, Meeting, MeetingLine

# What has no due day comes last, whatever the database thinks of nothing.
BY_DUE = F("due_on").asc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A line of the agenda; `action` is set when it is carried in from an earlier meeting."""

    text: str
    action: ActionItem | None = None
    line: MeetingLine | None = None


def visible_meetings(scope: Scope) -> QuerySet[Meeting]:
    """Meetings of the scope's areas."""
    return Meeting.objects.filter(scope.area_q("area_id")).select_related("area", "agreement")


def visible_actions(scope: Scope) -> QuerySet[ActionItem]:
    """Action items of the scope's meetings."""
    rows = ActionItem.objects.filter(scope.area_q("meeting__area_id"))
    return rows.select_related("meeting__area")


def overdue(rows: QuerySet[ActionItem], on: date) -> QuerySet[ActionItem]:
    """Of actions those that are open after their due day."""
    return rows.filter(state=ActionItem.State.OPEN, due_on__lt=on)


def carried_into(meeting: Meeting) -> QuerySet[ActionItem]:
    """The actions of earlier meetings of the series (its kind in its area) that are still open."""
    earlier = Q(meeting__on__lt=meeting.on) | Q(meeting__on=meeting.on, meeting__lt=meeting.pk)
    rows = ActionItem.objects.filter(
        earlier, state=ActionItem.State.OPEN, meeting__kind=meeting.kind, meeting__area=meeting.area_id
    )
    rows = rows.exclude(meeting__state=Meeting.State.CANCELLED)
    return rows.select_related("meeting").order_by(BY_DUE, "pk")


def agenda(meeting: Meeting) -> list[AgendaItem]:
    """The agenda: carried actions first, then the meeting's own items.

    Of a planned meeting the carried ones are asked for now; a held one keeps those it was held with.
    """
    lines = list(lines_of(meeting, MeetingLine.Kind.AGENDA).select_related("carried__meeting"))
    own = [AgendaItem(line.text, line.carried, line) for line in lines]
    if meeting.state != Meeting.State.PLANNED:
        return own
    return [AgendaItem(action.text, action) for action in carried_into(meeting)] + own


def lines_of(meeting: Meeting, kind: str) -> QuerySet[MeetingLine]:
    """The lines of a kind that were not withdrawn."""
    return meeting.lines.filter(kind=kind, withdrawn=False)


def last_held(scope: Scope, area_code: str, before: date) -> Meeting | None:
    """The newest meeting before a day that was held for an area, or for one that holds it."""
    parts = area_code.split(".")
    holders: Sequence[str] = [".".join(parts[:size]) for size in range(1, len(parts) + 1)]
    held = (Meeting.State.HELD, Meeting.State.CLOSED)
    rows = visible_meetings(scope).filter(area_id__in=holders, state__in=held, on__lt=before)
    return rows.order_by("-on", "-pk").first()


def with_open_actions(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with `action_count` and `open_count`."""
    open_ones = Q(actions__state=ActionItem.State.OPEN)
    return rows.annotate(
        action_count=Count("actions", distinct=True),
        open_count=Count("actions", distinct=True, filter=open_ones),
    )
