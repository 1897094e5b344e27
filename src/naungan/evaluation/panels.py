"""What the room adds elsewhere: the packs of a meeting on its page, meetings that have none among what waits."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_for
from naungan.accounts.models import User
from naungan.agreements.models import Meeting
from naungan.evaluation.queries.kept import packs_of, waiting_meetings
from naungan.kit import numbers
from naungan.kit.panels import NextAction, register_panel

VIEW, EDIT = "evaluation.view", "agreements.edit"


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("home.next", meetings_without_pack, permission=EDIT, order=42)
    register_panel("agreements.meeting", packs_of_meeting, permission=VIEW, order=10)


def meetings_without_pack(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Meetings planned within 30 days for which nobody has kept a pack."""
    actor = actor_for(request.user, EDIT) if isinstance(request.user, User) else None
    if actor is None:
        return []
    found = []
    for meeting in waiting_meetings(actor.scope, timezone.localdate()):
        words = {"title": meeting.title, "day": numbers.day(meeting.on)}
        text = _("Siapkan bahan rapat: %(title)s, %(day)s") % words
        found.append(NextAction(text, _make_href(meeting, keep=True), None, "warn"))
    return found


def packs_of_meeting(request: HttpRequest, meeting: Meeting) -> SafeString | None:
    """The packs that were kept for a meeting, and the way to make one."""
    actor = actor_for(request.user, VIEW) if isinstance(request.user, User) else None
    if actor is None or not actor.scope.holds_area(meeting.area_id):
        return None
    context = {
        "packs": list(packs_of(meeting, actor.scope)),
        "make_href": _make_href(meeting, keep=actor_for(request.user, EDIT) is not None),  # type: ignore[arg-type]
    }
    return render_to_string("evaluation/meeting_panel.html", context, request=request)


def _make_href(meeting: Meeting, *, keep: bool) -> str:
    """The pack of the meeting's area as of its day, or of today before it."""
    day = min(meeting.on, timezone.localdate())
    name = "evaluation_keep" if keep else "evaluation_pack"
    query = {"per": day.isoformat()} | ({"rapat": str(meeting.pk)} if keep else {})
    return f"{reverse(name, args=[meeting.area_id])}?{urlencode(query)}"
