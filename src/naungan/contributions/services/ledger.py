"""The ledger of allocations: bring it to what the pure function of payments and bill lines says, and check
the balance.

Rows are only added: what no longer holds is reversed by a row that names it, what newly holds is a new row.
So the sum of a line's allocations recorded up to a moment, from payments up to a date, is what was known
then of that date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.contributions.allocation import Money, Owed, allocate
from naungan.contributions.models import Allocation, BillLine, Instruction, Payment
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law import months
from naungan.registry import bulk
from naungan.registry.models import Payer

PAYERS_AT_ONCE = 400
ROWS_AT_ONCE = 2000
# One number for all writers of money, so that they take turns; it has no meaning beyond being ours.
TURN = 75_030_120
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_COLUMNS = ("payment_id", "line_id", "amount_rp", "reverses_id", "recorded_at", "entry_id")


class _Row(NamedTuple):
    """An allocation that counts, as the database keeps it; a file of payments makes a hundred thousand."""

    pk: int
    payment: int
    line: int
    amount_rp: int


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """What an allocation changed: rows added and rows reversed."""

    added: int
    reversed: int


@contextmanager
def turn() -> Iterator[datetime]:
    """A transaction in which nobody else writes money; yields the one moment that its rows carry.

    SQLite's transactions begin as writers and take turns by themselves; PostgreSQL is told to by an advisory
    lock, which ends with the transaction. Whatever was checked before must be checked again inside.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        yield timezone.now()


def allocate_payer(payer: Payer, *, actor: Actor, reason: str = "") -> Rebalanced:
    """Allocate a payer's payments anew. Needed only after a repair.

    Posting and receiving do it themselves.
    """
    with turn() as now:
        entry = record(
            actor=actor.name,
            user=actor.user,
            action="payment.allocate",
            reason=reason,
            summary={"payer": payer.code, "area": payer.area_id},
        )
        return rebalance([payer.pk], entry=entry, now=now)


def rebalance(payer_ids: Sequence[int], *, entry: Entry, now: datetime) -> Rebalanced:
    """Bring the allocations of some payers to what the pure function says; call within a `turn`."""
    added = undone = 0
    for start in range(0, len(payer_ids), PAYERS_AT_ONCE):
        some = payer_ids[start : start + PAYERS_AT_ONCE]
        target = _target(some)
        live = _live(some)
        gone = [row for key, row in live.items() if target.get(key) != row.amount_rp]
        new = {
            key: amount for key, amount in target.items() if key not in live or live[key].amount_rp != amount
        }
        _write(gone, new, entry=entry, now=now)
        assert_balance(some)
        added, undone = added + len(new), undone + len(gone)
    return Rebalanced(added, undone)


def assert_balance(payer_ids: Sequence[int]) -> None:
    """Assert that no line is covered, and no payment spent, beyond itself or below zero."""
    covered = Coalesce(Sum("allocations__amount_rp"), 0)
    wrong = Q(covered_rp__gt=F("amount_rp")) | Q(covered_rp__lt=0)
    of_none = Q(reversal__isnull=False) & ~Q(covered_rp=0)
    owed = BillLine.objects.filter(bill__payer_id__in=payer_ids, reverses=None)
    lines = owed.annotate(covered_rp=covered).filter(wrong)
    taken = taken_back(payer_ids)
    notes = BillLine.objects.filter(bill__payer_id__in=payer_ids, reverses__isnull=False)
    of_taken = owed.filter(pk__in=notes.values("reverses")).annotate(covered_rp=covered)
    for line, amount, covered_rp in of_taken.values_list("pk", "amount_rp", "covered_rp"):
        assert 0 <= covered_rp <= amount - taken[line], (
            f"bill line {line} is covered beyond what is left of it"
        )
    payments = Payment.objects.filter(payer_id__in=payer_ids).annotate(covered_rp=covered)
    payments = payments.filter(wrong | of_none)
    on_credit = Allocation.objects.filter(payment__payer_id__in=payer_ids, line__reverses__isnull=False)
    strangers = Allocation.objects.filter(payment__payer_id__in=payer_ids).exclude(
        line__bill__payer_id=F("payment__payer_id")
    )
    assert not lines.exists(), f"bill lines out of balance: {list(lines[:5].values_list('pk', flat=True))}"
    assert not payments.exists(), (
        f"payments out of balance: {list(payments[:5].values_list('pk', flat=True))}"
    )
    assert not on_credit.exists(), "an allocation covers a credit"
    assert not strangers.exists(), "an allocation pays another payer's bill"


def taken_back(payer_ids: Sequence[int]) -> dict[int, int]:
    """What credit notes took back of the lines of some payers, where anything was: line to positive rupiah."""
    notes = BillLine.objects.filter(bill__payer_id__in=payer_ids, reverses__isnull=False).order_by()
    return dict(notes.values_list("reverses_id").annotate(rp=-Sum("amount_rp")))


def _target(payer_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    payments: dict[int, list[Money]] = defaultdict(list)
    fields = ("payer_id", "id", "paid_on", "reference", "amount_rp", "payment_code")
    said = _instructions(payer_ids)
    rows = Payment.objects.filter(payer_id__in=payer_ids, reversal=None).values_list(*fields)
    for payer_id, pk, paid_on, reference, amount, code in rows:
        payments[payer_id].append(Money(pk, paid_on, reference, amount, code, said.get(pk, ())))
    lines: dict[int, list[Owed]] = defaultdict(list)
    fields = ("bill__payer_id", "id", "bill_id", "bill__month", "amount_rp", "bill__payment_code")
    taken = taken_back(list(payments))
    owed = BillLine.objects.filter(bill__payer_id__in=list(payments), reverses=None)
    for payer_id, pk, bill, month, amount, code in owed.values_list(*fields):
        lines[payer_id].append(Owed(pk, bill, month, amount - taken.get(pk, 0), code))
    target: dict[tuple[int, int], int] = {}
    for payer_id, paid in payments.items():
        target.update(allocate(paid, lines[payer_id]).covers)
    return target


def _instructions(payer_ids: Sequence[int]) -> dict[int, tuple[int | str, ...]]:
    """What payers say their payments are for: payment to months and codes; the newest word counts."""
    rows = Instruction.objects.filter(payment__payer_id__in=payer_ids).order_by("pk")
    return {payment: targets(covers) for payment, covers in rows.values_list("payment_id", "covers")}


def targets(covers: Sequence[str]) -> tuple[int | str, ...]:
    """What an instruction names, as `allocate` takes it: "2021-03" is a month, everything else a payment code."""
    return tuple(months.parse(name) if _MONTH.fullmatch(name) else name for name in covers)


def _live(payer_ids: Sequence[int]) -> dict[tuple[int, int], _Row]:
    """The allocations that count, by (payment, line)."""
    rows = Allocation.objects.filter(payment__payer_id__in=payer_ids, reverses=None, reversed_by=None)
    found = [_Row(*row) for row in rows.values_list("pk", "payment_id", "line_id", "amount_rp")]
    live = {(row.payment, row.line): row for row in found}
    assert len(live) == len(found), "a payment covers a line twice"
    return live


def _write(gone: Sequence[_Row], new: dict[tuple[int, int], int], *, entry: Entry, now: datetime) -> None:
    moment = connection.ops.adapt_datetimefield_value(now)
    reversals = [(row.payment, row.line, -row.amount_rp, row.pk, moment, entry.pk) for row in gone]
    additions = [
        (payment, line, amount, None, moment, entry.pk) for (payment, line), amount in sorted(new.items())
    ]
    if reversals or additions:
        bulk.insert(Allocation, _COLUMNS, [*reversals, *additions])
