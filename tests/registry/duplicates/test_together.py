"""From the list that comes in to the bill: a worker on two lists is found at once and billed once."""

from __future__ import annotations

import pytest

from naungan.contributions.models import Bill
from naungan.contributions.services import run_month
from naungan.law import months
from naungan.registry.duplicates.models import Overlap
from naungan.registry.models import Membership
from naungan.registry.services import add_payer
from tests.registry.conftest import codes
from tests.registry.lists import workers

pytestmark = pytest.mark.django_db
MAY = months.parse("2021-05")


@pytest.fixture
def factory(bring, actor):
    """The regency pays for six farmers; a factory of the city employs two of them from March on."""
    people = workers(6)
    bring(people)
    add_payer(code="PABRIK", name="PT Pabrik", kind="COMPANY", area_code="75.71", actor=actor)
    return bring(
        people[:2], payer_code="PABRIK", segment="PU", group="pekerja-swasta", paid_by="EMPLOYER", wage_rp=3_000_000,
        income_rp=None, first_month=months.parse("2021-03"), last_month=months.parse("2021-12"), shares_workers=True,
    )  # fmt: skip


def test_an_employer_s_list_comes_in_and_says_that_the_other_yields(factory):
    assert factory.accepted == 2
    assert codes(factory).count("programme.other_yields") == 2
    assert [(one.rule, one.yielding.roll.paid_by) for one in Overlap.objects.all()] == [
        ("WAGE_EARNER", "APBD"),
        ("WAGE_EARNER", "APBD"),
    ]


def test_nobody_is_billed_twice_for_a_programme_while_it_waits(factory, actor):
    result = run_month(MAY, actor=actor, area_code="75", post=True)
    assert result.members == 6
    by_payer = dict(Bill.objects.values_list("registration__payer__code", "members"))
    assert by_payer == {"75.03": 4, "PABRIK": 2}
    again = run_month(MAY, actor=actor, area_code="75", post=True)
    assert again.new.members == 0


def test_months_before_the_two_lists_meet_are_billed_whole(factory, actor):
    result = run_month(months.parse("2021-02"), actor=actor, area_code="75", post=True)
    assert result.members == 6


def test_what_was_allowed_is_billed_by_both(factory, actor):
    from naungan.registry.duplicates import overlaps

    for one in Overlap.objects.all():
        overlaps.settle(one, "both", from_month=one.first_month, actor=actor, reason="dua pekerjaan")
    assert run_month(MAY, actor=actor, area_code="75", post=True).members == 8
    assert Membership.objects.filter(end_cause="").count() == 8
