"""Who pays on time: payers ranked by their year's bills and payments, by either due date.

Order: the share of months whole in time, then of rupiah, then fewer days late, then more months billed. Equal in
all four: the place is shared and the next is skipped. Months whose bill is not yet due are not judged.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.contributions.models import Bill
from naungan.contributions.queries import BillState, OnTime, bills_state, on_time_of
from naungan.coverage.queries import percent_hundredths
from naungan.law import months
from naungan.registry.models import Payer

LAW, SCHEDULE = "hukum", "jadwal"
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Punctual:
    """A payer's year and its place. Shares in hundredths of a percent, None while nothing is due."""

    payer: Payer
    facts: OnTime
    basis: str
    place: int | None
    ranked: int

    @property
    def judged(self) -> int:
        """Months whose bills are due or paid."""
        return self.facts.months - self.facts.open

    @property
    def on_time(self) -> int:
        """Months whole in time by the chosen due date."""
        return self.facts.on_time if self.basis == LAW else self.facts.on_time_by_schedule

    @property
    def months_share(self) -> int | None:
        """Of months."""
        return percent_hundredths(min(self.on_time, self.judged), self.judged)

    @property
    def rupiah_share(self) -> int | None:
        """Of rupiah billed."""
        facts = self.facts
        in_time = facts.on_time_rp if self.basis == LAW else facts.on_time_by_schedule_rp
        return percent_hundredths(in_time, facts.billed_rp)

    @property
    def days_late(self) -> int:
        """Days late, summed over the bills; an unpaid one counts up to the day asked."""
        return self.facts.days_late if self.basis == LAW else self.facts.days_late_by_schedule

    @property
    def paid_share(self) -> int | None:
        """Completeness: rupiah paid, whenever, of rupiah billed."""
        return percent_hundredths(self.facts.billed_rp - self.facts.outstanding_rp, self.facts.billed_rp)


def last_day(year: int) -> date:
    """The day as of which a year is looked at: the last of June after it, when every due date and the grace
    of late months are past; today while that is still to come.
    """
    return min(date(year + 1, 6, 30), timezone.localdate())


def year_bills(year: int, *, as_of: date, scope: Scope, payer_code: str | None = None) -> list[BillState]:
    """The bills of a year's months."""
    first = months.parse(f"{year:04d}-01")
    return bills_state(
        as_of=as_of, scope=scope, payer_code=payer_code, first_month=first, last_month=first + MONTHS - 1
    )


def billed_years() -> list[int]:
    """The years in which anybody has bills, the newest first."""
    found = Bill.objects.order_by().values_list("month", flat=True).distinct()
    return sorted({month // MONTHS for month in found}, reverse=True)


def years_of(payer_code: str, *, as_of: date) -> list[OnTime]:
    """A payer's billed years, the newest first."""
    by_year: dict[int, list[BillState]] = defaultdict(list)
    for state in bills_state(as_of=as_of, payer_code=payer_code):
        by_year[state.month // MONTHS].append(state)
    return [on_time_of(payer_code, year, by_year[year]) for year in sorted(by_year, reverse=True)]


def ranking(
    year: int,
    *,
    as_of: date,
    basis: str = LAW,
    kind: str = "",
    area_code: str = "",
    scope: Scope = EVERYWHERE,
    known_at: datetime | None = None,
) -> list[Punctual]:
    """The payers of a kind in an area by orderliness. All of them are ranked; those in the scope are given."""
    asked = Scope(areas=(area_code,)) if area_code else EVERYWHERE
    payers = Payer.objects.filter(asked.payer_q()).select_related("area")
    known = {payer.code: payer for payer in (payers.filter(kind=kind) if kind else payers)}
    bills: dict[str, list[BillState]] = defaultdict(list)
    first = months.parse(f"{year:04d}-01")
    for state in bills_state(
        as_of=as_of, known_at=known_at, scope=asked, first_month=first, last_month=first + MONTHS - 1
    ):
        if state.payer_code in known:
            bills[state.payer_code].append(state)
    rows = [
        Punctual(known[code], on_time_of(code, year, states), basis, None, 0)
        for code, states in bills.items()
    ]
    return [row for row in _placed(rows) if scope.holds_payer(row.payer.code, row.payer.area_id)]


def _order(row: Punctual) -> tuple[int, ...]:
    return (row.months_share or 0, row.rupiah_share or 0, -row.days_late, row.facts.months)


def _placed(rows: list[Punctual]) -> list[Punctual]:
    judged = sorted((row for row in rows if row.judged), key=lambda row: (_order(row), row.payer.code))
    judged.reverse()
    ahead: dict[tuple[int, ...], int] = {}
    for at, row in enumerate(judged):
        ahead.setdefault(_order(row), at)
    placed = [
        Punctual(row.payer, row.facts, row.basis, ahead[_order(row)] + 1, len(judged)) for row in judged
    ]
    placed.sort(key=lambda row: (row.place or 0, row.payer.name, row.payer.code))
    return placed + [row for row in rows if not row.judged]
