"""What bills, receipts, statements and reminder letters say on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.areas.queries import name_of
from naungan.contributions.models import Bill, Payment
from naungan.contributions.queries import PersonMonth
from naungan.contributions.queries.arrears import Account
from naungan.contributions.queries.standing import BillState, Status
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import seal
from naungan.registry.models import Payer, Person

TEMPLATE = "contributions/papers/account.typ"

Facts = list[tuple[str, str]]


def pdf(papers: Sequence[dict[str, Any]]) -> bytes:
    """The PDF of one or several papers (`sheet`), in Indonesian whatever the language of the page."""
    with translation.override("id"):
        made = _("Dibuat dengan Naungan, %(moment)s") % {"moment": numbers.moment(timezone.now())}
        return paper(TEMPLATE, {"papers": list(papers), "title": papers[0]["title"], "made": made})


def sheet(
    issued: IssuedPaper, facts: Iterable[tuple[str, str]], request: HttpRequest | None, **parts: Any
) -> dict[str, Any]:
    """One paper; `parts` are its `body` (paragraphs), `tables` and `signatures`."""
    return {
        "lang": "id",
        "title": issued.title,
        "number": _("Nomor: %(number)s") % {"number": issued.number},
        "head": {
            "office": _("Jaminan Sosial Ketenagakerjaan"),
            "unit": name_of(issued.area_id) if issued.area_id else "",
        },
        "made": "",
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "facts": [list(fact) for fact in facts],
        "body": parts.get("body", []),
        "tables": parts.get("tables", []),
        "signatures": parts.get("signatures", []),
        "seal": seal(issued, request),
    }


def table(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    """A table: its columns with their share of the width."""
    return {
        "title": title,
        "columns": [width for _name, width in columns],
        "head": [name for name, _width in columns],
        "rows": [list(row) for row in rows],
    }


def bill_facts(bill: Bill, state: BillState) -> Facts:
    """What a bill's paper and its public page say."""
    return [
        (_("Pembayar iuran"), bill.payer.name),
        (_("Bulan iuran (BLTH)"), numbers.month(bill.month)),
        (_("Kode iuran"), bill.payment_code),
        (_("Jenis"), str(bill.get_kind_display())),
        (_("Peserta"), numbers.count(bill.members)),
        (_("Tagihan"), numbers.rupiah(bill.amount_rp)),
        (_("Sisa"), numbers.rupiah(state.outstanding)),
        (_("Jatuh tempo"), numbers.day(bill.due_on)),
    ]


def bill_tables(bill: Bill) -> list[dict[str, Any]]:
    """A bill's lines."""
    lines = bill.lines.select_related("roll").order_by("roll__name", "programme")
    columns = [
        (_("Daftar"), 4),
        (_("Program"), 1),
        (_("Kode rekening"), 2),
        (_("Peserta"), 1),
        (_("Iuran"), 2),
    ]
    rows = [
        [
            line.roll.name,
            line.programme,
            line.account_code or "–",
            numbers.count(line.members),
            numbers.rupiah(line.amount_rp),
        ]
        for line in lines
    ]
    return [table(_("Rincian tagihan"), columns, rows)]


def receipt_facts(payment: Payment) -> Facts:
    """What a receipt and its public page say."""
    return [
        (_("Diterima dari"), payment.payer.name),
        (_("Tanggal bayar"), numbers.day(payment.paid_on)),
        (_("Nomor bukti"), payment.reference),
        (_("Jumlah"), numbers.rupiah(payment.amount_rp)),
    ]


def receipt_tables(payment: Payment) -> list[dict[str, Any]]:
    """What the payment covers now."""
    fields = ("line__bill__month", "line__bill__payment_code")
    rows = (
        payment.allocations.order_by("line__bill__month").values_list(*fields).annotate(rp=Sum("amount_rp"))
    )
    told = [[numbers.month(month), code, numbers.rupiah(rp)] for month, code, rp in rows if rp]
    credit = payment.amount_rp - sum(rp for _month, _code, rp in rows)
    if credit:
        told.append([_("Saldo untuk bulan berikutnya"), "", numbers.rupiah(credit)])
    columns = [(_("Bulan iuran (BLTH)"), 2), (_("Kode iuran"), 2), (_("Jumlah"), 2)]
    return [table(_("Melunasi tagihan"), columns, told)]


def statement_facts(found: Account) -> Facts:
    """What a payer's statement and its public page say."""
    return [
        (_("Pembayar iuran"), found.payer.name),
        (_("Posisi per"), numbers.day(found.as_of)),
        (_("Ditagih"), numbers.rupiah(found.billed)),
        (_("Dibayar"), numbers.rupiah(found.paid)),
        (_("Sisa"), numbers.rupiah(found.outstanding)),
        (_("Tunggakan iuran"), numbers.rupiah(found.overdue)),
        (_("Saldo"), numbers.rupiah(found.credit)),
    ]


