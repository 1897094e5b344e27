"""Reads of the room. Whoever asks gives the scope; nothing outside it is returned."""

from naungan.budgets.queries.books import (
    LineState,
    line_states,
    live_disbursements,
    lowest,
    visible_budgets,
    visible_lines,
)
from naungan.budgets.queries.checks import Alert, alerts_of
from naungan.budgets.queries.coming import Coming, coming_costs
from naungan.budgets.queries.crosswalk import CrosswalkRow, crosswalk
from naungan.budgets.queries.steps import PaymentState, payment_states
from naungan.budgets.queries.summary import (
    BudgetSummary,
    Position,
    budget_summary,
    position,
    positions,
    year_positions,
)

__all__ = [
    "Alert",
    "BudgetSummary",
    "Coming",
    "CrosswalkRow",
    "LineState",
    "PaymentState",
    "Position",
    "alerts_of",
    "budget_summary",
    "coming_costs",
    "crosswalk",
    "line_states",
    "live_disbursements",
    "lowest",
    "payment_states",
    "position",
    "positions",
    "visible_budgets",
    "visible_lines",
    "year_positions",
]
