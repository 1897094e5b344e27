"""Words and colours that the room's pages share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from naungan.accounts.access import Actor
from naungan.contributions.models import Bill, MonthRun
from naungan.contributions.queries import Status
from naungan.kit import numbers

STATUS_TONES = {Status.PAID: "good", Status.IN_GRACE: "info", Status.ARREARS: "warn", Status.LAPSED: "bad"}
RUN_TONES = {MonthRun.State.DRAFT: "warn", MonthRun.State.POSTED: "good"}
SOURCE = gettext_lazy("Buku tagihan Naungan; satu baris per tagihan.")


def actor_of(request: HttpRequest) -> Actor:
    """Who looks at a guarded page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def day_of(request: HttpRequest) -> date:
    """The day in the address (`?per=2021-02-28`), or today."""
    try:
        day = date.fromisoformat(request.GET.get("per", ""))
    except ValueError:
        return timezone.localdate()
    # near the ends of the calendar the months of grace cannot be counted
    return day if 2000 <= day.year <= 2200 else timezone.localdate()


def status_of(row: Any) -> str:
    """The status of a bill that `standing` annotated, in words; of a credit note, that it is one."""
    if row.kind == Bill.Kind.CREDIT:
        return str(Bill.Kind.CREDIT.label)
    return str(Status(row.status).label)


def tone_of(row: Any) -> str:
    """The colour that helps the status."""
    if row.kind == Bill.Kind.CREDIT:
        return "off"
    return STATUS_TONES[Status(row.status)]


def lateness(days: int, *, paid: bool) -> str:
    """ "Tepat waktu" or how many days late; empty while an unpaid bill is not yet due."""
    if days:
        return ngettext("terlambat %(days)s hari", "terlambat %(days)s hari", days) % {
            "days": numbers.count(days)
        }
    return _("tepat waktu") if paid else ""


class Bound:
    """What the list page asks of a filter: its form."""

    def __init__(self, form: Any) -> None:
        self.form = form
