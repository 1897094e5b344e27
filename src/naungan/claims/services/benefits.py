"""Benefits that the agency paid: recorded once by their reference, reversed and never edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.claims.models import BenefitPayment, Claim, IncomingFile
from naungan.claims.queries.entitlement import programme_of
from naungan.claims.services.cases import enter, locked
from naungan.claims.services.ground import BENEFITS_TURN, entry_of, refuse_if_out_of_scope
from naungan.journal.models import Entry
from naungan.kit import numbers
from naungan.kit.locks import take_turn
from naungan.law.findings import Refused
from naungan.registry.models import Group, Membership, Person

# As for payments of contributions: above this an exact sum is at risk, and nobody is paid it.
LARGEST_RP = 9_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class BenefitTold:
    """A benefit as somebody told it, whole rupiah; area and group of the worker where they are not told."""

    programme: str
    kind: str
    amount_rp: int
    paid_on: date
    reference: str
    source: str = ""
    person: Person | None = None
    claim: Claim | None = None
    area_code: str = ""
    group_code: str = ""
    people: int = 1


@transaction.atomic
def record_benefit(told: BenefitTold, *, actor: Actor, reason: str = "") -> BenefitPayment:
    """Record one benefit by hand; the same again gives the row that is there.

    Refused: `benefit.conflict` (the reference is known with other figures), `benefit.amount`, `benefit.future`,
    `benefit.reference`, `area.unknown`, `area.out_of_scope`.
    """
    take_turn(BENEFITS_TURN)
    row = placed(told)
    refuse_if_out_of_scope(actor, row.area_id)
    known = known_benefit(told)
    if known is not None:
        refuse_if_out_of_scope(actor, known.area_id)
        if conflicts(told, known):
            raise Refused(
                "benefit.conflict",
                _("Nomor bukti ini sudah tercatat dengan angka lain."),
                where="reference",
                mend=_("Periksa nomor buktinya; bila catatan yang lama salah, balikkan dulu catatan itu."),
            )
        return known
    refuse_unfit(told)
    entry = entry_of(actor, "benefit", row.area_id, reason, reference=told.reference, amount=told.amount_rp)
    row.entry, row.recorded_at = entry, timezone.now()
    row.save()
    return row


@transaction.atomic
def reverse_benefit(payment: BenefitPayment, *, actor: Actor, reason: str) -> BenefitPayment:
    """Take a recorded benefit back by a row that names it. Refused: `benefit.reversed`, `area.out_of_scope`."""
    take_turn(BENEFITS_TURN)
    refuse_if_out_of_scope(actor, payment.area_id)
    if payment.reverses_id or BenefitPayment.objects.filter(reverses=payment).exists():
        raise Refused("benefit.reversed", _("Catatan ini sudah dibalik."), where="reference")
    entry = entry_of(actor, "benefit_reversed", payment.area_id, reason, payment=payment.pk)
    return reversal_of(payment, entry)


@transaction.atomic
def pay_case(
    claim: Claim, amounts: Mapping[str, int], *, paid_on: date, reference: str, actor: Actor, note: str = ""
) -> Claim:
    """The agency has paid a submitted case: the sums by kind, whole rupiah; the case becomes PAID.

    Refused: what `record_benefit` and the step refuse, `benefit.amount` when nothing was paid.
    """
    claim = locked(claim, actor)
    given = {kind: amount for kind, amount in amounts.items() if amount}
    if not given:
        raise Refused("benefit.amount", _("Isi paling sedikit satu jumlah yang dibayar."), where="DEATH")
    entry = entry_of(actor, "case_paid", claim.area_id, note, claim=claim.pk)
    enter(claim, Claim.State.PAID, paid_on, entry=entry, note=note)
    programme = programme_of(claim.death.cause)
    for kind, amount in given.items():
        record_benefit(
            BenefitTold(programme, kind, amount, paid_on, reference, person=claim.person, claim=claim),
            actor=actor,
        )
    return claim


def known_benefit(told: BenefitTold) -> BenefitPayment | None:
    """The row that stands with the same reference, programme, kind and worker."""
    rows = BenefitPayment.objects.filter(
        reference=told.reference, programme=told.programme, kind=told.kind, reverses=None, reversed_by=None
    )
    return rows.filter(person=told.person).first()


def conflicts(told: BenefitTold, known: BenefitPayment) -> bool:
    """Whether a known row says something else."""
    return (told.amount_rp, told.paid_on) != (known.amount_rp, known.paid_on)


def refuse_unfit(told: BenefitTold) -> None:
    """Refused: an amount, a day or a reference that no benefit has."""
    if not 0 < told.amount_rp <= LARGEST_RP:
        raise Refused("benefit.amount", _("Jumlah harus rupiah bulat lebih dari nol."), where="amount")
    if told.paid_on > timezone.localdate():
        message = _("Tanggal bayar %(day)s belum tiba.") % {"day": numbers.day(told.paid_on)}
        raise Refused("benefit.future", message, where="paid_on")
    if not 0 < len(told.reference) <= 80:
        raise Refused("benefit.reference", _("Isi nomor bukti, paling panjang 80 huruf."), where="reference")


def placed(told: BenefitTold, file: IncomingFile | None = None) -> BenefitPayment:
    """The row of a benefit with the place and group of its case or worker; neither entry nor time yet.

    Refused: `area.unknown` when nothing tells the place.
    """
    claim = told.claim or _claim_of(told)
    told = replace(told, claim=claim)
    return BenefitPayment(
        claim=claim,
        person=told.person,
        programme=told.programme,
        kind=told.kind,
        area_id=_area_of(told),
        group_id=_group_of(told),
        people=told.people,
        amount_rp=told.amount_rp,
        paid_on=told.paid_on,
        reference=told.reference,
        source=told.source[:200],
        file=file,
    )


def reversal_of(payment: BenefitPayment, entry: Entry) -> BenefitPayment:
    """Write the row that takes another back."""
    return BenefitPayment.objects.create(
        claim=payment.claim,
        person=payment.person,
        programme=payment.programme,
        kind=payment.kind,
        area_id=payment.area_id,
        group_id=payment.group_id,
        people=payment.people,
        amount_rp=-payment.amount_rp,
        paid_on=payment.paid_on,
        reference=payment.reference,
        source=payment.source,
        reverses=payment,
        recorded_at=timezone.now(),
        entry=entry,
    )


def reverse_all(payments: Sequence[BenefitPayment], entry: Entry) -> None:
    """Take back what still stands of several rows."""
    for payment in payments:
        if not BenefitPayment.objects.filter(reverses=payment).exists():
            reversal_of(payment, entry)


def _claim_of(told: BenefitTold) -> Claim | None:
    """A death's benefit belongs to the worker's case."""
    if told.person is None or told.programme not in {"JKK", "JKM"}:
        return None
    return Claim.objects.filter(person=told.person, death__undone_entry=None).first()


def _area_of(told: BenefitTold) -> str:
    if told.area_code and Area.objects.filter(code=told.area_code).exists():
        return told.area_code
    if told.claim is not None:
        return told.claim.area_id
    if told.person is None:
        raise Refused("area.unknown", _("Isi wilayah atau NIK pesertanya."), where="area")
    return told.person.domicile_id


def _group_of(told: BenefitTold) -> str | None:
    if told.group_code and Group.objects.filter(code=told.group_code).exists():
        return told.group_code
    if told.claim is not None:
        return told.claim.group_id
    if told.person is None:
        return None
    spells = Membership.objects.filter(person=told.person).exclude(end_cause=Membership.EndCause.UNDONE)
    found: str | None = spells.order_by("-first_month").values_list("roll__group_id", flat=True).first()
    return found
