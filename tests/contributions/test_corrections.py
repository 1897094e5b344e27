"""What was posted and no longer holds is corrected by runs of their own: nothing posted changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from naungan.contributions.models import Allocation, Bill, BillLine, Correction, MonthRun, Payment
from naungan.contributions.queries import (
    bills_state,
    months_billed_after,
    person_months,
    protected_by_month,
    protection,
)
from naungan.contributions.queries.audit import assert_month
from naungan.contributions.services import Seen, adjust, claim_back, find_corrections, receive, run_month
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import MembershipTerms, Person

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")
APRIL = FEB + 2
LATER = date(2021, 6, 30)


@pytest.fixture
def billed(world, actor):
    """Five farmers billed Rp16,800 a month, February to April 2021; the roll."""
    roll = world.farmers(5)
    for month in range(FEB, APRIL + 1):
        run_month(month, actor=actor, post=True)
    return roll


def pay(roll, actor, amount: int, day: str, reference: str = "SP2D-1", code: str = "") -> None:
    receive(
        payer=roll.registration.payer,
        paid_on=date.fromisoformat(day),
        amount_rp=amount,
        reference=reference,
        payment_code=code,
        actor=actor,
    )


def dies(roll, day: str) -> Person:
    person = roll.memberships.order_by("pk").first().person
    Person.objects.filter(pk=person.pk).update(deceased_on=day)
    return person


def balance(as_of: date = LATER) -> dict[str, int]:
    """Sums over all bills; asserts billed = paid + outstanding + reversed on each."""
    states = bills_state(as_of=as_of)
    assert all(one.billed == one.paid + one.outstanding + one.reversed for one in states)
    assert all(one.outstanding >= 0 for one in states)
    return {
        "billed": sum(one.billed for one in states),
        "paid": sum(one.paid for one in states),
        "left": sum(one.outstanding for one in states),
    }


def protected(month: int, as_of: date = LATER, **known) -> int:
    rows = protection(month, as_of=as_of, **known).collect()
    direct = protected_by_month({month: as_of}, **known)[month].collect()
    assert len(direct) == rows["protected"].sum()
    return len(direct)


def test_nothing_is_found_while_the_registry_says_what_was_posted(billed, actor):
    found = find_corrections(FEB, APRIL, actor=actor)
    assert (found.memberships, found.total, found.late) == (0, 0, 0)
    assert adjust(FEB, APRIL, actor=actor).runs == ()


def test_a_preview_writes_nothing_and_names_cause_people_and_money(billed, actor):
    dies(billed, "2021-02-20")
    found = find_corrections(FEB, APRIL, actor=actor)
    assert (found.people, found.memberships, found.total) == (1, 2, -33_600)
    assert found.by_cause == {"DEATH": (2, -33_600)}
    assert (found.by_programme["jkk"], found.by_programme["jkm"]) == (-20_000, -13_600)
    assert not Correction.objects.exists()
    assert MonthRun.objects.count() == 3


def test_months_after_a_death_are_taken_back_and_no_longer_protect(billed, actor):
    person = dies(billed, "2021-02-20")
    assert [one.month for one in months_billed_after([person.pk], FEB)] == [FEB + 1, APRIL]
    done = claim_back([person.pk], actor=actor)
    assert (done.bills, done.credits, done.total) == (0, 2, -33_600)
    assert months_billed_after([person.pk], FEB) == []
    assert [one.month for one in person_months(person.pk, as_of=LATER)] == [FEB]
    pay(billed, actor, 5 * 16_800 + 2 * 4 * 16_800, "2021-02-10")
    assert balance() == {"billed": 218_400, "paid": 218_400, "left": 0}
    assert [protected(month) for month in range(FEB, APRIL + 1)] == [5, 4, 4]
    assert claim_back([person.pk], actor=actor).runs == ()
    assert find_corrections(FEB, APRIL, actor=actor).memberships == 0


def test_only_the_named_people_are_claimed_back(billed, actor, world):
    dies(billed, "2021-02-20")
    other = billed.memberships.order_by("pk").last().person
    Person.objects.filter(pk=other.pk).update(deceased_on="2021-03-01")
    assert claim_back([other.pk], actor=actor).total == -16_800
    assert find_corrections(FEB, APRIL, actor=actor).people == 1
    assert claim_back([billed.memberships.order_by("pk")[1].person_id], actor=actor).total == 0


def test_a_paid_bill_gives_its_money_back_to_the_payer_s_credit(billed, actor):
    pay(billed, actor, 84_000 * 2, "2021-02-10")
    dies(billed, "2021-02-20")
    adjust(FEB, APRIL, actor=actor)
    # March: 16,800 of the payment is set free and covers April, the next oldest
    states = {(one.month, one.billed > 0): one for one in bills_state(as_of=LATER)}
    assert (states[FEB + 1, True].paid, states[FEB + 1, True].reversed) == (67_200, 16_800)
    assert (states[APRIL, True].paid, states[APRIL, True].outstanding) == (16_800, 50_400)
    assert Allocation.objects.filter(reverses__isnull=False).exists()
    pay(billed, actor, 84_000, "2021-04-01", "SP2D-2")
    assert balance()["left"] == 0
    covered = Allocation.objects.aggregate(rp=Sum("amount_rp"))["rp"]
    assert Payment.objects.aggregate(rp=Sum("amount_rp"))["rp"] - covered == 33_600


def test_what_was_known_before_a_correction_is_told_again(billed, actor):
    pay(billed, actor, 3 * 84_000, "2021-02-10")
    before = Payment.objects.get().recorded_at
    person = dies(billed, "2021-02-20")
    adjust(FEB, APRIL, actor=actor)
    assert (protected(APRIL, known_at=before), protected(APRIL)) == (5, 4)
    assert len(person_months(person.pk, as_of=LATER, known_at=before)) == 3
    old = bills_state(as_of=LATER, known_at=before)
    assert [(one.billed, one.paid, one.reversed) for one in old] == [(84_000, 84_000, 0)] * 3
    assert len(months_billed_after([person.pk], FEB, known_at=before)) == 2


@pytest.fixture
def staff(world, actor):
    """Two employees with all programmes, posted for February and March 2021; the roll."""
    roll = world.roll(
        world.payer("PT-1", kind="COMPANY"),
        segment="PU",
        programmes="JKK,JKM,JHT,JP",
        months=("2021-02", "2021-12"),
    )
    world.members(roll, 2, amount=3_000_000)
    for month in (FEB, FEB + 1):
        run_month(month, actor=actor, post=True)
    return roll


def raise_wage(roll, world, amount: int, since: int = FEB) -> None:
    member = roll.memberships.order_by("pk").first()
    MembershipTerms.objects.update_or_create(
        membership=member, from_month=since, defaults={"amount_rp": amount, "entry": world.entry}
    )


def test_a_higher_wage_bills_the_difference_and_takes_no_protection(staff, actor, world):
    pay(staff, actor, 10_000_000, "2021-03-01")
    credit = 10_000_000 - sum(Bill.objects.values_list("amount_rp", flat=True))
    raise_wage(staff, world, 4_000_000, since=FEB)
    done = adjust(FEB, FEB, actor=actor, on=date(2021, 5, 20))
    bill = Bill.objects.get(kind="DIFFERENCE")
    assert (done.bills, done.credits, done.total) == (1, 0, bill.amount_rp)
    lines = {line.programme: (line.amount_rp, line.worker_rp) for line in bill.lines.all()}
    assert (lines["JHT"], lines["JP"]) == ((57_000, 20_000), (30_000, 10_000))
    assert bill.adjusts.month == FEB
    assert bill.due_on == date(2021, 6, 15)
    assert protected(FEB) == 2
    assert (
        Payment.objects.get().amount_rp - Allocation.objects.aggregate(rp=Sum("amount_rp"))["rp"]
        == credit - bill.amount_rp
    )
    assert assert_month(FEB) == 2
    row = person_months(staff.memberships.order_by("pk").first().person_id, as_of=LATER)[0]
    assert row.bill_id == bill.adjusts_id
    assert row.total > 300_000


def test_an_unpaid_difference_is_the_payer_s_debt_and_the_worker_stays_protected(staff, actor, world):
    pay(staff, actor, sum(Bill.objects.values_list("amount_rp", flat=True)), "2021-03-01")
    raise_wage(staff, world, 4_000_000)
    adjust(FEB, FEB, actor=actor, on=date(2021, 3, 20))
    assert balance()["left"] == Bill.objects.get(kind="DIFFERENCE").amount_rp
    assert protected(FEB) == 2


def test_a_wage_up_then_down_then_out_takes_back_each_line_where_it_stands(staff, actor, world):
    """The newest difference is taken back first; no line goes below nothing, and the sum is what holds."""
    for amount in (4_000_000, 3_500_000, 2_000_000, 5_000_000):
        raise_wage(staff, world, amount)
        adjust(FEB, FEB, actor=actor)
        assert find_corrections(FEB, FEB, actor=actor).memberships == 0
    member = staff.memberships.order_by("pk").first()
    staff.memberships.filter(pk=member.pk).update(last_month=FEB - 1, end_cause="OTHER")
    done = adjust(FEB, FEB, actor=actor)
    assert done.found.by_cause.keys() == {"ENDED"}
    bill = Bill.objects.get(kind="BILL", month=FEB)
    assert balance()["billed"] - Bill.objects.filter(month=FEB + 1).get().amount_rp == bill.amount_rp // 2
    left = BillLine.objects.filter(reverses=None).annotate(back=Sum("reversals__amount_rp"))
    assert all(line.amount_rp + (line.back or 0) >= 0 for line in left)
    assert all(line.worker_rp >= 0 for line in left)
    assert assert_month(FEB) == 6
    assert len(protection(FEB, as_of=LATER).collect()) == 1


def test_a_cancelled_list_is_taken_back_whole_and_may_be_billed_again(billed, actor):
    billed.state = "PROPOSED"
    billed.save()
    done = adjust(FEB, APRIL, actor=actor)
    assert done.found.by_cause == {"ROLL": (15, -252_000)}
    assert balance() == {"billed": 0, "paid": 0, "left": 0}
    assert [protected(month, as_of=date(2021, 2, 1)) for month in range(FEB, APRIL + 1)] == [0, 0, 0]
    billed.state = "ACTIVE"
    billed.save()
    again = run_month(FEB, actor=actor, post=True)
    assert (again.kind, again.new.members, again.members, again.total) == ("ADJUSTMENT", 5, 5, 84_000)
    assert protected(FEB, as_of=date(2021, 2, 1)) == 5
    dies(billed, "2021-01-20")
    assert adjust(FEB, FEB, actor=actor).total == -16_800
    assert run_month(FEB, actor=actor, post=True).members == 4
    assert assert_month(FEB) == 4


def test_programmes_and_risk_that_were_wrong_are_told_as_terms(staff, actor):
    staff.programmes = "JKK,JKM,JHT"
    staff.save()
    found = find_corrections(FEB, FEB, actor=actor)
    assert set(found.by_cause) == {"TERMS"}
    adjust(FEB, FEB, actor=actor)
    assert BillLine.objects.get(reverses__isnull=False).programme == "JP"
    assert assert_month(FEB) == 2


def test_who_came_late_is_told_apart_and_added_by_running_the_month(billed, actor, world):
    world.members(billed, 3)
    found = find_corrections(FEB, FEB, actor=actor)
    assert (found.memberships, found.late, found.late_total) == (0, 3, 50_400)
    assert adjust(FEB, FEB, actor=actor).runs == ()
    assert run_month(FEB, actor=actor, post=True).new.members == 3


def test_causes_narrow_what_is_corrected(billed, actor):
    dies(billed, "2021-02-20")
    billed.memberships.filter(pk=billed.memberships.order_by("pk").last().pk).update(
        last_month=FEB, end_cause="MOVED"
    )
    assert find_corrections(FEB, APRIL, actor=actor).people == 2
    assert adjust(FEB, APRIL, actor=actor, causes=["DEATH"]).found.people == 1
    assert find_corrections(FEB, APRIL, actor=actor).by_cause == {"ENDED": (2, -33_600)}


def test_a_correction_stays_within_the_actor_s_area(billed, actor, world):
    from naungan.accounts.access import Actor
    from naungan.accounts.scope import Scope

    city = world.farmers(2, code="75.71", area="75.71")
    run_month(FEB, actor=actor, post=True)
    for roll in (billed, city):
        dies(roll, "2021-01-20")
    bone = Actor("petugas", Scope(areas=("75.03",)))
    assert adjust(FEB, FEB, actor=bone).found.people == 1
    assert Bill.objects.get(kind="CREDIT").payer.code == "75.03"
    with pytest.raises(Refused) as refused:
        find_corrections(FEB, FEB, actor=bone, area_code="75.71")
    assert refused.value.code == "scope.outside"


def test_figures_that_changed_since_the_preview_are_not_posted(billed, actor):
    dies(billed, "2021-02-20")
    found = find_corrections(FEB, APRIL, actor=actor)
    seen = Seen(found.memberships, found.total)
    billed.memberships.update(last_month=FEB, end_cause="MOVED")
    with pytest.raises(Refused) as refused:
        adjust(FEB, APRIL, actor=actor, expected=seen)
    assert (refused.value.code, Correction.objects.count()) == ("month.changed", 0)
    with pytest.raises(Refused, match="mendahului"):
        find_corrections(APRIL, FEB, actor=actor)


def test_a_person_merged_after_posting_is_claimed_back_too(billed, actor, world):
    gone = billed.memberships.order_by("pk").first().person
    stands = world.person(deceased_on=date(2021, 3, 3))
    Person.objects.filter(pk=gone.pk).update(merged_into=stands)
    assert [one.month for one in months_billed_after([stands.pk], FEB + 1)] == [APRIL]
    assert claim_back([stands.pk], actor=actor).total == -16_800
    assert len(person_months(stands.pk, as_of=LATER)) == 2


def test_the_database_refuses_what_does_not_balance(billed, actor):
    dies(billed, "2021-02-20")
    adjust(FEB, APRIL, actor=actor)
    bill, credit = Bill.objects.filter(kind="BILL").first(), Bill.objects.filter(kind="CREDIT").first()
    line = BillLine.objects.filter(reverses=None).first()
    correction = Correction.objects.first()
    wrong = (
        lambda: Bill.objects.filter(pk=bill.pk).update(amount_rp=-1),
        lambda: Bill.objects.filter(pk=credit.pk).update(amount_rp=1),
        lambda: Bill.objects.filter(pk=credit.pk).update(adjusts=None),
        lambda: BillLine.objects.filter(pk=line.pk).update(amount_rp=-1),
        lambda: BillLine.objects.filter(reverses__isnull=False).update(reverses=None),
        lambda: Correction.objects.filter(pk=correction.pk).update(new_rp=-5),
        lambda: Correction.objects.create(
            run=correction.run, reverses=correction.reverses, membership=correction.membership, bill=bill,
            month=FEB, cause="DEATH", old_rp=1, difference={},
        ),
    )  # fmt: skip
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_posted_rows_and_bills_stay_as_they_were(billed, actor, settings):
    files = {path: path.read_bytes() for path in settings.LAKE.rglob("*") if path.is_file()}
    bills = list(Bill.objects.order_by("pk").values())
    lines = list(BillLine.objects.order_by("pk").values())
    dies(billed, "2021-02-20")
    adjust(FEB, APRIL, actor=actor)
    assert {path: path.read_bytes() for path in files} == files
    assert list(Bill.objects.filter(kind="BILL").order_by("pk").values()) == bills
    assert list(BillLine.objects.filter(reverses=None).order_by("pk").values()) == lines
