"""Records of the room: deaths that came in, families' cases, benefits that were paid. Rows are added, never erased."""

from naungan.claims.models.benefits import BenefitPayment
from naungan.claims.models.cases import Child, Claim, ClaimDocument, ClaimNote, ClaimStep, Heir, SchoolYear
from naungan.claims.models.deaths import DeathReport, DeathRequest
from naungan.claims.models.files import IncomingFile

__all__ = [
    "BenefitPayment",
    "Child",
    "Claim",
    "ClaimDocument",
    "ClaimNote",
    "ClaimStep",
    "DeathReport",
    "DeathRequest",
    "Heir",
    "IncomingFile",
    "SchoolYear",
]
