"""What a calendar holds: meetings, due days of actions, ends of agreements; narrowed by scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.agreements.models import ActionItem, Meeting
from naungan.agreements.queries.agreements import State, visible_agreements
from naungan.agreements.queries.meetings import visible_actions, visible_meetings

_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: a day, or a moment where the hour is known. `path` is the page below the site's address."""

    key: str
    title: str
    on: date
    at: datetime | None
    place: str
    path_name: str
    pk: int


def events(scope: Scope, today: date) -> list[Event]:
    """Everything from a year back on, in the order of the days."""
    since = today - _BACK
    found = [*_meetings(scope, since), *_actions(scope, since), *_ends(scope, today, since)]
    return sorted(found, key=lambda event: (event.on, event.key))


def _meetings(scope: Scope, since: date) -> list[Event]:
    rows = visible_meetings(scope).filter(on__gte=since).exclude(state=Meeting.State.CANCELLED)
    return [
        Event(
            key=f"rapat-{row.pk}",
            title=row.title,
            on=row.on,
            at=timezone.make_aware(datetime.combine(row.on, row.at)) if row.at else None,
            place=row.place,
            path_name="meeting",
            pk=row.pk,
        )
        for row in rows
    ]


def _actions(scope: Scope, since: date) -> list[Event]:
    rows = visible_actions(scope).filter(state=ActionItem.State.OPEN, due_on__gte=since)
    return [
        Event(
            f"tindak-lanjut-{row.pk}",
            _("Tenggat %(agency)s: %(text)s") % {"agency": row.agency, "text": row.text},
            row.due_on,
            None,
            "",
            "action",
            row.pk,
        )
        for row in rows
        if row.due_on
    ]


def _ends(scope: Scope, today: date, since: date) -> list[Event]:
    rows = visible_agreements(scope, today).filter(
        ends_now__gte=since, state_now__in=[State.IN_FORCE, State.UPCOMING, State.EXPIRED]
    )
    return [
        Event(
            f"perjanjian-{row.pk}",
            _("Berakhir: %(title)s") % {"title": row.title},
            row.ends_now,
            None,
            "",
            "agreement",
            row.pk,
        )
        for row in rows
    ]
