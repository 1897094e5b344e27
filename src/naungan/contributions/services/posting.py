"""The short transaction of a month: a draft's row, or a posted run with its bills. Everything or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, Sum

from naungan.accounts.access import Actor
from naungan.contributions import due
from naungan.contributions.models import Bill, BillLine, Correction, MonthRun
from naungan.contributions.queries.accounts import account_codes
from naungan.contributions.services.computing import BillTotal, Computed, law_version
from naungan.contributions.services.figures import BILLED_PROGRAMMES, Figures
from naungan.contributions.services.ledger import ROWS_AT_ONCE, rebalance, turn
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law import months
from naungan.registry.models import Payer, Registration


class Overtaken(Exception):  # noqa: N818 - the name says what happened
    """Somebody posted the month after it was computed here: compute again."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who keeps a month, why, and whether to post it."""

    actor: Actor
    reason: str
    post: bool


def keep(computed: Computed, request: Request) -> MonthRun:
    """Write the run's row and, when posting, its bills; drafts that it replaces go. Raises Overtaken."""
    assert computed.files is not None
    with turn() as now:
        refuse_overtaken(computed.month, computed.after, computed.files.path)
        figures = computed.figures
        entry = _entry(computed, request, figures)
        _drop_drafts(computed.month, computed.area_code)
        run = MonthRun.objects.create(
            month=computed.month,
            area_id=computed.area_code,
            kind=MonthRun.Kind.ADJUSTMENT if computed.after else MonthRun.Kind.REGULAR,
            state=MonthRun.State.POSTED if request.post else MonthRun.State.DRAFT,
            number=len(computed.after) + 1 if request.post else None,
            members=figures.members,
            bill_count=figures.bills,
            total_rp=figures.total,
            by_programme=dict(figures.by_programme),
            digest=computed.files.digest,
            law_version=law_version(),
            lake_path=computed.files.path,
            created_at=now,
            posted_at=now if request.post else None,
            entry=entry,
        )
        if request.post:
            _bill(run, computed.bills, entry=entry, now=now)
    return run


def forget_drafts(computed: Computed, request: Request) -> None:
    """Remove drafts that bill nobody any more, because others were posted or everybody left.

    Leaves an entry if any was.
    """
    with turn():
        if _overlapping_drafts(computed.month, computed.area_code).exists():
            _entry(computed, request, Figures())
            _drop_drafts(computed.month, computed.area_code)


def posted_figures(month: int, area_code: str | None) -> Figures:
    """The figures of all posted bills of a month for payers at or below an area, less what was taken back."""
    of_payers = (
        Q()
        if area_code is None
        else Q(payer__area_id=area_code) | Q(payer__area__code__startswith=f"{area_code}.")
    )
    bills = Bill.objects.filter(of_payers, month=month)
    total = bills.aggregate(total=Sum("amount_rp", default=0))["total"]
    asked = bills.filter(kind=Bill.Kind.BILL)
    members = asked.aggregate(members=Sum("members", default=0))["members"]
    taken_out = Correction.objects.filter(bill__in=asked, new_rp=None).count()
    by_programme = dict.fromkeys(BILLED_PROGRAMMES, 0)
    of_lines = BillLine.objects.filter(bill__in=bills).values_list("programme").annotate(rp=Sum("amount_rp"))
    for programme, amount in of_lines:
        by_programme[programme.lower()] = amount
    papers = bills.exclude(kind=Bill.Kind.CREDIT).count()
    return Figures(members - taken_out, papers, total, by_programme)


def refuse_overtaken(month: int, after: Sequence[int], path: str) -> None:
    """Raise Overtaken when other runs of a month are posted than were known; assert that the lake has the run."""
    posted = MonthRun.objects.filter(month=month, state=MonthRun.State.POSTED)
    if set(posted.values_list("pk", flat=True)) != set(after):
        raise Overtaken
    assert (settings.LAKE / path).is_dir(), "the run was swept before it was kept"


def _entry(computed: Computed, request: Request, figures: Figures) -> Entry:
    return record(
        actor=request.actor.name,
        user=request.actor.user,
        action="month.post" if request.post else "month.run",
        reason=request.reason,
        summary={
            "month": months.format_month(computed.month),
            "area": computed.area_code,
            **figures.as_json(),
        },
    )


def _overlapping_drafts(month: int, area_code: str | None):  # type: ignore[no-untyped-def]
    drafts = MonthRun.objects.filter(month=month, state=MonthRun.State.DRAFT)
    if area_code is None:
        return drafts
    above = [area_code[:end] for end, letter in enumerate(area_code) if letter == "."]
    within = Q(area_id=area_code) | Q(area__code__startswith=f"{area_code}.")
    return drafts.filter(within | Q(area_id__in=above) | Q(area=None))


def _drop_drafts(month: int, area_code: str | None) -> None:
    _overlapping_drafts(month, area_code).delete()


def _bill(run: MonthRun, bills: Sequence[BillTotal], *, entry: Entry, now: datetime) -> None:
    schedules = dict(
        Registration.objects.filter(rolls__first_month__lte=run.month, rolls__last_month__gte=run.month)
        .values_list("pk", "schedule")
        .distinct()
    )
    rows = Bill.objects.bulk_create(
        [_bill_row(run, bill, schedules[bill.registration_id], now) for bill in bills],
        batch_size=ROWS_AT_ONCE,
    )
    codes = account_codes(run.month, {line.roll_id for bill in bills for line in bill.lines})
    lines = [
        BillLine(
            bill=row,
            roll_id=line.roll_id,
            programme=line.programme,
            account_code=codes.get((line.roll_id, line.programme), ""),
            members=line.members,
            amount_rp=line.amount_rp,
            worker_rp=line.worker_rp,
        )
        for row, bill in zip(rows, bills, strict=True)
        for line in bill.lines
    ]
    BillLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE)
    _assert_billed(run)
    paying = Payer.objects.filter(bills__run=run, payments__isnull=False).distinct()
    rebalance(sorted(paying.values_list("pk", flat=True)), entry=entry, now=now)


def _bill_row(run: MonthRun, bill: BillTotal, schedule: str, now: datetime) -> Bill:
    return Bill(
        run=run,
        registration_id=bill.registration_id,
        payer_id=bill.payer_id,
        month=run.month,
        payment_code=payment_code(run.month, bill.registration_id, run.number or 0),
        members=bill.members,
        amount_rp=bill.amount_rp,
        due_on=due.by_law(bill.segment, run.month),
        schedule_due_on=due.by_schedule(bill.segment, run.month, schedule),
        posted_at=now,
    )


def payment_code(month: int, registration_id: int, number: int) -> str:
    """The code that a payment names to cover a bill.

    Month, registration, and the run's number in the month.
    """
    return f"{months.format_month(month).replace('-', '')}-{registration_id:06d}-{number}"


def _assert_billed(run: MonthRun) -> None:
    bills = Bill.objects.filter(run=run).aggregate(members=Sum("members"), total=Sum("amount_rp"))
    lines = BillLine.objects.filter(bill__run=run).aggregate(total=Sum("amount_rp", default=0))["total"]
    assert bills["members"] == run.members, "bills and run count different members"
    assert bills["total"] == run.total_rp == lines, "run, bills and bill lines have different totals"
    programmes = dict(
        BillLine.objects.filter(bill__run=run).values_list("programme").annotate(Sum("amount_rp"))
    )
    assert all(programmes.get(name.upper(), 0) == rp for name, rp in run.by_programme.items()), (
        "programmes differ"
    )
