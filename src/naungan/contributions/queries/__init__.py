"""What the room reads: how bills stand, who is protected, and why an amount is what it is."""

from naungan.contributions.queries.protection import (
    PersonMonth,
    person_months,
    posted_runs,
    protected_by_month,
    protection,
)
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
    "OnTime",
    "PersonMonth",
    "Status",
    "bills_state",
    "on_time_of",
    "on_time_summary",
    "person_months",
    "posted_runs",
    "protected_by_month",
    "protection",
    "standing",
]
