"""Reads of the room: who sees what, values of the system, workings and places, punctual payers."""

from naungan.awards.queries.conflicts import conflict, conflict_by_place
from naungan.awards.queries.measures import Clocks, Measured, measure
from naungan.awards.queries.punctual import (
    LAW,
    SCHEDULE,
    Punctual,
    billed_years,
    last_day,
    ranking,
    year_bills,
    years_of,
)
from naungan.awards.queries.visible import (
    CLOSED,
    holds,
    is_closed,
    organises,
    own_q,
    visible_candidates,
    visible_certificates,
    visible_editions,
)
from naungan.awards.queries.working import (
    JurorLine,
    Line,
    Working,
    newest_scores,
    own_scores,
    placed,
    proposed_finalists,
    workings,
)

__all__ = [
    "CLOSED",
    "LAW",
    "SCHEDULE",
    "Clocks",
    "JurorLine",
    "Line",
    "Measured",
    "Punctual",
    "Working",
    "billed_years",
    "conflict",
    "conflict_by_place",
    "holds",
    "is_closed",
    "last_day",
    "measure",
    "newest_scores",
    "organises",
    "own_q",
    "own_scores",
    "placed",
    "proposed_finalists",
    "ranking",
    "visible_candidates",
    "visible_certificates",
    "visible_editions",
    "workings",
    "year_bills",
    "years_of",
]
