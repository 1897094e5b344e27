"""What is recorded beside bills: steps after the due date, account codes, the agency's own amount. Only added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import AccountCode, AgencyAmount, Bill, FollowUp
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.models import Payer

PROGRAMMES = ("JKK", "JKM", "JHT", "JP")


@dataclass(frozen=True, slots=True)
class Step:
    """A step after the due date: `until` and `amount_rp` are the promised day and sum, where it promises."""

    kind: str
    on: date
    until: date | None = None
    amount_rp: int | None = None
    reference: str = ""
    note: str = ""


@transaction.atomic
def follow_up(
    payer: Payer, step: Step, *, actor: Actor, reason: str = "", entry: Entry | None = None
) -> FollowUp:
    """Record a step about a payer's arrears.

    Refused: scope.outside; promise.incomplete without day and sum; promise.past for a day before the promise;
    attorney.not_handed for an end of what was not handed over.
    """
    _refuse_outside(payer, actor)
    _refuse_step(payer, step)
    entry = entry or record(
        actor=actor.name,
        user=actor.user,
        action="payment.follow_up",
        reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "kind": step.kind, "on": step.on.isoformat()},
    )
    return FollowUp.objects.create(
        payer=payer,
        kind=step.kind,
        on=step.on,
        until=step.until,
        amount_rp=step.amount_rp,
        reference=step.reference[:80],
        note=step.note[:500],
        recorded_at=timezone.now(),
        entry=entry,
    )


@transaction.atomic
def set_account_code(
    *,
    area_code: str,
    programme: str,
    code: str,
    from_month: int,
    actor: Actor,
    group_code: str | None = None,
    name: str = "",
    reason: str = "",
) -> AccountCode:
    """Give a region's programme (of a group, or of all) an account code from a month on; bills posted from then on
    carry it.

    Refused: scope.outside, programme.unknown, account.known for another code from the same month.
    """
    if not actor.scope.holds_area(area_code):
        raise Refused("scope.outside", _("Wilayah ini di luar wilayah kerja Anda."), where="area")
    if programme not in PROGRAMMES:
        raise Refused(
            "programme.unknown", _("Program %(name)s tidak ditagih.") % {"name": programme}, where="programme"
        )
    same = AccountCode.objects.filter(
        area_id=area_code, programme=programme, group_id=group_code, from_month=from_month
    ).first()
    if same is not None and same.code == code:
        return same
    if same is not None:
        raise Refused(
            "account.known",
            _("Sejak bulan itu sudah berlaku kode rekening %(code)s.") % {"code": same.code},
            where="code",
            mend=_("Pilih bulan mulai yang lain; kode yang lama tetap pada tagihan lama."),
        )
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="bill.account_code",
        reason=reason,
        summary={"area": area_code, "programme": programme, "group": group_code, "code": code},
    )
    return AccountCode.objects.create(
        area_id=area_code,
        programme=programme,
        group_id=group_code,
        from_month=from_month,
        code=code,
        name=name,
        entry=entry,
    )


@transaction.atomic
def record_agency_amount(
    bill: Bill,
    *,
    amount_rp: int,
    actor: Actor,
    members: int | None = None,
    why: str = "",
    note: str = "",
    reason: str = "",
) -> AgencyAmount:
    """Record what the agency itself asks for a bill; without `why`, the cause that the figures show.

    Refused: scope.outside, agency.credit for a credit note.
    """
    _refuse_outside(bill.payer, actor)
    if bill.kind == Bill.Kind.CREDIT:
        raise Refused(
            "agency.credit", _("Nota kredit tidak ditagih oleh BPJS Ketenagakerjaan."), where="bill"
        )
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="bill.agency_amount",
        reason=reason,
        summary={
            "payer": bill.payer.code,
            "area": bill.payer.area_id,
            "code": bill.payment_code,
            "ours": bill.amount_rp,
            "theirs": amount_rp,
        },
    )
    return AgencyAmount.objects.create(
        bill=bill,
        amount_rp=amount_rp,
        members=members,
        why=why or why_differs(bill, amount_rp, members),
        note=note[:300],
        recorded_at=timezone.now(),
        entry=entry,
    )


def why_differs(bill: Bill, amount_rp: int, members: int | None) -> str:
    """The cause that the figures themselves show: counts differ; less than a rupiah for each line and member is
    rounding; with equal counts it is the wage; else another.
    """
    difference = abs(amount_rp - bill.amount_rp)
    if not difference and members in {None, bill.members}:
        return AgencyAmount.Why.AGREES
    if members is not None and members != bill.members:
        return AgencyAmount.Why.COUNT
    if difference <= bill.members * len(PROGRAMMES):
        return AgencyAmount.Why.ROUNDING
    return AgencyAmount.Why.WAGE if members is not None else AgencyAmount.Why.OTHER


def _refuse_outside(payer: Payer, actor: Actor) -> None:
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("scope.outside", _("Pembayar iuran ini di luar wilayah kerja Anda."), where=payer.code)


def _refuse_step(payer: Payer, step: Step) -> None:
    if step.kind == FollowUp.Kind.PROMISE:
        if step.until is None or not step.amount_rp:
            raise Refused(
                "promise.incomplete",
                _("Janji bayar memerlukan tanggal dan jumlah yang dijanjikan."),
                where="until",
                mend=_("Isi keduanya."),
            )
        if step.until < step.on:
            raise Refused("promise.past", _("Tanggal yang dijanjikan sudah lewat."), where="until")
    if step.kind == FollowUp.Kind.ATTORNEY_DONE:
        steps = FollowUp.objects.filter(payer=payer, on__lte=step.on)
        handed = steps.filter(kind=FollowUp.Kind.ATTORNEY).count()
        if handed <= steps.filter(kind=FollowUp.Kind.ATTORNEY_DONE).count():
            raise Refused(
                "attorney.not_handed",
                _("Tunggakan ini belum diserahkan kepada Jaksa Pengacara Negara."),
                where="kind",
                mend=_("Catat penyerahannya lebih dahulu."),
            )
