"""The frozen rows of a month, and which of them still hold.

A posted run is never rewritten. A correction names the rows that it undoes, and brings the corrected ones in a
lake directory of its own; so the rows that hold at a moment are those of the runs posted by then, without those
that a correction posted by then undoes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import QuerySet

from naungan.accounts.scope import Scope
from naungan.contributions.models import Correction, MonthRun
from naungan.engine.lake import SCHEMA, open_runs

RUNS = ("run_id", "billed_by")
_LIVING = pl.Schema({**SCHEMA, **dict.fromkeys(RUNS, pl.Int64())})


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that hold, of one run: `billed_by` is the run whose bills first asked for them and protect by them.

    It differs from `run` only for rows that a correction brought.
    """

    run: MonthRun
    billed_by: int
    frame: pl.LazyFrame


def posted_runs(known_at: datetime | None = None) -> QuerySet[MonthRun]:
    """The posted runs, oldest first; those known at a moment."""
    runs = MonthRun.objects.filter(state=MonthRun.State.POSTED)
    return (runs if known_at is None else runs.filter(posted_at__lte=known_at)).order_by("month", "number")


def rows_of_runs(runs: Iterable[MonthRun]) -> pl.LazyFrame:
    """The lake rows of runs as they were frozen, with `run_id`; unscoped, for what is narrowed otherwise."""
    frames = [
        open_runs(settings.LAKE, [run.lake_path]).with_columns(pl.lit(run.pk, pl.Int64).alias("run_id"))
        for run in runs
    ]
    return pl.concat(frames) if frames else pl.LazyFrame(schema={**SCHEMA, "run_id": pl.Int64()})


def holding(runs: Sequence[MonthRun], known_at: datetime | None = None) -> list[Rows]:
    """The rows of posted runs that still hold (at a moment), run by run; unscoped."""
    known = corrections_known(known_at)
    undone: dict[int, list[int]] = defaultdict(list)
    for pk, membership in known.filter(reverses__in=runs).values_list("reverses_id", "membership_id"):
        undone[pk].append(membership)
    brought: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    correcting = [run for run in runs if run.kind == MonthRun.Kind.CORRECTION]
    if correcting:
        rows = known.filter(run__in=correcting, new_rp__isnull=False)
        for pk, first, membership in rows.values_list("run_id", "bill__run_id", "membership_id"):
            brought[pk][first].append(membership)
    found: list[Rows] = []
    for run in runs:
        frame = open_runs(settings.LAKE, [run.lake_path])
        if run.pk in undone:
            frame = frame.filter(~_among(undone[run.pk]))
        if run.kind != MonthRun.Kind.CORRECTION:
            found.append(Rows(run, run.pk, frame))
        for first, members in brought[run.pk].items() if run.pk in brought else ():
            found.append(Rows(run, first, frame.filter(_among(members))))
    return found


def living(runs: Sequence[MonthRun], known_at: datetime | None = None) -> pl.LazyFrame:
    """The rows of posted runs that still hold, as one frame with `run_id` and `billed_by` (see `Rows`)."""
    frames = [
        rows.frame.with_columns(
            pl.lit(rows.run.pk, pl.Int64).alias("run_id"), pl.lit(rows.billed_by, pl.Int64).alias("billed_by")
        )
        for rows in holding(runs, known_at)
    ]
    return pl.concat(frames) if frames else pl.LazyFrame(schema=_LIVING)


def corrections_known(known_at: datetime | None = None) -> QuerySet[Correction, Any]:
    """The corrections posted by a moment, or by now."""
    return Correction.objects.filter(**({} if known_at is None else {"run__posted_at__lte": known_at}))


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


def _among(memberships: Sequence[int]) -> pl.Expr:
    return pl.col("membership_id").is_in(pl.Series(memberships, dtype=pl.Int64).implode())
