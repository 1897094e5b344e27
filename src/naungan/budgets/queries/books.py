"""How lines stand: ceiling with its shifts, committed, realised, left; by both clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from naungan.accounts.scope import Scope
from naungan.budgets.models import Budget, BudgetLine, Movement, Shift
from naungan.budgets.planning import Facts

Kind = Movement.Kind


@dataclass(frozen=True, slots=True)
class LineState:
    """A line as of a day, whole rupiah: ceiling = first ceiling + shifts in - shifts out."""

    line: BudgetLine
    shifted_rp: int
    committed_rp: int
    realised_rp: int

    @property
    def ceiling_rp(self) -> int:
        """The ceiling after every shift."""
        return self.line.ceiling_rp + self.shifted_rp

    @property
    def left_rp(self) -> int:
        """What is not disbursed yet."""
        return self.ceiling_rp - self.realised_rp

    @property
    def free_rp(self) -> int:
        """What is neither disbursed nor promised: a commitment is used up by what is disbursed."""
        return self.ceiling_rp - max(self.committed_rp, self.realised_rp)


def visible_budgets(scope: Scope) -> QuerySet[Budget]:
    """The budgets of payers in the scope."""
    return Budget.objects.filter(scope.payer_q("payer__")).select_related("payer__area", "entry")


def visible_lines(scope: Scope) -> QuerySet[BudgetLine]:
    """The lines of budgets in the scope."""
    lines = BudgetLine.objects.filter(scope.payer_q("budget__payer__"))
    return lines.select_related("budget__payer__area", "group", "entry")


def line_states(
    lines: Collection[BudgetLine], *, as_of: date, known_at: datetime | None = None
) -> list[LineState]:
    """The state of lines, in their order; of those known at a moment."""
    if known_at is not None:
        lines = [line for line in lines if line.recorded_at <= known_at]
    known = {} if known_at is None else {"recorded_at__lte": known_at}
    shifted: dict[int, int] = defaultdict(int)
    for side, sign in (("given_to", 1), ("taken_from", -1)):
        rows = Shift.objects.filter(**{f"{side}__in": lines}, on__lte=as_of, **known).order_by()
        for pk, amount in rows.values_list(side).annotate(Sum("amount_rp")):
            shifted[pk] += sign * amount
    moved: dict[tuple[int, str], int] = defaultdict(int)
    moves = Movement.objects.filter(line__in=lines, on__lte=as_of, **known).order_by()
    for pk, kind, amount in moves.values_list("line", "kind").annotate(Sum("amount_rp")):
        moved[pk, kind] = amount
    return [
        LineState(line, shifted[line.pk], moved[line.pk, Kind.COMMITMENT], moved[line.pk, Kind.DISBURSEMENT])
        for line in lines
    ]


def lowest(line: BudgetLine, since: date, of: Callable[[LineState], int]) -> int:
    """The least of something of a line on any day from `since` on, with all that is recorded."""
    days = {since}
    for rows in (line.shifts_in, line.shifts_out, line.movements):
        days.update(rows.filter(on__gte=since).values_list("on", flat=True))
    return min(of(line_states([line], as_of=day)[0]) for day in days)


def live_disbursements(line: BudgetLine) -> QuerySet[Movement]:
    """The disbursements of a line that stand."""
    return line.movements.filter(kind=Kind.DISBURSEMENT, reverses=None, reversed_by=None)


def facts_of(line: BudgetLine) -> Facts:
    """What the law asks of one worker of a line."""
    return Facts(
        segment=line.group.segment,
        programmes=tuple(line.programmes.split(",")),
        paid_by=line.paid_by,
        base_rp=line.base_rp,
        sector=line.group.sector,
        risk_group=line.group.risk_group,
    )
