"""An amount that was billed can be told step by step, and agrees with what was frozen."""

from __future__ import annotations

import pytest

from naungan.accounts.scope import Scope
from naungan.contributions.queries.why import explain_line
from naungan.contributions.services import run_month
from naungan.law import months
from naungan.registry.models import Membership

pytestmark = pytest.mark.django_db
MONTHS = ["2019-06", "2020-09", "2021-02", "2023-11", "2025-06", "2026-03"]


@pytest.mark.parametrize("text", MONTHS)
def test_the_explanation_of_every_kind_of_worker_agrees_with_the_frozen_row(world, actor, text):
    spell = ("2019-01", "2026-12")
    company = world.payer("PT-1", kind="COMPANY")
    world.farmers(1, months=spell)
    world.member(
        world.roll(world.payer("75.71", "75.71"), months=spell, programmes="JKK,JKM,JHT"), amount=3_333_333
    )
    everything = world.roll(company, segment="PU", months=spell, programmes="JKK,JKM,JHT,JP,JKP")
    world.member(everything, amount=4_321_987, risk_group=3)
    builders = world.roll(company, segment="JAKON", months=spell)
    world.member(builders, amount=2_900_000)
    month = months.parse(text)
    run_month(month, actor=actor, post=True)
    for membership in Membership.objects.all():
        why = explain_line(membership.pk, month)
        assert why is not None
        assert why.agrees, (membership.roll.segment, why.explanation["results"], why.row)
        assert why.explanation["results"]["total"] == why.row["total"] > 0
        assert why.explanation["steps"]


def test_what_is_out_of_scope_or_was_not_billed_has_no_explanation(world, actor):
    roll = world.farmers(1)
    month = months.parse("2021-02")
    run_month(month, actor=actor, post=True)
    membership = roll.memberships.get()
    assert explain_line(membership.pk, month, scope=Scope(areas=("75.03",))) is not None
    assert explain_line(membership.pk, month, scope=Scope(areas=("75.71",))) is None
    assert explain_line(membership.pk, month + 1) is None
    assert explain_line(0, month) is None
