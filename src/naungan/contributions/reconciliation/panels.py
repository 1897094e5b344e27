"""What reconciliation adds elsewhere: how a roll's and a bill's month agrees with the agency, and what waits."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.contributions.models import Bill
from naungan.contributions.reconciliation.pages import SETTLE, address, scope_with
from naungan.contributions.reconciliation.queries import months_of, waiting
from naungan.kit.panels import NextAction, register_panel
from naungan.registry.models import Roll

VIEW = "contributions.view"
MOST_MONTHS = 6


def register() -> None:
    """Put the parts in their places; called once, when the room starts."""
    register_panel("registry.roll", months_of_roll, permission=VIEW, order=40)
    register_panel("contributions.bill", month_of_bill, permission=VIEW, order=40)
    register_panel("home.next", waiting_action, permission=SETTLE, order=30)


def months_of_roll(request: HttpRequest, roll: Roll) -> SafeString | None:
    """The last months of a roll's registration, and how they agree."""
    scope = scope_with(request, VIEW)
    if scope is None:
        return None
    rows = months_of(scope).filter(
        registration=roll.registration_id, month__range=(roll.first_month, roll.last_month)
    )
    found = [(row, address(row.registration_id, row.month)) for row in rows.order_by("-month")[:MOST_MONTHS]]
    if not found:
        return None
    return render_to_string("contributions/reconciliation_panel.html", {"months": found}, request=request)


def month_of_bill(request: HttpRequest, bill: Bill) -> SafeString | None:
    """How the bill's month agrees with the agency."""
    scope = scope_with(request, VIEW)
    if scope is None:
        return None
    row = months_of(scope).filter(registration=bill.registration_id, month=bill.month).first()
    if row is None:
        return None
    told = {"months": [(row, address(row.registration_id, row.month))]}
    return render_to_string("contributions/reconciliation_panel.html", told, request=request)


def waiting_action(request: HttpRequest, _obj: object) -> NextAction | None:
    """Differences that wait for a decision."""
    scope = scope_with(request, SETTLE)
    count = waiting(scope) if scope else 0
    if not count:
        return None
    href = f"{reverse('reconciliations')}?state=open"
    return NextAction(_("Selesaikan selisih dengan BPJS Ketenagakerjaan"), href, count, "warn")
