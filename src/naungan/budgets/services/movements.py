"""Commitments and disbursements on a line; a wrong one is reversed, never edited."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.budgets.models import BudgetLine, Movement
from naungan.budgets.queries import LineState, lowest
from naungan.budgets.services.ground import entry_of, hold, refuse_forbidden_fund
from naungan.contributions.models import Payment
from naungan.kit import numbers
from naungan.law.findings import Refused

Kind = Movement.Kind


@transaction.atomic
def move(
    line: BudgetLine,
    kind: str,
    *,
    on: date,
    amount_rp: int,
    reference: str,
    actor: Actor,
    payment: Payment | None = None,
    reason: str = "",
) -> Movement:
    """Record a commitment or a disbursement (SP2D), which may name the contribution payment that it became.

    Refused: `scope.outside`, `movement.empty`, `movement.twice` (the reference is known on the line),
    `movement.over_ceiling`, `movement.payment` (of another payer), `fund.forbidden`.
    """
    budget = hold(line.budget, actor)
    reference = reference.strip()
    if amount_rp <= 0 or not reference:
        field = "reference" if amount_rp > 0 else "amount_rp"
        raise Refused("movement.empty", _("Isi nomor dan jumlah yang lebih dari nol."), where=field)
    if line.movements.filter(kind=kind, reference=reference, reverses=None).exists():
        raise Refused(
            "movement.twice",
            _("Nomor ini sudah tercatat pada baris ini."),
            where="reference",
            mend=_("Periksa nomornya; bila catatan yang lama salah, balikkan dulu catatan itu."),
        )
    if payment is not None and payment.payer_id != budget.payer_id:
        raise Refused("movement.payment", _("Pembayaran itu bukan dari pembayar ini."), where="payment")
    refuse_forbidden_fund(line.fund_source, on)
    _refuse_over_ceiling(line, kind, on, amount_rp)
    entry = entry_of(
        actor, str(kind).lower(), budget.payer, reason, line=line.pk, amount_rp=amount_rp, reference=reference
    )
    return Movement.objects.create(
        line=line,
        kind=kind,
        on=on,
        amount_rp=amount_rp,
        reference=reference,
        payment=payment,
        recorded_at=timezone.now(),
        entry=entry,
    )


@transaction.atomic
def reverse(movement: Movement, *, on: date, actor: Actor, reason: str) -> Movement:
    """Take back a movement by an entry that names it. Refused: `scope.outside`, `movement.reversed`,
    `movement.reversal`, `reversal.day`, `reversal.reason`.
    """
    budget = hold(movement.line.budget, actor)
    if movement.reverses_id is not None:
        raise Refused("movement.reversal", _("Pembalikan tidak dapat dibalik."), where="reason")
    if Movement.objects.filter(reverses=movement).exists():
        raise Refused("movement.reversed", _("Catatan ini sudah dibalik."), where="reason")
    if on < movement.on:
        raise Refused("reversal.day", _("Tanggalnya mendahului yang dibalik."), where="on")
    if not reason.strip():
        raise Refused("reversal.reason", _("Alasan pembalikan belum diisi."), where="reason")
    entry = entry_of(actor, "reverse", budget.payer, reason, movement=movement.pk)
    return Movement.objects.create(
        line=movement.line,
        kind=movement.kind,
        on=on,
        amount_rp=-movement.amount_rp,
        reference=movement.reference,
        reverses=movement,
        recorded_at=timezone.now(),
        entry=entry,
    )


def _refuse_over_ceiling(line: BudgetLine, kind: str, on: date, amount_rp: int) -> None:
    """A line never gives more than its ceiling: what is promised, and what is disbursed, each by itself."""

    def room_of(state: LineState) -> int:
        return state.ceiling_rp - (state.committed_rp if kind == Kind.COMMITMENT else state.realised_rp)

    room = lowest(line, on, room_of)
    if amount_rp > room:
        raise Refused(
            "movement.over_ceiling",
            _("Baris ini hanya menyisakan %(room)s.") % {"room": numbers.rupiah(max(0, room))},
            where="amount_rp",
            mend=_("Geser pagu ke baris ini dahulu."),
        )
