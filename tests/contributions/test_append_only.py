"""The database itself refuses to change what was written, and to cover more than was paid or is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from naungan.contributions.models import (
    Allocation,
    Bill,
    BillLine,
    Correction,
    Instruction,
    LineDecision,
    MonthRun,
    Payment,
    PaymentReversal,
    RegisterLine,
)
from naungan.contributions.register.models import Register
from naungan.contributions.services import adjust, receive, run_month
from naungan.contributions.services.reversing import Reversing, reverse_payment
from naungan.law import months
from naungan.registry.models import Membership, Payer, Person

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")
GUARDED: dict[Any, dict[str, Any]] = {
    MonthRun: {"month": FEB + 9, "total_rp": 1, "digest": "-", "members": 3},
    Bill: {"amount_rp": 1, "month": FEB + 9, "due_on": date(2030, 1, 1), "payment_code": "LAIN"},
    BillLine: {"amount_rp": 1, "programme": "JHT", "worker_rp": 1},
    Correction: {"old_rp": 1, "month": FEB + 9, "cause": "RULES"},
    Payment: {"amount_rp": 1, "paid_on": date(2030, 1, 1), "reference": "LAIN"},
    Allocation: {"amount_rp": 1},
    PaymentReversal: {"why": "BOUNCED"},
    Instruction: {"recorded_at": timezone.now()},
    RegisterLine: {"amount_rp": 1, "reference": "LAIN", "paid_on": date(2030, 1, 1)},
    LineDecision: {"kind": "REOPENED"},
}


@pytest.fixture
def book(world: Any, actor: Any) -> Payer:
    """One row of everything: bills of two payers, one paid, one taken back, one corrected, one line of a register."""
    world.farmers(2)
    world.farmers(2, code="75.71", area="75.71")
    run_month(FEB, actor=actor, post=True)
    payer = Payer.objects.get(code="75.03")
    more = {"payer": payer, "paid_on": date(2021, 3, 1), "actor": actor}
    receive(**more, amount_rp=20_000, reference="A", covers=("2021-02",))
    receive(**more, amount_rp=5_000, reference="B")
    mistake = Reversing(PaymentReversal.Why.MISTAKE, "salah catat")
    reverse_payment(Payment.objects.get(reference="B"), mistake, actor=actor)
    dead = Membership.objects.filter(roll__registration__payer__code="75.71").values("person_id")[:1]
    Person.objects.filter(pk__in=list(dead.values_list("person_id", flat=True))).update(
        deceased_on="2021-01-05"
    )
    adjust(FEB, FEB, actor=actor)
    register = Register.objects.create(
        payer=payer, file_name="-", sha256="-", rows=1, ignored=0, total_rp=1, recorded_at=timezone.now(),
        entry=world.entry,
    )  # fmt: skip
    line = RegisterLine.objects.create(
        register=register, payer=payer, line=1, reference="C", paid_on=date(2021, 3, 1), amount_rp=7,
        entry=world.entry,
    )  # fmt: skip
    LineDecision.objects.create(
        line=line, kind="NOT_OURS", reason="-", recorded_at=timezone.now(), entry=world.entry
    )
    return payer


def refused(change: Callable[[], object]) -> str:
    """What the database says to a change that it refuses."""
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        change()
    return str(found.value)


def test_no_figure_of_the_book_is_changed_after_it_was_written(book):
    for model, changes in GUARDED.items():
        assert model.objects.exists(), model
        for name, value in changes.items():
            assert "append-only" in refused(partial(model.objects.update, **{name: value})), (model, name)


def test_what_is_saved_again_as_it_stands_is_no_change(book):
    for model in GUARDED:
        for row in model.objects.all():
            row.save()


def test_a_draft_may_be_thrown_away_and_what_is_posted_stands(world, actor):
    world.farmers(2)
    run_month(FEB, actor=actor)
    assert MonthRun.objects.update(members=3) == 1
    assert MonthRun.objects.all().delete()[0] == 1


def test_what_is_only_told_may_be_mended(book):
    assert BillLine.objects.update(account_code="5.1.02.02.02.0006") > 0
    assert RegisterLine.objects.update(reasons=[]) == 1


def allocation(**given: Any) -> Allocation:
    """A row beside the live one of payment A."""
    live = Allocation.objects.filter(payment__reference="A", reverses=None, reversed_by=None).first()
    assert live is not None
    same = {"payment_id": live.payment_id, "line_id": live.line_id, "entry_id": live.entry_id}
    return Allocation(**same | {"amount_rp": 1, "recorded_at": timezone.now()} | given)


def test_allocations_exceed_neither_their_payment_nor_their_line(book, actor):
    assert "exceed their payment" in refused(allocation(amount_rp=1).save)
    receive(payer=book, paid_on=date(2021, 3, 2), amount_rp=50_000, reference="D", actor=actor)
    much = Payment.objects.get(reference="D")
    assert "exceed their bill line" in refused(allocation(payment_id=much.pk, amount_rp=10_000).save)


def test_an_allocation_is_taken_back_exactly_and_once(book):
    live = Allocation.objects.filter(payment__reference="A", reverses=None, reversed_by=None).first()
    assert live is not None
    half = allocation(amount_rp=-live.amount_rp + 1, reverses=live)
    assert "reverses exactly" in refused(half.save)
    other = Allocation.objects.filter(payment__reference="B", reverses=None).first()
    assert other is not None
    refused(allocation(amount_rp=-live.amount_rp, reverses=other).save)
    whole, again = (allocation(amount_rp=-live.amount_rp, reverses=live) for _time in range(2))
    whole.save()
    refused(again.save)


def test_every_guarded_table_still_has_its_trigger(db):
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = {name for (name,) in cursor.fetchall()}
    assert {f"{model._meta.db_table}_kept" for model in GUARDED} <= found
    assert "contributions_allocation_within" in found
