"""A list of benefits against what is known: new rows, rows known already, rows in conflict; and the writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.claims.benefit_lists import BenefitList, BenefitRow
from naungan.claims.checks import people_named
from naungan.claims.models import BenefitPayment, IncomingFile
from naungan.claims.services.benefits import BenefitTold, conflicts, known_benefit, placed, reverse_all
from naungan.claims.services.ground import BENEFITS_TURN, refuse_if_out_of_scope
from naungan.claims.words import Remark
from naungan.journal.models import Entry
from naungan.kit import numbers
from naungan.kit.locks import take_turn
from naungan.registry.models import Person
from naungan.registry.queries import visible_people


@dataclass(slots=True)
class BenefitPlan:
    """What a list would do: benefits to record, how many are known, and every remark."""

    new: list[BenefitTold] = field(default_factory=list)
    known: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def amount_rp(self) -> int:
        """The sum of what is new, in rupiah."""
        return sum(told.amount_rp for told in self.new)

    def blocked(self) -> frozenset[int]:
        """The rows that stay out."""
        return frozenset(remark.row for remark in self.remarks if remark.blocking)


def plan_of(told: BenefitList, *, source: str, actor: Actor) -> BenefitPlan:
    """Sort the rows of a list. A person or area out of the actor's scope is unknown to it."""
    plan = BenefitPlan(remarks=list(told.remarks))
    blocked = plan.blocked()
    people = people_named([(one.nik, one.kpj) for one in told.rows], actor.scope)
    areas = _areas({one.area_code for one in told.rows}, actor)
    seen: dict[tuple[str, str, str, int | None], int] = {}
    for one, person in zip(told.rows, people, strict=True):
        remark = _not_placed(one, person, areas)
        if remark is not None:
            plan.remarks.append(remark)
        if remark is not None or one.row.at in blocked:
            continue
        benefit = _told(one, person, source)
        key = (benefit.reference, benefit.programme, benefit.kind, person.pk if person else None)
        if key in seen:
            line = str(told.rows[seen[key]].row.line)
            plan.remarks.append(_remark(one, "row.repeated", "reference", line=line))
            continue
        seen[key] = one.row.at
        _sort(plan, one, benefit)
    return plan


def write(plan: BenefitPlan, *, file: IncomingFile, entry: Entry) -> list[BenefitPayment]:
    """Record what is new in a plan made in this very turn."""
    now = timezone.now()
    rows = [_row(told, file, entry, now) for told in plan.new]
    return BenefitPayment.objects.bulk_create(rows, batch_size=500)


def hold_turn() -> None:
    """Wait until nobody else records benefits; held until the transaction ends."""
    take_turn(BENEFITS_TURN)


def take_back(file: IncomingFile, *, actor: Actor, entry: Entry) -> None:
    """Reverse what a file brought and that stands. Refused: `area.out_of_scope` for a row of another's place."""
    with transaction.atomic():
        hold_turn()
        brought = list(BenefitPayment.objects.filter(file=file, reverses=None))
        people = visible_people(actor.scope).filter(
            pk__in={row.person_id for row in brought if row.person_id}
        )
        own = set(people.values_list("pk", flat=True))
        for row in brought:
            if row.person_id not in own:
                refuse_if_out_of_scope(actor, row.area_id)
        reverse_all(brought, entry)


def _row(told: BenefitTold, file: IncomingFile, entry: Entry, now: datetime) -> BenefitPayment:
    row = placed(told, file)
    row.entry, row.recorded_at = entry, now
    return row


def _sort(plan: BenefitPlan, one: BenefitRow, benefit: BenefitTold) -> None:
    before = known_benefit(benefit)
    if before is None:
        plan.new.append(benefit)
    elif conflicts(benefit, before):
        day, amount = numbers.short_day(before.paid_on), numbers.count(before.amount_rp)
        plan.remarks.append(_remark(one, "benefit.conflict", "reference", day=day, amount=amount))
    else:
        plan.known += 1


def _not_placed(one: BenefitRow, person: Person | None, areas: frozenset[str]) -> Remark | None:
    """A row must name a worker or an area that the actor sees."""
    if person is not None or (not one.nik and not one.kpj and one.area_code in areas):
        return None
    if one.nik or one.kpj:
        return _remark(one, "person.unknown", "nik" if one.nik else "kpj")
    return _remark(one, "area.unknown", "area")


def _told(one: BenefitRow, person: Person | None, source: str) -> BenefitTold:
    assert one.amount_rp is not None
    assert one.paid_on is not None
    return BenefitTold(
        programme=one.programme,
        kind=one.kind,
        amount_rp=one.amount_rp,
        paid_on=one.paid_on,
        reference=one.reference,
        source=source,
        person=person,
        area_code="" if person else one.area_code,
        people=1 if person else one.people,
    )


def _areas(codes: Sequence[str] | set[str], actor: Actor) -> frozenset[str]:
    found = Area.objects.filter(actor.scope.area_q("code"), code__in=codes)
    return frozenset(found.values_list("code", flat=True))


def _remark(one: BenefitRow, code: str, where: str, **given: str) -> Remark:
    return Remark(one.row.at, code, one.row.texts.get(where, ""), one.row.sheet, one.row.cell(where), given)
