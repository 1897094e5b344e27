"""A budget whole, and what a region has: sums, what comes, remarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from naungan.accounts.scope import EVERYWHERE, Scope, within
from naungan.budgets.models import Budget, BudgetLine
from naungan.budgets.queries.books import LineState, line_states, visible_budgets
from naungan.budgets.queries.checks import Alert, alerts_of, used_percent
from naungan.budgets.queries.coming import Coming, coming_costs


@dataclass(frozen=True, slots=True)
class Position:
    """A budget as of a day. `coming` is by line; under None stands what no line takes."""

    budget: Budget
    states: tuple[LineState, ...]
    coming: dict[int | None, Coming]
    alerts: tuple[Alert, ...]

    @property
    def ceiling_rp(self) -> int:
        """The ceilings after every shift."""
        return sum(state.ceiling_rp for state in self.states)

    @property
    def committed_rp(self) -> int:
        """The commitments."""
        return sum(state.committed_rp for state in self.states)

    @property
    def realised_rp(self) -> int:
        """What was disbursed."""
        return sum(state.realised_rp for state in self.states)

    @property
    def left_rp(self) -> int:
        """What was not."""
        return self.ceiling_rp - self.realised_rp

    @property
    def coming_rp(self) -> int:
        """What the lines must still pay this year; not what no line of the budget takes."""
        return sum(part.total_rp for place, part in self.coming.items() if place is not None)

    @property
    def without_line_rp(self) -> int:
        """What the payer's lists cost that no line takes."""
        return self.coming[None].total_rp if None in self.coming else 0

    @property
    def used(self) -> float | None:
        """Realisation in percent of the ceiling."""
        return used_percent(self.ceiling_rp, self.realised_rp)

    @property
    def status(self) -> str:
        """ "SHORT", "USED", "FLAGGED" or "SOUND", the gravest."""
        codes = {alert.code for alert in self.alerts}
        if "line.short" in codes:
            return "SHORT"
        if "line.used" in codes:
            return "USED"
        return "FLAGGED" if any(alert.tone in {"bad", "warn"} for alert in self.alerts) else "SOUND"


@dataclass(frozen=True, slots=True)
class BudgetSummary:
    """The budgets of a region for a year, for a report: sums in whole rupiah, and their remarks."""

    year: int
    budgets: int
    ceiling_rp: int
    committed_rp: int
    realised_rp: int
    left_rp: int
    coming_rp: int
    used_percent: float | None
    alerts: tuple[Alert, ...]


def position(budget: Budget, *, as_of: date, known_at: datetime | None = None) -> Position:
    """A budget as of a day, as it was known at a moment. The payer's lists are shared out among all its lines of the
    year, those of other agencies too.
    """
    together = BudgetLine.objects.filter(budget__payer=budget.payer, budget__year=budget.year)
    every = line_states(
        list(together.select_related("budget__payer__area", "group")), as_of=as_of, known_at=known_at
    )
    lines = [state.line for state in every]
    costs = coming_costs(budget.payer, budget.year, lines, as_of=as_of, known_at=known_at)
    states = [state for state in every if state.line.budget_id == budget.pk]
    own = {None, *(state.line.pk for state in states)}
    coming = {place: cost for place, cost in costs.items() if place in own}
    return Position(budget, tuple(states), coming, tuple(alerts_of(budget, states, coming, as_of)))


def positions(budgets: Iterable[Budget], *, as_of: date, known_at: datetime | None = None) -> list[Position]:
    """Several of them, in their order."""
    return [position(budget, as_of=as_of, known_at=known_at) for budget in budgets]


def year_positions(
    *, as_of: date, known_at: datetime | None = None, area_code: str | None = None, scope: Scope = EVERYWHERE
) -> list[Position]:
    """Each budget of the year of a day, of payers in an area, as it was known at a moment."""
    budgets = visible_budgets(scope).filter(year=as_of.year)
    if area_code:
        budgets = budgets.filter(within("payer__area_id", area_code))
    if known_at is not None:
        budgets = budgets.filter(entry__at__lte=known_at)
    return positions(budgets.order_by("payer__name", "pk"), as_of=as_of, known_at=known_at)


def budget_summary(
    *, as_of: date, known_at: datetime | None = None, area_code: str | None = None, scope: Scope = EVERYWHERE
) -> BudgetSummary:
    """The sums of `year_positions`."""
    found = year_positions(as_of=as_of, known_at=known_at, area_code=area_code, scope=scope)
    ceiling, realised = sum(one.ceiling_rp for one in found), sum(one.realised_rp for one in found)
    return BudgetSummary(
        year=as_of.year,
        budgets=len(found),
        ceiling_rp=ceiling,
        committed_rp=sum(one.committed_rp for one in found),
        realised_rp=realised,
        left_rp=ceiling - realised,
        coming_rp=sum(one.coming_rp for one in found),
        used_percent=used_percent(ceiling, realised),
        alerts=tuple(alert for one in found for alert in one.alerts),
    )
