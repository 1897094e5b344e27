"""Reminders by e-mail: each open action at fixed day-marks, each mark once, whatever how often this runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.accounts.roles import roles_with
from naungan.agreements.models import ActionItem, Reminder
from naungan.agreements.services.ground import entry_of
from naungan.areas.queries import name_of
from naungan.kit import numbers

# Days after the due day; negative ones lie before it.
MARKS: Final = (-7, -1, 0, 1, 7, 14, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that is due: for which action, at which mark, to whom; to nobody, it did not go out."""

    action_id: int
    mark: int
    to: tuple[str, ...]


def remind(today: date, *, actor: Actor, dry_run: bool = False) -> list[Sent]:
    """Send what is due: of each open action the newest mark that has come, unless it was sent.

    An action whose agency has no address goes to those of its region who keep the agreements. Nobody to send
    to: it is told with no addressee and nothing is marked, so that it goes out once an address is known.
    """
    rows = ActionItem.objects.filter(state=ActionItem.State.OPEN, due_on__isnull=False)
    sent = []
    for action in rows.select_related("meeting__area").order_by("due_on", "pk"):
        mark = mark_on(action, today)
        if mark is None or not actor.scope.holds_area(action.meeting.area_id):
            continue
        to = tuple(_recipients(action))
        known = action.reminders.filter(due_on=F("action__due_on"), mark__gte=mark).exists()
        if known:
            continue
        if to and not dry_run:
            _send(action, mark, to, actor)
        sent.append(Sent(action.pk, mark, to))
    return sent


def mark_on(action: ActionItem, today: date) -> int | None:
    """The newest mark that has come for an action; None before the first."""
    assert action.due_on is not None
    late = (today - action.due_on).days
    return max((mark for mark in MARKS if mark <= late), default=None)


@transaction.atomic
def _send(action: ActionItem, mark: int, to: tuple[str, ...], actor: Actor) -> None:
    """Mark and send together: a message that cannot go out leaves no mark."""
    assert action.due_on is not None
    entry = entry_of(actor, "remind", action.meeting.area_id, action=action.pk, mark=mark)
    Reminder.objects.create(
        action=action, due_on=action.due_on, mark=mark, sent_to=", ".join(to)[:1000], entry=entry
    )
    with translation.override("id"):
        subject, body = _words(action, mark)
    EmailMessage(subject, body, to=list(to)).send()


def _recipients(action: ActionItem) -> list[str]:
    if action.email:
        return [action.email]
    editors = User.objects.filter(is_active=True, grants__role__in=roles_with("agreements.edit"))
    found = []
    for user in editors.exclude(email="").distinct().order_by("pk"):
        editor = actor_for(user, "agreements.edit")
        if editor and not editor.scope.everywhere and editor.scope.holds_area(action.meeting.area_id):
            found.append(user.email)
    return found


def _words(action: ActionItem, mark: int) -> tuple[str, str]:
    facts = {
        "agency": action.agency,
        "text": action.text,
        "due": numbers.day(action.due_on),
        "meeting": action.meeting.title,
        "on": numbers.day(action.meeting.on),
        "area": name_of(action.meeting.area_id),
    }
    if mark > 0:
        subject = _("Lewat tenggat: tindak lanjut %(agency)s") % facts
    else:
        subject = _("Pengingat: tindak lanjut %(agency)s sampai %(due)s") % facts
    body = _(
        "Tindak lanjut: %(text)s\nPenanggung jawab: %(agency)s\nTenggat: %(due)s\n"
        "Rapat: %(meeting)s, %(on)s\nWilayah: %(area)s\n\n"
        "Laporkan hasil dan buktinya kepada bagian kerja sama, yang mencatatnya di Naungan."
    )
    return subject.replace("\n", " "), body % facts
