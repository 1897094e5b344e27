"""Taking a payment back, and keeping its proofs: rows that name the payment, never an edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import Payment
from naungan.contributions.register.models import PaymentProof, PaymentReversal
from naungan.contributions.services.ledger import rebalance, turn
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.kit import files
from naungan.law.findings import Refused

Why = PaymentReversal.Why


@dataclass(frozen=True, slots=True)
class Reversing:
    """Why a payment is none; `same_as` is the payment that holds the same money, for DOUBLE only."""

    why: str
    reason: str
    same_as: Payment | None = None


def reverse_payment(payment: Payment, told: Reversing, *, actor: Actor) -> PaymentReversal:
    """Take a payment back; what it covered is open again, or covered by the payer's other payments.

    Reports as known before stay as they were. Refused: scope.outside, payment.reversed, reversal.reason,
    reversal.same_as.
    """
    with turn() as now:
        refuse_outside(payment, actor)
        _refuse_reversed(payment)
        _refuse_unsaid(payment, told)
        entry = _entry(payment, "payment.reverse", actor, told.reason)
        made = PaymentReversal.objects.create(
            payment=payment,
            why=told.why,
            same_as=told.same_as,
            reason=told.reason.strip()[:500],
            recorded_at=now,
            entry=entry,
        )
        rebalance([payment.payer_id], entry=entry, now=now)
    return made


def keep_proof(
    payment: Payment, name: str, chunks: Iterable[bytes], *, actor: Actor, reason: str = ""
) -> PaymentProof:
    """Keep a file that proves a payment; the same file twice is kept once. Refused: scope.outside, `file.*`."""
    refuse_outside(payment, actor)
    digest, size = files.keep(name, chunks)
    with turn() as now:
        known = PaymentProof.objects.filter(payment=payment, sha256=digest).first()
        if known is not None:
            return known
        entry = _entry(payment, "payment.proof", actor, reason)
        return PaymentProof.objects.create(
            payment=payment, file_name=name[:200], sha256=digest, size=size, recorded_at=now, entry=entry
        )


def refuse_outside(payment: Payment, actor: Actor) -> None:
    """Refused: scope.outside, when the actor may not act for the payment's payer."""
    if not actor.scope.holds_payer(payment.payer.code, payment.payer.area_id):
        raise Refused("scope.outside", _("Pembayaran ini di luar wilayah kerja Anda."), where="payment")


def _refuse_reversed(payment: Payment) -> None:
    known = PaymentReversal.objects.filter(payment=payment).first()
    if known is not None:
        raise Refused(
            "payment.reversed",
            _("Pembayaran %(reference)s sudah dibatalkan: %(why)s.")
            % {"reference": payment.reference, "why": known.get_why_display()},
            where="payment",
        )


def _refuse_unsaid(payment: Payment, told: Reversing) -> None:
    if not told.reason.strip():
        raise Refused(
            "reversal.reason",
            _("Pembatalan pembayaran membutuhkan alasan."),
            where="reason",
            mend=_("Tulis apa yang terjadi, misalnya nomor nota pengembalian bank."),
        )
    twin = told.same_as
    if (told.why == Why.DOUBLE) != (twin is not None):
        raise Refused(
            "reversal.same_as",
            _(
                "Nomor bukti pembayaran yang sama diisi hanya untuk uang yang sudah dicatat dengan nomor lain."
            ),
            where="same_as",
        )
    if twin is None:
        return
    is_other = twin.pk != payment.pk and twin.payer_id == payment.payer_id
    if not is_other or PaymentReversal.objects.filter(payment=twin).exists():
        raise Refused(
            "reversal.same_as",
            _("Pilih pembayaran lain dari pembayar yang sama yang masih berlaku."),
            where="same_as",
        )


def _entry(payment: Payment, action: str, actor: Actor, reason: str) -> Entry:
    return record(
        actor=actor.name,
        user=actor.user,
        action=action,
        reason=reason,
        summary={
            "payer": payment.payer.code,
            "area": payment.payer.area_id,
            "reference": payment.reference,
            "amount": payment.amount_rp,
        },
    )
