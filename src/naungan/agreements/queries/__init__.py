"""Reads of the room. Whoever asks gives the scope; nothing outside it is returned."""

from naungan.agreements.queries.agreements import (
    MOST_CORRECTIONS,
    STAGE_DAYS,
    StageUse,
    State,
    Terms,
    expiring,
    stage_uses,
    terms_on,
    visible_agreements,
    visible_regulations,
)
from naungan.agreements.queries.calendar import Event, events
from naungan.agreements.queries.matrix import Cell, MatrixRow, matrix, since_last_meeting
from naungan.agreements.queries.meetings import (
    agenda,
    carried_into,
    last_held,
    overdue,
    visible_actions,
    visible_meetings,
)

__all__ = [
    "MOST_CORRECTIONS",
    "STAGE_DAYS",
    "Cell",
    "Event",
    "MatrixRow",
    "StageUse",
    "State",
    "Terms",
    "agenda",
    "carried_into",
    "events",
    "expiring",
    "last_held",
    "matrix",
    "overdue",
    "since_last_meeting",
    "stage_uses",
    "terms_on",
    "visible_actions",
    "visible_agreements",
    "visible_meetings",
    "visible_regulations",
]
