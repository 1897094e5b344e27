"""What the pages share: the sub-navigation, tones, and the words around a form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.agreements.models import ActionItem, Meeting, Regulation
from naungan.agreements.queries import State
from naungan.kit.asking import Question
from naungan.kit.viewer import viewer

STATE_TONES = {
    State.DRAFT: "info",
    State.UPCOMING: "info",
    State.IN_FORCE: "good",
    State.EXPIRED: "off",
    State.ENDED: "off",
}
MEETING_TONES = {
    Meeting.State.PLANNED: "info",
    Meeting.State.HELD: "warn",
    Meeting.State.CLOSED: "good",
    Meeting.State.CANCELLED: "off",
}
REGULATION_TONES = {
    Regulation.State.DRAFT: "info",
    Regulation.State.IN_FORCE: "good",
    Regulation.State.REVOKED: "off",
}
EDIT = "agreements.edit"


def may_edit(request: HttpRequest) -> bool:
    """Whether to show what edits."""
    return EDIT in viewer(request).permissions


def today() -> date:
    """Today where the office is."""
    return timezone.localdate()


def tabs(current: str) -> dict[str, Any]:
    """The parts of the room, for every page of it."""
    parts = [
        ("agreements", _("Perjanjian")),
        ("meetings", _("Rapat")),
        ("actions", _("Tindak lanjut")),
        ("commitments", _("Komitmen daerah")),
        ("regulations", _("Peraturan daerah")),
        ("calendar", _("Kalender")),
    ]
    return {"room_tabs": [(reverse(name), label, name == current) for name, label in parts]}


def action_state(row: ActionItem, on: date) -> tuple[str, str]:
    """How an action stands in words and tone: overdue is told with its days."""
    if row.state == ActionItem.State.OPEN and row.due_on and row.due_on < on:
        return _("Lewat %(days)s hari") % {"days": (on - row.due_on).days}, "bad"
    tone = {"OPEN": "warn", "DONE": "good"}.get(row.state, "off")
    return str(row.get_state_display()), tone


def question(tab: str, **words: Any) -> Question:
    """The words around a form of the room (`kit.asking.Question`), on the tab that it belongs to."""
    return Question(template="agreements/form.html", context=tabs(tab), **words)
