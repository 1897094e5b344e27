"""What leaves the database for a month is what a plain walk over the records finds."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest

from naungan.contributions import opening
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Membership, MembershipTerms

pytestmark = pytest.mark.django_db
JUN = months.parse("2021-06")
NOBODY = pl.Series("membership_id", [], dtype=pl.Int64)


def read(month: int, *, area: str | None = None, posted: pl.Series = NOBODY) -> list[dict[str, Any]]:
    with opening.opened(month, area) as opened:
        batches = [batch for name in opened.segments for batch in opened.members(name, posted)]
    return [row for batch in batches for row in batch.to_dicts()]


def walked(month: int) -> dict[int, dict[str, Any]]:
    """Membership by membership through the ORM, as a careful clerk would."""
    found = {}
    for one in Membership.objects.select_related("person", "roll__registration__payer"):
        person = one.person
        while person.merged_into is not None:
            person = person.merged_into
        died = [each.deceased_on for each in (one.person, person) if each.deceased_on is not None]
        roll = one.roll
        if not (one.first_month <= month <= one.last_month and roll.first_month <= month <= roll.last_month):
            continue
        if roll.state not in opening.BILLED or any(day < months.first_day(month) for day in died):
            continue
        terms = one.terms.filter(from_month__lte=month).latest("from_month")
        found[one.pk] = {
            "person_id": person.pk,
            "roll_id": roll.pk,
            "payer_code": roll.registration.payer.code,
            "area": person.domicile_id,
            "registered_month": months.of(one.registered_on) if one.registered_on else None,
            "amount_rp": terms.amount_rp,
            "risk_group": terms.risk_group,
            "occupation": terms.occupation_id,
        }
    return found


@pytest.fixture
def crowd(world: Any) -> Any:
    """Three payers with several lists, whose members have one to three terms; merged and deceased people."""
    chance = random.Random(75)
    rolls = [
        world.roll(world.payer("75.03")),
        world.roll(world.payer("75.71", area="75.71"), segment="PU"),
        world.roll(world.payer("75.03.01", area="75.03.01"), state="PROPOSED"),
        world.roll(world.payer("K-1")),
    ]
    rolls.append(world.roll(rolls[0].registration.payer, months=("2021-06", "2021-06")))
    rolls.append(world.roll(rolls[0].registration.payer, months=("2021-01", "2021-05")))
    people: list[Any] = []
    for _ in range(60):
        person = world.person(area=chance.choice(["75.03.01.2001", "75.71.01.1001", "75.03"]))
        person.deceased_on = chance.choice([None] * 8 + [date(2021, 5, 31), date(2021, 6, 1)])
        person.merged_into = chance.choice(people) if people and chance.random() < 0.2 else None
        person.save()
        people.append(person)
        registered = chance.choice([None, date(2020, 7, 31), date(2021, 1, 1)])
        for roll in chance.sample(rolls, 2):
            member = world.member(
                roll, person, amount=chance.randrange(1, 9) * 500_000, registered_on=registered,
                first=roll.first_month, risk_group=chance.randrange(1, 6),
            )  # fmt: skip
            for at in chance.sample(range(roll.first_month + 1, roll.first_month + 10), chance.randrange(3)):
                MembershipTerms.objects.create(
                    membership=member, from_month=at, amount_rp=at * 100, risk_group=1 + at % 5,
                    occupation_id=chance.choice([None, "petani", "bentor"]), entry=world.entry,
                )  # fmt: skip
    return rolls


@pytest.mark.parametrize("batch_rows", [7, 20, 250_000])
@pytest.mark.parametrize("month", [JUN - 2, JUN])
def test_terms_merged_and_deceased_people_leave_the_database_as_a_plain_walk_finds_them(
    crowd, monkeypatch, month, batch_rows
):
    monkeypatch.setattr(opening, "BATCH_ROWS", batch_rows)
    monkeypatch.setattr(opening, "ROLLS_AT_ONCE", 2)
    rows, expected = read(month), walked(month)
    assert len(expected) > 40
    assert len(rows) == len(expected)
    for row in rows:
        wanted = expected[row["membership_id"]]
        assert {name: row[name] for name in wanted} == wanted
    assert max(MembershipTerms.objects.values_list("from_month", flat=True)) > month


def test_members_come_payer_by_payer_list_by_list(crowd):
    order = [(row["segment"], row["payer_id"], row["roll_id"], row["membership_id"]) for row in read(JUN)]
    assert order == sorted(order)
    assert len({place[2] for place in order}) == 4


def test_an_area_leaves_out_the_payers_elsewhere(crowd):
    assert {row["payer_code"] for row in read(JUN, area="75.71")} == {"75.71"}


def test_who_was_posted_is_left_out_and_nobody_else(crowd):
    everybody = [row["membership_id"] for row in read(JUN)]
    posted = sorted(everybody)[::2]
    left = read(JUN, posted=pl.Series("membership_id", posted, dtype=pl.Int64))
    assert {row["membership_id"] for row in left} == set(everybody) - set(posted)
    assert not read(JUN, posted=pl.Series("membership_id", sorted(everybody), dtype=pl.Int64))


def test_a_member_whose_terms_begin_later_stops_the_month(crowd):
    member = Membership.objects.filter(roll=crowd[3], person__deceased_on=None).earliest("pk")
    member.terms.all().delete()
    MembershipTerms.objects.create(
        membership=member, from_month=JUN + 1, amount_rp=1_000_000, entry=member.entry
    )
    with pytest.raises(Refused) as refused:
        read(JUN)
    assert refused.value.code == "terms.missing"
