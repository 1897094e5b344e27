"""What a payment is for, account codes on bill lines, the agency's amount, steps after the due date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from naungan.contributions.allocation import Money, Owed, allocate
from naungan.contributions.models import AgencyAmount, Bill, BillLine, FollowUp, Instruction, Payment
from naungan.contributions.payment_file import covers_of
from naungan.contributions.queries import bills_state
from naungan.contributions.services import instruct, receive, receive_file, run_month
from naungan.contributions.services.records import Step, follow_up, record_agency_amount, set_account_code
from naungan.law import months
from naungan.law.findings import Refused

pytestmark = pytest.mark.django_db
JAN = months.parse("2022-01")
YEAR = ("2022-01", "2022-12")
DAY = date(2022, 6, 1)


@pytest.fixture
def five_months(world, actor):
    """One farmer at Rp16,800 a month, January to May 2022; the payer."""
    roll = world.farmers(1, months=YEAR)
    for month in range(JAN, JAN + 5):
        run_month(month, actor=actor, post=True)
    return roll.registration.payer


def left() -> list[int]:
    return [one.outstanding for one in bills_state(as_of=date(2022, 12, 31))]


def pay(payer, actor, amount: int, covers: tuple[str, ...] = (), reference: str = "T-1") -> Payment:
    receive(payer=payer, paid_on=DAY, amount_rp=amount, reference=reference, covers=covers, actor=actor)
    return Payment.objects.get(reference=reference)


def test_one_transfer_covers_four_months_in_arrears_and_one_ahead(five_months, actor, world):
    pay(five_months, actor, 6 * 16_800)
    assert left() == [0] * 5
    run_month(JAN + 5, actor=actor, post=True)
    assert left() == [0] * 6


def test_the_payer_s_word_comes_before_the_oldest_month_and_the_rest_follows(five_months, actor):
    pay(five_months, actor, 2 * 16_800 + 100, ("2022-03", "2022-05"))
    assert left() == [16_700, 16_800, 0, 16_800, 0]


def test_a_word_given_later_moves_the_money_by_reversals(five_months, actor):
    payment = pay(five_months, actor, 16_800)
    assert left()[0] == 0
    code = Bill.objects.get(month=JAN + 3).payment_code
    instruct(payment, [code], actor=actor, reason="Surat pembayar")
    assert left() == [16_800, 16_800, 16_800, 0, 16_800]
    instruct(payment, [], actor=actor)
    assert left()[0] == 0
    assert Instruction.objects.count() == 2
    rows = list(payment.allocations.order_by("pk").values_list("amount_rp", flat=True))
    assert (sum(rows), -sum(one for one in rows if one < 0)) == (16_800, 2 * 16_800)
    with pytest.raises(Refused) as refused:
        instruct(payment, ["bulan depan"], actor=actor)
    assert refused.value.code == "payment.covers"


def test_a_file_may_say_what_each_payment_is_for(five_months, actor, tmp_path: Path):
    path = tmp_path / "bayar.csv"
    lines = ["paid_on,amount,payer,reference,untuk", "2022-06-01,33600,75.03,A,2022-04..2022-05"]
    path.write_text("\n".join([*lines, "2022-06-01,16800,75.03,B,bulan lalu"]))
    found = receive_file(path, actor=actor)
    assert (found.accepted, [one.code for one in found.findings]) == (1, ["payment.covers"])
    assert left() == [16_800, 16_800, 16_800, 0, 0]


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("", ()),
        ("2022-01; 2022-03", ("2022-01", "2022-03")),
        ("2020-11..2021-01", ("2020-11", "2020-12", "2021-01")),
        ("202101-000001-1", ("202101-000001-1",)),
        ("2022-13", None),
        ("2022-03..2022-01", None),
        ("2001-01..2022-01", None),
        ("Maret", None),
    ],
)
def test_what_a_payment_is_for_is_read_or_given_back(text, covers):
    assert covers_of(text) == covers


def test_months_and_codes_are_named_alike():
    lines = [Owed(1, 1, 5, 100, "a"), Owed(2, 2, 6, 100, "b"), Owed(3, 3, 7, 100, "c")]
    paid = Money(1, DAY, "x", 250, covers=(7, "b"))
    assert allocate([paid], lines).covers == {(1, 3): 100, (1, 2): 100, (1, 1): 50}


def test_bill_lines_carry_the_region_s_account_codes_of_their_programme_and_group(world, actor):
    def code(area: str, programme: str, text: str, **given) -> None:
        set_account_code(
            area_code=area,
            programme=programme,
            code=text,
            from_month=given.pop("since", JAN),
            actor=actor,
            **given,
        )

    code("75", "JKK", "5.1.02.02.02.0001")
    code("75.03", "JKK", "5.1.02.02.02.0006")
    code("75.03", "JKM", "5.1.02.02.02.0007")
    code("75.03", "JKM", "5.1.06.99", group_code="petani", since=JAN + 1)
    world.farmers(1, months=YEAR)
    world.farmers(1, code="75.71", area="75.71", months=YEAR)
    for month in (JAN, JAN + 1):
        run_month(month, actor=actor, post=True)
    found = BillLine.objects.order_by("bill__month", "bill__payer__code", "programme")
    assert list(found.values_list("account_code", flat=True)) == [
        "5.1.02.02.02.0006", "5.1.02.02.02.0007", "5.1.02.02.02.0001", "",
        "5.1.02.02.02.0006", "5.1.06.99", "5.1.02.02.02.0001", "",
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        code("75.03", "JKM", "lain")
    assert refused.value.code == "account.known"
    with pytest.raises(Refused):
        code("75.03", "JKP", "lain")


@pytest.mark.parametrize(
    ("amount", "members", "why"),
    [
        (168_000, 10, "AGREES"),
        (151_200, 9, "COUNT"),
        (168_010, 10, "ROUNDING"),
        (200_000, 10, "WAGE"),
        (200_000, None, "OTHER"),
    ],
)
def test_the_agency_s_own_amount_stands_beside_ours_with_its_cause(world, actor, amount, members, why):
    world.farmers(10, months=YEAR)
    run_month(JAN, actor=actor, post=True)
    record_agency_amount(Bill.objects.get(), amount_rp=amount, members=members, actor=actor)
    assert AgencyAmount.objects.get().why == why


def test_steps_after_the_due_date_are_only_added_and_in_order(five_months, actor):
    follow_up(five_months, Step("REMINDER", DAY, reference="0001/SP"), actor=actor)
    with pytest.raises(Refused) as refused:
        follow_up(five_months, Step("PROMISE", DAY), actor=actor)
    assert refused.value.code == "promise.incomplete"
    with pytest.raises(Refused):
        follow_up(five_months, Step("PROMISE", DAY, date(2022, 5, 1), 1000), actor=actor)
    follow_up(five_months, Step("PROMISE", DAY, date(2022, 7, 1), 84_000), actor=actor)
    with pytest.raises(Refused) as refused:
        follow_up(five_months, Step("ATTORNEY_DONE", DAY), actor=actor)
    assert refused.value.code == "attorney.not_handed"
    follow_up(five_months, Step("ATTORNEY", DAY, amount_rp=84_000, reference="SKK-1"), actor=actor)
    follow_up(five_months, Step("ATTORNEY_DONE", DAY), actor=actor)
    assert FollowUp.objects.count() == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(kind="PROMISE").update(amount_rp=None)


def test_nobody_records_for_payers_elsewhere(five_months, actor):
    from naungan.accounts.access import Actor
    from naungan.accounts.scope import Scope

    city = Actor("petugas", Scope(areas=("75.71",)))
    payment = pay(five_months, actor, 100)
    calls = (
        lambda: instruct(payment, ["2022-02"], actor=city),
        lambda: follow_up(five_months, Step("NOTE", DAY), actor=city),
        lambda: record_agency_amount(Bill.objects.first(), amount_rp=1, actor=city),
        lambda: set_account_code(area_code="75.03", programme="JKK", code="x", from_month=JAN, actor=city),
    )
    for call in calls:
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == "scope.outside"
