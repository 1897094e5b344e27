"""Jurors: appointed, each scoring alone, stepping aside where they are too near. The journal never tells a score."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.accounts.models import Role, User
from naungan.awards import scoring
from naungan.awards.models import (
    AwardEdition,
    Candidate,
    Conflict,
    Criterion,
    Juror,
    JuryScore,
    Stage,
)
from naungan.awards.queries import conflict, own_scores
from naungan.awards.services.ground import entry_of, locked, organised, refuse_unless_in
from naungan.law.findings import Refused


@transaction.atomic
def appoint(edition: AwardEdition, user: User, *, actor: Actor, name: str = "", reason: str = "") -> Juror:
    """A user with the juror's role judges in an edition. Refused: `award.juror_role`, `award.juror_known`, ..."""
    kept = organised(edition, actor, Stage.NOMINATION, Stage.VERIFICATION, Stage.INTERVIEW)
    if not user.grants.filter(role=Role.JUROR).exists():
        raise Refused(
            "award.juror_role",
            _('Pengguna "%(name)s" tidak memegang peran juri.') % {"name": user.get_username()},
            where="user",
            mend=_("Minta administrator memberi peran Juri penghargaan."),
        )
    if kept.jurors.filter(user=user).exists():
        raise Refused("award.juror_known", _("Pengguna ini sudah menjadi juri edisi ini."), where="user")
    entry = entry_of(actor, "appoint", kept.area_id, reason, edition=kept.pk, juror=user.get_username())
    shown = name.strip() or user.get_full_name() or user.get_username()
    return Juror.objects.create(edition=kept, user=user, name=shown[:150], entry=entry)


@transaction.atomic
def give_scores(
    juror: Juror,
    candidate: Candidate,
    scores: Mapping[int, int],
    *,
    actor: Actor,
    notes: Mapping[int, str] | None = None,
) -> list[JuryScore]:
    """The juror's scores of a finalist by criterion, in hundredths; what changed since the last time is written
    as newer rows, the rest stays.

    Refused: `award.not_own_desk`, `award.not_finalist`, `award.conflict`, `award.score_range`, `award.stage`.
    """
    _refuse_if_not_own(juror, actor)
    refuse_unless_in(locked(juror.edition), Stage.INTERVIEW)
    _refuse_if_not_judged(juror, candidate)
    known, said = own_scores(juror, candidate), notes or {}
    fresh = {
        criterion: score
        for criterion, score in scores.items()
        if criterion not in known
        or (known[criterion].score, known[criterion].note) != (score, said.get(criterion, ""))
    }
    if not fresh:
        return []
    asked = set(
        Criterion.objects.filter(category=candidate.category_id, method=Criterion.Method.JURY).values_list(
            "pk", flat=True
        )
    )
    assert set(fresh) <= asked, "jurors score the jury's criteria"
    if any(not 0 <= score <= scoring.FULL for score in fresh.values()):
        raise Refused("award.score_range", _("Nilai juri antara 0 dan 100."))
    entry = entry_of(actor, "score", juror.edition.area_id, edition=juror.edition_id)
    return [
        JuryScore.objects.create(
            juror=juror,
            candidate=candidate,
            criterion_id=criterion,
            score=score,
            note=said.get(criterion, "")[:500],
            entry=entry,
        )
        for criterion, score in fresh.items()
    ]


@transaction.atomic
def declare_conflict(juror: Juror, candidate: Candidate, *, actor: Actor, reason: str) -> Conflict:
    """The juror steps aside for a candidate; scores given before are kept and not counted.

    Refused: `award.not_own_desk`, `award.no_reason`, `award.conflict_known`, `award.stage`.
    """
    _refuse_if_not_own(juror, actor)
    refuse_unless_in(locked(juror.edition), Stage.NOMINATION, Stage.VERIFICATION, Stage.INTERVIEW)
    if not reason.strip():
        raise Refused("award.no_reason", _("Tuliskan alasannya."), where="reason")
    if Conflict.objects.filter(juror=juror, candidate=candidate).exists():
        raise Refused("award.conflict_known", _("Benturan kepentingan ini sudah dinyatakan."))
    entry = entry_of(actor, "conflict", juror.edition.area_id, edition=juror.edition_id)
    return Conflict.objects.create(juror=juror, candidate=candidate, reason=reason.strip()[:500], entry=entry)


def _refuse_if_not_own(juror: Juror, actor: Actor) -> None:
    if actor.user is None or actor.user.pk != juror.user_id:
        raise Refused("award.not_own_desk", _("Nilai juri hanya diisi oleh juri itu sendiri."))


def _refuse_if_not_judged(juror: Juror, candidate: Candidate) -> None:
    candidate.refresh_from_db()
    if candidate.category.edition_id != juror.edition_id or not candidate.is_finalist:
        raise Refused("award.not_finalist", _("Calon ini bukan finalis edisi yang Anda nilai."))
    near = conflict(juror, candidate)
    if near:
        raise Refused(
            "award.conflict",
            _("Anda tidak dapat menilai %(name)s. %(why)s") % {"name": candidate.name, "why": near},
            mend=_("Juri lain yang menilainya; nilai Anda tidak dihitung nol."),
        )
