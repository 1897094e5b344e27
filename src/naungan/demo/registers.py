"""Bone Bolango's made-up register of disbursements (SP2D) of October and November 2023, as its budget system prints it.

The bills of these months are not in the year's file of payments: the register pays them. October's name their payment
codes, November is one disbursement for both segments. A line of September was told before, salaries and health
contributions are not ours, and one sum names the agency but fits no bill: it waits in the queue with its reason.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import Bill, Payment
from naungan.contributions.register.receiving import receive_register
from naungan.contributions.register.results import RegisterResult
from naungan.demo.lists import BONE_BOLANGO
from naungan.law import months
from naungan.registry.models import Payer

OCTOBER, NOVEMBER = months.parse("2023-10"), months.parse("2023-11")
# Whose bills of which months are paid by the register and not by the file of payments.
PAID_BY_REGISTER = (BONE_BOLANGO, ("2023-10", "2023-11"))
FILE = "2023/register-sp2d-bone-bolango.xlsx"
WAITING_RP = 25_000_000
_HEADINGS = ("No", "Nomor SP2D", "Tanggal SP2D", "SKPD", "Uraian", "Penerima", "Nilai")
_AGENCY = "BPJS Ketenagakerjaan Kantor Cabang Gorontalo (rekaan)"
_OFFICE = "Dinas Tenaga Kerja (rekaan)"
_EARLY = timedelta(days=5)
# Number, day, office, what for, to whom, rupiah.
Line = tuple[str, date, str, str, str, int]


def bring_register(home: Path, actor: Actor) -> RegisterResult:
    """Write the register beside the other files and take it in as the region's treasury would."""
    path = home / "lists" / FILE
    _write(path, _lines())
    owner = Payer.objects.get(code=BONE_BOLANGO)
    return receive_register(path, payer=owner, actor=actor, reason=_("percontohan"))


def _lines() -> list[Line]:
    bills = Bill.objects.filter(payer__code=BONE_BOLANGO, kind=Bill.Kind.BILL, amount_rp__gt=0).order_by("pk")
    october = list(bills.filter(month=OCTOBER))
    november = list(bills.filter(month=NOVEMBER))
    before = Payment.objects.filter(payer__code=BONE_BOLANGO, paid_on__year=2023).order_by("-paid_on", "pk")[
        :1
    ]
    return [
        *((one.reference, one.paid_on, _OFFICE, "Iuran BPJS Ketenagakerjaan", _AGENCY, one.amount_rp)
          for one in before),
        (_number(1), date(2023, 10, 2), "BKPSDM (rekaan)", "Gaji induk pegawai Oktober 2023", "Bendahara",
         4_118_250_000),
        *((_number(2 + at), bill.due_on - _EARLY, _OFFICE, f"Iuran JKK JKM kode iuran {bill.payment_code}", _AGENCY,
           bill.amount_rp) for at, bill in enumerate(october)),
        (_number(7), date(2023, 10, 20), "Dinas Kesehatan (rekaan)", "Iuran jaminan kesehatan PBI daerah",
         "BPJS Kesehatan", 812_700_000),
        *([(_number(8), min(bill.due_on for bill in november) - _EARLY, _OFFICE, "Iuran JKK JKM November 2023",
            _AGENCY, sum(bill.amount_rp for bill in november))] if november else []),
        (_number(9), date(2023, 11, 20), "Dinas PMD (rekaan)", "Iuran perangkat desa, tahap kedua", _AGENCY,
         WAITING_RP),
    ]  # fmt: skip


def _number(number: int) -> str:
    return f"REKAAN-{number:04d}/LS/2023"


def _write(path: Path, lines: list[Line]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Register SP2D")
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "PEMERINTAH KABUPATEN BONE BOLANGO (REKAAN)")
        sheet.write(1, 0, "REGISTER SP2D TAHUN ANGGARAN 2023")
        sheet.write_row(3, 0, _HEADINGS)
        for at, (number, day, office, words, to, amount) in enumerate(lines, 1):
            sheet.write_row(3 + at, 0, (at, number, "", office, words, to, amount))
            sheet.write_datetime(3 + at, 2, day, days)
        sheet.write_row(4 + len(lines), 4, ("JUMLAH", "", sum(line[-1] for line in lines)))
