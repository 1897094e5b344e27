"""The planner: exact whole numbers, the tariff of each month, nothing lost in the remainder."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naungan.budgets import planning
from naungan.budgets.crosswalk import divide
from naungan.budgets.planning import Facts, Plan
from naungan.law import months
from naungan.law.questions import answer

FARMER = Facts("BPU", ("JKK", "JKM"), "APBD", 1_000_000)
STAFF = Facts("PU", ("JKK", "JKM", "JHT", "JP"), "EMPLOYER", 3_000_000)

# a crowded machine is slow to draw, which says nothing about the planner
CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def month(text: str) -> int:
    return months.parse(text)


amounts = st.integers(0, 10**13)
plans = st.builds(
    lambda facts, people, first, length: Plan(facts, people, first, first + length - 1),
    st.sampled_from([FARMER, Facts("BPU", ("JKK", "JKM", "JHT"), "SELF", 2_500_000, "TRANSPORT"), STAFF]),
    st.integers(1, 100_000),
    st.integers(month("2019-01"), month("2027-01")),
    st.integers(1, 30),
)


@CALM
@given(amounts, st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**7), min_size=1))
def test_a_divided_amount_is_whole_again_and_no_part_is_a_rupiah_off(amount, weights):
    parts = divide(amount, weights)
    assert sum(parts.values()) == amount
    assert list(parts) == list(weights)
    total = sum(weights.values())
    if total:
        assert all(abs(parts[name] * total - amount * weights[name]) < total for name in weights)


@CALM
@given(plans)
def test_a_plan_costs_what_the_law_asks_of_each_month_added_up(plan):
    whole = planning.cost(plan)
    assert whole == sum(planning.by_year(plan).values()) == sum(planning.by_programme(plan).values())
    by_law = 0
    for one in plan.months():
        results = answer("contribution", plan.facts.given(one)).results
        withheld = (
            0 if plan.facts.segment == "BPU" else results.get("jht_worker", 0) + results.get("jp_worker", 0)
        )
        by_law += (results["total"] - withheld) * plan.people
    assert whole == by_law
    assert [m for s in planning.spells(plan) for m in range(s.first_month, s.last_month + 1)] == list(
        plan.months()
    )


@CALM
@given(plans, amounts)
def test_what_a_ceiling_buys_is_exact_and_one_person_more_is_too_much(plan, ceiling):
    for row in planning.affordable(plan, ceiling):
        assert row.people * row.each_rp + row.left_rp == ceiling
        assert 0 <= row.left_rp < row.each_rp
        bought = Plan(plan.facts, max(row.people, 1), plan.first_month, row.last_month)
        if row.people:
            assert planning.cost(bought) == ceiling - row.left_rp


@CALM
@given(plans, amounts)
def test_how_far_a_ceiling_reaches_spends_it_to_less_than_one_more_person(plan, ceiling):
    found = planning.reach(plan, ceiling)
    spent = sum(
        sum(planning.tariff(plan.facts, one).values()) * plan.people
        for one in range(plan.first_month, plan.first_month + found.months)
    )
    if found.is_whole:
        assert spent + found.left_rp == ceiling
        return
    each = sum(planning.tariff(plan.facts, plan.first_month + found.months).values())
    assert spent + found.people_more * each + found.left_rp == ceiling
    assert found.people_more < plan.people
    assert found.left_rp < each


def test_the_citys_informal_line_buys_22867_person_months_and_leaves_9600():
    rows = planning.bought(FARMER, month("2021-02"), month("2021-12"), 384_175_200)
    assert [(row.each_rp, row.person_months, row.left_rp) for row in rows] == [(16_800, 22_867, 9_600)]


def test_january_2021_still_has_the_relief_of_the_pandemic():
    first, second = planning.spells(Plan(FARMER, 1, month("2021-01"), month("2021-12")))
    assert (first.months, first.each_rp) == (1, 168)
    assert (second.months, second.each_rp) == (11, 16_800)


def test_the_relief_of_2026_is_for_who_pays_himself_and_not_for_the_regions_budget():
    plan = Plan(FARMER, 100, month("2026-01"), month("2026-12"))
    costs = planning.by_payer(plan, ("APBD", "SELF"))
    assert costs["APBD"] == 100 * 12 * 16_800
    assert costs["SELF"] == 100 * (3 * 16_800 + 9 * 8_400)


def test_a_target_path_and_a_rising_wage_begin_in_their_month():
    path = planning.steps("2022-01=40000")
    plan = Plan(FARMER, 20_000, month("2021-02"), month("2022-12"), more=path)
    assert planning.by_year(plan) == {2021: 20_000 * 11 * 16_800, 2022: 40_000 * 12 * 16_800}
    rise = Plan(STAFF, 1, month("2024-01"), month("2024-12"), rises=planning.steps("2024-07=3500000"))
    assert next(spell.base_rp for spell in planning.spells(rise)) == 3_000_000
    assert {spell.base_rp for spell in planning.spells(rise) if spell.first_month >= month("2024-07")} == {
        3_500_000
    }


@pytest.mark.parametrize("text", ["2022-01", "2022-01=x", "2022-13=5", "2022-01=0", "=5"])
def test_a_path_that_cannot_be_read_is_not_guessed(text):
    with pytest.raises(ValueError, match=r"month|value|positive|literal"):
        planning.steps(text)
