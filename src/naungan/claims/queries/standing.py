"""How a worker stood when they died: months paid in a row, bills that still wait, months billed after the death."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from naungan.contributions.models import Bill
from naungan.contributions.queries import Status, posted_runs, standing
from naungan.contributions.queries.rows import living
from naungan.contributions.queries.standing import PROTECTED
from naungan.law import months
from naungan.registry.models import Membership, MembershipTerms, Person
from naungan.registry.states import BILLED

# The worst tells for a month on several bills of one payer: who is on which of them only the frozen rows know.
_WORST_FIRST = (Status.LAPSED, Status.ARREARS, Status.IN_GRACE, Status.PAID)


@dataclass(frozen=True, slots=True)
class MonthBill:
    """A month of a worker on a payer's bill. `outstanding_rp` is that of the whole bill, in rupiah."""

    month: int
    bill_id: int
    payment_code: str
    payer_name: str
    due_on: date
    status: Status
    outstanding_rp: int


@dataclass(frozen=True, slots=True)
class AtDeath:
    """A worker at the month of death, as of a day.

    `membership` is the one that ran in that month (None: no member). `status` is how its bill stands, None before it
    is billed. `in_row` counts months paid or not yet due, back from the death without a gap. `waits` are the unpaid
    bills of months up to the death.
    """

    membership: Membership | None
    programmes: frozenset[str]
    amount_rp: int | None
    status: Status | None
    in_row: int
    paid: int
    waits: tuple[MonthBill, ...]

    @property
    def protected(self) -> bool:
        """Whether the month of death protects the family as far as is known."""
        return self.status in PROTECTED

    @property
    def waits_rp(self) -> int:
        """What payers still owe on the bills that wait."""
        return sum(bill.outstanding_rp for bill in self.waits)


@dataclass(frozen=True, slots=True)
class BilledAfter:
    """Contributions billed for a month after the death: to be claimed back. Whole rupiah."""

    person_id: int
    month: int
    bill_id: int
    payment_code: str
    payer_name: str
    amount_rp: int


def at_death(died_on: Mapping[int, date], *, as_of: date) -> dict[int, AtDeath]:
    """How people (id: day of death) stood, by bills as of a day; a handful of questions for many people."""
    spells = _spells(died_on)
    bills = _bills({spell.roll.registration_id for own in spells.values() for spell in own}, died_on, as_of)
    chosen = {pk: _at(spells[pk], months.of(on)) for pk, on in died_on.items()}
    amounts = _amounts([spell.pk for spell in chosen.values() if spell is not None])
    return {pk: _stood(spells[pk], chosen[pk], months.of(on), bills, amounts) for pk, on in died_on.items()}


def billed_after_death(died_on: Mapping[int, date]) -> list[BilledAfter]:
    """Months that posted runs billed for people (id: day of death) after their month of death, oldest first.

    What a correction has taken back already is not listed.
    """
    if not died_on:
        return []
    kept_of = dict(Person.objects.filter(merged_into__in=died_on).values_list("pk", "merged_into_id"))
    kept_of |= {pk: pk for pk in died_on}
    registrations = Membership.objects.filter(person_id__in=kept_of).values("roll__registration")
    first = min(months.of(on) for on in died_on.values())
    runs = list(posted_runs().filter(month__gt=first, bills__registration__in=registrations).distinct())
    frame = (
        living(runs)
        .filter(pl.col("person_id").is_in(list(kept_of)))
        .group_by("person_id", "registration_id", "month")
        .agg(pl.col("total").sum(), pl.col("billed_by").min())
        .filter(pl.col("total") != 0)
        .sort("month", "person_id")
    )
    rows = frame.collect(engine="streaming").to_dicts()
    late = [row for row in rows if row["month"] > months.of(died_on[kept_of[row["person_id"]]])]
    return _named(late, kept_of)


