"""Settling differences, one or many: what follows, why, by whom; a number that no longer holds is not settled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.reconciliation.models import Difference, Reconciliation, Settlement
from naungan.contributions.reconciliation.reconciling import reconcile_beside, refuse_outside
from naungan.journal.services import Changed, record, record_changes
from naungan.kit import numbers
from naungan.law.findings import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows, a value of `Settlement.Consequence`, and the reason that is kept."""

    consequence: str
    reason: str


@transaction.atomic
def settle(
    kept: Reconciliation,
    chosen: QuerySet[Difference],
    decision: Decision,
    *,
    expected: int,
    actor: Actor,
) -> Settlement:
    """Settle the open ones among the differences chosen of a reconciliation; `expected` is the number that was seen.
    The months next to it are compared anew, since what follows from a decision may have changed them.

    Refused: scope.outside; settle.reason without one; settle.changed when another number is open now.
    """
    refuse_outside(kept.registration, actor)
    if not decision.reason.strip():
        raise Refused("settle.reason", _("Tulis alasan penyelesaiannya."), where="reason")
    Reconciliation.objects.select_for_update().get(pk=kept.pk)
    still = chosen.filter(reconciliation=kept, state=Difference.State.OPEN)
    sums = still.aggregate(rp=Sum("difference_rp", default=0))
    count = still.count()
    if not count or count != expected:
        raise Refused(
            "settle.changed",
            _("Selisih yang terbuka kini %(now)s, bukan %(seen)s.")
            % {"now": numbers.count(count), "seen": numbers.count(expected)},
            where="expected",
            mend=_("Muat ulang halaman dan periksa lagi sebelum menyelesaikan."),
        )
    entry = record(
        actor=actor.name, user=actor.user, action="reconciliation.settle", reason=decision.reason,
        summary={"payer": kept.payer.code, "area": kept.payer.area_id, "month": kept.month, "count": count,
                 "consequence": decision.consequence},
    )  # fmt: skip
    settlement = Settlement.objects.create(
        reconciliation=kept,
        consequence=decision.consequence,
        reason=decision.reason[:500],
        differences_count=count,
        amount_rp=sums["rp"],
        settled_by=actor.name[:150],
        settled_at=timezone.now(),
        entry=entry,
    )
    before, after = {"state": "OPEN"}, {"state": "SETTLED", "settlement": settlement.pk}
    keys = list(still.values_list("pk", flat=True))
    record_changes(entry, [Changed("contributions.Difference", pk, before, after) for pk in keys])
    settled = still.update(state=Difference.State.SETTLED, settlement=settlement)
    assert settled == count, "other differences were settled than those counted"
    reconcile_beside(kept.registration, kept.month, actor=actor, entry=entry)
    return settlement
