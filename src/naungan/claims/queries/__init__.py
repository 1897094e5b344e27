"""What the room reads: cases, how a worker stood at death, what the law gives, what came back."""

from naungan.claims.queries.benefits import (
    Against,
    Returned,
    benefits_returned,
    contributions_against_benefits,
    effective_benefits,
    total_of,
)
from naungan.claims.queries.cases import (
    claims_of,
    overdue,
    visible_claims,
    visible_deaths,
    visible_files,
    waiting,
)
from naungan.claims.queries.standing import AtDeath, BilledAfter, at_death, billed_after_death

__all__ = [
    "Against",
    "AtDeath",
    "BilledAfter",
    "Returned",
    "at_death",
    "benefits_returned",
    "billed_after_death",
    "claims_of",
    "contributions_against_benefits",
    "effective_benefits",
    "overdue",
    "total_of",
    "visible_claims",
    "visible_deaths",
    "visible_files",
    "waiting",
]
