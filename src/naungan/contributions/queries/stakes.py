"""What is at stake while a bill is unpaid: how many people lose which protection, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db.models import Sum

from naungan.accounts.scope import Scope
from naungan.contributions import due
from naungan.contributions.models import Bill
from naungan.contributions.queries.protection import protection
from naungan.contributions.queries.standing import Status, standing
from naungan.law.vocabulary import PROGRAMMES
from naungan.registry.duplicates.queries import standing_for


@dataclass(frozen=True, slots=True)
class Stakes:
    """Who loses protection for a bill's month if it stays unpaid: `people` have no other bill that protects them in
    the month, by programme; `covered_elsewhere` have. From `in_arrears_on` unprotected, from `lapses_on` lapsed.
    """

    people: int
    by_programme: tuple[tuple[str, int], ...]
    covered_elsewhere: int
    in_arrears_on: date
    lapses_on: date


def stakes(bill: Bill, *, as_of: date) -> Stakes:
    """What is at stake with a bill, as of a day. The bill that a difference or a credit note adjusts protects, so
    that nothing is at stake with these.
    """
    lapses = lapses_on(bill.registration.segment, bill.due_on)
    if bill.kind != Bill.Kind.BILL:
        return Stakes(0, (), 0, bill.due_on + timedelta(days=1), lapses)
    # a merged record and the person who stands for it are one person
    person = pl.col("person_id").replace(standing_for())
    rows = protection(bill.month, as_of=as_of).select(
        person, "bill_id", "protected", *(f"has_{name.lower()}" for name in PROGRAMMES)
    )
    others = rows.filter(pl.col("protected"), pl.col("bill_id") != bill.pk).select("person_id").unique()
    mine = rows.filter(pl.col("bill_id") == bill.pk)
    alone = mine.join(others, on="person_id", how="anti").collect()
    by_programme = [
        (name, alone.filter(pl.col(f"has_{name.lower()}"))["person_id"].n_unique()) for name in PROGRAMMES
    ]
    everybody = int(mine.select(pl.col("person_id").n_unique()).collect().item())
    people = alone["person_id"].n_unique()
    return Stakes(
        people=people,
        by_programme=tuple((name, count) for name, count in by_programme if count),
        covered_elsewhere=everybody - people,
        in_arrears_on=bill.due_on + timedelta(days=1),
        lapses_on=lapses,
    )


def lapses_on(segment: str, due_on: date) -> date:
    """The first day on which a bill that is still unpaid has lapsed."""
    day = due_on
    while due.lapsed_if_due_on_or_before(segment, day) < due_on:
        day += timedelta(days=1)
    return day


def members_of_due_soon(*, today: date, days: int, scope: Scope) -> tuple[int, int]:
    """How many bills fall due within some days, and the memberships on them."""
    rows: Any = standing(as_of=today, scope=scope)
    until = today + timedelta(days=days)
    found = rows.filter(status=Status.IN_GRACE, due_on__range=(today, until), kind=Bill.Kind.BILL)
    return found.count(), int(found.aggregate(members=Sum("members", default=0))["members"])
