"""A NIK told to somebody to whom it is masked: asked for one person, with a reason, and kept in the journal."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.models import Person


@transaction.atomic
def reveal_nik(person: Person, *, actor: Actor, reason: str) -> str:
    """The NIK, once the journal holds who asked, for whom and why.

    Refused: `nik.no_reason`.
    """
    if not reason.strip():
        raise Refused(
            "nik.no_reason",
            _("NIK tidak ditampilkan tanpa alasan."),
            where="reason",
            mend=_("Tuliskan untuk apa NIK ini diperlukan; alasan itu masuk jurnal."),
        )
    record(
        actor=actor.name,
        user=actor.user,
        action="registry.reveal_nik",
        reason=reason.strip(),
        summary={"person": person.pk, "area": person.domicile_id},
    )
    return person.nik
