"""Who stands on two lists is billed by one of them: the other is not late, and the month says why it is left out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from naungan.contributions.models import MonthRun
from naungan.contributions.services import find_corrections, run_month
from naungan.law import months
from naungan.registry.duplicates import overlaps
from naungan.registry.duplicates.models import Overlap

pytestmark = pytest.mark.django_db
MAY = months.parse("2021-05")


@pytest.fixture
def twice(world: Any, actor: Any) -> Any:
    """Ten farmers, one of whom a company employs too."""
    farmers = world.farmers(10)
    person = farmers.memberships.order_by("pk").first().person
    company = world.roll(world.payer("PABRIK", "75.71", "COMPANY"), segment="PU")
    world.member(company, person, amount=3_000_000)
    overlaps.find(actor=actor, people=[person.pk])
    assert Overlap.objects.count() == 1
    return farmers


def test_whoever_yields_is_not_late(twice, actor):
    run_month(MAY, actor=actor, post=True)
    assert find_corrections(MAY, MAY, actor=actor).late == 0


def test_the_month_says_how_many_yield_and_why(twice, actor, sit):
    run_month(MAY, actor=actor, area_code="75", post=True)
    run = MonthRun.objects.get()
    html = sit("branch_officer", "75").get(reverse("month", args=[run.pk])).content.decode()
    assert "Tidak ditagih karena daftar lain menanggung" in html
    assert "1 kepesertaan" in html
