"""The founding budget of Kota Gorontalo 2021 (S3: three lines, Rp792,965,225, printed with an impossible "juta"), and
made-up payments of Bone Bolango on their way.
"""

from __future__ import annotations

from datetime import date, timedelta

from naungan.accounts.access import Actor
from naungan.budgets.models import Budget, PaymentStep
from naungan.budgets.services import (
    BudgetTold,
    LineTold,
    add_budget,
    add_line,
    move,
    start_payment,
    take_step,
)
from naungan.contributions.models import Payment
from naungan.demo.lists import BONE_BOLANGO, KOTA
from naungan.law import months
from naungan.registry.models import Group, Payer

SOURCE = "60dtk.com, 27 Oktober 2021 (S3)"
MADE_UP = "DPA rekaan percontohan"
AGENCY = "Dinas Tenaga Kerja"
# Description, group, wage or income, people, ceiling; S3 gives no headcount for cleaners and fishers.
_CITY: tuple[tuple[str, str, int, int | None, int], ...] = (
    (
        "Pekerja informal: imam, guru ngaji, RT/RW, bentor, pedagang kecil, petani",
        "pekerja-rentan",
        1_000_000,
        6562,
        384_175_200,
    ),
    ("Tenaga penunjang kegiatan daerah (TPKD)", "tpkd", 1_450_000, 2604, 245_427_756),
    ("Petugas kebersihan, pekerja taman, dan nelayan", "pekerja-rentan", 1_000_000, None, 163_362_269),
)
# Who took the steps of the made-up payments.
_OWNERS = (
    "PPTK Disnaker",
    "PA Disnaker",
    "Kuasa BUD BPKAD",
    "Bendahara BPKAD",
    "Kantor cabang",
    "PPTK Disnaker",
)


def record_budgets(actor: Actor) -> None:
    """Open the budgets and record what was disbursed. Again changes nothing."""
    if Budget.objects.filter(year=2021, payer__code__in=(KOTA, BONE_BOLANGO)).exists():
        return
    _city(actor)
    _bone_bolango(actor)


def _city(actor: Actor) -> None:
    payer = Payer.objects.get(code=KOTA)
    told = BudgetTold(2021, AGENCY, SOURCE, printed=792_965_225, scale=Budget.Scale.MILLION)
    budget = add_budget(told, payer, actor=actor, reason="S3")
    for row in _CITY:
        add_line(budget, _told(*row), actor=actor)


def _bone_bolango(actor: Actor) -> None:
    """20,000 people for the year; the payments that came in 2021 were disbursed from it, and one waits."""
    payer = Payer.objects.get(code=BONE_BOLANGO)
    budget = add_budget(BudgetTold(2021, AGENCY, MADE_UP), payer, actor=actor)
    paid = list(Payment.objects.filter(payer=payer, paid_on__year=2021).order_by("paid_on", "pk"))
    spent = sum(payment.amount_rp for payment in paid)
    name = "Pekerja rentan Bone Bolango"
    told = _told(name, "pekerja-rentan", 1_000_000, 20_000, spent + spent // 10)
    line = add_line(budget, told, actor=actor)
    for payment in paid:
        move(
            line,
            "DISBURSEMENT",
            on=payment.paid_on,
            amount_rp=payment.amount_rp,
            reference=f"SP2D-{payment.reference}"[:80],
            payment=payment,
            actor=actor,
        )
    first = months.parse("2021-11")
    for number, days in enumerate(((0, 1, 3, 3, 4, 9), (0, 6), ()), 1):
        made = start_payment(
            budget,
            description=f"Iuran pekerja rentan, tahap {number} (rekaan)",
            first_month=first - number,
            last_month=first,
            parts={line: spent // 100 + number},
            actor=actor,
        )
        for kind, owner, day in zip(PaymentStep.Kind, _OWNERS, days, strict=False):
            on = date(2021, 12, 6) + timedelta(days=day)
            take_step(made, on=on, owner=owner, number=f"{kind}-REKAAN/{number}", actor=actor)


def _told(text: str, group: str, base_rp: int, people: int | None, ceiling_rp: int) -> LineTold:
    found = Group.objects.get(code=group)
    first = months.parse("2021-01")
    return LineTold(
        description=text,
        group=found,
        programmes=("JKK", "JKM"),
        fund_source="umum",
        paid_by="APBD" if found.segment == "BPU" else "EMPLOYER",
        base_rp=base_rp,
        people=people,
        first_month=first,
        last_month=first + 11,
        ceiling_rp=max(ceiling_rp, 1),
        program="Program hubungan industrial",
        activity="Jaminan sosial ketenagakerjaan",
    )
