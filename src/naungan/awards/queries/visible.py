"""Who sees which edition and which candidate.

A candidate is seen by who organises the edition and by who holds its area or payer; by everybody once the
award is given. A national edition is organised by who holds everywhere.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from naungan.accounts.scope import Scope
from naungan.awards.models import AwardEdition, Candidate, Certificate, Stage

CLOSED = (Stage.RANKED, Stage.AWARDED)


def visible_editions(scope: Scope) -> QuerySet[AwardEdition]:
    """National ones, those of the scope's own provinces, those with its candidates, and all that are over."""
    rows = AwardEdition.objects.select_related("area")
    if scope.everywhere:
        return rows
    own = Candidate.objects.filter(own_q(scope)).values("category__edition")
    provinces = {code[:2] for code in scope.areas}
    near = Q(level=AwardEdition.Level.NATIONAL) | Q(area_id__in=provinces) | Q(pk__in=own)
    return rows.filter(near | Q(stage=Stage.AWARDED))


def visible_candidates(scope: Scope) -> QuerySet[Candidate]:
    """The candidates that a scope shows."""
    rows = Candidate.objects.select_related("category__edition", "area", "payer", "placing", "entry")
    if scope.everywhere:
        return rows
    organised = scope.area_q("category__edition__area_id")
    return rows.filter(organised | own_q(scope) | Q(category__edition__stage=Stage.AWARDED))


def visible_certificates(scope: Scope) -> QuerySet[Certificate]:
    """The certificates of a scope's areas and payers; those of an award that is given are public."""
    rows = Certificate.objects.select_related(
        "area", "payer", "paper", "entry", "candidate__category__edition"
    )
    if scope.everywhere:
        return rows
    own = scope.area_q("area_id") | (Q(payer__isnull=False) & scope.payer_q("payer__"))
    return rows.filter(own | Q(candidate__category__edition__stage=Stage.AWARDED))


def own_q(scope: Scope) -> Q:
    """Condition on candidates: their area or payer lies in the scope."""
    return scope.area_q("area_id") | (Q(payer__isnull=False) & scope.payer_q("payer__"))


def organises(scope: Scope, edition: AwardEdition) -> bool:
    """Whether the edition is the scope's to hold."""
    return scope.everywhere or (edition.area_id is not None and scope.holds_area(edition.area_id))


def holds(scope: Scope, candidate: Candidate) -> bool:
    """Whether a candidate is the scope's own."""
    if candidate.area_id is not None and scope.holds_area(candidate.area_id):
        return True
    payer = candidate.payer
    return payer is not None and scope.holds_payer(payer.code, payer.area_id)


def is_closed(edition: AwardEdition) -> bool:
    """Whether scoring is over: only then anybody but a juror sees what the juror gave."""
    return edition.stage in CLOSED
