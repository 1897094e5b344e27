"""Reads of the room. Whoever asks gives the scope; nothing outside it is returned."""

from naungan.compliance.queries.checks import Check, Outcome, checks_of, matches, newest_month
from naungan.compliance.queries.employers import (
    Position,
    estimate_of,
    key_of,
    letter_of,
    overdue,
    position_on,
    visible_checks,
    visible_employers,
    visible_files,
)

__all__ = [
    "Check",
    "Outcome",
    "Position",
    "checks_of",
    "estimate_of",
    "key_of",
    "letter_of",
    "matches",
    "newest_month",
    "overdue",
    "position_on",
    "visible_checks",
    "visible_employers",
    "visible_files",
]
