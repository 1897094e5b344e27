"""Correcting posted months: runs of their own that bill the differences and undo what no longer holds.

As with a month, everything heavy comes before the transaction, which checks that nobody posted the month
meanwhile and writes all or nothing. Nothing posted is changed: the corrected rows stand in a lake directory of the
correction, the rows that they replace are named by it, amounts owed on top and credits are bills of their own, and
payments that are set free by a credit cover the payer's oldest lines or stay as credit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions import due
from naungan.contributions.models import Bill, BillLine, Correction, MonthRun
from naungan.contributions.queries.accounts import account_codes
from naungan.contributions.services import documents
from naungan.contributions.services.comparing import (
    Compared,
    Corrections,
    by_programme,
    compare,
    everybody,
    find_corrections,
    only,
    summed,
    told,
)
from naungan.contributions.services.computing import law_version
from naungan.contributions.services.documents import Document, Drawn
from naungan.contributions.services.ledger import ROWS_AT_ONCE, rebalance, turn
from naungan.contributions.services.month import ATTEMPTS, sweep_orphans
from naungan.contributions.services.posting import Overtaken, payment_code, refuse_overtaken
from naungan.engine.lake import RunFiles, write_run
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Payer

_SIGNS = {Bill.Kind.DIFFERENCE: "T", Bill.Kind.CREDIT: "K"}


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures of a preview that somebody agreed to."""

    memberships: int
    total: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What was posted: the runs, their bills of differences and credit notes, and what they add up to."""

    found: Corrections
    runs: tuple[int, ...]
    bills: int
    credits: int
    total: int

    def as_json(self) -> dict[str, Any]:
        """The preview's figures and what was posted."""
        posted = {"runs": list(self.runs), "bills": self.bills, "credits": self.credits, "total": self.total}
        return {**self.found.as_json(), "posted": posted}


@dataclass(frozen=True, slots=True)
class _Order:
    """Who corrects what, why, and as of which day."""

    actor: Actor
    reason: str
    on: date
    area: str | None
    causes: Collection[str] | None
    people: tuple[int, ...] | None


def adjust(
    first: int,
    last: int,
    *,
    actor: Actor,
    area_code: str | None = None,
    causes: Collection[str] | None = None,
    people: Collection[int] | None = None,
    reason: str = "",
    on: date | None = None,
    expected: Seen | None = None,
) -> Adjusted:
    """Post the corrections that `find_corrections` finds, a run for each month that has any.

    `on` (today by default) is the day of the correction: a difference falls due with the contribution of its
    month. `expected` are the figures that somebody saw and agreed to; others are refused. Refused: month.changed,
    month.busy, and what `find_corrections` refuses. Nothing to correct changes nothing.
    """
    found = find_corrections(first, last, actor=actor, area_code=area_code, causes=causes, people=people)
    if expected is not None and (found.memberships, found.total) != (expected.memberships, expected.total):
        raise Refused(
            "month.changed",
            _("Data peserta berubah sejak pratinjau: koreksinya tidak lagi sama."),
            where=months.format_month(first),
            mend=_("Buka pratinjau lagi, periksa jumlahnya, lalu terbitkan."),
        )
    sweep_orphans()
    order = _Order(actor, reason, on or timezone.localdate(), found.area_code, causes, everybody(people))
    runs = [run for one in found.months if len(one.rows) and (run := _adjust_month(one, order)) is not None]
    bills = Bill.objects.filter(run__in=runs)
    notes = bills.filter(kind=Bill.Kind.CREDIT).count()
    total = int(bills.aggregate(rp=Sum("amount_rp", default=0))["rp"])
    return Adjusted(found, tuple(run.pk for run in runs), bills.count() - notes, notes, total)


def claim_back(person_ids: Collection[int], *, actor: Actor, reason: str = "") -> Adjusted:
    """Take back what was billed for people for months after their death, whoever billed it in the actor's reach.

    People who are not dead, or for whom nothing was billed since, change nothing.
    """
    posted = MonthRun.objects.filter(state=MonthRun.State.POSTED).order_by("month")
    ends = [run.month for run in (posted.first(), posted.last()) if run is not None]
    if not ends or not person_ids:
        return Adjusted(summed(0, 0, None, []), (), 0, 0, 0)
    return adjust(
        max(ends[0], ends[1] - 119),
        ends[1],
        actor=actor,
        causes=[Correction.Cause.DEATH],
        people=person_ids,
        reason=reason or _("Ditagih setelah meninggal dunia"),
    )


def _adjust_month(compared: Compared, order: _Order) -> MonthRun | None:
    for _attempt in range(ATTEMPTS):
        files = write_run(settings.LAKE, compared.month, [compared.frozen] if len(compared.frozen) else [])
        drawn = documents.draw(compared.rows.to_dicts(), compared.month)
        try:
            return _keep(compared, drawn, files, order)
        except Overtaken:
            compared = compare(compared.month, order.area, order.people)
            compared = compared if order.causes is None else only(compared, order.causes)
            if not len(compared.rows):
                return None
    raise Refused(
        "month.busy",
        _("Bulan %(month)s sedang difinalisasi oleh proses lain.")
        % {"month": months.format_month(compared.month)},
        mend=_("Tunggu sebentar, lalu coba lagi."),
    )


