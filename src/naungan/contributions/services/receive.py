"""Receiving payments.

A file or one by hand, once by payer and reference, allocated in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import Instruction, Payment
from naungan.contributions.payment_file import PaymentRow, covers_of, read_payments, remark
from naungan.contributions.services.ledger import ROWS_AT_ONCE, rebalance, turn
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law.findings import Finding, Refused
from naungan.registry.models import Payer

CODES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """What became of a file: rows = accepted + rejected; `known` of the accepted were received before.

    `amount` sums the accepted payments in whole rupiah; `allocated` of it covers bills now.
    """

    rows: int
    accepted: int
    rejected: int
    known: int
    amount: int
    allocated: int
    credit: int
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """The keys of the public contract."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "known": self.known,
            "amount": self.amount,
            "allocated": self.allocated,
            "credit": self.credit,
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Lines against what is known: new ones, those received before, and remarks."""

    new: list[PaymentRow]
    known: list[int]
    findings: list[Finding]


def receive_file(path: Path, *, actor: Actor, reason: str = "", dry_run: bool = False) -> ReceiveResult:
    """Receive the payments of a CSV file (see `payment_file`): good lines go in, the others come back as
    remarks. Of a file whose figures cannot be trusted nothing goes in.

    The same file again changes nothing. With `dry_run` nothing is written: what would be received counts as
    credit.
    """
    read = read_payments(path)
    summary = {"file": path.name}
    payments = read.payments if read.trusted else ()
    result = _receive(payments, actor=actor, reason=reason, summary=summary, dry_run=dry_run)
    return ReceiveResult(
        rows=read.rows,
        accepted=result.accepted,
        rejected=read.rows - result.accepted,
        known=result.known,
        amount=result.amount,
        allocated=result.allocated,
        credit=result.credit,
        findings=tuple(sorted((*read.findings, *result.findings), key=lambda found: int(found.cell))),
    )


def receive(
    *,
    payer: Payer,
    paid_on: date,
    amount_rp: int,
    reference: str,
    actor: Actor,
    payment_code: str = "",
    covers: Sequence[str] = (),
    reason: str = "",
) -> ReceiveResult:
    """Receive one payment by hand, whole rupiah; `covers` are months ("2021-03") or payment codes that the payer
    says it is for, first named first covered.

    Refused: payment.conflict when the reference is known with other data.
    """
    assert amount_rp > 0, "a payment is positive"
    row = PaymentRow(1, paid_on, amount_rp, payer.code, reference, payment_code, tuple(covers))
    result = _receive([row], actor=actor, reason=reason, summary={"payer": payer.code, "area": payer.area_id})
    for finding in result.findings:
        raise Refused(
            finding.code, f"{finding.found}: {finding.expected}", where=reference, mend=finding.mend
        )
    return result


def instruct(payment: Payment, covers: Sequence[str], *, actor: Actor, reason: str = "") -> Instruction:
    """Record what a payer says a payment is for, now or later: months or payment codes, () for the oldest first.

    Allocations follow at once, by reversals and new rows. Refused: scope.outside, payment.covers.
    """
    with turn() as now:
        payer = payment.payer
        if not actor.scope.holds_payer(payer.code, payer.area_id):
            raise Refused("scope.outside", _("Pembayaran ini di luar wilayah kerja Anda."), where="payment")
        read = covers_of(" ".join(covers))
        if read is None:
            raise Refused(
                "payment.covers",
                _("Peruntukan pembayaran tidak terbaca."),
                where="covers",
                mend=_("Tulis bulan seperti 2021-03, rentang 2021-01..2021-04, atau kode iuran."),
            )
        entry = record(
            actor=actor.name,
            user=actor.user,
            action="payment.instruct",
            reason=reason,
            summary={
                "payer": payer.code,
                "area": payer.area_id,
                "reference": payment.reference,
                "covers": list(read),
            },
        )
        told = Instruction.objects.create(payment=payment, covers=list(read), recorded_at=now, entry=entry)
        rebalance([payer.pk], entry=entry, now=now)
    return told


def _receive(
    rows: Sequence[PaymentRow],
    *,
    actor: Actor,
    reason: str,
    summary: Mapping[str, Any],
    dry_run: bool = False,
) -> ReceiveResult:
    with turn() as now:
        payers = _visible_payers({row.payer_code for row in rows}, actor)
        found = _sorted(rows, payers)
        received = list(found.known)
        if found.new and not dry_run:
            told = dict(summary) | _summary(found.new, payers)
            entry = record(
                actor=actor.name, user=actor.user, action="payment.receive", reason=reason, summary=told
            )
            written = write_payments(found.new, payers, entry=entry, now=now)
            rebalance(sorted({payment.payer_id for payment in written}), entry=entry, now=now)
            received += [payment.pk for payment in written]
        amount, allocated = _sums(received)
        if dry_run:
            amount += sum(row.amount_rp for row in found.new)
    accepted = len(found.known) + len(found.new)
    return ReceiveResult(
        rows=len(rows),
        accepted=accepted,
        rejected=len(rows) - accepted,
        known=len(found.known),
        amount=amount,
        allocated=allocated,
        credit=amount - allocated,
        findings=tuple(found.findings),
    )


def _visible_payers(codes: Iterable[str], actor: Actor) -> dict[str, Payer]:
    wanted = sorted(codes)
    visible = Payer.objects.filter(actor.scope.payer_q())
    payers: dict[str, Payer] = {}
    for some in _some(wanted):
        payers.update({payer.code: payer for payer in visible.filter(code__in=some)})
    return payers


def _sorted(rows: Sequence[PaymentRow], payers: Mapping[str, Payer]) -> _Sorted:
    known = _known(rows, payers)
    result = _Sorted([], [], [])
    for row in rows:
        payer = payers.get(row.payer_code)
        before = known.get((payer.pk, row.reference)) if payer else None
        if payer is None:
            wanted = _("kode pembayar iuran yang terdaftar")
            mend = _("Periksa kodenya pada daftar pembayar iuran, atau daftarkan lebih dahulu.")
            result.findings.append(remark("payer.unknown", row.line, row.payer_code, wanted, mend))
        elif before is None:
            result.new.append(row)
        elif hasattr(before, "reversal"):
            result.findings.append(_taken_back(row, before))
        elif (before.paid_on, before.amount_rp, before.payment_code) == (
            row.paid_on,
            row.amount_rp,
            row.payment_code,
        ):
            result.known.append(before.pk)
        else:
            result.findings.append(_conflict(row, before))
    return result


def _conflict(row: PaymentRow, before: Payment) -> Finding:
    expected = _("sudah diterima dengan tanggal %(day)s dan jumlah Rp%(amount)s") % {
        "day": before.paid_on.isoformat(),
        "amount": before.amount_rp,
    }
    mend = _("Perbaiki baris ini, atau pakai nomor bukti yang lain bila memang pembayaran lain.")
    return remark("payment.conflict", row.line, row.reference, expected, mend)


def _taken_back(row: PaymentRow, before: Payment) -> Finding:
    expected = _("pembayaran ini sudah dibatalkan: %(why)s") % {"why": before.reversal.get_why_display()}
    mend = _("Bila uangnya datang lagi, catat dengan nomor bukti yang baru.")
    return remark("payment.reversed", row.line, row.reference, expected, mend)


def _known(rows: Sequence[PaymentRow], payers: Mapping[str, Payer]) -> dict[tuple[int, str], Payment]:
    references = sorted({row.reference for row in rows if row.payer_code in payers})
    known: dict[tuple[int, str], Payment] = {}
    for some in _some(references):
        for payment in Payment.objects.filter(reference__in=some).select_related("reversal"):
            known[payment.payer_id, payment.reference] = payment
    return known


def write_payments(
    rows: Sequence[PaymentRow], payers: Mapping[str, Payer], *, entry: Entry, now: datetime
) -> list[Payment]:
    """Write new payments with what their payers say, in a `turn`; `rebalance` the payers afterwards."""
    payments = [
        Payment(
            payer=payers[row.payer_code],
            reference=row.reference,
            paid_on=row.paid_on,
            amount_rp=row.amount_rp,
            payment_code=row.payment_code,
            recorded_at=now,
            entry=entry,
        )
        for row in rows
    ]
    Payment.objects.bulk_create(payments, batch_size=ROWS_AT_ONCE)
    told = [
        Instruction(payment=payment, covers=list(row.covers), recorded_at=now, entry=entry)
        for payment, row in zip(payments, rows, strict=True)
        if row.covers
    ]
    Instruction.objects.bulk_create(told, batch_size=ROWS_AT_ONCE)
    return payments


def _summary(rows: Sequence[PaymentRow], payers: Mapping[str, Payer]) -> dict[str, Any]:
    codes = sorted({row.payer_code for row in rows})
    told: dict[str, Any] = {
        "payments": len(rows),
        "amount": sum(row.amount_rp for row in rows),
        "area": _common_area([payers[code].area_id for code in codes]),
    }
    return told | ({"payer": codes[0]} if len(codes) == 1 else {"payers": codes[:50]})


def _common_area(codes: Sequence[str]) -> str | None:
    """The smallest area that holds all of them; None when they lie in several provinces."""
    shared = takewhile(
        lambda parts: len(set(parts)) == 1, zip(*(code.split(".") for code in codes), strict=False)
    )
    return ".".join(parts[0] for parts in shared) or None


def _sums(payment_ids: Sequence[int]) -> tuple[int, int]:
    """What payments sum to, and what of it covers bills now."""
    amount = allocated = 0
    for some in _some(payment_ids):
        payments = Payment.objects.filter(pk__in=some).annotate(
            covered_rp=Coalesce(Sum("allocations__amount_rp"), 0), whole_rp=F("amount_rp")
        )
        for whole, covered in payments.values_list("whole_rp", "covered_rp"):
            amount, allocated = amount + whole, allocated + covered
    return amount, allocated


def _some(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CODES_AT_ONCE] for start in range(0, len(values), CODES_AT_ONCE))
