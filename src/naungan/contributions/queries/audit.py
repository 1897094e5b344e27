"""Whether a posted month is still what it was: the lake, the run, its bills and its lines, to the rupiah."""

from __future__ import annotations

import polars as pl
from django.conf import settings
from django.db.models import Sum

from naungan.contributions.models import Bill, BillLine
from naungan.contributions.queries.protection import posted_runs
from naungan.engine.lake import check_run, open_runs, totals


def assert_month(month: int) -> int:
    """Assert that every posted run of a month is as it was written and its sums agree; the number of runs.

    Raises `engine.lake.LakeDamaged` for a file that was changed or lost, AssertionError for sums that differ.
    Reads all of the month.
    """
    runs = list(posted_runs().filter(month=month))
    for run in runs:
        check_run(settings.LAKE, run.lake_path, run.digest)
        by_roll = totals(open_runs(settings.LAKE, [run.lake_path]))
        frozen = dict(by_roll.group_by("registration_id").agg(pl.col("total").sum()).iter_rows())
        billed = dict(Bill.objects.filter(run=run).values_list("registration_id", "amount_rp"))
        assert frozen == billed, f"run {run.pk}: bills differ from the frozen rows"
        lined = dict(
            BillLine.objects.filter(bill__run=run)
            .values_list("bill__registration_id")
            .annotate(rp=Sum("amount_rp"))
        )
        assert {key: lined.get(key, 0) for key in billed} == billed, f"run {run.pk}: lines differ from bills"
        assert sum(billed.values()) == run.total_rp, f"run {run.pk}: bills differ from the run"
    return len(runs)