def _keep(compared: Compared, drawn: Drawn, files: RunFiles, order: _Order) -> MonthRun:
    """The short transaction. Raises Overtaken."""
    with turn() as now:
        refuse_overtaken(compared.month, compared.after, files.path)
        figures = summed(compared.month, compared.month, order.area, [compared])
        entry = _entry(figures, order)
        run = MonthRun.objects.create(
            month=compared.month,
            area_id=order.area,
            kind=MonthRun.Kind.CORRECTION,
            state=MonthRun.State.POSTED,
            number=len(compared.after) + 1,
            members=figures.memberships,
            bill_count=len(drawn.documents),
            total_rp=figures.total,
            by_programme=by_programme(compared.rows),
            digest=files.digest,
            law_version=law_version(),
            lake_path=files.path,
            created_at=now,
            posted_at=now,
            entry=entry,
        )
        _write_bills(run, drawn.documents, on=order.on, now=now)
        _write_corrections(run, compared.rows, drawn)
        _assert_adjusted(run, compared.rows)
        payers = Payer.objects.filter(bills__run=run, payments__isnull=False).distinct()
        rebalance(sorted(payers.values_list("pk", flat=True)), entry=entry, now=now)
    return run


def _entry(figures: Corrections, order: _Order) -> Entry:
    summary = {"month": months.format_month(figures.first), **figures.as_json()}
    return record(
        actor=order.actor.name,
        user=order.actor.user,
        action="month.adjust",
        reason=order.reason,
        summary={name: value for name, value in summary.items() if name not in {"from", "to", "late"}},
    )


def _write_bills(run: MonthRun, drawn: Sequence[Document], *, on: date, now: datetime) -> None:
    known = documents.reversed_lines(drawn)
    rows = [_bill(run, document, position, on=on, now=now) for position, document in enumerate(drawn, 1)]
    Bill.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    codes = account_codes(run.month, {roll for document in drawn for roll, _programme in document.lines})
    lines = [
        BillLine(
            bill=row,
            roll_id=roll,
            programme=programme,
            account_code=codes.get((roll, programme), ""),
            members=len(part.memberships),
            amount_rp=part.amount_rp,
            worker_rp=part.worker_rp,
            reverses_id=known[document.adjusts.pk, roll, programme] if row.kind == Bill.Kind.CREDIT else None,
        )
        for row, document in zip(rows, drawn, strict=True)
        for (roll, programme), part in sorted(document.lines.items())
    ]
    BillLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE)


def _bill(run: MonthRun, document: Document, position: int, *, on: date, now: datetime) -> Bill:
    adjusts = document.adjusts
    registration = adjusts.registration
    code = payment_code(run.month, registration.pk, run.number or 0)
    days = (adjusts.due_on, adjusts.schedule_due_on)
    if document.kind == Bill.Kind.DIFFERENCE:
        month = max(run.month, months.of(on))
        by_law = due.by_law(registration.segment, month)
        days = (by_law, max(by_law, due.by_schedule(registration.segment, month, registration.schedule)))
    return Bill(
        run=run,
        kind=document.kind,
        adjusts=adjusts,
        registration=registration,
        payer_id=adjusts.payer_id,
        month=run.month,
        payment_code=f"{code}{_SIGNS[Bill.Kind(document.kind)]}{position}",
        members=document.members,
        amount_rp=document.amount_rp,
        due_on=days[0],
        schedule_due_on=days[1],
        posted_at=now,
    )


def _write_corrections(run: MonthRun, rows: pl.DataFrame, drawn: Drawn) -> None:
    corrections = []
    for row in rows.to_dicts():
        short = told(row)
        corrections.append(
            Correction(
                run=run,
                reverses_id=row["run_id"],
                membership_id=row["membership_id"],
                bill=drawn.first_bills[row["membership_id"]],
                month=run.month,
                cause=row["cause"],
                old_rp=short["old"],
                new_rp=short["new"],
                difference=documents.changes(row),
            )
        )
    Correction.objects.bulk_create(corrections, batch_size=ROWS_AT_ONCE)


def _assert_adjusted(run: MonthRun, rows: pl.DataFrame) -> None:
    """The papers add up to the differences, and no line is taken back beyond itself."""
    of_run = BillLine.objects.filter(bill__run=run)
    lines = of_run.aggregate(total=Sum("amount_rp", default=0))["total"]
    bills = Bill.objects.filter(run=run).aggregate(total=Sum("amount_rp", default=0))["total"]
    assert lines == bills == run.total_rp == sum(run.by_programme.values()), "a correction does not add up"
    assert run.members == len(rows), "a correction names other memberships than it counts"
    reversed_lines = BillLine.objects.filter(reversals__bill__run=run).distinct()
    taken = reversed_lines.values_list("pk", "amount_rp").annotate(back=Sum("reversals__amount_rp"))
    beyond = [line for line, amount, back in taken if amount + back < 0]
    assert not beyond, f"lines reversed beyond themselves: {beyond[:5]}"
