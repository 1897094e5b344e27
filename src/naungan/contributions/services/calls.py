"""Payments told by another program, once by an idempotency key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import Payment
from naungan.contributions.payment_file import EARLIEST_PAYMENT, LARGEST_AMOUNT_RP, covers_of
from naungan.contributions.register.models import PaymentCall
from naungan.contributions.services.ledger import turn
from naungan.contributions.services.receive import receive
from naungan.law.findings import Refused
from naungan.registry.models import Payer


@dataclass(frozen=True, slots=True)
class PaymentTold:
    """A payment as another program tells it; `covers` as in a file of payments."""

    payer: str
    paid_on: date
    amount: int
    reference: str
    payment_code: str = ""
    covers: str = ""


def receive_once(told: PaymentTold, *, key: str, actor: Actor, reason: str = "") -> dict[str, Any]:
    """Receive a payment; the same call with the same key gets the same answer and writes nothing.

    Refused: request.key_reused for the same key with another payment; payer.unknown, payment.day, payment.amount,
    payment.covers; as `receive`.
    """
    assert actor.user is not None, "a caller of the JSON face has signed in"
    digest = hashlib.sha256(json.dumps([repr(told), reason]).encode()).hexdigest()
    with turn() as now:
        known = PaymentCall.objects.filter(user=actor.user, key=key).first()
        if known is not None:
            if known.sha256 != digest:
                message = _("Kunci permintaan ini sudah dipakai untuk isi lain.")
                raise Refused("request.key_reused", message, where="Idempotency-Key")
            before: dict[str, Any] = known.answer
            return before
        answer = _received(told, actor, reason, timezone.localdate())
        PaymentCall.objects.create(user=actor.user, key=key, sha256=digest, answer=answer, at=now)
    return answer


def _received(told: PaymentTold, actor: Actor, reason: str, today: date) -> dict[str, Any]:
    payer = Payer.objects.filter(actor.scope.payer_q(), code=told.payer).first()
    if payer is None:
        raise Refused(
            "payer.unknown", _("Pembayar iuran ini tidak ada di wilayah kerja Anda."), where="payer"
        )
    if not EARLIEST_PAYMENT <= told.paid_on <= today:
        raise Refused(
            "payment.day", _("Tanggal bayar sejak 1 Januari 2014 sampai hari ini."), where="paid_on"
        )
    if not 0 < told.amount <= LARGEST_AMOUNT_RP:
        raise Refused("payment.amount", _("Jumlah rupiah bulat lebih dari nol."), where="amount")
    covers = covers_of(told.covers)
    if covers is None:
        raise Refused("payment.covers", _("Peruntukan pembayaran tidak terbaca."), where="covers")
    result = receive(
        payer=payer,
        paid_on=told.paid_on,
        amount_rp=told.amount,
        reference=told.reference,
        payment_code=told.payment_code,
        covers=covers,
        actor=actor,
        reason=reason,
    )
    made = Payment.objects.get(payer=payer, reference=told.reference)
    return {
        "payment": made.pk,
        "known": bool(result.known),
        "amount": result.amount,
        "allocated": result.allocated,
        "credit": result.credit,
    }
