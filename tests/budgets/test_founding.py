"""The founding budget of Kota Gorontalo, 2021: three lines that sum to Rp792,965,225, printed with "juta"."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.budgets import planning
from naungan.budgets.models import Budget, Movement
from naungan.budgets.queries import payment_states, position
from naungan.budgets.queries.books import facts_of
from naungan.contributions.services import receive
from naungan.demo.budgets import record_budgets
from naungan.registry.services import load_groups

DAY = date(2021, 12, 31)


@pytest.fixture
def founded(world, actor) -> Budget:
    load_groups()
    regency, city = world.payer("75.03"), world.payer("75.71", "75.71")
    receive(payer=regency, paid_on=date(2021, 3, 1), amount_rp=336_000_000, reference="B-1", actor=actor)
    record_budgets(actor)
    record_budgets(actor)
    return Budget.objects.get(payer=city)


def test_the_three_lines_are_the_printed_total_in_rupiah_and_juta_cannot_be(founded):
    whole = position(founded, as_of=DAY)
    assert whole.ceiling_rp == 792_965_225
    assert next(alert.code for alert in whole.alerts) == "printed.scale"


def test_the_informal_line_buys_no_whole_number_of_person_months(founded):
    line = founded.lines.get(people=6562)
    rows = planning.bought(facts_of(line), line.first_month, line.last_month, line.ceiling_rp)
    assert (rows[-1].each_rp, rows[-1].person_months, rows[-1].left_rp) == (16_800, 22_867, 9_600)


def test_no_headcount_is_invented_for_the_line_that_was_told_without_one(founded):
    assert [line.people for line in founded.lines.all()] == [6562, 2604, None]


def test_bone_bolangos_payment_is_linked_and_each_made_up_payment_stands_elsewhere(founded, world, actor):
    linked = Movement.objects.get(payment__reference="B-1")
    assert linked.amount_rp == 336_000_000
    states = payment_states(actor.scope, DAY)
    assert {state.status for state in states} == {"NEW", "STUCK", "DONE"}
    assert Budget.objects.count() == 2
