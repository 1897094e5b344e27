"""Run a month in processes that are killed, or that run at once; started by the tests as one of their own.

Usage: `python killed.py ROUND...`, with `NAUNGAN_HOME` (and `NAUNGAN_DATABASE_URL`) set. Each round is a
checkpoint name of `CHECKPOINTS`, `after:SECONDS` (killed from outside), or `at-once:COUNT`. Prints one JSON
line a round: what was left, and what a later run made of it. Children are forked before anything heavy ran,
because Polars' threads do not survive a fork.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")

MONTH = 2021 * 12 + 1
MEMBERS = 40
TOTAL = MEMBERS * 16_800

# name: (module, attribute, whether the process dies before the call or after it)
CHECKPOINTS = {
    "before-the-lake-is-written": ("services.computing", "write_run", "before"),
    "with-the-lake-half-written": ("services.computing", "lake_rows", "second"),
    "with-the-lake-written": ("services.computing", "write_run", "after"),
    "with-the-entry-written": ("services.posting", "record", "after"),
    "with-the-drafts-gone": ("services.posting", "_drop_drafts", "after"),
    "with-bills-without-lines": ("services.posting", "_bill_row", "second"),
    "with-bills-and-lines": ("services.posting", "_assert_billed", "after"),
    "with-credit-allocated": ("services.posting", "rebalance", "after"),
    "with-everything-committed": ("services.month", "posted_figures", "before"),
}


def die_at(name: str) -> None:
    """Arrange that this process kills itself at a checkpoint."""
    module_name, attribute, when = CHECKPOINTS[name]
    module = importlib.import_module(f"naungan.contributions.{module_name}")
    original = getattr(module, attribute)
    calls = [0]

    def deadly(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if when == "before" or (when == "second" and calls[0] == 2):
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, attribute, deadly)


def migrate() -> None:
    """Make the tables, on SQLite from what the tests have migrated before."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.template import copy_template

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        copy_template(Path(database["NAME"]))
    call_command("migrate", verbosity=0, interactive=False)


def build() -> None:
    """A fresh database with forty farmers of two payers, one of whom has paid in advance."""
    from datetime import date

    from conftest import build_world

    from naungan.accounts.access import operator
    from naungan.contributions.services import receive

    migrate()
    world = build_world()
    first = world.farmers(MEMBERS - 10, code="75.03", area="75.03")
    world.farmers(10, code="75.71", area="75.71")
    receive(
        payer=first.registration.payer,
        paid_on=date(2021, 1, 31),
        amount_rp=1_000_000,
        reference="AWAL",
        actor=operator("penguji"),
    )


def post() -> dict[str, Any]:
    """Post the month, in batches small enough that it has several."""
    from naungan.accounts.access import operator
    from naungan.contributions import opening
    from naungan.contributions.services import run_month

    opening.BATCH_ROWS = 15
    return run_month(MONTH, actor=operator("penguji"), post=True).as_json()


def post_at(start: float) -> dict[str, Any]:
    """Post the month at a moment, together with others."""
    time.sleep(max(0.0, start - time.time()))
    return post()


def reset() -> None:
    """Forget every run, bill and allocation, and the lake."""
    from django.conf import settings
    from django.db import connection

    from naungan.contributions.models import Allocation, Bill, BillLine, MonthRun

    Allocation.objects.filter(reverses__isnull=False).delete()
    for model in (Allocation, BillLine, Bill, MonthRun):
        model.objects.all().delete()
    with connection.cursor() as cursor:  # the journal refuses it otherwise
        cursor.execute("DELETE FROM journal_entry WHERE action = 'month.post'")
    shutil.rmtree(settings.LAKE, onerror=lambda _call, path, _why: _force(path))


def _force(path: str) -> None:
    Path(path).parent.chmod(0o755)
    if Path(path).is_dir():
        Path(path).chmod(0o755)
        shutil.rmtree(path, onerror=lambda _call, inner, _why: _force(inner))
    else:
        Path(path).unlink(missing_ok=True)


