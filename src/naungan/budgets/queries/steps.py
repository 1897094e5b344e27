"""Payments on their way: where each stands, how long each step took, and what is stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from naungan.accounts.scope import Scope
from naungan.budgets import procedure
from naungan.budgets.models import Disbursement, PaymentStep


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step with the days since the one before it (None for the first), calendar and working days."""

    step: PaymentStep
    days: int | None
    working_days: int | None
    limit: int | None

    @property
    def is_over(self) -> bool:
        """Whether it took longer than the (unverified) limit."""
        return self.limit is not None and self.working_days is not None and self.working_days > self.limit


@dataclass(frozen=True, slots=True)
class PaymentState:
    """A payment as of a day: its steps, the one it waits for, since when and with whom."""

    disbursement: Disbursement
    amount_rp: int
    steps: tuple[StepTaken, ...]
    waits_for: PaymentStep.Kind | None
    waits_days: int | None
    is_stuck: bool

    @property
    def last(self) -> PaymentStep | None:
        """The last step taken."""
        return self.steps[-1].step if self.steps else None

    @property
    def days(self) -> int | None:
        """Days from the first step to the last."""
        return (self.steps[-1].step.on - self.steps[0].step.on).days if self.steps else None

    @property
    def status(self) -> str:
        """ "DONE", "STUCK", "WAITING" or "NEW"."""
        if self.waits_for is None:
            return "DONE"
        if self.is_stuck:
            return "STUCK"
        return "WAITING" if self.steps else "NEW"


def payment_states(scope: Scope, today: date, **narrowed: object) -> list[PaymentState]:
    """Payments of the scope, the newest first; `narrowed` are conditions on them."""
    rows = Disbursement.objects.filter(scope.payer_q("budget__payer__"), **narrowed)
    rows = rows.select_related("budget__payer__area").prefetch_related("steps__entry", "parts__line")
    return [_state(row, today) for row in rows.order_by("-pk")]


def _state(row: Disbursement, today: date) -> PaymentState:
    steps = list(row.steps.all())
    taken = []
    for before, step in zip([None, *steps], steps, strict=False):
        days = (step.on - before.on).days if before else None
        working = procedure.working_days(before.on, step.on) if before else None
        taken.append(StepTaken(step, days, working, procedure.LIMITS.get(step.kind)))
    following = procedure.next_kind(steps)
    return PaymentState(
        disbursement=row,
        amount_rp=sum(part.amount_rp for part in row.parts.all()),
        steps=tuple(taken),
        waits_for=following,
        waits_days=(today - steps[-1].on).days if steps and following else None,
        is_stuck=procedure.is_stuck(steps, today),
    )
