"""Lines by group beside codes by programme: each line's ceiling divided by tariff, to the rupiah."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from naungan.budgets.crosswalk import divide
from naungan.budgets.models import BudgetLine
from naungan.budgets.planning import Plan, by_programme
from naungan.budgets.queries.books import LineState, facts_of
from naungan.contributions.queries.accounts import codes_for


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
    codes = accounts_of([state.line for state in states])
    for state in states:
        line = state.line
        weights = weights_of(line)
        ceilings, realised = divide(state.ceiling_rp, weights), divide(state.realised_rp, weights)
        for name, weight in weights.items():
            code = codes[line.pk, name]
            found.append(CrosswalkRow(line, name, code, weight, ceilings[name], realised[name]))
    return found


def weights_of(line: BudgetLine) -> dict[str, int]:
    """What one person of a line costs by programme over the line's months."""
    return by_programme(Plan(facts_of(line), 1, line.first_month, line.last_month))


def accounts_of(lines: Sequence[BudgetLine]) -> dict[tuple[int, str], str]:
    """The account code of each line and programme: the line's own if it is of one programme, else that of the
    region's table, "" when it has none.
    """
    found: dict[tuple[int, str], str] = {}
    by_area: dict[str, list[tuple[int, tuple[str, str, int]]]] = defaultdict(list)
    for line in lines:
        for name in line.programmes.split(","):
            if line.account_code and line.programmes == name:
                found[line.pk, name] = line.account_code
            else:
                wanted = (line.group_id, name, line.first_month)
                by_area[line.budget.payer.area_id].append((line.pk, wanted))
    for area, asked in by_area.items():
        codes = codes_for(area, {wanted for _pk, wanted in asked})
        found |= {(pk, wanted[1]): codes[wanted] for pk, wanted in asked}
    return found
