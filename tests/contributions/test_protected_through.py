"""A proof of membership says through which month the person is protected."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.contributions.queries.through import protected_through
from naungan.contributions.services import receive, run_month
from naungan.law import months
from naungan.registry.decrees import proof
from naungan.registry.models import Membership, Payer

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")


def members():
    rows = Membership.objects.select_related("person__domicile", "roll__registration__payer", "roll__group")
    return list(rows.order_by("pk"))


def pay(code, amount_rp, actor):
    payer = Payer.objects.get(code=code)
    receive(payer=payer, paid_on=date(2021, 3, 1), amount_rp=amount_rp, reference=code, actor=actor)


def test_it_is_the_newest_month_whose_bill_is_paid(world, actor):
    world.farmers(2)
    for month in range(FEB, FEB + 5):
        run_month(month, actor=actor, post=True)
    assert protected_through(members()) == {}
    pay("75.03", 4 * 2 * 16_800, actor)
    assert set(protected_through(members()).values()) == {FEB + 3}


def test_everybody_by_their_own_list(world, actor):
    world.farmers(1)
    late = world.farmers(1, code="75.71", area="75.71")
    world.farmers(1, code="75.03.01", area="75.03")
    for month in (FEB, FEB + 1):
        run_month(month, actor=actor, post=True)
    pay("75.03", 2 * 16_800, actor)
    pay("75.71", 16_800, actor)
    own, second, _nobody = members()
    assert second.roll_id == late.pk
    assert protected_through(members()) == {own.pk: FEB + 1, second.pk: FEB}


def test_the_proof_and_its_public_page_say_so(world, actor):
    world.farmers(1)
    run_month(FEB, actor=actor, post=True)
    pay("75.03", 16_800, actor)
    (spell,) = members()
    facts = dict(proof._facts(spell, proof._through([spell])[spell.pk]))
    assert facts["Terlindungi sampai"] == "Februari 2021"
