"""How bills stand: billed, paid, outstanding, and whether in time; as of a date, as it was known at a moment.

The ledger of allocations holds both clocks: its rows carry when they were recorded, and their payments when
they were made. Payments take their turn by date, so what those up to a date cover is a sum over the rows of
these payments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions import due
from naungan.contributions.models import Allocation, Bill
from naungan.law import months
from naungan.registry.models import Segment


class Status(TextChoices):
    """How a bill stands, and with it the protection of its members."""

    PAID = "PAID", _("Lunas")
    IN_GRACE = "IN_GRACE", _("Belum jatuh tempo")
    ARREARS = "ARREARS", _("Menunggak")
    LAPSED = "LAPSED", _("Terputus")


# Later rules may refine it; a bill paid in part protects nobody until it is whole.
PROTECTED = (Status.PAID, Status.IN_GRACE)


@dataclass(frozen=True, slots=True)
class BillState:
    """One bill as of a date. Money in whole rupiah; billed = paid + outstanding + reversed.

    `reversed` is what credit notes took back of it; a credit note itself is billed and reversed by the same
    negative amount, so that sums over bills count only what is still asked. `covered_on` is the day of the
    payment that made it whole.
    """

    bill_id: int
    payment_code: str
    payer_code: str
    payer_name: str
    segment: str
    month: int
    members: int
    billed: int
    paid: int
    outstanding: int
    reversed: int
    status: Status
    due_on: date
    schedule_due_on: date
    covered_on: date | None
    days_late: int
    days_late_by_schedule: int

    @property
    def on_time(self) -> bool:
        """Whether it was whole by the law's due date."""
        return self.status == Status.PAID and not self.days_late

    @property
    def on_time_by_schedule(self) -> bool:
        """Whether it was whole by the due date of the agreement's schedule."""
        return self.status == Status.PAID and not self.days_late_by_schedule


@dataclass(frozen=True, slots=True)
class OnTime:
    """A payer's year: its billed months, and how many of them were whole in time by the law and by the
    schedule. Money in whole rupiah, without what was taken back.

    `open` months hold a bill that is unpaid and not yet due; days late are summed over the bills.
    """

    payer_code: str
    year: int
    months: int
    on_time: int
    on_time_by_schedule: int
    paid: int
    outstanding_rp: int
    open: int = 0
    billed_rp: int = 0
    on_time_rp: int = 0
    on_time_by_schedule_rp: int = 0
    days_late: int = 0
    days_late_by_schedule: int = 0


