"""What the room writes: the month, payments and their allocation."""

from naungan.contributions.services.check import Checked, check_months
from naungan.contributions.services.figures import Figures, MonthResult
from naungan.contributions.services.ledger import allocate_payer
from naungan.contributions.services.month import run_month
from naungan.contributions.services.receive import ReceiveResult, receive, receive_file

__all__ = [
    "Checked",
    "Figures",
    "MonthResult",
    "ReceiveResult",
    "allocate_payer",
    "check_months",
    "receive",
    "receive_file",
    "run_month",
]
