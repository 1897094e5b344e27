"""Words and colours of the room's pages and papers."""

from __future__ import annotations

from django.http import HttpRequest

from naungan.contributions.reconciliation.models import Difference, Settlement
from naungan.kit import nik, numbers

Cause, Consequence = Difference.Cause, Settlement.Consequence
STATE_TONES = {
    Difference.State.OPEN: "warn",
    Difference.State.SETTLED: "good",
    Difference.State.GONE: "off",
}
# What mostly follows from a cause: proposed in the form, never chosen for anybody.
PROPOSED = {
    Cause.DEAD: Consequence.CLAIM_BACK,
    Cause.PAID_NOT_LISTED: Consequence.REGISTER,
    Cause.DROPPED: Consequence.AGENCY,
    Cause.NOT_REGISTERED: Consequence.REGISTER,
    Cause.NOT_BILLED: Consequence.BILL,
    Cause.NOT_ON_ROLL: Consequence.AGENCY,
    Cause.ENDED: Consequence.END,
    Cause.TWO_REGISTRATIONS: Consequence.END,
    Cause.TWICE: Consequence.AGENCY,
    Cause.NIK: Consequence.CORRECT_RECORD,
    Cause.NAME: Consequence.CORRECT_RECORD,
    Cause.PROGRAMMES: Consequence.CORRECT_RECORD,
    Cause.WAGE: Consequence.CORRECT_WAGE,
    Cause.CALCULATION: Consequence.AGENCY,
    Cause.AGENCY_OWN: Consequence.AGENCY,
    Cause.NOT_ON_BILL: Consequence.AGENCY,
    Cause.BILL_ONLY: Consequence.AGENCY,
    Cause.UNPAID: Consequence.PAY,
}


def said(row: Difference, text: str, request: HttpRequest) -> str:
    """What one side says of what differs: a wage as rupiah, a NIK as the viewer may read it, anything else as is."""
    if row.cause == Cause.NIK:
        return nik.shown(text, request)
    return numbers.rupiah(int(text)) if row.cause == Cause.WAGE and text else text


def parts_of(row: Difference) -> str:
    """What each programme makes of a difference: "JKK +Rp1.000 · JKM -Rp6.800"; "" where none does."""
    told = [
        f"{name} {'+' if apart > 0 else ''}{numbers.rupiah(apart)}"
        for name, (_ours, _theirs, apart) in row.by_programme.items()
        if apart
    ]
    return " · ".join(told)


def parts_shown(row: Difference) -> str:
    """The same for a narrow cell: an amount stays with its programme on one line."""
    return parts_of(row).replace(" · ", "; ").replace(" -", "\u00a0\u2212").replace(" +", "\u00a0+")
