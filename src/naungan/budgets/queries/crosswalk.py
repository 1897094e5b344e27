"""Lines by group beside codes by programme: each line's ceiling divided by tariff, to the rupiah."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from naungan.budgets.crosswalk import divide
from naungan.budgets.models import BudgetLine
from naungan.budgets.planning import Plan, by_programme
from naungan.budgets.queries.books import LineState, facts_of
from naungan.contributions.queries.accounts import code_for


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """The part of a line that a programme takes. `weight_rp` is what one person costs over the line's months, the
    key by which the line is divided; `account_code` is "" while the region has chosen none.
    """

    line: BudgetLine
    programme: str
    account_code: str
    weight_rp: int
    amount_rp: int
    realised_rp: int


def crosswalk(states: Sequence[LineState]) -> list[CrosswalkRow]:
    """Every line by programme; the amounts of a line's rows sum to its ceiling, and so for what was disbursed."""
    found = []
    for state in states:
        line = state.line
        weights = weights_of(line)
        ceilings, realised = divide(state.ceiling_rp, weights), divide(state.realised_rp, weights)
        for name, weight in weights.items():
            code = account_of(line, name)
            found.append(CrosswalkRow(line, name, code, weight, ceilings[name], realised[name]))
    return found


def weights_of(line: BudgetLine) -> dict[str, int]:
    """What one person of a line costs by programme over the line's months."""
    return by_programme(Plan(facts_of(line), 1, line.first_month, line.last_month))


def account_of(line: BudgetLine, programme: str) -> str:
    """The account code of a line's programme: its own if it is of one programme, else that of the region's table."""
    if line.account_code and line.programmes == programme:
        return line.account_code
    area = line.budget.payer.area_id
    return code_for(area, line.group_id, programme, line.first_month)