def look() -> dict[str, Any]:
    """What stands in the database and the lake; asserts that nothing stands by halves."""
    from django.conf import settings
    from django.db.models import Sum

    from naungan.contributions.models import Allocation, Bill, BillLine, MonthRun
    from naungan.engine.lake import check_run, open_runs
    from naungan.journal.models import Entry

    runs = list(MonthRun.objects.all())
    billed = Bill.objects.aggregate(total=Sum("amount_rp", default=0), members=Sum("members", default=0))
    lines = BillLine.objects.aggregate(total=Sum("amount_rp", default=0))["total"]
    assert lines == billed["total"]
    assert Entry.objects.filter(action="month.post").count() == len(runs)
    for run in runs:
        check_run(settings.LAKE, run.lake_path, run.digest)
        rows = open_runs(settings.LAKE, [run.lake_path]).collect()
        assert (len(rows), rows["total"].sum()) == (run.members, run.total_rp)
        assert rows["membership_id"].is_unique().all()
    covered = Allocation.objects.aggregate(total=Sum("amount_rp", default=0))["total"]
    assert covered == sum(min(1_000_000, bill.amount_rp) for bill in Bill.objects.filter(payer__code="75.03"))
    return {"runs": len(runs), "bills": Bill.objects.count(), **billed, "covered": covered}


def swept() -> list[str]:
    """Run directories, hidden ones too, that no row lists, after a sweep of everything old enough."""
    from django.conf import settings

    from naungan.contributions.models import MonthRun
    from naungan.engine.lake import sweep

    listed = set(MonthRun.objects.values_list("lake_path", flat=True))
    sweep(settings.LAKE, listed, 0)
    found = {path.relative_to(settings.LAKE).as_posix() for path in settings.LAKE.glob("month=*/*")}
    return sorted(found - listed)


def forked(work: Callable[[], Any], *, wait: bool = True) -> Any:
    """Do the work in a child: (pid, pipe) or, waiting, its result; None when it was killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return finished(pid, reading) if wait else (pid, reading)
    os.close(reading)
    status = 0
    try:
        os.write(writing, json.dumps(work()).encode())
    except BaseException:  # noqa: BLE001 - the child tells everything to its parent and ends
        os.write(writing, json.dumps({"error": traceback.format_exc()}).encode())
        status = 1
    os._exit(status)


def finished(pid: int, reading: int) -> Any:
    """The result of a child, when it has ended."""
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(said) if said else None


def played(name: str) -> dict[str, Any]:
    """One round."""
    kind, _, number = name.partition(":")
    if kind == "at-once":
        start = time.time() + 0.5
        children = [forked(lambda: post_at(start), wait=False) for _ in range(int(number))]
        said: Any = [finished(*child) for child in children]
    elif kind == "after":
        pid, reading = forked(post, wait=False)
        time.sleep(float(number))
        os.kill(pid, signal.SIGKILL)
        said = finished(pid, reading)
    else:
        said = forked(lambda: die_at(name) or post())
    return {"round": name, "said": said, **forked(afterwards)}


def afterwards() -> dict[str, Any]:
    """What a round left, what posting again makes of it; then everything is forgotten."""
    found = {"left": look(), "again": post(), "then": look(), "strays": swept()}
    reset()
    return found


def warm() -> None:
    """Import and read what every child needs, without using a thread of Polars."""
    import naungan.contributions.services
    from naungan.contributions.services.computing import law_version
    from naungan.law.contributions import contribution_graph

    assert naungan.contributions.services
    law_version()
    contribution_graph("BPU", "2021-02")


def main() -> None:
    """Build once, then play every round given."""
    import django

    django.setup()
    warm()
    print(json.dumps({"built": forked(build)}), flush=True)  # noqa: T201
    for name in sys.argv[1:]:
        print(json.dumps(played(name)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
