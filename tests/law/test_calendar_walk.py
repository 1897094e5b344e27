"""The law has neither gap nor overlap on any day on which something in it changes."""

from datetime import date, timedelta

import pytest

from naungan.law import months, parameters
from naungan.law.benefits import asking
from naungan.law.calendar import due_on
from naungan.law.contributions import RESULTS, RULES, contribution_graph
from naungan.law.explanation import explain
from naungan.law.periods import BPU_2026, COVID, LABOUR_INTENSIVE

LAST = months.parse("2046-12")
FACTS = {
    "wage": 4_000_000,
    "income": 1_000_000,
    "contract_value": 700_000_000,
    "risk_group": 2,
    "paid_by": 1,
    "sector": 2,
    "labour_intensive": True,
    "registered_month": months.parse("2020-09"),
}


def turning_days() -> list[date]:
    edges = parameters.turning_points()
    for definitions in RULES.values():
        edges = edges.union(*(definition.turning_points() for definition in definitions))
    days = {edge + timedelta(days=shift) for edge in edges if edge.year < 2046 for shift in (-1, 0, 1)}
    return sorted(day for day in days if day >= date(2015, 7, 1))


@pytest.mark.parametrize(("segment", "basis"), list(RULES))
def test_every_month_has_a_contribution(segment, basis):
    for month in months.iterate(months.parse("2015-07"), LAST):
        graph = contribution_graph(segment, months.format_month(month), basis=basis)
        values = graph.values({name: FACTS.get(name, True) for name in graph.facts})
        amounts = [values[name] for name in RESULTS]
        assert all(type(amount) is int and amount >= 0 for amount in amounts)
        assert 0 < values["total"] == sum(values[name] for name in RESULTS[:6])


@pytest.mark.parametrize("segment", ["PU", "BPU", "JAKON"])
def test_every_month_has_one_due_date_and_they_run_forward(segment):
    days = [due_on(segment, text) for text in months.texts("2015-07", "2046-12")]
    # When the later day of PP 49/2020 ended, February 2021 of BPU fell due before January 2021.
    back = [
        text for text, a, b in zip(months.texts("2015-08", "2046-12"), days, days[1:], strict=False) if b < a
    ]
    assert back == (["2021-02"] if segment == "BPU" else [])
    assert all(day.isoweekday() <= 5 for day in days)


BENEFITS = {
    "benefit.jkm": {"segment": "BPU", "months_contributed": 40},
    "benefit.jkk.death": {"wage": 3_000_000},
    "benefit.jkk.temporary_incapacity": {"wage": 3_000_000, "months": 14},
    "benefit.jkk.permanent_partial": {"wage": 3_000_000, "table_percent": 40},
    "benefit.jkk.permanent_total": {"wage": 3_000_000},
    "benefit.scholarship": {"cause": "WORK_ACCIDENT", "children": [{"sd_years": 1}]},
    "benefit.jp.old_age": {"months_contributed": 200, "mean_indexed_monthly_wage": 5_000_000},
    "benefit.jkp": {"wage": 3_000_000},
    "benefit.jht.tax": {"amount": 70_000_000},
}
DATE_OF = {"benefit.jp.old_age": "retired_on", "benefit.jkp": "laid_off_on", "benefit.jht.tax": "paid_on"}


@pytest.mark.parametrize("ask", list(BENEFITS))
def test_every_turning_day_has_a_benefit_with_its_explanation(ask):
    days = [day for day in turning_days() if ask != "benefit.jkp" or day >= date(2021, 2, 2)]
    for day in days:
        found = explain(ask, {DATE_OF.get(ask, "event_on"): day, **BENEFITS[ask]})
        assert found["steps"]
        for used in (p for step in found["steps"] for p in step["parameters"]):
            assert used["from"] <= day.isoformat() <= (used["to"] or "9999")


def test_the_turning_days_are_those_of_the_law():
    days = set(turning_days())
    assert {
        date(2019, 12, 2),
        date(2020, 8, 1),
        date(2021, 1, 31),
        date(2025, 2, 24),
        date(2026, 3, 1),
    } <= days


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (COVID, "covid_share_payable"),
        (COVID, "covid_jp_share_paid_now"),
        (COVID, "covid_full_months"),
        (LABOUR_INTENSIVE, "jkk_rate_labour_intensive"),
        (BPU_2026, "bpu_relief_2026_transport"),
    ],
)
def test_a_relief_lasts_as_long_in_the_rules_as_in_its_parameters(period, name):
    vintages = parameters.history(name)
    assert vintages[0].start == period.first
    assert vintages[-1].end == period.last


def test_paying_the_highest_keeps_the_order_of_the_children():
    assert asking.pay_highest([3, 9, 9, 1], 2) == [0, 9, 9, 0]
    assert asking.pay_highest([], 2) == []
