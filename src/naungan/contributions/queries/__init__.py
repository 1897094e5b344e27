"""What the room reads: how bills stand, who is protected, and why an amount is what it is."""

from naungan.contributions.queries.corrected import BilledMonth, months_billed_after
from naungan.contributions.queries.protection import (
    PersonMonth,
    person_months,
    protected_by_month,
    protection,
)
from naungan.contributions.queries.rows import posted_runs
from naungan.contributions.queries.standing import (
    BillState,
    OnTime,
    Status,
    bills_state,
    on_time_of,
    on_time_summary,
    standing,
)

__all__ = [
    "BillState",
    "BilledMonth",
    "OnTime",
    "PersonMonth",
    "Status",
    "bills_state",
    "months_billed_after",
    "on_time_of",
    "on_time_summary",
    "person_months",
    "posted_runs",
    "protected_by_month",
    "protection",
    "standing",
]
