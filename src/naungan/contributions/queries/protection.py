"""Who is protected in a month: the frozen rows of its posted runs, with how their bills stand.

Rows are read from the lake only through the runs that the database lists as posted, without those that a later
correction undid (see `rows`), and narrowed to the scope here: a person is visible if the domicile lies in it or a
payer in it pays. A corrected row is protected by the bill that first asked for it: the difference is a debt of
the payer and takes nothing from the worker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db.models import Q

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import Bill, MonthRun
from naungan.contributions.queries.rows import holding, living, posted_runs, visible
from naungan.contributions.queries.standing import PROTECTED, Status, standing
from naungan.engine.lake import SCHEMA
from naungan.registry.models import Membership, Payer, Person

_BILLS = pl.Schema(
    {
        "billed_by": pl.Int64(),
        "registration_id": pl.Int64(),
        "bill_id": pl.Int64(),
        "due_on": pl.Date(),
        "status": pl.String(),
    }
)
_ROWS = pl.Schema(
    {**SCHEMA, "bill_id": pl.Int64(), "due_on": pl.Date(), "status": pl.String(), "protected": pl.Boolean()}
)


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One month of a person on one roll: what was billed for them (whole rupiah), and how the bill stands."""

    month: int
    roll_id: int
    payer_id: int
    payer_name: str
    segment: str
    membership_id: int
    bill_id: int
    total: int
    due_on: date
    status: Status

    @property
    def protected(self) -> bool:
        """Whether the bill protects the person."""
        return self.status in PROTECTED


def protection(
    month: int, *, as_of: date, known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> pl.LazyFrame:
    """The month's rows (columns of the lake) with `bill_id`, `due_on`, `status` and `protected`, lazily.

    One row per membership: a person on two rolls has two. No rows for a month that was not posted by
    `known_at`; a correction posted by then counts.
    """
    runs = list(posted_runs(known_at).filter(month=month))
    return _rows(runs, as_of=as_of, known_at=known_at, scope=scope)


def protected_by_month(
    days: Mapping[int, date], *, known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> dict[int, pl.LazyFrame]:
    """The protected rows (columns of the lake) of many months, each as of its own day; one question to the
    database.

    The same rows as `protection` gives with `protected`, without what it adds to them.
    """
    runs = list(posted_runs(known_at).filter(month__in=list(days)))
    bills: Any = standing(as_of=days, known_at=known_at)
    bills = bills.filter(run__in=runs, kind=Bill.Kind.BILL, status__in=PROTECTED)
    holders: dict[int, list[int]] = defaultdict(list)
    for run, registration in bills.values_list("run_id", "registration_id"):
        holders[run].append(registration)
    seen = visible(scope)
    frames: dict[int, list[pl.LazyFrame]] = {month: [] for month in days}
    for rows in holding(runs, known_at):
        protects = pl.col("registration_id").is_in(holders[rows.billed_by])
        frames[rows.run.month].append(rows.frame.filter(protects, seen))
    return {month: pl.concat(each) if each else pl.LazyFrame(schema=SCHEMA) for month, each in frames.items()}


def person_months(
    person_id: int, *, as_of: date, known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> list[PersonMonth]:
    """Every billed month of a person (and of those merged into them), oldest first.

    Several rows for several rolls.
    """
    people = merged_people(person_id)
    registrations = Membership.objects.filter(person_id__in=people).values("roll__registration")
    runs = list(posted_runs(known_at).filter(bills__registration__in=registrations).distinct())
    wanted = pl.col("person_id").is_in(people)
    # whoever sees the person by today's domicile sees their past elsewhere, too
    seen = EVERYWHERE if scope.holds_area(Person.objects.get(pk=person_id).domicile_id) else scope
    frame = _rows(runs, as_of=as_of, known_at=known_at, scope=seen, narrowed=wanted)
    rows = frame.sort("month", "roll_id").collect(engine="streaming").to_dicts()
    payers = Payer.objects.in_bulk({row["payer_id"] for row in rows})
    return [
        PersonMonth(
            month=row["month"],
            roll_id=row["roll_id"],
            payer_id=row["payer_id"],
            payer_name=payers[row["payer_id"]].name,
            segment=row["segment"],
            membership_id=row["membership_id"],
            bill_id=row["bill_id"],
            total=row["total"],
            due_on=row["due_on"],
            status=Status(row["status"]),
        )
        for row in rows
    ]


def _rows(
    runs: Sequence[MonthRun],
    *,
    as_of: date,
    known_at: datetime | None,
    scope: Scope,
    narrowed: pl.Expr | None = None,
) -> pl.LazyFrame:
    if not runs:
        return pl.LazyFrame(schema=_ROWS)
    bills = _bills(Q(run__in=runs, kind=Bill.Kind.BILL), as_of=as_of, known_at=known_at)
    rows = living(runs, known_at).filter(visible(scope))
    if narrowed is not None:
        rows = rows.filter(narrowed)
    return (
        rows.join(bills.lazy(), on=["billed_by", "registration_id"], how="left", maintain_order="left")
        .with_columns(pl.col("status").is_in([status.value for status in PROTECTED]).alias("protected"))
        .select(_ROWS.names())
    )


def _bills(wanted: Q, *, as_of: date, known_at: datetime | None) -> pl.DataFrame:
    # Not narrowed by scope: the rows are, and a person seen by domicile has a bill of a payer out of sight.
    bills: Any = standing(as_of=as_of, known_at=known_at).filter(wanted)
    rows = bills.values_list("run_id", "registration_id", "pk", "due_on", "status")
    return pl.DataFrame(list(rows), schema=_BILLS, orient="row")


def merged_people(person_id: int) -> list[int]:
    """A person and everybody merged into them, however many times over."""
    found = [person_id]
    newest = found
    while newest:
        newest = list(Person.objects.filter(merged_into_id__in=newest).values_list("pk", flat=True))
        found = found + newest
    return found
