"""What a region committed itself to: added, never changed; a newer statement supersedes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import Commitment, Meeting
from naungan.agreements.services.ground import area_named, entry_of, groups_named, refuse_if_out_of_scope
from naungan.law.findings import Refused


@transaction.atomic
def record_commitment(
    *,
    area_code: str,
    group: str,
    stated_on: date,
    source: str,
    actor: Actor,
    budgeted: str = "",
    paid_by: str = "",
    legal_basis: str = "",
    statement: str = "",
    meeting: Meeting | None = None,
    reason: str = "",
) -> Commitment:
    """A dated statement about a group; an empty field says nothing and supersedes nothing.

    The same statement from the same source again gives the one that is there.
    Refused: `area.out_of_scope`, `commitment.empty`, `commitment.source`, `area.unknown`,
    `group.unknown`.
    """
    said = {"budgeted": budgeted, "paid_by": paid_by, "legal_basis": legal_basis, "statement": statement}
    facts = _facts(area_code, group, source, said, actor) | {"stated_on": stated_on}
    known = Commitment.objects.filter(**facts, corrected_by=None).first()
    if known is not None:
        return known
    entry = entry_of(actor, "record_commitment", area_code, reason, group=group)
    return Commitment.objects.create(**facts, meeting=meeting, entry=entry)


@transaction.atomic
def correct_commitment(
    wrong: Commitment, *, actor: Actor, reason: str, meeting: Meeting | None = None, **facts: Any
) -> Commitment:
    """A statement that was recorded wrongly is told anew; the wrong one stays and speaks no more.

    `facts` are those of `record_commitment`. Refused: as there, and `commitment.corrected` (by another one),
    `commitment.reason`.
    """
    wrong = Commitment.objects.select_for_update().get(pk=wrong.pk)
    refuse_if_out_of_scope(actor, wrong.area_id)
    if not reason.strip():
        raise Refused("commitment.reason", _("Alasan koreksi belum diisi."), where="reason")
    if Commitment.objects.filter(corrects=wrong).exists():
        raise Refused(
            "commitment.corrected",
            _("Pernyataan ini sudah dikoreksi."),
            where="statement",
            mend=_("Koreksi pernyataan yang menggantikannya."),
        )
    area_code, group, source, stated_on = (
        facts.pop(key) for key in ("area_code", "group", "source", "stated_on")
    )
    told = _facts(area_code, group, source, facts, actor)
    entry = entry_of(actor, "correct_commitment", area_code, reason, group=group, corrects=wrong.pk)
    return Commitment.objects.create(
        **told, stated_on=stated_on, meeting=meeting, corrects=wrong, entry=entry
    )


def _facts(area_code: str, group: str, source: str, said: dict[str, str], actor: Actor) -> dict[str, Any]:
    """What is said of whom and whence, checked."""
    area = area_named(area_code)
    refuse_if_out_of_scope(actor, area.code)
    chosen = groups_named((group,))[0]
    told = {name: text.strip() for name, text in said.items()}
    if not any(told.values()):
        raise Refused("commitment.empty", _("Belum ada yang dinyatakan."), where="statement")
    if not source.strip():
        raise Refused("commitment.source", _("Sumber pernyataan belum diisi."), where="source")
    return {"area": area, "group": chosen, "source": source.strip(), **told}