def _named(rows: list[dict[str, Any]], kept_of: Mapping[int, int]) -> list[BilledAfter]:
    runs = {row["billed_by"] for row in rows}
    asked = Bill.objects.filter(run__in=runs, kind=Bill.Kind.BILL).select_related("payer")
    bills = {(bill.run_id, bill.registration_id): bill for bill in asked}
    found = []
    for row in rows:
        bill = bills[row["billed_by"], row["registration_id"]]
        person = kept_of[row["person_id"]]
        found.append(
            BilledAfter(person, row["month"], bill.pk, bill.payment_code, bill.payer.name, row["total"])
        )
    return found


def _spells(people: Iterable[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {pk: [] for pk in people}
    rows = Membership.objects.filter(person_id__in=found, roll__state__in=BILLED)
    rows = rows.exclude(end_cause=Membership.EndCause.UNDONE)
    for spell in rows.select_related("roll__registration__payer", "roll__group", "person").order_by("pk"):
        if spell.last_month >= spell.first_month:
            found[spell.person_id].append(spell)
    return found


def _at(spells: list[Membership], month: int) -> Membership | None:
    """The membership of the month of death; of several one that insures against death."""
    running = [spell for spell in spells if spell.first_month <= month <= spell.last_month]
    return max(running, key=lambda spell: ("JKM" in spell.roll.programmes, spell.pk), default=None)


def _bills(
    registrations: set[int], died_on: Mapping[int, date], as_of: date
) -> dict[tuple[int, int], MonthBill]:
    """The bills of registrations by registration and month, up to the last death."""
    found: dict[tuple[int, int], MonthBill] = {}
    if not registrations:
        return found
    last = max(months.of(on) for on in died_on.values())
    rows: Any = standing(as_of=as_of).filter(
        registration__in=registrations, month__lte=last, kind=Bill.Kind.BILL
    )
    for bill in rows.select_related("payer").order_by("month", "pk"):
        status = Status(bill.status)
        key = (bill.registration_id, bill.month)
        known = found.get(key)
        if known is not None and _WORST_FIRST.index(known.status) <= _WORST_FIRST.index(status):
            continue
        found[key] = MonthBill(
            bill.month, bill.pk, bill.payment_code, bill.payer.name, bill.due_on, status, bill.outstanding_rp
        )
    return found


def _amounts(memberships: list[int]) -> dict[int, int]:
    """The newest wage or income of memberships; terms that begin after a death never ran."""
    rows = MembershipTerms.objects.filter(membership_id__in=memberships).order_by("from_month")
    return dict(rows.values_list("membership_id", "amount_rp"))


def _stood(
    spells: list[Membership],
    chosen: Membership | None,
    month: int,
    bills: Mapping[tuple[int, int], MonthBill],
    amounts: Mapping[int, int],
) -> AtDeath:
    own: dict[int, list[MonthBill]] = defaultdict(list)
    for spell in spells:
        for each in range(spell.first_month, min(spell.last_month, month) + 1):
            bill = bills.get((spell.roll.registration_id, each))
            if bill is not None:
                own[each].append(bill)
    good = {each for each, found in own.items() if any(bill.status in PROTECTED for bill in found)}
    here = bills.get((chosen.roll.registration_id, month)) if chosen else None
    return AtDeath(
        membership=chosen,
        programmes=frozenset(chosen.roll.programmes.split(",")) if chosen else frozenset(),
        amount_rp=amounts.get(chosen.pk) if chosen else None,
        status=here.status if here else None,
        in_row=_in_row(good, month, billed=month in own),
        paid=sum(any(bill.status == Status.PAID for bill in found) for found in own.values()),
        waits=tuple(bill for each in sorted(own) for bill in own[each] if bill.outstanding_rp > 0),
    )


def _in_row(good: set[int], month: int, *, billed: bool) -> int:
    """Months without a gap, back from the month of death; that month itself may not be billed yet."""
    each = month if billed else month - 1
    count = 0
    while each in good:
        count, each = count + 1, each - 1
    return count
