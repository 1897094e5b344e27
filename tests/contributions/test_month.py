"""A month: who is billed, what, by which bills, and that running it again is harmless."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from naungan.contributions.models import Bill, BillLine, MonthRun
from naungan.contributions.queries import protection
from naungan.contributions.services import run_month
from naungan.engine.lake import open_runs
from naungan.law import months
from naungan.law.findings import Refused

pytestmark = pytest.mark.django_db
JAN = months.parse("2021-01")
FEB = JAN + 1


def lake_rows(settings, run: MonthRun) -> pl.DataFrame:
    return open_runs(settings.LAKE, [run.lake_path]).collect()


def test_a_list_of_farmers_is_billed_what_the_law_asks(world, actor):
    world.farmers(10, months=("2021-02", "2021-12"))
    result = run_month(FEB, actor=actor, post=True)
    assert (result.members, result.bills, result.total, result.state) == (10, 1, 168_000, "posted")
    assert result.by_programme == {"jkk": 100_000, "jkm": 68_000, "jht": 0, "jp": 0, "jkp": 0}
    bill = Bill.objects.get()
    assert (bill.amount_rp, bill.members, bill.due_on) == (168_000, 10, date(2021, 2, 15))
    assert list(bill.lines.order_by("programme").values_list("programme", "amount_rp")) == [
        ("JKK", 100_000),
        ("JKM", 68_000),
    ]
    assert result.as_json().keys() >= {"month", "members", "bills", "total", "by_programme"}


def test_a_draft_makes_no_bills_and_is_replaced_by_the_next(world, actor):
    roll = world.farmers(3)
    first = run_month(FEB, actor=actor)
    assert (first.state, first.members, Bill.objects.count()) == ("draft", 3, 0)
    world.member(roll)
    second = run_month(FEB, actor=actor)
    assert (second.members, MonthRun.objects.count()) == (4, 1)
    posted = run_month(FEB, actor=actor, post=True)
    assert (posted.state, posted.members, Bill.objects.count()) == ("posted", 4, 1)
    assert list(MonthRun.objects.values_list("state", flat=True)) == ["POSTED"]


def test_posting_again_changes_nothing_and_answers_with_the_posted_figures(world, actor, lake):
    world.farmers(5)
    first = run_month(FEB, actor=actor, post=True)
    files = sorted(lake.rglob("*.parquet"))
    again = run_month(FEB, actor=actor, post=True)
    assert again.whole == first.whole
    assert (again.state, again.new.members, again.run_id) == ("posted", 0, None)
    assert sorted(lake.rglob("*.parquet")) == files
    assert (MonthRun.objects.count(), Bill.objects.count()) == (1, 1)
    assert run_month(FEB, actor=actor).state == "posted"


def test_who_comes_late_gets_a_bill_of_an_adjustment_run(world, actor):
    roll = world.farmers(5)
    run_month(FEB, actor=actor, post=True)
    world.members(roll, 2)
    late = run_month(FEB, actor=actor, post=True)
    assert (late.kind, late.new.members, late.new.total, late.members, late.bills) == (
        "ADJUSTMENT",
        2,
        33_600,
        7,
        2,
    )
    assert list(Bill.objects.order_by("pk").values_list("amount_rp", flat=True)) == [84_000, 33_600]
    assert run_month(FEB, actor=actor, post=True).new.members == 0


def test_an_empty_month_bills_nobody_and_writes_nothing(world, actor, lake):
    result = run_month(FEB, actor=actor, post=True)
    assert (result.state, result.members, result.bills, result.total) == ("empty", 0, 0, 0)
    assert not list(lake.rglob("*.parquet"))
    assert not MonthRun.objects.exists()


@pytest.mark.parametrize("state", ["PROPOSED", "VERIFIED"])
def test_only_lists_that_were_decreed_are_billed(world, actor, state):
    world.farmers(2, state=state)
    assert run_month(FEB, actor=actor, post=True).members == 0


def test_members_are_billed_within_their_own_months_and_those_of_the_list(world, actor):
    roll = world.farmers(1, months=("2021-02", "2021-04"))
    world.member(roll, first=FEB + 1)
    world.member(roll, last=FEB)
    world.member(roll, first=JAN, last=FEB + 12)
    assert [run_month(JAN + at, actor=actor).members for at in range(5)] == [0, 3, 3, 3, 0]


def test_the_terms_of_the_month_count_not_later_ones(world, actor, settings):
    from naungan.registry.models import MembershipTerms

    member = world.member(world.roll(world.payer("75.03"), months=("2021-01", "2021-12")), amount=1_000_000)
    MembershipTerms.objects.create(membership=member, from_month=FEB, amount_rp=2_000_000, entry=world.entry)
    MembershipTerms.objects.create(
        membership=member, from_month=FEB + 5, amount_rp=9_000_000, entry=world.entry
    )
    run_month(FEB + 2, actor=actor)
    assert lake_rows(settings, MonthRun.objects.get())["amount_rp"].to_list() == [2_000_000]


def test_a_member_without_terms_in_the_month_stops_it_with_a_clear_word(world, actor):
    from naungan.registry.models import MembershipTerms

    world.farmers(1)
    MembershipTerms.objects.update(from_month=FEB + 1)
    with pytest.raises(Refused, match="belum memuat upah") as refused:
        run_month(FEB, actor=actor, post=True)
    assert refused.value.code == "terms.missing"


def test_the_dead_are_billed_for_the_month_of_death_and_no_later(world, actor):
    roll = world.roll(world.payer("75.03"))
    world.member(roll, world.person(deceased_on=date(2021, 2, 1)))
    world.member(roll, world.person(deceased_on=date(2021, 2, 28)))
    world.member(roll, world.person())
    assert [run_month(JAN + at, actor=actor).members for at in range(3)] == [3, 3, 1]


def test_a_merged_person_is_billed_under_the_one_who_stands(world, actor, settings):
    roll = world.roll(world.payer("75.03"))
    stands = world.person(area="75.71.01.1001")
    middle = world.person(merged_into=stands)
    gone = world.person(merged_into=middle)
    dead = world.person(deceased_on=date(2020, 12, 1))
    world.member(roll, gone)
    world.member(roll, world.person(merged_into=dead))
    run_month(FEB, actor=actor)
    rows = lake_rows(settings, MonthRun.objects.get())
    assert rows.select("person_id", "area").rows() == [(stands.pk, "75.71.01.1001")]


def test_an_area_bills_the_payers_below_it_and_the_rest_follows(world, actor):
    world.farmers(3, code="75.03", area="75.03")
    world.farmers(2, code="75.71", area="75.71")
    some = run_month(FEB, actor=actor, area_code="75.03", post=True)
    assert (some.members, some.bills) == (3, 1)
    rest = run_month(FEB, actor=actor, post=True)
    assert (rest.new.members, rest.members, rest.bills) == (2, 5, 2)
    assert run_month(FEB, actor=actor, area_code="75.71", post=True).members == 2
    with pytest.raises(Refused) as refused:
        run_month(FEB, actor=actor, area_code="99")
    assert refused.value.code == "area.unknown"


def test_nobody_runs_a_month_outside_their_area(world):
    from naungan.accounts.access import Actor
    from naungan.accounts.scope import Scope

    world.farmers(3, code="75.03", area="75.03")
    world.farmers(2, code="75.71", area="75.71")
    bone = Actor("petugas", Scope(areas=("75.03",)))
    assert run_month(FEB, actor=bone, post=True).members == 3
    with pytest.raises(Refused) as refused:
        run_month(FEB, actor=bone, area_code="75.71")
    assert refused.value.code == "scope.outside"
    with pytest.raises(Refused) as refused:
        run_month(FEB, actor=Actor("petugas", Scope(areas=("75.03", "75.71"))))
    assert refused.value.code == "area.needed"


def test_wage_earners_and_builders_are_billed_by_their_own_rules(world, actor):
    company = world.payer("PT-1", kind="COMPANY")
    world.member(world.roll(company, segment="PU", programmes="JKK,JKM,JHT,JP"), amount=3_000_000)
    world.member(world.roll(company, segment="JAKON", programmes="JKK,JKM"), amount=3_000_000)
    result = run_month(months.parse("2021-03"), actor=actor, post=True)
    bills = {bill.registration.segment: bill for bill in Bill.objects.select_related("registration")}
    assert set(bills) == {"PU", "JAKON"}
    lines = {line.programme: (line.amount_rp, line.worker_rp) for line in bills["PU"].lines.all()}
    assert lines["JHT"] == (171_000, 60_000)
    assert lines["JP"] == (90_000, 30_000)
    assert result.total == sum(bill.amount_rp for bill in bills.values())
    assert bills["PU"].due_on == date(2021, 4, 15)


def test_sums_agree_from_the_worker_to_the_run(world, actor, settings):
    world.farmers(7)
    world.member(
        world.roll(world.payer("PT-2", kind="COMPANY"), segment="PU", programmes="JKK,JKM,JHT"),
        amount=2_345_678,
    )
    result = run_month(FEB, actor=actor, post=True)
    run = MonthRun.objects.get()
    rows = lake_rows(settings, run)
    lines = sum(BillLine.objects.values_list("amount_rp", flat=True))
    assert rows["total"].sum() == run.total_rp == lines == result.total == sum(result.by_programme.values())
    assert len(rows) == run.members == 8


def test_the_sector_of_an_occupation_counts_before_that_of_the_list(world, actor, settings):
    from naungan.law.vocabulary import SECTOR

    roll = world.roll(world.payer("75.03"))
    world.member(roll, occupation_id="bentor")
    world.member(roll)
    run_month(FEB, actor=actor)
    assert sorted(lake_rows(settings, MonthRun.objects.get())["sector"]) == sorted(SECTOR.values())


def test_a_quarterly_agreement_has_its_own_due_date_beside_the_law(world, actor):
    world.farmers(1, schedule="QUARTERLY", months=("2021-01", "2021-12"))
    for at in range(1, 5):
        run_month(JAN + at, actor=actor, post=True)
    bills = Bill.objects.order_by("month").values_list("due_on", "schedule_due_on")
    assert list(bills) == [
        (date(2021, 2, 15), date(2021, 3, 15)),
        (date(2021, 3, 15), date(2021, 3, 15)),
        (date(2021, 4, 15), date(2021, 6, 15)),
        (date(2021, 5, 17), date(2021, 6, 15)),
    ]


def test_figures_that_changed_since_they_were_seen_are_not_posted(world, actor):
    roll = world.farmers(2)
    seen = run_month(FEB, actor=actor).new
    world.member(roll)
    with pytest.raises(Refused) as refused:
        run_month(FEB, actor=actor, post=True, expected=seen)
    assert (refused.value.code, Bill.objects.count()) == ("month.changed", 0)


def test_the_lake_holds_no_identity_number_and_no_name(world, actor, settings):
    from naungan.registry.models import Person

    world.farmers(2)
    run_month(FEB, actor=actor, post=True)
    content = b"".join(path.read_bytes() for path in settings.LAKE.rglob("*") if path.is_file())
    for person in Person.objects.all():
        assert person.nik.encode() not in content
        assert person.name.encode() not in content


def test_a_posted_month_protects_its_members(world, actor):
    world.farmers(4)
    run_month(FEB, actor=actor, post=True)
    rows = protection(FEB, as_of=date(2021, 2, 15)).collect()
    assert rows.select("status", "protected").unique().rows() == [("IN_GRACE", True)]
    assert len(rows) == 4
    assert protection(FEB + 1, as_of=date(2021, 3, 1)).collect().is_empty()


def test_an_audit_finds_what_was_changed_behind_the_system_s_back(world, actor, settings, unguarded):
    from naungan.contributions.queries.audit import assert_month
    from naungan.engine.lake import LakeDamaged

    roll = world.farmers(3)
    run_month(FEB, actor=actor, post=True)
    world.member(roll)
    run_month(FEB, actor=actor, post=True)
    assert assert_month(FEB) == 2
    Bill.objects.filter(members=3).update(amount_rp=50_401)
    with pytest.raises(AssertionError, match="bills differ"):
        assert_month(FEB)
    Bill.objects.filter(members=3).update(amount_rp=50_400)
    path = next(settings.LAKE.rglob("*.parquet"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(LakeDamaged):
        assert_month(FEB)
