"""What every write of the room asks first, and how it leaves its trace. No entry ever tells a score."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.awards.models import AwardEdition, Candidate, Stage
from naungan.awards.queries import holds, organises
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.law.findings import Refused


def entry_of(actor: Actor, action: str, area_code: str | None, reason: str = "", /, **more: Any) -> Entry:
    """The journal entry of a write, named with its place if it has one."""
    place = {"area": area_code} if area_code else {}
    return record(
        actor=actor.name, user=actor.user, action=f"awards.{action}", reason=reason, summary=place | more
    )


def changed(entry: Entry, row: Any, **after: Any) -> None:
    """Set fields of a row, save them, and write what they were before."""
    before = {name: _plain(getattr(row, name)) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    told = {name: _plain(value) for name, value in after.items()}
    record_changes(entry, [Changed(f"awards.{type(row).__name__}", row.pk, before, told)])


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


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
