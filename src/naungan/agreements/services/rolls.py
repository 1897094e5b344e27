"""The start of a cooperation agreement sets the start of a list of workers, while nothing is billed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import Agreement, AgreementRoll, Stage
from naungan.agreements.services.ground import entry_of, refuse_if_out_of_scope
from naungan.contributions.models import BillLine
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Roll
from naungan.registry.states import move_start


@transaction.atomic
def start_roll(agreement: Agreement, roll: Roll, *, actor: Actor, reason: str = "") -> Roll:
    """The list begins with the agreement's first month (`registry.states.move_start`) and follows it.

    Refused: `area.out_of_scope`, `roll.agreement` (no signed PKS), `roll.billed`, `roll.linked`, and what
    `move_start` refuses.
    """
    refuse_if_out_of_scope(actor, agreement.area_id)
    roll = Roll.objects.select_for_update(of=("self",)).get(pk=roll.pk)
    first = _first_month(agreement)
    if AgreementRoll.objects.filter(roll=roll).exclude(agreement=agreement).exists():
        raise Refused("roll.linked", _("Daftar ini mengikuti PKS lain."), where="roll")
    if is_billed(roll):
        raise Refused(
            "roll.billed",
            _("Daftar ini sudah ditagih; bulan pertamanya tidak dapat diubah."),
            where="roll",
            mend=_("Buat daftar tambahan untuk bulan yang berbeda."),
        )
    roll = move_start(roll, first, actor=actor, reason=reason)
    entry = entry_of(actor, "start_roll", agreement.area_id, reason, roll=roll.pk, agreement=agreement.pk)
    AgreementRoll.objects.get_or_create(roll=roll, defaults={"agreement": agreement, "entry": entry})
    return roll


def is_billed(roll: Roll) -> bool:
    """Whether a bill stands on a list."""
    return BillLine.objects.filter(roll=roll).exists()


def _first_month(agreement: Agreement) -> int:
    signed = agreement.stage == Stage.DONE and agreement.starts_on and not agreement.ended_on
    if agreement.kind != Agreement.Kind.COOPERATION or not signed:
        raise Refused(
            "roll.agreement",
            _("Awal daftar mengikuti PKS yang sudah ditandatangani dan belum diakhiri."),
            where="agreement",
        )
    assert agreement.starts_on is not None
    return months.of(agreement.starts_on)
