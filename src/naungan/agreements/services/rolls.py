"""The start of a cooperation agreement sets the start of a list of workers, while nothing is billed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import Agreement, AgreementRoll, Stage
from naungan.agreements.services.ground import entry_of, refuse_if_out_of_scope
from naungan.contributions.models import BillLine
from naungan.journal.services import Changed, record_changes
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Membership, MembershipTerms, Roll

LONGEST = 12


@transaction.atomic
def start_roll(agreement: Agreement, roll: Roll, *, actor: Actor, reason: str = "") -> Roll:
    """The list, its memberships and their terms begin with the agreement's first month.

    Refused: `agreements.out_of_scope`, `roll.agreement` (no signed PKS), `roll.billed`, `roll.months` (no month
    or more than twelve left), `roll.spells` (somebody's own months do not allow it), `roll.linked`.
    """
    roll = Roll.objects.select_for_update().select_related("registration__payer").get(pk=roll.pk)
    payer = roll.registration.payer
    refuse_if_out_of_scope(actor, agreement.area_id)
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        refuse_if_out_of_scope(actor, payer.area_id)
    first = _first_month(agreement)
    _refuse_if_linked(agreement, roll)
    _refuse_if_months_are_wrong(roll, first)
    before = roll.first_month
    moved = Membership.objects.filter(roll=roll, first_month=before).exclude(end_cause="UNDONE")
    _refuse_if_spells_forbid(roll, first)
    entry = entry_of(
        actor, "start_roll", agreement.area_id, reason, payer=payer.code, roll=roll.pk, agreement=agreement.pk
    )
    terms = MembershipTerms.objects.filter(membership__in=moved, from_month=before)
    terms.update(from_month=first)
    moved.update(first_month=first)
    roll.first_month = first
    roll.save(update_fields=["first_month"])
    record_changes(
        entry, [Changed("registry.Roll", roll.pk, {"first_month": before}, {"first_month": first})]
    )
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


def _refuse_if_linked(agreement: Agreement, roll: Roll) -> None:
    if AgreementRoll.objects.filter(roll=roll).exclude(agreement=agreement).exists():
        raise Refused("roll.linked", _("Daftar ini mengikuti PKS lain."), where="roll")


def _refuse_if_months_are_wrong(roll: Roll, first: int) -> None:
    if is_billed(roll):
        raise Refused(
            "roll.billed",
            _("Daftar ini sudah ditagih; bulan pertamanya tidak dapat diubah."),
            where="roll",
            mend=_("Buat daftar tambahan untuk bulan yang berbeda."),
        )
    if not first <= roll.last_month < first + LONGEST:
        raise Refused(
            "roll.months",
            _("Mulai dari bulan PKS, daftar ini tidak lagi 1 sampai 12 bulan."),
            where="roll",
            mend=_("Sesuaikan bulan terakhir daftarnya dengan mengunggah ulang."),
        )


def _refuse_if_spells_forbid(roll: Roll, first: int) -> None:
    """Nobody may end before the start, begin between the old and the new one, or get a programme twice."""
    own = Membership.objects.filter(roll=roll).exclude(end_cause="UNDONE")
    short = own.filter(Q(last_month__lt=first) | Q(first_month__gt=roll.first_month, first_month__lt=first))
    crossing = own.none()
    if first < roll.first_month:
        same = Q()
        for programme in roll.programmes.split(","):
            same |= Q(roll__programmes__contains=programme)
        other = Membership.objects.filter(
            same,
            person=OuterRef("person"),
            first_month__lt=roll.first_month,
            last_month__gte=first,
        )
        crossing = own.filter(Exists(other.exclude(roll=roll).exclude(end_cause="UNDONE")))
    count = short.count() + crossing.count()
    if count:
        raise Refused(
            "roll.spells",
            _("%(count)s orang pada daftar ini tidak dapat mengikuti awal PKS.") % {"count": count},
            where="roll",
            mend=_("Akhiri atau pindahkan kepesertaan mereka lebih dahulu."),
        )
