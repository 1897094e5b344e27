"""A payment on its way: request, order, disbursement, transfer, proof, accountability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.budgets import procedure
from naungan.budgets.models import (
    Budget,
    BudgetLine,
    Disbursement,
    DisbursementPart,
    Movement,
    PaymentStep,
)
from naungan.budgets.services.ground import entry_of, hold
from naungan.budgets.services.movements import move
from naungan.contributions.models import Payment
from naungan.law.findings import Refused


@transaction.atomic
def start_payment(
    budget: Budget,
    *,
    description: str,
    first_month: int,
    last_month: int,
    parts: Mapping[BudgetLine, int],
    actor: Actor,
    reason: str = "",
) -> Disbursement:
    """Prepare a payment of so much from each line; nothing is spent before its SP2D.

    Refused: `scope.outside`, `payment.empty`, `payment.months`.
    """
    budget = hold(budget, actor)
    parts = {line: amount for line, amount in parts.items() if amount}
    if not parts or not description.strip() or min(parts.values()) < 0:
        field = "description" if parts else ""
        raise Refused("payment.empty", _("Isi uraian dan jumlah paling sedikit satu baris."), where=field)
    if last_month < first_month:
        raise Refused("payment.months", _("Bulan terakhir mendahului bulan pertama."), where="last_month")
    entry = entry_of(actor, "start_payment", budget.payer, reason, amount_rp=sum(parts.values()))
    made = Disbursement.objects.create(
        budget=budget,
        description=description.strip(),
        first_month=first_month,
        last_month=last_month,
        entry=entry,
    )
    for line in parts:
        assert line.budget_id == budget.pk, "a payment stays within its budget"
    DisbursementPart.objects.bulk_create(
        [DisbursementPart(disbursement=made, line=line, amount_rp=amount) for line, amount in parts.items()]
    )
    return made


@transaction.atomic
def take_step(
    disbursement: Disbursement,
    *,
    on: date,
    owner: str,
    actor: Actor,
    number: str = "",
    payment: Payment | None = None,
    reason: str = "",
) -> PaymentStep:
    """Record the next step; an SP2D disburses each part from its line under its number.

    Refused: `scope.outside`, `step.end`, `step.day` (before the last step or after today), `step.owner`,
    `step.number` (an SP2D without one), and what `move` refuses.
    """
    budget = hold(disbursement.budget, actor)
    steps = list(disbursement.steps.all())
    following = procedure.next_kind(steps)
    if following is None:
        raise Refused("step.end", _("Pembayaran ini sudah dipertanggungjawabkan."), where="on")
    if on > timezone.localdate() or (steps and on < steps[-1].on):
        raise Refused("step.day", _("Tanggalnya harus di antara langkah terakhir dan hari ini."), where="on")
    if not owner.strip():
        raise Refused("step.owner", _("Penanggung jawab belum diisi."), where="owner")
    if following == PaymentStep.Kind.SP2D:
        _disburse(disbursement, on, number, payment, actor)
    entry = entry_of(actor, "take_step", budget.payer, reason, payment=disbursement.pk, step=str(following))
    return PaymentStep.objects.create(
        disbursement=disbursement,
        kind=following,
        on=on,
        owner=owner.strip(),
        number=number.strip(),
        entry=entry,
    )


def _disburse(
    disbursement: Disbursement, on: date, number: str, payment: Payment | None, actor: Actor
) -> None:
    if not number.strip():
        raise Refused("step.number", _("Nomor SP2D belum diisi."), where="number")
    for part in disbursement.parts.select_related("line__budget__payer"):
        move(
            part.line,
            Movement.Kind.DISBURSEMENT,
            on=on,
            amount_rp=part.amount_rp,
            reference=number,
            payment=payment,
            actor=actor,
        )
