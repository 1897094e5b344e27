"""`python -m benchmarks.money`: bills against payments, and a payer's page with sixty months; in a home of its own.

The limits: 100,000 bill lines against 10,000 payments in 10 seconds, the page in 100 ms. Bills are written as rows,
because what is measured is the book, not the month. Exit status 1 when a limit breaks.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PAYERS, MONTHS = 1_000, 50
LINES, PAYMENTS = PAYERS * MONTHS * 2, PAYERS * 10
MOST_SECONDS, MOST_PAGE_SECONDS = 10.0, 0.1
FIRST = 2018 * 12


def main() -> int:
    """Measure in a fresh home (on PostgreSQL when NAUNGAN_DATABASE_URL says so); 0 when both limits hold."""
    with tempfile.TemporaryDirectory(prefix="naungan-money-") as home:
        os.environ["NAUNGAN_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")
        import django

        django.setup()
        _bills()
        matched = _matched(Path(home))
        pages = _pages()
    page = sorted(pages)[len(pages) // 2]
    sys.stdout.write(
        f"{LINES:,} bill lines against {PAYMENTS:,} payments: {matched:.2f} s (most {MOST_SECONDS:.0f})\n"
    )
    sys.stdout.write(
        f"a payer's account with 60 months, median of {len(pages)}: {page * 1000:.0f} ms "
        f"(most {MOST_PAGE_SECONDS * 1000:.0f})\n"
    )
    return int(matched > MOST_SECONDS or page > MOST_PAGE_SECONDS)


def _bills() -> None:
    """Payers with a bill of two lines for each of fifty months, one of them for sixty."""
    from django.core.management import call_command

    from naungan.areas.models import Area
    from naungan.journal.services import record

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    Area.objects.get_or_create(code="75", defaults={"name": "Gorontalo", "level": 1})
    entry = record(actor="ukur", action="test.money")
    runs = [_run(FIRST + at, entry) for at in range(MONTHS + 10)]
    for number in range(PAYERS):
        _payer(number, runs[:MONTHS] if number else runs, entry)


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


def _matched(home: Path) -> float:
    """Seconds for receiving a file of all payments: each pays about five months, in no order."""
    from naungan.accounts.access import operator
    from naungan.contributions.services import receive_file

    lines = ["paid_on,amount,payer,reference"]
    for number in range(PAYMENTS):
        lines.append(
            f"20{18 + number % 5}-0{1 + number % 9}-11,{79_000 + 31 * (number % 400)},U-{number % PAYERS},R-{number}"
        )
    path = home / "bayar.csv"
    path.write_text("\n".join(lines))
    start, busy = time.perf_counter(), time.process_time()
    result = receive_file(path, actor=operator("ukur"))
    taken = time.perf_counter() - start
    sys.stdout.write(f"processor: {time.process_time() - busy:.2f} s\n")
    assert (result.accepted, result.amount) == (PAYMENTS, result.allocated + result.credit)
    return taken


def _pages() -> list[float]:
    """Seconds of each of twenty calls of the account page with sixty months, after one to warm up."""
    from django.test import Client

    from naungan.accounts.models import RoleGrant, User

    user = User.objects.create(username="ukur")
    RoleGrant.objects.create(user=user, role="branch_officer", area_id="75")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    taken = []
    for _ in range(21):
        start = time.perf_counter()
        answer = client.get("/rekening/U-0/")
        taken.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.status_code
    return taken[1:]


if __name__ == "__main__":
    sys.exit(main())
