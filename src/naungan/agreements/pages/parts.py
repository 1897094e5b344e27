"""What the pages share: the sub-navigation, tones, and the one way of asking with a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.forms.parts import RoomForm
from naungan.agreements.models import ActionItem, Meeting, Regulation
from naungan.agreements.queries import State
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused

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


def actor_of(request: HttpRequest) -> Actor:
    """The actor whom `needs` has found."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


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


def ask(
    request: HttpRequest,
    form: RoomForm,
    *,
    title: str,
    button: str,
    back: str,
    act: Callable[[], str],
    done: str,
    lead: str = "",
    tab: str = "agreements",
    template: str = "agreements/form.html",
) -> HttpResponseBase:
    """A form on a page of its own; posted and allowed it acts and leads on, otherwise it says what is wrong.

    `act` writes through a service and returns the address to go to; what it refuses stands beside its field.
    """
    if request.method == "POST" and form.is_valid():
        try:
            href = act()
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(href)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "button": button,
        "back": back,
        "whole": getattr(form, "whole", frozenset()),
        "parts": _parts(form),
        **tabs(tab),
    }
    return render(request, template, context)


def bound(request: HttpRequest, form: type[Any], **more: Any) -> Any:
    """A form with what was posted, or empty with `initial`."""
    if request.method == "POST":
        more.pop("initial", None)
        return form(request.POST, request.FILES, **more)
    return form(**more)


def _parts(form: RoomForm) -> list[dict[str, Any]]:
    parts = getattr(form, "parts", None)
    if parts is None:
        return [{"title": "", "fields": list(form)}]
    return [{"title": title, "fields": [form[name] for name in names]} for title, names in parts]
