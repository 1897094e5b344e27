"""Whether a juror is too near to a candidate: by their own word, or by the places that they hold in Naungan."""

from __future__ import annotations

from django.utils.translation import gettext as _

from naungan.accounts.models import RoleGrant, User
from naungan.areas.queries import name_of
from naungan.awards.models import Candidate, Conflict, Juror


def conflict(juror: Juror, candidate: Candidate) -> str:
    """Why the juror may not judge the candidate; empty when they may."""
    said = Conflict.objects.filter(juror=juror, candidate=candidate).first()
    if said is not None:
        return _("Juri menyatakan benturan kepentingan: %(reason)s") % {"reason": said.reason}
    return conflict_by_place(juror.user, candidate)


def conflict_by_place(user: User, candidate: Candidate) -> str:
    """The grant that makes a user one of the candidate's own people; a province's grant binds its province only.

    Own: the candidate's payer, the candidate's area or a place within it, or the regency, district or village
    that it lies in.
    """
    payer = candidate.payer
    code = candidate.area_id or (payer.area_id if payer else None)
    for grant in RoleGrant.objects.filter(user=user):
        if payer is not None and grant.payer_code == payer.code:
            return _("Juri memegang peran pada pembayar iuran %(name)s.") % {"name": payer.name}
        if code and grant.area_id and _is_own(grant.area_id, code):
            return _("Juri memegang peran di %(name)s.") % {"name": name_of(grant.area_id)}
        if candidate.area_id and grant.payer_code == candidate.area_id:
            return _("Juri memegang peran pada pembayar iuran %(name)s.") % {"name": candidate.name}
    return ""


def _is_own(granted: str, code: str) -> bool:
    within = granted == code or granted.startswith(f"{code}.")
    holding = "." in granted and code.startswith(f"{granted}.")
    return within or holding
