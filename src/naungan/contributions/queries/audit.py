"""Whether a posted month is still what it was: the lake, the run, its bills and its lines, to the rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.conf import settings
from django.db.models import Q, Sum

from naungan.contributions.models import Bill, BillLine, MonthRun
from naungan.contributions.queries.rows import posted_runs
from naungan.engine.lake import LakeDamaged, check_run, open_runs, totals
from naungan.journal.models import Entry
from naungan.law import months

CHECKED = "month.check"


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When a run was last compared with its digest, by whom, and whether it was whole."""

    at: datetime
    actor: str
    whole: bool


def fault_of(run: MonthRun) -> str:
    """What is wrong with a posted run, "" when it is as it was posted. Reads all of it."""
    try:
        check_run(settings.LAKE, run.lake_path, run.digest)
    except LakeDamaged as damage:
        return str(damage)
    return _sums_fault(run)


def last_check(run: MonthRun) -> LastCheck | None:
    """The newest check of a run that the journal holds; None when there is none."""
    checks = Entry.objects.filter(action=CHECKED, at__gte=run.posted_at)
    of_month = Q(summary__month=months.format_month(run.month)) | Q(summary__every_month=True)
    entry = checks.filter(of_month).order_by("-at", "-pk").first()
    if entry is None:
        return None
    return LastCheck(entry.at, entry.actor, run.pk not in entry.summary["damaged"])


def assert_month(month: int) -> int:
    """Assert that every posted run of a month is as it was written and its sums agree; the number of runs.

    Raises `engine.lake.LakeDamaged` for a file that was changed or lost, AssertionError for sums that differ.
    Reads all of the month.
    """
    runs = list(posted_runs().filter(month=month))
    for run in runs:
        check_run(settings.LAKE, run.lake_path, run.digest)
        fault = _sums_fault(run)
        assert not fault, f"run {run.pk}: {fault}"
    return len(runs)


def _sums_fault(run: MonthRun) -> str:
    by_roll = totals(open_runs(settings.LAKE, [run.lake_path]))
    frozen = dict(by_roll.group_by("registration_id").agg(pl.col("total").sum()).iter_rows())
    of_bills = Bill.objects.filter(run=run).order_by().values_list("registration_id")
    billed = dict(of_bills.annotate(rp=Sum("amount_rp")))
    of_lines = BillLine.objects.filter(bill__run=run).order_by().values_list("bill__registration_id")
    lined = dict(of_lines.annotate(rp=Sum("amount_rp")))
    if run.kind == MonthRun.Kind.CORRECTION:
        undone = run.corrections.order_by().values_list("bill__registration_id").annotate(rp=Sum("old_rp"))
        frozen = {key: frozen.get(key, 0) - rp for key, rp in undone}
    if frozen != billed:
        return "bills differ from the frozen rows"
    if {key: lined.get(key, 0) for key in billed} != billed:
        return "lines differ from bills"
    return "" if sum(billed.values()) == run.total_rp else "bills differ from the run"
