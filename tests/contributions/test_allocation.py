"""Money covers bills by one pure function, and the ledger follows it whatever comes first."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from naungan.contributions.allocation import Money, Owed, allocate

DAY = date(2021, 1, 1)


def money(number: int, amount: int, day: int = 0, code: str = "") -> Money:
    return Money(number, DAY + timedelta(days=day), f"SP2D-{number}", amount, code)


def owed(number: int, amount: int, month: int = 0, bill: int | None = None) -> Owed:
    bill_id = number if bill is None else bill
    return Owed(number, bill_id, month, amount, f"kode-{bill_id}")


def test_the_oldest_line_is_covered_first_and_the_rest_is_credit():
    lines = [owed(1, 100, month=2), owed(2, 50, month=1)]
    found = allocate([money(1, 180)], lines)
    assert found.covers == {(1, 2): 50, (1, 1): 100}
    assert found.credit == {1: 30}


def test_a_payment_that_names_a_bill_covers_it_before_older_ones():
    lines = [owed(1, 100, month=1), owed(2, 100, month=2)]
    assert allocate([money(1, 130, code="kode-2")], lines).covers == {(1, 2): 100, (1, 1): 30}


def test_an_unknown_payment_code_is_money_like_any_other():
    assert allocate([money(1, 100, code="salah")], [owed(1, 100)]).covers == {(1, 1): 100}


def test_an_earlier_payment_has_its_turn_first_however_late_it_arrives():
    lines = [owed(1, 100)]
    assert allocate([money(2, 100, day=9), money(1, 100, day=3)], lines).covers == {(1, 1): 100}
    assert allocate([money(2, 100, day=9), money(1, 100, day=3)], lines).credit == {2: 100}


payments = st.lists(
    st.tuples(st.integers(1, 500), st.integers(0, 20), st.sampled_from(["", "kode-1", "kode-3", "salah"])),
    max_size=8,
).map(lambda rows: [money(at, *row) for at, row in enumerate(rows, 1)])
bills = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 6), st.integers(1, 5)), max_size=10).map(
    lambda rows: [owed(at, amount, month, bill) for at, (amount, month, bill) in enumerate(rows, 1)]
)


@given(payments, bills, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(paid, lines, random):
    expected = allocate(paid, lines)
    random.shuffle(paid)
    random.shuffle(lines)
    assert allocate(paid, lines) == expected


@given(payments, bills)
def test_every_rupiah_is_accounted_for_and_no_line_is_covered_twice(paid, lines):
    found = allocate(paid, lines)
    for payment in paid:
        covered = sum(amount for (by, _), amount in found.covers.items() if by == payment.id)
        assert covered + found.credit.get(payment.id, 0) == payment.amount_rp
    for line in lines:
        assert 0 <= sum(amount for (_, to), amount in found.covers.items() if to == line.id) <= line.amount_rp
    assert all(amount > 0 for amount in (*found.covers.values(), *found.credit.values()))
    left = sum(found.credit.values())
    billed = sum(line.amount_rp for line in lines)
    assert left == max(0, sum(payment.amount_rp for payment in paid) - billed)


@given(payments, bills, st.integers(0, 20))
def test_payments_up_to_a_day_stand_as_if_later_ones_did_not_exist(paid, lines, day):
    until = DAY + timedelta(days=day)
    early = {payment.id for payment in paid if payment.paid_on <= until}
    whole = allocate(paid, lines).covers
    assert allocate([p for p in paid if p.id in early], lines).covers == {
        key: amount for key, amount in whole.items() if key[0] in early
    }
