"""What every write of the room asks first, and how it leaves its trace. No entry ever tells a score."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.accounts.acts import changed, entries_of
from naungan.awards.models import AwardEdition, Candidate, Stage
from naungan.awards.queries import holds, organises
from naungan.law.findings import Refused

__all__ = ["changed", "entry_of", "locked", "near", "organised", "refuse_unless_in"]

entry_of = entries_of("awards")


def locked(edition: AwardEdition) -> AwardEdition:
    """The edition as it is now, held until the transaction ends, so that no stage moves under a write."""
    assert transaction.get_connection().in_atomic_block
    return AwardEdition.objects.select_for_update().get(pk=edition.pk)


def organised(edition: AwardEdition, actor: Actor, *stages: Stage) -> AwardEdition:
    """The edition, held, if the actor organises it and it is in one of the stages.

    Refused: `award.not_organiser`, `award.stage`.
    """
    if not organises(actor.scope, edition):
        raise Refused(
            "award.not_organiser",
            _("Edisi ini tidak diselenggarakan oleh wilayah Anda."),
            mend=_("Minta panitia edisi ini yang mengerjakannya."),
        )
    kept = locked(edition)
    refuse_unless_in(kept, *stages)
    return kept


def refuse_unless_in(edition: AwardEdition, *stages: Stage) -> None:
    """Refused: `award.stage`."""
    if stages and edition.stage not in stages:
        words = {"now": edition.get_stage_display(), "needed": ", ".join(str(one.label) for one in stages)}
        raise Refused(
            "award.stage",
            _("Edisi ini sedang dalam tahap %(now)s; ini hanya dapat dikerjakan dalam tahap: %(needed)s.")
            % words,
            mend=_("Lihat tahap edisi di halamannya."),
        )


def near(candidate: Candidate, actor: Actor, *stages: Stage) -> AwardEdition:
    """The candidate's edition, held, if the actor organises it or the candidate is their own."""
    if holds(actor.scope, candidate):
        kept = locked(candidate.category.edition)
        refuse_unless_in(kept, *stages)
        return kept
    return organised(candidate.category.edition, actor, *stages)
