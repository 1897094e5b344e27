"""Receive payments, and correct months, in processes that are killed at a statement, or that run at once.

Usage: `python killed_money.py ROUND...` with `NAUNGAN_HOME` (and `NAUNGAN_DATABASE_URL`) set. A round is
`receive:N`, `register:N`, `post:N` or `adjust:N` (killed before the Nth statement that it sends to the database), or
one of them done at once: `receive-at-once:3`. Prints one JSON line a round: what was said and left, and what doing it
again made of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naungan.site.settings")

from killed import finished, forked, migrate, swept, warm

MONTH = 2021 * 12 + 1
NEXT = MONTH + 3
PAYERS = ("75.03", "75.71")


def build() -> None:
    """Two payers with ten farmers each, billed for three months; three farmers turn out to have died before."""
    from conftest import build_world

    from naungan.accounts.access import operator
    from naungan.contributions.services import run_month
    from naungan.registry.models import Membership, Person

    migrate()
    world = build_world()
    for code in PAYERS:
        world.farmers(10, code=code, area=code)
    for month in range(MONTH, MONTH + 3):
        run_month(month, actor=operator("penguji"), post=True)
    dead = Membership.objects.order_by("pk").values_list("person_id", flat=True)[:3]
    Person.objects.filter(pk__in=list(dead)).update(deceased_on="2021-01-20")
    write_file()
    write_register()


def write_file() -> None:
    """Twenty payments of both payers: small and large, early and late, some with a word of the payer."""
    path = Path(os.environ["NAUNGAN_HOME"]) / "bayar.csv"
    lines = ["paid_on,amount,payer,reference,covers"]
    for number in range(20):
        covers = "2021-03" if number % 5 == 0 else ""
        day = date(2021, 2 + number % 4, 1 + number)
        lines.append(f"{day},{7_000 + 4_111 * number},{PAYERS[number % 2]},SP2D-{number},{covers}")
    path.write_text("\n".join(lines))


def write_register() -> None:
    """Six disbursements: three fit a bill, three wait."""
    lines = ["Nomor SP2D;Tanggal SP2D;Uraian;Penerima;Nilai"]
    for number in range(6):
        amount = 168_000 if number % 2 else 50_000 + number
        lines.append(f"{number}/SP2D;2021-06-{10 + number};Iuran petani;BPJS Ketenagakerjaan;{amount}")
    (Path(os.environ["NAUNGAN_HOME"]) / "register.csv").write_text("\n".join(lines))


def receive() -> dict[str, Any]:
    """Receive the file."""
    from naungan.accounts.access import operator
    from naungan.contributions.services import receive_file

    path = Path(os.environ["NAUNGAN_HOME"]) / "bayar.csv"
    return receive_file(path, actor=operator("penguji")).as_json()


def adjust() -> dict[str, Any]:
    """Correct the months, payments being there."""
    from naungan.accounts.access import operator
    from naungan.contributions.services import adjust as correct

    return correct(MONTH, MONTH + 2, actor=operator("penguji")).as_json()


def register() -> dict[str, Any]:
    """Take in the register."""
    from naungan.accounts.access import operator
    from naungan.contributions.register.receiving import receive_register
    from naungan.registry.models import Payer

    path = Path(os.environ["NAUNGAN_HOME"]) / "register.csv"
    owner = Payer.objects.get(code=PAYERS[0])
    return receive_register(path, payer=owner, actor=operator("penguji")).as_json()


def post() -> dict[str, Any]:
    """Post the month after those that were built; what was paid in advance covers it."""
    from naungan.accounts.access import operator
    from naungan.contributions.services import run_month

    return run_month(NEXT, actor=operator("penguji"), post=True).as_json()


WORK = {"receive": receive, "adjust": adjust, "register": register, "post": post}


def counted(work: str) -> dict[str, Any]:
    """How many statements the work sends."""
    from django.db import connection

    calls = [0]

    def count(execute: Any, *given: Any) -> Any:
        calls[0] += 1
        return execute(*given)

    with connection.execute_wrapper(count):
        WORK[work]()
    return {"statements": calls[0]}


def killed_at(work: str, number: int) -> Any:
    """The work, dying before its Nth statement; one that has fewer is done."""
    from django.db import connection

    calls = [0]

    def deadly(execute: Any, *given: Any) -> Any:
        calls[0] += 1
        if calls[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)

    with connection.execute_wrapper(deadly):
        return WORK[work]()


def later(work: str, start: float) -> Any:
    """The work at a moment, together with others."""
    time.sleep(max(0.0, start - time.time()))
    return WORK[work]()


def look() -> dict[str, Any]:
    """What stands in the database; asserts that nothing stands by halves, and every sum."""
    from django.conf import settings
    from django.db.models import Sum

    from naungan.contributions.models import Allocation, Bill, Correction, Instruction, MonthRun, Payment
    from naungan.contributions.queries import bills_state
    from naungan.contributions.queries.audit import fault_of
    from naungan.contributions.register.models import LineDecision, RegisterLine
    from naungan.contributions.services.ledger import assert_balance
    from naungan.engine.lake import check_run
    from naungan.journal.models import Entry
    from naungan.registry.models import Payer

    assert_balance(list(Payer.objects.values_list("pk", flat=True)))
    for run in MonthRun.objects.all():
        check_run(settings.LAKE, run.lake_path, run.digest)
        assert not fault_of(run)
        assert run.corrections.count() == (run.members if run.kind == "CORRECTION" else 0)
    states = bills_state(as_of=date(2021, 12, 31))
    assert all(one.billed == one.paid + one.outstanding + one.reversed for one in states)
    assert (
        Entry.objects.filter(action="month.adjust").count()
        == MonthRun.objects.filter(kind="CORRECTION").count()
    )
    received = Payment.objects.aggregate(rp=Sum("amount_rp", default=0))["rp"]
    covered = Allocation.objects.aggregate(rp=Sum("amount_rp", default=0))["rp"]
    assert covered == min_covered(states)
    return {
        "payments": Payment.objects.count(),
        "words": Instruction.objects.count(),
        "received": received,
        "covered": covered,
        "corrections": Correction.objects.count(),
        "credits": Bill.objects.filter(kind="CREDIT").count(),
        "lines": RegisterLine.objects.count(),
        "decided": LineDecision.objects.count(),
        "posted": Bill.objects.filter(month=NEXT).count(),
        "billed": sum(one.billed for one in states),
    }


def min_covered(states: Any) -> int:
    """What must be covered: a payer's money or what is left of the bills, whichever is less."""
    from django.db.models import Sum

    from naungan.contributions.models import Payment

    total = 0
    for code in PAYERS:
        owed = sum(one.billed for one in states if one.payer_code == code)
        paid = Payment.objects.filter(payer__code=code).aggregate(rp=Sum("amount_rp", default=0))["rp"]
        total += min(owed, paid)
    return total


