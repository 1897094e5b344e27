"""What this room adds elsewhere: payments that are stuck on the start page, a payer's budgets on its page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.budgets.pages.parts import EDIT, VIEW
from naungan.budgets.queries import payment_states, positions, visible_budgets
from naungan.budgets.words import STATUS
from naungan.kit.panels import NextAction, register_panel
from naungan.registry.models import Payer

# So many budgets of a payer stand on its page, the newest first.
SHOWN = 6


def register() -> None:
    """Put the room's parts in their places; called once, when the room starts."""
    register_panel("home.next", next_actions, permission=EDIT, order=40)
    register_panel("registry.payer", budgets_of_payer, permission=VIEW, order=50)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def next_actions(request: HttpRequest, _obj: object) -> list[NextAction]:
    """Payments that are stuck, and those prepared whose first step was not taken."""
    actor = _actor(request, EDIT)
    if actor is None:
        return []
    states = [state.status for state in payment_states(actor.scope, timezone.localdate())]
    told = {
        "STUCK": (_("Lanjutkan pencairan iuran yang tertahan"), "bad"),
        "NEW": (_("Ajukan pencairan iuran yang sudah disiapkan"), "info"),
    }
    return [
        NextAction(text, f"{reverse('budget_payments')}?keadaan={status}", states.count(status), tone)
        for status, (text, tone) in told.items()
        if status in states
    ]


def budgets_of_payer(request: HttpRequest, payer: Payer) -> SafeString | None:
    """A payer's budgets with what is left."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    budgets = visible_budgets(actor.scope).filter(payer=payer).order_by("-year", "pk")[:SHOWN]
    rows = [(row, *STATUS[row.status]) for row in positions(budgets, as_of=timezone.localdate())]
    if not rows:
        return None
    return render_to_string("budgets/payer_panel.html", {"rows": rows}, request=request)
