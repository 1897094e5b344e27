"""Writes of the room: one function, one use case, one transaction, one journal entry."""

from naungan.budgets.services.books import BudgetTold, LineTold, add_budget, add_line, allocate_fund, shift
from naungan.budgets.services.movements import move, reverse
from naungan.budgets.services.payments import start_payment, take_step

__all__ = [
    "BudgetTold",
    "LineTold",
    "add_budget",
    "add_line",
    "allocate_fund",
    "move",
    "reverse",
    "shift",
    "start_payment",
    "take_step",
]
