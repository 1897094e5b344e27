"""What this room adds elsewhere: the start page's cards, what waits for who keeps the agreements, the agreement
of a list.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.agreements.models import ActionItem, AgreementRoll, Meeting
from naungan.agreements.queries import (
    expiring,
    overdue,
    visible_actions,
    visible_agreements,
    visible_meetings,
)
from naungan.kit import numbers
from naungan.kit.panels import Card, NextAction, register_panel
from naungan.registry.models import Roll

VIEW, EDIT = "agreements.view", "agreements.edit"


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("home", actions_card, permission=VIEW, order=35)
    register_panel("home", expiry_card, permission=VIEW, order=36)
    register_panel("home.next", next_actions, permission=EDIT, order=40)
    register_panel("registry.roll", agreement_of_roll, permission=VIEW, order=40)
    register_panel("compliance.employers", forum, permission=VIEW, order=40)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def actions_card(request: HttpRequest, _obj: object) -> Card | None:
    """What meetings decided and nobody has done: overdue ones first. Nothing before the first action."""
    actor = _actor(request, VIEW)
    rows = visible_actions(actor.scope) if actor else ActionItem.objects.none()
    if not rows.exists():
        return None
    late = overdue(rows, timezone.localdate())
    late_count, open_count = late.count(), rows.filter(state=ActionItem.State.OPEN).count()
    oldest = late.order_by("due_on").first()
    note = _("Semua tindak lanjut yang bertenggat masih pada waktunya.")
    if oldest is not None:
        note = _("Terlama: %(agency)s, sejak %(day)s") % {
            "agency": oldest.agency,
            "day": numbers.day(oldest.due_on),
        }
    facts = {"late": numbers.count(late_count), "open": numbers.count(open_count)}
    return Card(
        title=_("Tindak lanjut lewat tenggat"),
        figure=_("%(late)s dari %(open)s terbuka") % facts,
        note=note,
        href=reverse("actions") + ("?state=OVERDUE" if late_count else "?state=OPEN"),
        action=_("Buka tindak lanjut"),
        tone="bad" if late_count else "good",
    )


def expiry_card(request: HttpRequest, _obj: object) -> Card | None:
    """Agreements that end within three months. Nothing while none does."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    soon = expiring(visible_agreements(actor.scope, timezone.localdate()), timezone.localdate())
    first = soon.order_by("ends_now").first()
    if first is None:
        return None
    ends = numbers.day(first.ends_now)
    return Card(
        title=_("Perjanjian habis dalam 3 bulan"),
        figure=numbers.count(soon.count()),
        note=_("Terdekat: %(title)s, %(day)s") % {"title": first.title, "day": ends},
        href=reverse("agreements") + "?soon=3",
        action=_("Buka perjanjian"),
        tone="warn",
    )


def next_actions(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Meetings whose day has come and that are still planned; held ones whose minutes are open."""
    actor = _actor(request, EDIT)
    if actor is None:
        return []
    rows = visible_meetings(actor.scope)
    passed = rows.filter(state=Meeting.State.PLANNED, on__lte=timezone.localdate()).count()
    held = rows.filter(state=Meeting.State.HELD).count()
    found = []
    if passed:
        href = f"{reverse('meetings')}?state=PLANNED"
        found.append(NextAction(_("Catat hasil rapat"), href, passed, "warn"))
    if held:
        found.append(NextAction(_("Tutup notula"), f"{reverse('meetings')}?state=HELD", held, "warn"))
    return found


def forum(request: HttpRequest, _obj: object) -> SafeString | None:
    """The compliance forum, a kind of meeting: the newest one, and where to find them all."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    held = (
        visible_meetings(actor.scope)
        .filter(kind=Meeting.Kind.COMPLIANCE)
        .exclude(state=Meeting.State.CANCELLED)
    )
    context = {"newest": held.order_by("-on", "-pk").first(), "kind": Meeting.Kind.COMPLIANCE}
    return render_to_string("agreements/forum_panel.html", context, request=request)


def agreement_of_roll(request: HttpRequest, roll: Roll) -> SafeString | None:
    """The agreement whose start a list follows."""
    actor = _actor(request, VIEW)
    link = AgreementRoll.objects.filter(roll=roll).select_related("agreement").first()
    if actor is None or link is None:
        return None
    seen = visible_agreements(actor.scope, timezone.localdate()).filter(pk=link.agreement_id).first()
    if seen is None:
        return None
    return render_to_string("agreements/roll_panel.html", {"agreement": seen}, request=request)
