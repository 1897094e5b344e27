"""What the rest of the year will cost: posted bills that are not paid, and the months of lists still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Avg, Count, Max, Q, QuerySet, Sum

from naungan.budgets.crosswalk import divide
from naungan.budgets.models import BudgetLine
from naungan.budgets.planning import Facts, tariff
from naungan.contributions.models import Allocation, BillLine
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Group, Membership, MembershipTerms, Payer, Roll
from naungan.registry.states import BILLED

# The line that takes a roll's programme; None gathers what no line takes.
Place = int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the working: a list's programme, what of its bills is open, or its months to come."""

    roll: Roll
    programme: str
    amount_rp: int
    months: int = 0
    person_months: int = 0
    base_is_mean: bool = False


@dataclass(slots=True)
class Coming:
    """What is still to be paid on a line for the year, with its working. `unknown` are lists that the law does not
    price yet.
    """

    open: list[Part] = field(default_factory=list)
    ahead: list[Part] = field(default_factory=list)
    unknown: list[Roll] = field(default_factory=list)

    @property
    def open_rp(self) -> int:
        """Posted and not paid."""
        return sum(part.amount_rp for part in self.open)

    @property
    def ahead_rp(self) -> int:
        """Months that are not posted yet."""
        return sum(part.amount_rp for part in self.ahead)

    @property
    def total_rp(self) -> int:
        """Both."""
        return self.open_rp + self.ahead_rp


def coming_costs(
    payer: Payer, year: int, lines: Sequence[BudgetLine], *, as_of: date, known_at: datetime | None = None
) -> dict[Place, Coming]:
    """The cost still to come of a payer's lists in a year, by the line that takes it (None: no line does).

    A list's programme goes to the line of its own group before that of a wider one, of its fund source only when
    the list names one. The part withheld from workers is left out.
    """
    first = months.parse(f"{year:04d}-01")
    rolls = list(_rolls(payer, first))
    wider = dict(Group.objects.values_list("code", "within_id"))
    found: dict[Place, Coming] = defaultdict(Coming)
    known = Q() if known_at is None else Q(bill__posted_at__lte=known_at)
    posted = BillLine.objects.filter(
        known, roll__in=rolls, bill__month__gte=first, bill__month__lt=first + 12
    )
    unpaid = _unpaid(posted, as_of, known_at)
    last = dict(posted.order_by().values_list("roll").annotate(Max("bill__month")))
    for roll in rolls:
        of_roll = {name: _line_of(roll, name, lines, wider) for name in roll.programmes.split(",")}
        for name, place in of_roll.items():
            if unpaid.get((roll.pk, name)):
                found[place].open.append(Part(roll, name, unpaid[roll.pk, name]))
        start = max(first, roll.first_month, last.get(roll.pk, 0) + 1)
        if start <= min(roll.last_month, first + 11):
            _add_ahead(found, roll, of_roll, range(start, min(roll.last_month, first + 11) + 1))
    return dict(found)


def _rolls(payer: Payer, first: int) -> QuerySet[Roll]:
    rolls = Roll.objects.filter(
        registration__payer=payer, state__in=BILLED, first_month__lte=first + 11, last_month__gte=first
    )
    return rolls.select_related("group").order_by("pk")


def _unpaid(posted: QuerySet[BillLine], as_of: date, known_at: datetime | None) -> dict[tuple[int, str], int]:
    """By roll and programme, the payer's part of what is asked and not covered; the worker's part is left out."""
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    paid = Allocation.objects.filter(known, line__in=posted, payment__paid_on__lte=as_of).order_by()
    covered = {
        (roll, name): amount
        for roll, name, amount in paid.values_list("line__roll", "line__programme").annotate(Sum("amount_rp"))
    }
    found = {}
    asked = posted.order_by().values_list("roll", "programme")
    for roll, name, amount, worker in asked.annotate(Sum("amount_rp"), Sum("worker_rp")):
        left = amount - covered.get((roll, name), 0)
        if left > 0:
            found[roll, name] = divide(left, {"payer": amount - worker, "worker": worker})["payer"]
    return found


def _add_ahead(
    found: dict[Place, Coming], roll: Roll, of_roll: dict[str, Place], ahead: Iterable[int]
) -> None:
    people = _people(roll)
    facts, is_mean = _facts(roll)
    sums: dict[str, list[int]] = {name: [0, 0, 0] for name in of_roll}
    for month in ahead:
        count = sum(number for first, last, number in people if first <= month <= last)
        try:
            each = tariff(facts, month)
        except Refused:
            # the law has no price for it yet, a migrant worker's package for one
            found[next(iter(of_roll.values()))].unknown.append(roll)
            return
        for name, rp in each.items():
            sums[name][0] += rp * count
            sums[name][1] += 1
            sums[name][2] += count
    for name, (amount, number, person_months) in sums.items():
        if amount:
            found[of_roll[name]].ahead.append(Part(roll, name, amount, number, person_months, is_mean))


def _people(roll: Roll) -> list[tuple[int, int, int]]:
    spells = Membership.objects.filter(roll=roll).exclude(end_cause=Membership.EndCause.UNDONE).order_by()
    return list(spells.values_list("first_month", "last_month").annotate(Count("pk")))


def _facts(roll: Roll) -> tuple[Facts, bool]:
    """What the law asks of one worker of a list, and whether the base is a mean of what each has."""
    facts = Facts(
        segment=roll.segment,
        programmes=tuple(roll.programmes.split(",")),
        paid_by=roll.paid_by,
        base_rp=roll.income_rp or roll.wage_rp or 0,
        sector=roll.group.sector,
        risk_group=roll.risk_group,
    )
    if facts.base_rp:
        return facts, False
    mean = MembershipTerms.objects.filter(membership__roll=roll).aggregate(mean=Avg("amount_rp"))["mean"]
    return replace(facts, base_rp=int((mean or 0) + 0.5) if mean else 1), True


def _line_of(
    roll: Roll, programme: str, lines: Sequence[BudgetLine], wider: Mapping[str, str | None]
) -> Place:
    chain: list[str] = []
    group: str | None = roll.group_id
    while group is not None and group not in chain:
        chain.append(group)
        group = wider.get(group)
    fits = [
        line
        for line in lines
        if programme in line.programmes.split(",")
        and line.group_id in chain
        and roll.fund_source in {"", line.fund_source}
    ]
    best = min(fits, key=lambda line: (chain.index(line.group_id), line.pk), default=None)
    return best.pk if best else None
