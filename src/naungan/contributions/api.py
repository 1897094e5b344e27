"""The JSON face of payments: `POST /api/payments`, once by an idempotency key."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.security import django_auth
from pydantic import ConfigDict

from naungan.accounts.access import actor_for
from naungan.accounts.models import User
from naungan.contributions.services import PaymentTold, receive_once
from naungan.law.findings import Refused

PERMISSION = "payment.receive"
LONGEST_KEY = 80

router = Router()


class PaymentBody(Schema):
    """One payment: whole rupiah; `covers` are months or payment codes as in a file of payments."""

    model_config = ConfigDict(extra="forbid")
    payer: str = Field(min_length=1, max_length=40)
    paid_on: date
    amount: int
    reference: str = Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")
    payment_code: str = Field("", max_length=30, pattern=r"^[^\x00-\x1f]*$")
    covers: str = Field("", max_length=400)
    reason: str = Field("", max_length=500, pattern=r"^[^\x00]*$")


class PaymentAnswer(Schema):
    """The payment's number; `known` when it had been recorded before; what of it covers bills now."""

    payment: int
    known: bool
    amount: int
    allocated: int
    credit: int


def send_payment(request: HttpRequest, body: PaymentBody) -> dict[str, Any]:
    """Record a payment as the pages do; the same call with the same `Idempotency-Key` gets the same answer.

    The same key with another body is refused (422, `request.key_reused`).
    """
    actor = actor_for(request.user, PERMISSION) if isinstance(request.user, User) else None
    if actor is None:
        raise PermissionDenied
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY:
        message = _("Kirim kunci permintaan (Idempotency-Key), paling panjang 80 huruf.")
        raise Refused("request.key_missing", message, where="Idempotency-Key")
    given = body.dict()
    reason = given.pop("reason")
    return receive_once(PaymentTold(**given), key=key, actor=actor, reason=reason)


send_payment.permission = PERMISSION  # type: ignore[attr-defined]
router.post("payments", response=PaymentAnswer, auth=django_auth)(send_payment)
