"""The book of a budget: ceilings, shifts, movements, remarks; by both clocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from naungan.accounts.scope import Scope
from naungan.areas.models import Area
from naungan.budgets.models import Budget
from naungan.budgets.queries import budget_summary, crosswalk, line_states, position, visible_budgets
from naungan.budgets.services import BudgetTold, add_budget, add_line, allocate_fund, move, reverse, shift
from naungan.contributions.models import Bill
from naungan.contributions.services import receive
from naungan.contributions.services.records import set_account_code
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Group

TODAY = date(2023, 6, 15)


def refused(call, *args, **given) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.code


def codes(budget, day=TODAY) -> set[str]:
    return {alert.code for alert in position(budget, as_of=day).alerts}


def test_a_shift_moves_ceiling_and_the_first_ceiling_stays(budget, line, told, actor):
    other = add_line(budget, told(description="Cadangan", ceiling_rp=1_000_000), actor=actor)
    shift(budget, number="PG-1", on=TODAY, amount_rp=400_000, taken_from=other, given_to=line, actor=actor)
    before = line_states([line, other], as_of=TODAY - timedelta(days=1))
    after = line_states([line, other], as_of=TODAY)
    assert [state.ceiling_rp for state in before] == [2_016_000, 1_000_000]
    assert [state.ceiling_rp for state in after] == [2_416_000, 600_000]
    assert other.ceiling_rp == 1_000_000


def test_a_line_does_not_let_go_of_what_is_promised_or_spent(budget, line, actor):
    move(line, "COMMITMENT", on=TODAY, amount_rp=2_000_000, reference="PKS-1", actor=actor)
    given = {"number": "PG-1", "on": date(2023, 2, 1), "taken_from": line, "actor": actor}
    assert refused(shift, budget, amount_rp=16_001, **given) == "shift.too_much"
    shift(budget, amount_rp=16_000, **given)


def test_a_line_never_pays_more_than_its_ceiling_on_any_day(budget, line, actor):
    shift(budget, number="P-APBD", on=date(2023, 9, 1), amount_rp=1_000_000, given_to=line, actor=actor)
    given = {"kind": "DISBURSEMENT", "reference": "SP2D-1", "actor": actor}
    assert refused(move, line, on=date(2023, 8, 1), amount_rp=2_016_001, **given) == "movement.over_ceiling"
    move(line, on=date(2023, 9, 1), amount_rp=3_016_000, **given)
    assert refused(move, line, on=date(2023, 9, 2), amount_rp=1, **given | {"reference": "SP2D-2"}) == (
        "movement.over_ceiling"
    )


def test_the_same_sp2d_is_not_recorded_twice_and_a_reversal_gives_it_back(line, actor):
    made = move(line, "DISBURSEMENT", on=TODAY, amount_rp=100, reference="SP2D-1", actor=actor)
    assert (
        refused(move, line, "DISBURSEMENT", on=TODAY, amount_rp=100, reference="SP2D-1", actor=actor)
        == "movement.twice"
    )
    reverse(made, on=TODAY, reason="salah nomor", actor=actor)
    assert line_states([line], as_of=TODAY)[0].realised_rp == 0
    assert refused(reverse, made, on=TODAY, reason="lagi", actor=actor) == "movement.reversed"
    assert line.movements.count() == 2


def test_a_payment_of_another_payer_is_not_linked(line, world, actor):
    world.farmers(1, "75.71", "75.71")
    from naungan.registry.models import Payer

    other = Payer.objects.get(code="75.71")
    receive(payer=other, paid_on=TODAY, amount_rp=5, reference="X", actor=actor)
    payment = other.payments.get()
    assert (
        refused(
            move, line, "DISBURSEMENT", on=TODAY, amount_rp=5, reference="S", payment=payment, actor=actor
        )
        == "movement.payment"
    )


def test_a_report_given_before_a_movement_was_recorded_is_given_again(line, actor):
    moment = timezone.now()
    move(line, "DISBURSEMENT", on=date(2023, 3, 1), amount_rp=100, reference="SP2D-1", actor=actor)
    assert line_states([line], as_of=TODAY, known_at=moment)[0].realised_rp == 0
    assert line_states([line], as_of=TODAY)[0].realised_rp == 100
    assert line_states([line], as_of=date(2023, 2, 1))[0].realised_rp == 0


def test_the_crosswalk_divides_every_line_by_tariff_to_the_rupiah(budget, told, payer, actor):
    first = months.parse("2023-01")
    for programme, code in (("JKK", "5.1.0001"), ("JKM", "5.1.0002")):
        set_account_code(
            area_code="75.03", programme=programme, from_month=first, code=code, actor=actor, group_code=None
        )
    odd = add_line(budget, told(ceiling_rp=1_000_001), actor=actor)
    rows = crosswalk(line_states([odd], as_of=TODAY))
    assert [(row.programme, row.account_code, row.amount_rp) for row in rows] == [
        ("JKK", "5.1.0001", 595_239),
        ("JKM", "5.1.0002", 404_762),
    ]
    assert "line.account" not in codes(budget)


def test_without_a_code_of_the_region_the_line_is_flagged_and_never_given_one(budget, line):
    assert "line.account" in codes(budget)
    assert {row.account_code for row in crosswalk(line_states([line], as_of=TODAY))} == {""}


def test_one_code_is_not_taken_for_two_programmes(budget, told, actor):
    assert refused(add_line, budget, told(account_code="5.1.02"), actor=actor) == "line.account"


def test_the_months_ahead_and_the_open_bills_are_what_is_still_needed(budget, line, payer, bill, actor):
    bill("2023-01", "2023-06")
    found = position(budget, as_of=TODAY).coming[line.pk]
    assert (found.open_rp, found.ahead_rp) == (6 * 168_000, 6 * 168_000)
    first = Bill.objects.order_by("month").first()
    receive(payer=payer, paid_on=TODAY, amount_rp=first.amount_rp, reference="B-1", actor=actor)
    assert position(budget, as_of=TODAY).coming[line.pk].open_rp == 5 * 168_000
    assert "line.short" not in codes(budget)


def test_the_alert_comes_when_the_months_left_cost_more_than_is_left(budget, line, bill, actor):
    bill("2023-01", "2023-06")
    move(line, "DISBURSEMENT", on=TODAY, amount_rp=1_612_799, reference="SP2D-1", actor=actor)
    assert codes(budget) >= {"line.short"}
    assert "line.used" not in codes(budget)
    move(line, "DISBURSEMENT", on=TODAY, amount_rp=1, reference="SP2D-2", actor=actor)
    assert "line.used" in codes(budget)  # 80 percent of 2,016,000


def test_a_list_that_no_line_takes_is_told_apart(budget, told, world, payer, actor):
    add_line(budget, told(group=Group.objects.get(code="bentor")), actor=actor)
    found = position(budget, as_of=TODAY)
    assert found.without_line_rp == 12 * 168_000
    assert found.coming_rp == 0


def test_people_who_leave_a_list_are_not_planned_on(budget, line, roll):
    spell = roll.memberships.first()
    spell.last_month = months.parse("2023-03")
    spell.end_cause = "MOVED"
    spell.save()
    assert position(budget, as_of=TODAY).coming[line.pk].ahead_rp == 12 * 168_000 - 9 * 16_800


def test_what_was_paid_without_a_disbursement_is_said_until_one_names_it(budget, line, payer, actor):
    receive(payer=payer, paid_on=TODAY, amount_rp=500, reference="B-1", actor=actor)
    assert "paid.unlinked" in codes(budget)
    assert "paid.unlinked" not in codes(budget, TODAY - timedelta(days=1))
    made = {"on": TODAY, "amount_rp": 500, "reference": "SP2D-1", "payment": payer.payments.get()}
    move(line, "DISBURSEMENT", actor=actor, **made)
    assert "paid.unlinked" not in codes(budget)


def test_village_funds_may_pay_until_january_2024_and_not_after(payer, told, actor):
    old = add_budget(BudgetTold(2023, "Desa", "APBDes"), payer, actor=actor)
    village = {"fund_source": "dana-desa", "paid_by": "APBDES"}
    kept = add_line(old, told(**village), actor=actor)
    late = {"kind": "DISBURSEMENT", "amount_rp": 5, "actor": actor}
    move(kept, on=date(2024, 1, 4), reference="S-1", **late)
    assert refused(move, kept, on=date(2024, 1, 5), reference="S-2", **late) == "fund.forbidden"
    new = add_budget(BudgetTold(2024, "Desa", "APBDes"), payer, actor=actor)
    year = {"first_month": months.parse("2024-01"), "last_month": months.parse("2024-12")}
    assert refused(add_line, new, told(**village, **year), actor=actor) == "fund.forbidden"


def test_the_palm_oil_share_is_at_most_a_fifth_of_the_allocation(budget, told, actor):
    palm = told(fund_source="dbh-sawit")
    add_line(budget, palm, actor=actor)
    assert "fund.unknown" in codes(budget)
    facts = {"year": 2023, "fund_source": "dbh-sawit", "source": "PMK", "actor": actor}
    allocate_fund(Area.objects.get(pk="75.03"), amount_rp=10_080_000, **facts)
    assert "fund.share" in codes(budget)
    assert refused(add_line, budget, told(fund_source="dbh-sawit", ceiling_rp=1), actor=actor) == "fund.share"
    assert budget.lines.count() == 1


def test_a_period_that_crosses_the_year_is_allowed_and_said(budget, told, actor):
    add_line(
        budget, told(first_month=months.parse("2023-10"), last_month=months.parse("2024-09")), actor=actor
    )
    texts = [alert.text for alert in position(budget, as_of=TODAY).alerts if alert.code == "line.crosses"]
    assert texts == ["Iuran petani: 9 bulan iuran berada di luar tahun anggaran 2023."]


def test_a_printed_juta_that_cannot_be_is_flagged_with_what_it_would_buy(payer, told, actor):
    made = add_budget(
        BudgetTold(2023, "Kota", "Berita", printed=792_965_225, scale=Budget.Scale.MILLION),
        payer,
        actor=actor,
    )
    for ceiling in (384_175_200, 245_427_756, 163_362_269):
        add_line(made, told(ceiling_rp=ceiling), actor=actor)
    alert = position(made, as_of=TODAY).alerts[0]
    assert alert.code == "printed.scale"
    assert "792.965.225 juta rupiah" in alert.text
    assert "3.933 juta orang" in alert.text  # 792,965,225,000,000 / (16,800 x 12)


def test_nobody_writes_or_sees_a_budget_outside_his_place(budget, line, told, actor):
    from dataclasses import replace

    stranger = replace(actor, scope=Scope(areas=("75.71",)))
    assert refused(add_line, budget, told(), actor=stranger) == "scope.outside"
    assert refused(move, line, "DISBURSEMENT", on=TODAY, amount_rp=1, reference="S", actor=stranger) == (
        "scope.outside"
    )
    assert list(visible_budgets(stranger.scope)) == []
    assert list(visible_budgets(Scope(areas=("75",)))) == [budget]


def test_the_summary_of_a_region_adds_its_budgets(budget, line, told, payer, actor):
    second = add_budget(BudgetTold(2023, "Dinsos", "DPA"), payer, actor=actor)
    add_line(second, told(ceiling_rp=1_000_000), actor=actor)
    move(line, "DISBURSEMENT", on=TODAY, amount_rp=1_508_000, reference="S", actor=actor)
    found = budget_summary(as_of=TODAY, area_code="75")
    assert (found.budgets, found.ceiling_rp, found.realised_rp) == (2, 3_016_000, 1_508_000)
    assert found.used_percent == 50
    assert budget_summary(as_of=TODAY, area_code="75.71").budgets == 0
