"""What the pages share: who acts, the sub-navigation, tones."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.claims.models import Claim
from naungan.kit.viewer import viewer

VIEW, EDIT, DEATHS, SUMS = "claims.view", "claims.edit", "registry.deaths", "contributions.view"
State = Claim.State
STATE_TONES = {
    State.OPENED: "warn",
    State.CONTACTED: "info",
    State.COMPLETE: "info",
    State.SUBMITTED: "info",
    State.PAID: "good",
    State.REFUSED: "bad",
    State.WITHDRAWN: "off",
}


def actor_of(request: HttpRequest) -> Actor:
    """The actor whom `needs` has found."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def may(request: HttpRequest, permission: str) -> bool:
    """Whether to show what needs a permission."""
    return permission in viewer(request).permissions


def today() -> date:
    """Today where the office is."""
    return timezone.localdate()


def tabs(request: HttpRequest, current: str) -> dict[str, Any]:
    """The parts of the room that the viewer may open, for every page of it."""
    parts = [
        ("claims", _("Kasus keluarga"), VIEW),
        ("deaths", _("Kematian"), DEATHS),
        ("benefits", _("Manfaat dan iuran"), SUMS),
        ("benefit_payments", _("Manfaat yang dibayar"), VIEW),
    ]
    shown = [(reverse(name), label, name == current) for name, label, needed in parts if may(request, needed)]
    return {"room_tabs": shown}
