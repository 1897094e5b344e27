"""What was billed and should not have been, and what corrections have changed since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import Bill, Correction
from naungan.contributions.queries.protection import merged_people
from naungan.contributions.queries.rows import living, posted_runs, visible
from naungan.registry.models import Membership


@dataclass(frozen=True, slots=True)
class BilledMonth:
    """A month that is billed for a person on one roll; `total` in whole rupiah, `bill_id` the bill that asked."""

    person_id: int
    month: int
    membership_id: int
    roll_id: int
    payer_id: int
    bill_id: int
    total: int


def months_billed_after(
    person_ids: Collection[int], month: int, *, known_at: datetime | None = None, scope: Scope = EVERYWHERE
) -> list[BilledMonth]:
    """What is billed for people after a month (that of a death, say) and not taken back, oldest first.

    Those merged into them count; `person_id` is the one asked.
    """
    asked = {each: person for person in person_ids for each in merged_people(person)}
    registrations = Membership.objects.filter(person__in=list(asked)).values("roll__registration")
    wanted = posted_runs(known_at).filter(month__gt=month, bills__registration__in=registrations)
    runs = list(wanted.distinct())
    if not runs:
        return []
    rows = living(runs, known_at).filter(pl.col("person_id").is_in(list(asked)), visible(scope))
    found = rows.sort("month", "roll_id", "membership_id").collect(engine="streaming").to_dicts()
    bills = _first_bills({row["billed_by"] for row in found})
    return [
        BilledMonth(
            person_id=asked[row["person_id"]],
            month=row["month"],
            membership_id=row["membership_id"],
            roll_id=row["roll_id"],
            payer_id=row["payer_id"],
            bill_id=bills[row["billed_by"], row["registration_id"]],
            total=row["total"],
        )
        for row in found
    ]


def _first_bills(runs: Collection[int]) -> dict[tuple[int, int], int]:
    bills = Bill.objects.filter(run__in=runs, kind=Bill.Kind.BILL)
    return {
        (run, registration): pk for run, registration, pk in bills.values_list("run", "registration", "pk")
    }


def corrections_of_bill(bill: Bill, *, scope: Scope = EVERYWHERE) -> QuerySet[Correction, Any]:
    """The corrections that a bill stands for or was changed by, newest first, with run, people and roll: those of
    people whom a scope shows, by domicile or by payer.
    """
    if bill.kind == Bill.Kind.BILL:
        of_bill = Q(bill=bill)
    else:
        root = bill
        while root.adjusts is not None:
            root = root.adjusts
        of_bill = Q(bill=root, run=bill.run_id)
    seen = Q()
    if not scope.everywhere:
        seen = scope.payer_q("bill__payer__") | scope.area_q("membership__person__domicile_id")
    rows = Correction.objects.filter(of_bill, seen).select_related(
        "run__entry", "membership__person", "membership__roll"
    )
    return rows.order_by("-run__number", "membership__person__name", "pk")


def corrections_of(membership_id: int, month: int) -> QuerySet[Correction, Any]:
    """The corrections of a membership's month, oldest first."""
    rows = Correction.objects.filter(membership=membership_id, month=month)
    return rows.select_related("run__entry", "bill").order_by("run__number")


def corrections_of_person(person_id: int, *, scope: Scope = EVERYWHERE) -> QuerySet[Correction, Any]:
    """The corrections of a person's months by payers in the scope, newest first."""
    rows = Correction.objects.filter(
        scope.payer_q("bill__payer__"), membership__person__in=merged_people(person_id)
    )
    return rows.select_related("run__entry", "bill__payer").order_by("-month", "-run__number")


def papers_of_bill(bill: Bill) -> list[Bill]:
    """The differences and credit notes that adjust a bill, oldest first, with the run and its entry."""
    return list(bill.adjusted_by.select_related("run__entry").order_by("posted_at", "pk"))
