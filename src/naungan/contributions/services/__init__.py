"""What the room writes: the month, payments and their allocation."""

from naungan.contributions.services.adjusting import Adjusted, Seen, adjust, claim_back
from naungan.contributions.services.calls import PaymentTold, receive_once
from naungan.contributions.services.check import Checked, check_months
from naungan.contributions.services.comparing import Corrections, find_corrections
from naungan.contributions.services.figures import Figures, MonthResult
from naungan.contributions.services.ledger import allocate_payer
from naungan.contributions.services.month import run_month
from naungan.contributions.services.receive import ReceiveResult, instruct, receive, receive_file
from naungan.contributions.services.reversing import Reversing, keep_proof, reverse_payment

__all__ = [
    "Adjusted",
    "Checked",
    "Corrections",
    "Figures",
    "MonthResult",
    "PaymentTold",
    "ReceiveResult",
    "Reversing",
    "Seen",
    "adjust",
    "allocate_payer",
    "check_months",
    "claim_back",
    "find_corrections",
    "instruct",
    "keep_proof",
    "receive",
    "receive_file",
    "receive_once",
    "reverse_payment",
    "run_month",
]
