"""What this room adds elsewhere: steps that are late on the start page, a payer's matters on its page."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.compliance.pages.parts import EDIT, TONES, VIEW
from naungan.compliance.queries import Position, overdue, visible_employers
from naungan.kit.panels import NextAction, register_panel
from naungan.registry.models import Payer, Registration


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("home.next", next_actions, permission=EDIT, order=50)
    register_panel("registry.payer", matters_of_payer, permission=VIEW, order=60)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def next_actions(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Employers whose next step is late, and those about whom nothing was done yet."""
    actor = _actor(request, EDIT)
    if actor is None:
        return []
    rows = visible_employers(actor.scope, timezone.localdate())
    counts = {
        Position.OVERDUE: (_("Lanjutkan langkah kepatuhan yang lewat tenggat"), overdue(rows).count(), "bad"),
        Position.NEW: (_("Mulai langkah kepatuhan"), rows.filter(position=Position.NEW).count(), "info"),
    }
    return [
        NextAction(text, f"{reverse('employers')}?position={position}", count, tone)
        for position, (text, count, tone) in counts.items()
        if count
    ]


def matters_of_payer(request: HttpRequest, payer: Payer) -> SafeString | None:
    """What is noted about a payer: recognised by somebody, or of the same NPP."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    numbers = Registration.objects.filter(payer=payer).exclude(number="").values_list("number", flat=True)
    same = Q(payer=payer) | Q(npp__in=[*numbers, payer.code])
    rows = list(visible_employers(actor.scope, timezone.localdate()).filter(same).order_by("pk"))
    if not rows:
        return None
    shown = [(row, str(Position(row.position).label), TONES[Position(row.position)]) for row in rows]
    return render_to_string("compliance/payer_panel.html", {"rows": shown}, request=request)
