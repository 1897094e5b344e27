"""Arrears by age, late fees by law, and a payer's whole account: bills, payments, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import Allocation, Bill, FollowUp, Payment
from naungan.contributions.queries.standing import BillState, Status, standing, state_of
from naungan.law import months
from naungan.law.questions import answer
from naungan.registry.models import Payer

# Whole months since the due date: from, and before; the last has no end.
AGES: tuple[tuple[int, int | None], ...] = ((0, 1), (1, 3), (3, 6), (6, 12), (12, 24), (24, None))


@dataclass(frozen=True, slots=True)
class Arrears:
    """What a payer owes past its due date, whole rupiah: `by_age` as AGES, `fee` the late fee if paid on the day
    asked. `months` are the contribution months in arrears, `oldest` the oldest due date, `last` the newest step.
    """

    payer: Payer
    by_age: tuple[int, ...]
    months: int
    oldest: date
    fee: int
    last: FollowUp | None

    @property
    def total(self) -> int:
        """All ages together."""
        return sum(self.by_age)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment with what it covers, by contribution month, and what is left of it as credit; whole rupiah."""

    payment: Payment
    covers: tuple[tuple[int, int], ...]
    credit: int


@dataclass(frozen=True, slots=True)
class Account:
    """A payer's account as of a day: billed = paid + outstanding + reversed, received = paid + credit."""

    payer: Payer
    as_of: date
    bills: tuple[BillState, ...]
    payments: tuple[PaymentLine, ...]
    fees: dict[int, int]

    @property
    def billed(self) -> int:
        """What was asked, less what was taken back."""
        return sum(one.billed for one in self.bills)

    @property
    def paid(self) -> int:
        """What payments cover."""
        return sum(one.paid for one in self.bills)

    @property
    def outstanding(self) -> int:
        """What is still owed."""
        return sum(one.outstanding for one in self.bills)

    @property
    def overdue(self) -> int:
        """What is owed past its due date."""
        late = (Status.ARREARS, Status.LAPSED)
        return sum(one.outstanding for one in self.bills if one.status in late)

    @property
    def received(self) -> int:
        """What the payer has paid."""
        return sum(one.payment.amount_rp for one in self.payments)

    @property
    def credit(self) -> int:
        """What is left of the payments for months to come."""
        return sum(one.credit for one in self.payments)

    @property
    def fee(self) -> int:
        """Late fees by law, on what was paid late and on what is late."""
        return sum(self.fees.values())


def age_in_months(due_on: date, as_of: date) -> int:
    """Whole months since a due date."""
    return months.of(as_of) - months.of(due_on) - (as_of.day < due_on.day)


def arrears(
    *, as_of: date, scope: Scope = EVERYWHERE, known_at: datetime | None = None, area_code: str | None = None
) -> list[Arrears]:
    """The payers in the scope (and at or below an area) with arrears, the largest first."""
    rows: Any = standing(as_of=as_of, known_at=known_at, scope=scope)
    rows = rows.filter(status__in=(Status.ARREARS, Status.LAPSED))
    if area_code:
        rows = rows.filter(Q(payer__area_id=area_code) | Q(payer__area__code__startswith=f"{area_code}."))
    by_payer: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    fields = ("payer_id", "month", "due_on", "outstanding_rp", "registration__segment", "kind")
    for payer, *bill in rows.values_list(*fields):
        by_payer[payer].append(tuple(bill))
    payers = Payer.objects.select_related("area").in_bulk(by_payer)
    last = _last_steps(by_payer, as_of)
    found = [_arrears(payers[payer], bills, as_of, last.get(payer)) for payer, bills in by_payer.items()]
    return sorted(found, key=lambda one: (-one.total, one.payer.name))


def account(payer: Payer, *, as_of: date, known_at: datetime | None = None) -> Account:
    """A payer's account as of a day, as it was known at a moment; bills oldest first, payments by their day."""
    rows = (
        standing(as_of=as_of, known_at=known_at).filter(payer=payer).select_related("payer", "registration")
    )
    asked = list(rows.order_by("month", "pk"))
    bills = tuple(state_of(bill, as_of) for bill in asked)
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    payments = Payment.objects.filter(
        known, standing_payment(known_at), payer=payer, paid_on__lte=as_of
    ).order_by("paid_on", "reference")
    covering = Allocation.objects.filter(known, payment__payer=payer, payment__paid_on__lte=as_of).order_by()
    fields = ("payment_id", "line__bill_id", "line__bill__month")
    covers: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for payment, bill, month, amount in covering.values_list(*fields).annotate(rp=Sum("amount_rp")):
        if amount:
            covers[payment][month] += amount
            parts[bill].append((payment, amount))
    lines = tuple(
        PaymentLine(one, tuple(sorted(covers[one.pk].items())), one.amount_rp - sum(covers[one.pk].values()))
        for one in payments
    )
    days = {one.pk: one.paid_on for one in payments}
    fees = {
        one.bill_id: _fee_of(one, [(days[payment], amount) for payment, amount in parts[one.bill_id]], as_of)
        for bill, one in zip(asked, bills, strict=True)
        if bill.kind == Bill.Kind.BILL
    }
    return Account(payer, as_of, bills, lines, {bill: fee for bill, fee in fees.items() if fee})


def standing_payment(known_at: datetime | None = None) -> Q:
    """Condition: the payment was not taken back (by a moment)."""
    still = Q(reversal__isnull=True)
    return still if known_at is None else still | Q(reversal__recorded_at__gt=known_at)


def credit_of(payer: Payer) -> int:
    """What a payer has paid and covers nothing yet, whole rupiah."""
    covered = Coalesce(Sum("allocations__amount_rp"), 0)
    rows = Payment.objects.filter(standing_payment(), payer=payer).annotate(covered_rp=covered).order_by()
    return int(rows.aggregate(rp=Sum(F("amount_rp") - F("covered_rp"), default=0))["rp"])


@lru_cache(maxsize=65_536)
def late_fee(segment: str, month: int, amount_rp: int, paid_on: date) -> int:
    """The law's fee on a contribution of a month paid on a day; 0 in time and for who pays for himself."""
    facts = {"month": months.format_month(month), "segment": segment, "amount": amount_rp, "paid_on": paid_on}
    fee = answer("late_fee", facts).results["fee"]
    assert isinstance(fee, int)
    return fee


def _fee_of(bill: BillState, paid: Iterable[tuple[date, int]], as_of: date) -> int:
    late = [(day, amount) for day, amount in paid if day > bill.due_on]
    if bill.outstanding and as_of > bill.due_on:
        late.append((as_of, bill.outstanding))
    return sum(late_fee(bill.segment, bill.month, amount, day) for day, amount in late)


def _arrears(payer: Payer, bills: list[tuple[Any, ...]], as_of: date, last: FollowUp | None) -> Arrears:
    by_age = [0] * len(AGES)
    fee = 0
    for month, due_on, amount, segment, kind in bills:
        age = age_in_months(due_on, as_of)
        by_age[next(at for at, (_from, until) in enumerate(AGES) if until is None or age < until)] += amount
        fee += late_fee(segment, month, amount, as_of) if kind == Bill.Kind.BILL else 0
    oldest = min(bill[1] for bill in bills)
    return Arrears(payer, tuple(by_age), len({bill[0] for bill in bills}), oldest, fee, last)


def _last_steps(payers: Iterable[int], as_of: date) -> dict[int, FollowUp]:
    steps = FollowUp.objects.filter(payer__in=list(payers), on__lte=as_of).order_by("on", "pk")
    return {step.payer_id: step for step in steps}
