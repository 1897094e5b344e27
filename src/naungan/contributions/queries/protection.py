"""Who is protected in a month: the frozen rows of its posted runs, with how their bills stand.

Rows are read from the lake only through the runs that the database lists as posted, and narrowed to the
scope here: a person is visible if the domicile lies in it or a payer in it pays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Q, QuerySet

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import MonthRun
from naungan.contributions.queries.standing import PROTECTED, Status, standing
from naungan.engine.lake import SCHEMA, open_runs
from naungan.registry.models import Membership, Payer, Person

_BILLS = pl.Schema(
    {
        "run_id": pl.Int64(),
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
    `known_at`.
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
    bills = bills.filter(run__in=runs, status__in=PROTECTED)
    holders: dict[int, list[int]] = defaultdict(list)
    for run, registration in bills.values_list("run_id", "registration_id"):
        holders[run].append(registration)
    seen = visible(scope)
    frames: dict[int, list[pl.LazyFrame]] = {month: [] for month in days}
    for run in runs:
        protects = pl.col("registration_id").is_in(holders[run.pk])
        frames[run.month].append(open_runs(settings.LAKE, [run.lake_path]).filter(protects, seen))
    return {month: pl.concat(each) if each else pl.LazyFrame(schema=SCHEMA) for month, each in frames.items()}


def posted_runs(known_at: datetime | None = None) -> QuerySet[MonthRun]:
    """The posted runs, oldest first; those known at a moment."""
    runs = MonthRun.objects.filter(state=MonthRun.State.POSTED)
    return (runs if known_at is None else runs.filter(posted_at__lte=known_at)).order_by("month", "number")


def rows_of_runs(runs: Iterable[MonthRun]) -> pl.LazyFrame:
    """The lake rows of runs, with `run_id`; unscoped, for what is narrowed otherwise."""
    frames = [
        open_runs(settings.LAKE, [run.lake_path]).with_columns(pl.lit(run.pk, pl.Int64).alias("run_id"))
        for run in runs
    ]
    return pl.concat(frames) if frames else pl.LazyFrame(schema={**SCHEMA, "run_id": pl.Int64()})


def visible(scope: Scope) -> pl.Expr:
    """The predicate of the scope on lake rows: domicile in it, or a payer in it."""
    if scope.everywhere:
        return pl.lit(value=True)
    within = [
        (pl.col(name) == code) | pl.col(name).str.starts_with(f"{code}.")
        for name in ("area", "payer_area")
        for code in scope.areas
    ]
    return reduce(or_, within, pl.col("payer_code").is_in(list(scope.payer_codes)))


def person_months(
    person_id: int, *, as_of: date, known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> list[PersonMonth]:
    """Every billed month of a person (and of those merged into them), oldest first.

    Several rows for several rolls.
    """
    people = _merged(person_id)
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
    bills = _bills(Q(run__in=runs), as_of=as_of, known_at=known_at)
    rows = rows_of_runs(runs).filter(visible(scope))
    if narrowed is not None:
        rows = rows.filter(narrowed)
    return (
        rows.join(bills.lazy(), on=["run_id", "registration_id"], how="left", maintain_order="left")
        .with_columns(pl.col("status").is_in([status.value for status in PROTECTED]).alias("protected"))
        .select(_ROWS.names())
    )


def _bills(wanted: Q, *, as_of: date, known_at: datetime | None) -> pl.DataFrame:
    # Not narrowed by scope: the rows are, and a person seen by domicile has a bill of a payer out of sight.
    bills: Any = standing(as_of=as_of, known_at=known_at).filter(wanted)
    rows = bills.values_list("run_id", "registration_id", "pk", "due_on", "status")
    return pl.DataFrame(list(rows), schema=_BILLS, orient="row")


def _merged(person_id: int) -> list[int]:
    """A person and everybody merged into them, however many times over."""
    found = [person_id]
    newest = found
    while newest:
        newest = list(Person.objects.filter(merged_into_id__in=newest).values_list("pk", flat=True))
        found = found + newest
    return found
