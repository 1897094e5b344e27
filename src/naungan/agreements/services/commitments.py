"""What a region committed itself to: added, never changed; a newer statement supersedes."""

from __future__ import annotations

from datetime import date

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
    Refused: `agreements.out_of_scope`, `commitment.empty`, `commitment.source`, `area.unknown`,
    `group.unknown`.
    """
    area = area_named(area_code)
    refuse_if_out_of_scope(actor, area.code)
    chosen = groups_named((group,))[0]
    said = {
        "budgeted": budgeted,
        "paid_by": paid_by,
        "legal_basis": legal_basis.strip(),
        "statement": statement.strip(),
    }
    if not any(said.values()):
        raise Refused("commitment.empty", _("Belum ada yang dinyatakan."), where="statement")
    if not source.strip():
        raise Refused("commitment.source", _("Sumber pernyataan belum diisi."), where="source")
    facts = {"area": area, "group": chosen, "stated_on": stated_on, "source": source.strip(), **said}
    known = Commitment.objects.filter(**facts).first()
    if known is not None:
        return known
    entry = entry_of(actor, "record_commitment", area.code, reason, group=chosen.pk)
    return Commitment.objects.create(**facts, meeting=meeting, entry=entry)
