"""Bills against payments, and a payer's page with sixty months: `python -m benchmarks --only money`.

Bills are written as rows, because what is measured is the book, not the month.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.child import Taken, seconds

PAYERS, MONTHS = 1_000, 50
LINES, PAYMENTS = PAYERS * MONTHS * 2, PAYERS * 10
FIRST = 2018 * 12


def run() -> dict[str, Any]:
    """Fill the home that the environment names (not counted), receive the payments, ask for the page.

    `matching` and `page` have seconds and the processor's; the page's are the median of twenty calls.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
    django.setup()
    _bills()
    with tempfile.TemporaryDirectory(prefix="naungan-money-") as folder:
        matching = _matched(Path(folder))
    return {"matching": vars(matching), "page": vars(_page())}


def _bills() -> None:
    """Payers with a bill of two lines for each of fifty months, one of them for sixty."""
    from django.core.management import call_command
    from django.db import connection

    from naungan.areas.models import Area
    from naungan.journal.services import record

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    Area.objects.get_or_create(code="75", defaults={"name": "Gorontalo", "level": 1})
    entry = record(actor="ukur", action="test.money")
    runs = [_run(FIRST + at, entry) for at in range(MONTHS + 10)]
    for number in range(PAYERS):
        _payer(number, runs[:MONTHS] if number else runs, entry)
    with connection.cursor() as cursor:  # as the database does by itself within minutes
        cursor.execute("ANALYZE")


def _run(month: int, entry: Any) -> Any:
    from django.utils import timezone

    from naungan.contributions.models import MonthRun

    return MonthRun.objects.create(
        month=month, state="POSTED", number=1, members=PAYERS, bill_count=PAYERS, total_rp=PAYERS * 16_800,
        by_programme={}, digest="-", law_version="-", lake_path=f"month/{month}", created_at=timezone.now(),
        posted_at=timezone.now(), entry=entry,
    )  # fmt: skip


def _payer(number: int, runs: list[Any], entry: Any) -> None:
    from datetime import date

    from django.utils import timezone

    from naungan.contributions.models import Bill, BillLine
    from naungan.registry.models import Group, Payer, Registration, Roll

    payer = Payer.objects.create(
        code=f"U-{number}", name=f"Ukur {number}", kind="VILLAGE", area_id="75", entry=entry
    )
    registration = Registration.objects.create(payer=payer, segment="BPU", entry=entry)
    group, _made = Group.objects.get_or_create(
        code="ukur",
        defaults={"segment": "BPU", "name": "-", "name_en": "-", "definition": "-", "definition_en": "-"},
    )
    roll = Roll.objects.create(
        registration=registration, name="-", segment="BPU", group=group, programmes="JKK,JKM", paid_by="APBD",
        first_month=runs[0].month, last_month=runs[-1].month, area_id="75", state="ACTIVE", basis="UNDECREED",
        entry=entry,
    )  # fmt: skip
    bills = [
        Bill(
            run=run, registration=registration, payer=payer, month=run.month, payment_code=f"{run.month}-{number}",
            members=1, amount_rp=16_800, due_on=date(run.month // 12, run.month % 12 + 1, 15),
            schedule_due_on=date(run.month // 12, run.month % 12 + 1, 15), posted_at=timezone.now(),
        )
        for run in runs
    ]  # fmt: skip
    Bill.objects.bulk_create(bills)
    parts = (("JKK", 10_000), ("JKM", 6_800))
    BillLine.objects.bulk_create(
        BillLine(bill=bill, roll=roll, programme=name, members=1, amount_rp=amount)
        for bill in bills
        for name, amount in parts
    )


def _matched(folder: Path) -> Taken:
    """Receive a file of all payments: each pays about five months, in no order."""
    from naungan.accounts.access import operator
    from naungan.contributions.services import receive_file

    lines = ["paid_on,amount,payer,reference"]
    for number in range(PAYMENTS):
        lines.append(
            f"20{18 + number % 5}-0{1 + number % 9}-11,{79_000 + 31 * (number % 400)},U-{number % PAYERS},R-{number}"
        )
    path = folder / "bayar.csv"
    path.write_text("\n".join(lines))
    taken, result = seconds(lambda: receive_file(path, actor=operator("ukur")))
    assert (result.accepted, result.amount) == (PAYMENTS, result.allocated + result.credit)
    return taken


def _page() -> Taken:
    """The account page with sixty months: the median of twenty calls, after one to warm up."""
    from django.test import Client

    from naungan.accounts.models import RoleGrant, User

    user = User.objects.create(username="ukur")
    RoleGrant.objects.create(user=user, role="branch_officer", area_id="75")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    calls = []
    for _ in range(21):
        taken, answer = seconds(lambda: client.get("/rekening/U-0/"))
        assert answer.status_code == 200, answer.status_code
        calls.append(taken)
    return Taken(median(one.wall for one in calls[1:]), median(one.processor for one in calls[1:]))


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.exit(main(["--only", "money", *sys.argv[1:]]))