def statement_tables(found: Account) -> list[dict[str, Any]]:
    """A payer's bills and payments."""
    bills = [
        [
            numbers.month(one.month),
            one.payment_code,
            numbers.rupiah(one.billed),
            numbers.rupiah(one.paid),
            numbers.rupiah(one.outstanding),
            numbers.short_day(one.due_on),
            str(Status(one.status).label if one.billed >= 0 else Bill.Kind.CREDIT.label),
        ]
        for one in found.bills
    ]
    columns = [
        (_("Bulan iuran (BLTH)"), 3), (_("Kode iuran"), 4), (_("Tagihan"), 3), (_("Dibayar"), 3), (_("Sisa"), 3),
        (_("Jatuh tempo"), 3), (_("Status"), 3),
    ]  # fmt: skip
    paid = [
        [
            numbers.short_day(one.payment.paid_on),
            one.payment.reference,
            numbers.rupiah(one.payment.amount_rp),
            ", ".join(numbers.month(month) for month, _amount in one.covers) or "–",
            numbers.rupiah(one.credit),
        ]
        for one in found.payments
    ]
    heads = [
        (_("Tanggal bayar"), 2),
        (_("Nomor bukti"), 3),
        (_("Jumlah"), 3),
        (_("Untuk bulan"), 4),
        (_("Saldo"), 2),
    ]
    return [table(_("Tagihan iuran"), columns, bills), table(_("Pembayaran"), heads, paid)]


def person_facts(person: Person, found: Sequence[PersonMonth], as_of: date) -> Facts:
    """What a worker's statement and its public page say: no identity number."""
    return [
        (_("Nama"), person.name),
        (_("Posisi per"), numbers.day(as_of)),
        (_("Bulan ditagih"), numbers.count(len({one.month for one in found}))),
        (_("Bulan terlindungi"), numbers.count(len({one.month for one in found if one.protected}))),
    ]


def person_tables(found: Sequence[PersonMonth]) -> list[dict[str, Any]]:
    """A worker's billed months."""
    rows = [
        [
            numbers.month(one.month),
            one.payer_name,
            one.segment,
            numbers.rupiah(one.total),
            str(one.status.label),
        ]
        for one in found
    ]
    columns = [
        (_("Bulan iuran (BLTH)"), 3), (_("Pembayar iuran"), 4), (_("Segmen"), 2), (_("Iuran"), 2), (_("Status"), 3),
    ]  # fmt: skip
    return [table(_("Bulan iuran"), columns, rows)]


def letter_facts(found: Account) -> Facts:
    """What a reminder and its public page say."""
    late = [one for one in found.bills if one.status in {Status.ARREARS, Status.LAPSED}]
    return [
        (_("Kepada"), found.payer.name),
        (_("Posisi per"), numbers.day(found.as_of)),
        (_("Bulan menunggak"), numbers.count(len({one.month for one in late}))),
        (_("Tunggakan iuran"), numbers.rupiah(found.overdue)),
        (_("Denda keterlambatan bila dibayar hari ini"), numbers.rupiah(found.fee)),
    ]


def letter_body(found: Account, people: int) -> list[str]:
    """The paragraphs of a reminder: what is owed, what it costs, what is asked."""
    facts = {
        "day": numbers.day(found.as_of),
        "people": numbers.count(people),
        "sum": numbers.rupiah(found.overdue),
    }
    return [
        _("Menurut buku tagihan, iuran Saudara yang lewat jatuh tempo per %(day)s berjumlah %(sum)s.")
        % facts,
        _(
            "Selama iuran itu belum dibayar, %(people)s kepesertaan tidak terlindungi dan santunan bagi keluarga "
            "mereka dapat tertunda."
        )
        % facts,
        _("Kami mohon pembayaran segera dengan menyebut kode iuran. Abaikan surat ini bila sudah membayar."),
    ]


def letter_tables(found: Account) -> list[dict[str, Any]]:
    """The bills in arrears."""
    late = [one for one in found.bills if one.status in {Status.ARREARS, Status.LAPSED}]
    rows = [
        [
            numbers.month(one.month),
            one.payment_code,
            numbers.rupiah(one.outstanding),
            numbers.short_day(one.due_on),
            numbers.count(one.members),
        ]
        for one in late
    ]
    columns = [
        (_("Bulan iuran (BLTH)"), 3), (_("Kode iuran"), 4), (_("Sisa"), 3), (_("Jatuh tempo"), 3), (_("Peserta"), 2),
    ]  # fmt: skip
    return [table(_("Tagihan yang menunggak"), columns, rows)]


def area_of(payer: Payer) -> str:
    """The regency of a payer, or its province: who numbers the paper."""
    return str(payer.area_id)[:5]
