"""What the pages share: who acts, the sub-navigation, tones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.claims.models import Claim
from naungan.claims.queries import BilledAfter
from naungan.kit.viewer import viewer
from naungan.law import months

VIEW, EDIT, DEATHS, SUMS = "claims.view", "claims.edit", "registry.deaths", "contributions.view"
MONTHS = "month.run"
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


def may(request: HttpRequest, permission: str) -> bool:
    """Whether to show what needs a permission."""
    return permission in viewer(request).permissions


def today() -> date:
    """Today where the office is."""
    return timezone.localdate()


def tabs(request: HttpRequest, current: str) -> dict[str, Any]:
    """The two pages about benefits, for each of them; the header leads to the other parts of the room."""
    parts = [
        ("benefits", _("Manfaat dan iuran"), SUMS),
        ("benefit_payments", _("Manfaat yang dibayar"), VIEW),
    ]
    if current not in {name for name, _label, _needed in parts}:
        return {}
    shown = [(reverse(name), label, name == current) for name, label, needed in parts if may(request, needed)]
    return {"room_tabs": shown}


def corrections_href(request: HttpRequest, billed: Sequence[BilledAfter]) -> str:
    """Where months billed after a death are claimed back, for who may run months; "" where nothing is to be."""
    if not billed or not may(request, MONTHS):
        return ""
    query = {
        "since": months.format_month(min(one.month for one in billed)),
        "until": months.format_month(max(one.month for one in billed)),
    }
    people = {one.person_id for one in billed}
    if len(people) == 1:
        query["orang"] = str(people.pop())
    return f"{reverse('corrections')}?{urlencode(query)}"