def standing(
    *, as_of: date | Mapping[int, date], known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> QuerySet[Bill, Any]:
    """The bills of payers in the scope, each with `paid_rp`, `reversed_rp`, `outstanding_rp`, `status` and
    `covered_on`. What a credit note took back counts on every day once it is known.

    `as_of` is one day, or a day for each month: then only the bills of these months, each on its month's day.

    `status` is PAID when nothing is outstanding (a bill of zero is), IN_GRACE through the law's due date,
    then ARREARS, then LAPSED (see `due`); `covered_on` is None until it is whole. Without `known_at`, by all
    that is known now.
    """
    known = Q() if known_at is None else Q(posted_at__lte=known_at)
    if isinstance(as_of, Mapping):
        known &= Q(month__in=list(as_of))
    covered = Allocation.objects.filter(line__bill=OuterRef("pk"), payment__paid_on__lte=OuterRef("on_day"))
    covered = covered.order_by()
    still = Q(amount_rp__gt=0, reversed_by=None)
    if known_at is not None:
        covered = covered.filter(recorded_at__lte=known_at)
        still = Q(amount_rp__gt=0) & (Q(reversed_by=None) | Q(reversed_by__recorded_at__gt=known_at))
    paid = covered.values("line__bill").annotate(rp=Sum("amount_rp")).values("rp")
    last = covered.filter(still).values("line__bill").annotate(on=Max("payment__paid_on")).values("on")
    return (
        Bill.objects.filter(known, scope.payer_q("payer__"))
        .annotate(on_day=_each_day(as_of, lambda day: day))
        .annotate(paid_rp=Coalesce(Subquery(paid), 0), reversed_rp=_reversed(known_at))
        .annotate(outstanding_rp=F("amount_rp") - F("reversed_rp") - F("paid_rp"))
        .annotate(
            status=_status(as_of),
            covered_on=Case(When(outstanding_rp=0, then=Subquery(last)), output_field=DateField(null=True)),
        )
    )


def bills_state(
    *,
    as_of: date,
    known_at: datetime | None = None,
    scope: Scope = EVERYWHERE,
    payer_code: str | None = None,
    first_month: int | None = None,
    last_month: int | None = None,
) -> list[BillState]:
    """The state of bills, oldest first, of one payer or all, from one month to another or all."""
    bills = standing(as_of=as_of, known_at=known_at, scope=scope).select_related("payer", "registration")
    if payer_code is not None:
        bills = bills.filter(payer__code=payer_code)
    if first_month is not None:
        bills = bills.filter(month__gte=first_month)
    if last_month is not None:
        bills = bills.filter(month__lte=last_month)
    return [state_of(bill, as_of) for bill in bills.order_by("month", "payer__code", "pk")]


def state_of(bill: Any, as_of: date) -> BillState:
    """The state of a bill that `standing` annotated for the date."""
    assert bill.outstanding_rp >= 0, f"bill {bill.pk} is covered beyond its amount"
    return BillState(
        bill_id=bill.pk,
        payment_code=bill.payment_code,
        payer_code=bill.payer.code,
        payer_name=bill.payer.name,
        segment=bill.registration.segment,
        month=bill.month,
        members=bill.members,
        billed=bill.amount_rp,
        paid=bill.paid_rp,
        outstanding=bill.outstanding_rp,
        reversed=bill.reversed_rp,
        status=Status(bill.status),
        due_on=bill.due_on,
        schedule_due_on=bill.schedule_due_on,
        covered_on=bill.covered_on,
        days_late=days_late(bill, bill.due_on, as_of),
        days_late_by_schedule=days_late(bill, bill.schedule_due_on, as_of),
    )


def days_late(bill: Any, due_on: date, as_of: date) -> int:
    """Days from a due date to the payment that made the bill whole, or to the date asked while it is not.

    0 in time.
    """
    until = bill.covered_on if bill.outstanding_rp == 0 else as_of
    return 0 if until is None else max(0, (until - due_on).days)


def on_time_summary(
    payer_code: str, year: int, *, as_of: date, known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> OnTime:
    """How many of a payer's billed months of a year were whole in time: all bills of the month were.

    What was taken back was never owed; a difference is in time by its own due date.
    """
    first = months.parse(f"{year:04d}-01")
    states = bills_state(
        as_of=as_of,
        known_at=known_at,
        scope=scope,
        payer_code=payer_code,
        first_month=first,
        last_month=first + 11,
    )
    return on_time_of(payer_code, year, states)


def on_time_of(payer_code: str, year: int, states: Sequence[BillState]) -> OnTime:
    """The same of a payer's bills of a year that were read already."""
    by_month: dict[int, list[BillState]] = {}
    for state in states:
        by_month.setdefault(state.month, []).append(state)
    groups = by_month.values()
    return OnTime(
        payer_code=payer_code,
        year=year,
        months=len(by_month),
        on_time=sum(all(state.on_time for state in group) for group in groups),
        on_time_by_schedule=sum(all(state.on_time_by_schedule for state in group) for group in groups),
        paid=sum(all(state.status == Status.PAID for state in group) for group in groups),
        outstanding_rp=sum(state.outstanding for state in states),
        open=sum(any(state.status == Status.IN_GRACE for state in group) for group in groups),
        billed_rp=sum(state.paid + state.outstanding for state in states),
        on_time_rp=sum(state.paid for state in states if state.on_time),
        on_time_by_schedule_rp=sum(state.paid for state in states if state.on_time_by_schedule),
        days_late=sum(state.days_late for state in states),
        days_late_by_schedule=sum(state.days_late_by_schedule for state in states),
    )


def _reversed(known_at: datetime | None) -> Case:
    """What credit notes took back of a bill; of a credit note, its own amount."""
    notes = Bill.objects.filter(kind=Bill.Kind.CREDIT, adjusts=OuterRef("pk")).order_by()
    if known_at is not None:
        notes = notes.filter(posted_at__lte=known_at)
    taken = notes.values("adjusts").annotate(rp=-Sum("amount_rp")).values("rp")
    return Case(
        When(kind=Bill.Kind.CREDIT, then=F("amount_rp")),
        default=Coalesce(Subquery(taken, output_field=BigIntegerField()), 0),
        output_field=BigIntegerField(),
    )


def _each_day(as_of: date | Mapping[int, date], of: Callable[[date], date]) -> Value | Case:
    """What `of` makes of the day; of the day of the bill's month."""
    if not isinstance(as_of, Mapping):
        return Value(of(as_of), output_field=DateField())
    days = [When(month=month, then=Value(of(day))) for month, day in as_of.items()]
    return Case(*days, output_field=DateField())


def _status(as_of: date | Mapping[int, date]) -> Case:
    def lapsed_from(segment: str) -> Value | Case:
        return _each_day(as_of, lambda day: due.lapsed_if_due_on_or_before(segment, day))

    lapsed = Q(registration__segment=Segment.BPU, due_on__lte=lapsed_from(Segment.BPU)) | (
        ~Q(registration__segment=Segment.BPU) & Q(due_on__lte=lapsed_from(Segment.PU))
    )
    return Case(
        When(outstanding_rp=0, then=Value(Status.PAID.value)),
        When(due_on__gte=F("on_day"), then=Value(Status.IN_GRACE.value)),
        When(lapsed, then=Value(Status.LAPSED.value)),
        default=Value(Status.ARREARS.value),
    )
