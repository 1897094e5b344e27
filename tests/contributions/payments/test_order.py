"""Lines of registers and ordinary payments in any order: the same totals, allocation and protection; twice is once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from naungan.contributions.models import Allocation, Bill, Payment
from naungan.contributions.queries import bills_state, protected_by_month
from naungan.contributions.register.models import LineDecision, RegisterLine
from naungan.contributions.register.receiving import receive_register
from naungan.contributions.register.settling import Settlement, register_lines, settle
from naungan.contributions.services import receive_file, run_month
from naungan.contributions.services.ledger import assert_balance
from naungan.journal.models import Entry
from naungan.law import months
from naungan.registry.models import Payer

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")
DAYS = {FEB + at: date(2021, 3 + at, 28) for at in range(4)}
HEADINGS = "Nomor SP2D;Tanggal SP2D;Uraian;Penerima;Nilai"
AGENCY = "BPJS Ketenagakerjaan"
# Number, day, whose it is, for which months ("" none; "code" the payment code of April), rupiah.
LINES = (
    ("1/A", "2021-03-11", "75.03", "2021-03", 168_000),
    ("2/A", "2021-02-10", "DESA-1", "", 84_000),
    ("3/A", "2021-05-20", "75.03", "code", 100_000),
    ("4/A", "2021-04-09", "DESA-1", "", 31_000),
    ("5/A", "2021-06-30", "DESA-1", "2021-05", 60_000),
    ("6/A", "2021-03-02", "75.03", "", 336_000),
)
# The branch tells 2/A too, and the village pays as much once more two months later.
PAID = (
    ("2021-02-10", 84_000, "DESA-1", "2/A"),
    ("2021-03-01", 90_000, "75.03", "CABANG-1"),
    ("2021-04-12", 84_000, "DESA-1", "CABANG-2"),
    ("2021-05-30", 250_000, "75.03", "CABANG-3"),
)
WORDS = {"2021-03": "Maret 2021", "2021-05": "Mei 2021"}
EVENTS = [*(("line", one) for one in LINES), *(("paid", one) for one in PAID)]


@pytest.fixture
def usual(two_payers: Payer, tmp_path: Path, actor: Any) -> dict[str, Any]:
    """What stands when the events come in the order above."""
    return played(list(range(len(EVENTS))), [], two_payers, tmp_path, actor)


@pytest.fixture
def two_payers(world: Any, actor: Any) -> Payer:
    """A regency with ten farmers and a village with five, billed from February to May; the regency."""
    world.farmers(10)
    world.farmers(5, code="DESA-1", area="75.03.01.2001")
    for month in DAYS:
        run_month(month, actor=actor, post=True)
    return Payer.objects.get(code="75.03")


def words_of(payer: str, told: str) -> str:
    """What the treasury writes on the disbursement."""
    named = Bill.objects.get(payer__code=payer, month=FEB + 2).payment_code if told == "code" else ""
    return f"Iuran {payer} {named or WORDS.get(told, '')}".strip()


def bring(event: tuple[str, Any], owner: Payer, folder: Path, actor: Any) -> None:
    """Receive one line of a register, or one payment, in a file of its own."""
    kind, given = event
    path = folder / f"{kind}-{given[0].replace('/', '-')}-{given[3].replace('/', '-')}.csv"
    if kind == "line":
        number, day, payer, told, amount = given
        path.write_text(f"{HEADINGS}\n{number};{day};{words_of(payer, told)};{AGENCY};{amount}\n")
        assert not receive_register(path, payer=owner, actor=actor).blocked
    else:
        path.write_text("paid_on,amount,payer,reference\n" + ",".join(map(str, given)))
        assert receive_file(path, actor=actor).rejected == 0


def settle_queue(owner: Payer, actor: Any) -> None:
    """What waits is decided as the line says, in any order."""
    said = {number: (payer, told) for number, _day, payer, told, _amount in LINES}
    for line in register_lines(actor.scope).filter(is_open=True):
        payer, told = said[line.reference]
        code = Bill.objects.get(payer__code=payer, month=FEB + 2).payment_code if told == "code" else ""
        covers = (told,) if told in WORDS else ()
        settle(
            line,
            Settlement("PAYMENT", payer=Payer.objects.get(code=payer), payment_code=code, covers=covers),
            actor=actor,
        )


def ended() -> dict[str, Any]:
    """Totals, who covers what, how each bill stands on several days, and who is protected."""
    assert_balance(list(Payer.objects.values_list("pk", flat=True)))
    keys = ("payment__reference", "payment__payer__code", "line__bill__month", "line__programme")
    covers = Allocation.objects.values_list(*keys).annotate(rp=Sum("amount_rp")).order_by(*keys)
    return {
        "payments": sorted(
            Payment.objects.values_list("payer__code", "reference", "paid_on", "amount_rp", "payment_code")
        ),
        "covers": [row for row in covers if row[4]],
        "states": [
            (one.payment_code, one.paid, one.outstanding, one.status.value, one.days_late)
            for day in DAYS.values()
            for one in bills_state(as_of=day)
        ],
        "protected": {
            month: sorted(frame.collect()["membership_id"])
            for month, frame in protected_by_month(DAYS).items()
        },
    }


def played(order: list[int], again: list[int], owner: Payer, folder: Path, actor: Any) -> dict[str, Any]:
    """What stands when the events came in an order, some of them twice; the database is as before."""
    with transaction.atomic():
        for at in order:
            bring(EVENTS[at], owner, folder, actor)
        settle_queue(owner, actor)
        found = ended()
        rows = [model.objects.count() for model in (Payment, Allocation, RegisterLine, LineDecision, Entry)]
        for at in again:
            bring(EVENTS[at], owner, folder, actor)
        now = [model.objects.count() for model in (Payment, Allocation, RegisterLine, LineDecision, Entry)]
        assert (now, ended()) == (rows, found)
        transaction.set_rollback(True)
    return found


@rules(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(EVENTS))), again=st.lists(st.sampled_from(range(len(EVENTS)))))
def test_registers_and_payments_end_the_same_whatever_comes_first_and_twice_is_once(
    two_payers, usual, actor, tmp_path, order, again
):
    assert len(usual["payments"]) == len(LINES) + len(PAID) - 1
    assert played(order, again, two_payers, tmp_path, actor) == usual


def test_one_register_with_all_lines_ends_as_its_lines_one_by_one(two_payers, actor, tmp_path):
    expected = played(list(range(len(LINES))), [], two_payers, tmp_path, actor)
    rows = [f"{n};{day};{words_of(payer, told)};{AGENCY};{rp}" for n, day, payer, told, rp in LINES]
    path = tmp_path / "semua.csv"
    path.write_text("\n".join([HEADINGS, *rows]))
    receive_register(path, payer=two_payers, actor=actor)
    settle_queue(two_payers, actor)
    assert ended() == expected