def reset() -> None:
    """Forget payments, corrections and the month that was posted."""
    from django.db import connection

    from naungan.contributions.models import (
        Allocation,
        Bill,
        BillLine,
        Correction,
        Instruction,
        MonthRun,
        Payment,
    )
    from naungan.contributions.register.models import LineDecision, Register, RegisterLine

    Allocation.objects.filter(reverses__isnull=False).delete()
    posted = list(MonthRun.objects.filter(month=NEXT).values_list("entry_id", flat=True))
    for rows in (
        Allocation.objects.all(),
        Instruction.objects.all(),
        LineDecision.objects.all(),
        RegisterLine.objects.all(),
        Register.objects.all(),
        Payment.objects.all(),
        Correction.objects.all(),
        BillLine.objects.filter(reverses__isnull=False),
        Bill.objects.filter(adjusts__isnull=False),
        MonthRun.objects.filter(kind="CORRECTION"),
        BillLine.objects.filter(bill__month=NEXT),
        Bill.objects.filter(month=NEXT),
        MonthRun.objects.filter(month=NEXT),
    ):
        rows.delete()
    with connection.cursor() as cursor:  # the journal refuses it otherwise
        cursor.execute(
            "DELETE FROM journal_entry WHERE action IN ('month.adjust', 'payment.receive', 'payment.register')"
        )
        cursor.executemany("DELETE FROM journal_entry WHERE id = %s", [[pk] for pk in posted])


def played(name: str) -> dict[str, Any]:
    """One round: `adjust` and `post` begin with the payments received."""
    work, _, number = name.partition(":")
    together = work.removesuffix("-at-once")
    if together in {"adjust", "post"}:
        forked(receive)
    if number == "count":
        said: Any = forked(lambda: counted(together))
    elif work != together:
        start = time.time() + 0.5
        children = [forked(lambda: later(together, start), wait=False) for _ in range(int(number))]
        said = [finished(*child) for child in children]
    else:
        said = forked(lambda: killed_at(work, int(number)))
    return {"round": name, "said": said, **forked(lambda: afterwards(together))}


def afterwards(work: str) -> dict[str, Any]:
    """What a round left, what doing it again makes of it; then everything is forgotten."""
    left = look()
    WORK[work]()
    found = {"left": left, "then": look(), "strays": swept()}
    reset()
    return found


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
