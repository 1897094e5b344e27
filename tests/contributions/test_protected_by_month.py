"""Many months asked at once are the months asked one by one."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.queries import protected_by_month, protection
from naungan.contributions.services import receive, run_month
from naungan.engine.lake import SCHEMA
from naungan.law import months
from naungan.registry.models import Payer

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")
# whole months, one before its due date, one long unpaid, one that was never posted
DAYS = {
    FEB: date(2021, 2, 28),
    FEB + 1: date(2021, 3, 10),
    FEB + 2: date(2021, 4, 30),
    FEB + 3: date(2021, 12, 31),
    FEB + 9: date(2021, 11, 30),
}


@pytest.mark.parametrize("scope", [EVERYWHERE, Scope(areas=("75.71",), payer_codes=("75.03",))])
def test_each_month_stands_as_on_its_own_day(world, actor, scope):
    roll = world.farmers(3, code="75.03", area="75.03")
    world.farmers(2, code="75.71", area="75.71")
    for month in range(FEB, FEB + 4):
        run_month(month, actor=actor, post=True)
    world.member(roll)
    run_month(FEB, actor=actor, post=True)
    payer = Payer.objects.get(code="75.03")
    for day, amount in ((date(2021, 2, 20), 50_400), (date(2021, 4, 29), 67_200)):
        receive(payer=payer, paid_on=day, amount_rp=amount, reference=f"B-{day}", actor=actor)
    found = protected_by_month(DAYS, scope=scope)
    counts = []
    for month, day in DAYS.items():
        alone = protection(month, as_of=day, scope=scope).filter(pl.col("protected"))
        wanted = alone.select(SCHEMA.names()).collect()
        assert found[month].collect().sort("membership_id").equals(wanted.sort("membership_id"))
        counts.append(len(wanted))
    assert len(set(counts)) > 2
