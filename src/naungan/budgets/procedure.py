"""The way of a payment: which step comes next, and how many working days each may take.

The order is that of the regional treasuries; the day limits are quoted in offices, their text was not read: they
are shown as unverified and refuse nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from naungan.budgets.models import PaymentStep
from naungan.law import holidays

Kind = PaymentStep.Kind
ORDER: Final = tuple(Kind)
# Working days from the step before; not verified.
LIMITS: Final[dict[str, int]] = {Kind.SPM: 2, Kind.SP2D: 2}


def next_kind(steps: Sequence[PaymentStep]) -> PaymentStep.Kind | None:
    """The step that follows those done; None at the end."""
    return ORDER[len(steps)] if len(steps) < len(ORDER) else None


def working_days(since: date, until: date) -> int:
    """Working days after a day, up to and with another."""
    days = (since + timedelta(days=count) for count in range(1, (until - since).days + 1))
    return sum(1 for day in days if holidays.is_working_day(day))


def is_stuck(steps: Sequence[PaymentStep], today: date) -> bool:
    """Whether the next step has waited longer than its limit."""
    following = next_kind(steps)
    limit = LIMITS.get(following) if following else None
    return bool(steps) and limit is not None and working_days(steps[-1].on, today) > limit
