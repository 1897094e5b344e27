"""A simulated year of payers with every odd payment: whatever comes first, it ends the same, and every sum holds."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from naungan.contributions.models import Allocation, BillLine, Payment
from naungan.contributions.queries import bills_state, on_time_summary, protected_by_month
from naungan.contributions.services import adjust, receive_file, run_month
from naungan.contributions.services.ledger import assert_balance
from naungan.law import months
from naungan.registry.models import Membership, Payer, Person

pytestmark = pytest.mark.django_db
JAN = months.parse("2022-01")
YEAR = range(JAN, JAN + 12)
MONTHLY = 2 * 16_800
# after the last payment of all: December's may come 119 days late
LAST = date(2023, 5, 1)
HEADER = "paid_on,amount,payer,reference,covers"
HABITS = (
    "in time", "partial", "over", "split", "early", "four and one ahead", "twice", "names months",
    "quarterly", "never", "late", "one sum at the end",
)  # fmt: skip


def monthly(habit: str, at: int, due: int, chance: random.Random) -> list[tuple[int, int, str]]:
    """What a payer sends for the year's month `at`, due on day `due`: day, amount and for which months."""
    return {
        "in time": lambda: [(due - chance.randrange(10), MONTHLY, "")],
        "partial": lambda: [(due, MONTHLY - 5_000 * (at % 2), "")],
        "over": lambda: [(due, MONTHLY + 3_333, "")],
        "split": lambda: [(day, MONTHLY // 3, "") for day in (due - 3, due, due + 20)],
        "twice": lambda: [(due, MONTHLY, "")] * 2 if at < 3 else [],
        "names months": lambda: [(due, MONTHLY, months.format_month(YEAR[11 - at]))],
        "late": lambda: [(due + chance.randrange(1, 120), MONTHLY, "")],
    }.get(habit, list)()


ONCE = {
    "early": [(2, 12 * MONTHLY, "")],
    "four and one ahead": [(130, 5 * MONTHLY, ""), (270, 5 * MONTHLY, "")],
    "quarterly": [(75 + 91 * quarter, 3 * MONTHLY, "") for quarter in range(4)],
    "one sum at the end": [(350, 12 * MONTHLY, "2022-06..2022-12")],
}


def payments_of(code: str, habit: str, chance: random.Random) -> list[str]:
    """The lines of a payer's year; a payer owes MONTHLY each month."""
    lines = list(ONCE.get(habit, []))
    for at, month in enumerate(YEAR):
        lines += monthly(habit, at, (months.first_day(month) - date(2022, 1, 1)).days + 14, chance)
    told = [
        f"{date(2022, 1, 1) + timedelta(days=day)},{amount},{code},{code}-{number},{covers}"
        for number, (day, amount, covers) in enumerate(lines)
    ]
    # the same proof of payment sent twice is one payment
    return told + told[:1] if habit == "split" else told


def events(payers: list[str], seed: int, files: int) -> list[tuple[str, Any]]:
    """Months to post, files of payments and corrections, in a random order."""
    chance = random.Random(seed)
    lines = [
        line
        for at, code in enumerate(payers)
        for line in payments_of(code, HABITS[at % len(HABITS)], random.Random(at))
    ]
    chance.shuffle(lines)
    sent: list[tuple[str, Any]] = [("file", lines[start::files]) for start in range(files)]
    posted: list[tuple[str, Any]] = [("month", month) for month in chance.sample(YEAR, len(YEAR))]
    mixed = [*sent, *posted, ("deaths", None), ("correct", None), ("correct", None)]
    chance.shuffle(mixed)
    return [*mixed, ("correct", None)]


def learn_of_deaths(payers: list[str]) -> None:
    """One farmer of every fifth payer died in March: months posted before this is known need correcting."""
    for code in payers[::5]:
        member = Membership.objects.filter(roll__registration__payer__code=code).order_by("pk").first()
        assert member is not None
        Person.objects.filter(pk=member.person_id).update(deceased_on="2022-03-09")


def played(payers: list[str], seed: int, files: int, folder: Path, actor: Any) -> dict[str, Any]:
    """What a year ends as, when its events come in the order of a seed; the database is as before."""
    with transaction.atomic():
        for at, (kind, given) in enumerate(events(payers, seed, files)):
            if kind == "month":
                run_month(given, actor=actor, post=True)
            elif kind == "deaths":
                learn_of_deaths(payers)
            elif kind == "correct":
                adjust(JAN, JAN + 11, actor=actor, on=date(2023, 1, 2))
            else:
                path = folder / f"{seed}-{at}.csv"
                # a payment that is sent again comes in another file: the same row twice in one is given back
                path.write_text("\n".join([HEADER, *dict.fromkeys(given)]))
                assert receive_file(path, actor=actor).rejected == 0
        found = ended(payers)
        transaction.set_rollback(True)
    return found


def ended(payers: list[str]) -> dict[str, Any]:
    """Totals, protection, lateness and what covers what; asserts every invariant on the way."""
    assert_balance(list(Payer.objects.values_list("pk", flat=True)))
    days = {month: months.last_day(month) + timedelta(days=40) for month in YEAR}
    states = {day: bills_state(as_of=day) for day in (*days.values(), LAST)}
    for found in states.values():
        assert all(one.billed == one.paid + one.outstanding + one.reversed for one in found)
        assert all(one.outstanding >= 0 and one.paid >= 0 for one in found)
    last = states[LAST]
    lines = BillLine.objects.values_list("programme").annotate(rp=Sum("amount_rp"))
    billed = sum(one.billed for one in last)
    assert billed == sum(rp for _programme, rp in lines)
    received = Payment.objects.aggregate(rp=Sum("amount_rp"))["rp"]
    covers = Allocation.objects.values_list(
        "payment__reference", "line__bill__month", "line__roll", "line__programme"
    ).annotate(rp=Sum("amount_rp"))
    covered = sorted(row for row in covers if row[4])
    assert sum(row[4] for row in covered) == sum(one.paid for one in last) <= received
    frames = protected_by_month(days)
    return {
        "billed": billed,
        "by_programme": sorted(lines),
        "received": received,
        "covered": covered,
        "states": {
            str(day): sorted(
                (
                    one.payer_code,
                    one.month,
                    one.billed - one.reversed,
                    one.paid,
                    one.status.value,
                    one.days_late,
                )
                for one in found
                if one.billed >= 0
            )
            for day, found in states.items()
        },
        "protected": {month: sorted(frame.collect()["membership_id"]) for month, frame in frames.items()},
        "on_time": [on_time_summary(code, 2022, as_of=LAST) for code in payers[:24]],
    }


def payers_of(world: Any, count: int) -> list[str]:
    """Payers of two farmers each for the year."""
    codes = []
    for at in range(count):
        code = f"P-{at:04d}"
        world.farmers(2, code=code, months=("2022-01", "2022-12"))
        codes.append(code)
    return codes


def test_a_year_of_odd_payments_ends_the_same_whatever_comes_first(world, actor, tmp_path):
    payers = payers_of(world, 12)
    expected = played(payers, 1, 4, tmp_path, actor)
    assert expected == played(payers, 2, 7, tmp_path, actor)
    assert expected["received"] > expected["billed"] // 2


@pytest.mark.slow
def test_a_year_of_a_thousand_payers_ends_the_same_whatever_comes_first(world, actor, tmp_path):
    payers = payers_of(world, 1_000)
    expected = played(payers, 1, 12, tmp_path, actor)
    for seed in (2, 3):
        assert expected == played(payers, seed, 8, tmp_path, actor)
