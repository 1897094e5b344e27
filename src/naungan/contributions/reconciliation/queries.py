"""Reads for the pages: months that are billed with how their reconciliation stands, causes of one, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from naungan.accounts.scope import Scope
from naungan.contributions.models import Bill
from naungan.contributions.reconciliation.models import AgencyList, Difference, Reconciliation

State = Difference.State


@dataclass(frozen=True, slots=True)
class CauseTotal:
    """One cause of a reconciliation: how many, how many open, what they make of the difference; whole rupiah."""

    cause: Difference.Cause
    count: int
    open: int
    difference_rp: int


def months_of(scope: Scope) -> QuerySet[Bill, Any]:
    """A row for each registration and month that was billed to payers in the scope (its first bill), with `kept_pk`,
    `asked_rp`, `agency_rp`, `apart_rp`, `open_count` (None while it was not compared) and `has_list`.
    """
    own = Bill.objects.filter(scope.payer_q("payer__"))
    first = own.order_by().values("registration", "month").annotate(first=Min("pk")).values("first")
    kept = Reconciliation.objects.filter(registration=OuterRef("registration"), month=OuterRef("month"))
    lists = AgencyList.objects.filter(registration=OuterRef("registration"), month=OuterRef("month"))
    waiting = (
        Difference.objects.filter(
            reconciliation__registration=OuterRef("registration"),
            reconciliation__month=OuterRef("month"),
            state=State.OPEN,
        )
        .order_by()
        .values("reconciliation")
        .annotate(count=Count("pk"))
        .values("count")
    )
    asked = (
        Bill.objects.filter(registration=OuterRef("registration"), month=OuterRef("month"))
        .order_by()
        .values("registration")
        .annotate(rp=Sum("amount_rp"))
        .values("rp")
    )
    return (
        Bill.objects.filter(pk__in=first)
        .select_related("payer", "registration")
        .annotate(
            kept_pk=Subquery(kept.values("pk")),
            asked_rp=Subquery(asked),
            agency_rp=Subquery(kept.values("agency_rp")),
            apart_rp=Subquery(kept.annotate(apart=F("agency_rp") - F("ours_rp")).values("apart")),
            open_count=Coalesce(Subquery(waiting), 0),
            has_list=Exists(lists),
        )
    )


def visible(scope: Scope) -> QuerySet[Reconciliation]:
    """Reconciliations of payers in the scope."""
    return Reconciliation.objects.filter(scope.payer_q("payer__")).select_related(
        "payer__area", "registration__payer", "agency_list"
    )


def causes_of(kept: Reconciliation) -> list[CauseTotal]:
    """The causes of a reconciliation, the gravest first; those that are gone left out. They add up to the whole."""
    rows = (
        kept.differences.exclude(state=State.GONE)
        .order_by()
        .values("cause")
        .annotate(count=Count("pk"), open=Count("pk", filter=Q(state=State.OPEN)), rp=Sum("difference_rp"))
    )
    found = {row["cause"]: row for row in rows}
    causes = [
        CauseTotal(cause, found[cause]["count"], found[cause]["open"], found[cause]["rp"])
        for cause in Difference.Cause
        if cause in found
    ]
    whole = kept.agency_rp - kept.ours_rp
    assert sum(one.difference_rp for one in causes) == whole, f"the causes of {kept.pk} do not add up"
    return causes


def parts_by_cause(kept: Reconciliation) -> dict[Difference.Cause, dict[str, int]]:
    """What each cause makes of the difference by programme (whole rupiah); those that are gone left out."""
    found: dict[Difference.Cause, dict[str, int]] = {}
    rows = kept.differences.exclude(state=State.GONE).exclude(by_programme={})
    for cause, told in rows.order_by().values_list("cause", "by_programme"):
        sums = found.setdefault(Difference.Cause(cause), {})
        for name, (_ours, _theirs, apart) in told.items():
            sums[name] = sums.get(name, 0) + apart
    return {cause: found[cause] for cause in Difference.Cause if cause in found}


def waiting(scope: Scope) -> int:
    """How many differences are open in the scope."""
    rows = Difference.objects.filter(scope.payer_q("reconciliation__payer__"), state=State.OPEN)
    return rows.count()
