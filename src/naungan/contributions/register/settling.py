"""Deciding what a line of a register is, and taking a decision back: rows that are added, never an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.contributions.models import Payment
from naungan.contributions.payment_file import PaymentRow
from naungan.contributions.register.matching import Line, Matched, book_of, match
from naungan.contributions.register.models import LineDecision, PaymentReversal, RegisterLine
from naungan.contributions.services.ledger import rebalance, turn
from naungan.contributions.services.receive import write_payments
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.models import Payer

Kind = LineDecision.Kind
LONGEST_REFERENCE = 80


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a line is: a payment of `payer` (covering what it says), one that is known (`known`), or not ours."""

    kind: str
    payer: Payer | None = None
    known: Payment | None = None
    payment_code: str = ""
    covers: tuple[str, ...] = ()


def register_lines(scope: Scope) -> QuerySet[RegisterLine]:
    """The lines of registers in the scope, each with `is_open`: whether it waits for a decision. Newest first."""
    live = LineDecision.objects.filter(line=OuterRef("pk"), reverses=None, reversed_by=None)
    rows = RegisterLine.objects.filter(scope.payer_q("payer__")).annotate(is_open=~Exists(live))
    return rows.select_related("payer", "register", "entry").order_by("-paid_on", "-pk")


def decision_of(line: RegisterLine) -> LineDecision | None:
    """The decision that counts; None while the line waits."""
    live = line.decisions.filter(reverses=None, reversed_by=None)
    return live.select_related("payment__payer", "entry").order_by("-pk").first()


def candidates_of(line: RegisterLine, scope: Scope) -> Matched:
    """What a waiting line may pay, as the book stands now."""
    text = " ".join(part for part in (line.unit, line.recipient, line.description) if part)
    asked = Line(line.reference, line.paid_on, line.amount_rp, text, line.payment_code)
    return match(asked, book_of(line.payer, scope))


def settle(line: RegisterLine, told: Settlement, *, actor: Actor, reason: str = "") -> LineDecision:
    """Decide what a line is; a payment is recorded and allocated at once.

    Refused: scope.outside, line.settled when somebody was faster, payment.conflict when the payer has a payment of
    this number, line.reason for "not ours" without a reason.
    """
    with turn() as now:
        _refuse_outside(line.payer, actor)
        if decision_of(line) is not None:
            raise Refused(
                "line.settled", _("Baris ini sudah diputuskan; muat ulang halamannya."), where="line"
            )
        if told.kind == Kind.NOT_OURS and not reason.strip():
            raise Refused("line.reason", _("Tulis mengapa baris ini bukan iuran di sini."), where="reason")
        entry = _entry(line, "payment.settle_line", actor, reason, told.kind)
        payment = told.known
        if payment is not None:
            _refuse_outside(payment.payer, actor)
        if told.kind == Kind.PAYMENT:
            assert told.payer is not None, "a payment has a payer"
            _refuse_outside(told.payer, actor)
            row = _row(line, told, told.payer)
            payment = write_payments([row], {told.payer.code: told.payer}, entry=entry, now=now)[0]
            rebalance([told.payer.pk], entry=entry, now=now)
        return LineDecision.objects.create(
            line=line,
            kind=told.kind,
            payment=payment,
            reason=reason.strip()[:500],
            recorded_at=now,
            entry=entry,
        )


def reopen(line: RegisterLine, *, actor: Actor, reason: str) -> LineDecision:
    """Take a decision back: its payment is reversed with it, and the line waits again.

    Refused: scope.outside, line.open when nothing was decided, line.reason.
    """
    with turn() as now:
        _refuse_outside(line.payer, actor)
        live = decision_of(line)
        if live is None:
            raise Refused("line.open", _("Baris ini belum diputuskan."), where="line")
        if not reason.strip():
            raise Refused("line.reason", _("Tulis mengapa keputusan ini dibatalkan."), where="reason")
        entry = _entry(line, "payment.reopen_line", actor, reason, live.kind)
        if live.kind == Kind.PAYMENT:
            payment = live.payment
            assert payment is not None
            _refuse_outside(payment.payer, actor)
            PaymentReversal.objects.get_or_create(
                payment=payment,
                defaults={
                    "why": PaymentReversal.Why.MISTAKE,
                    "reason": reason.strip()[:500],
                    "recorded_at": now,
                    "entry": entry,
                },
            )
            rebalance([payment.payer_id], entry=entry, now=now)
        return LineDecision.objects.create(
            line=line,
            kind=Kind.REOPENED,
            reverses=live,
            reason=reason.strip()[:500],
            recorded_at=now,
            entry=entry,
        )


def _row(line: RegisterLine, told: Settlement, payer: Payer) -> PaymentRow:
    return PaymentRow(
        line.line, line.paid_on, line.amount_rp, payer.code, _free_reference(line, payer), told.payment_code,
        tuple(told.covers),
    )  # fmt: skip


def _free_reference(line: RegisterLine, payer: Payer) -> str:
    """The line's number; after a payment of it that was taken back, the number with a count."""
    stem = line.reference[: LONGEST_REFERENCE - 5]
    own = Payment.objects.filter(payer=payer, reference__startswith=stem).select_related("reversal")
    taken = {payment.reference: hasattr(payment, "reversal") for payment in own}
    if taken.get(line.reference) is False:
        raise Refused(
            "payment.conflict",
            _("Pembayar ini sudah punya pembayaran dengan nomor %(reference)s.")
            % {"reference": line.reference},
            where="payer",
            mend=_("Pilih pembayaran itu sebagai yang sudah dicatat, atau batalkan dahulu."),
        )
    choices: Sequence[str] = [line.reference, *(f"{stem} ({number})" for number in range(2, 100))]
    return next(name for name in choices if name not in taken)


def _refuse_outside(payer: Payer, actor: Actor) -> None:
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("scope.outside", _("Pembayar ini di luar wilayah kerja Anda."), where="payer")


def _entry(line: RegisterLine, action: str, actor: Actor, reason: str, kind: str) -> Entry:
    return record(
        actor=actor.name, user=actor.user, action=action, reason=reason,
        summary={"payer": line.payer.code, "area": line.payer.area_id, "reference": line.reference,
                 "amount": line.amount_rp, "decision": kind},
    )  # fmt: skip
