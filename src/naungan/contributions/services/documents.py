"""The papers of a correction: which bill each difference is added to, and which line each credit takes back.

What was billed for a membership's month stands on the line of the bill that first asked for it and, after earlier
corrections, on lines of differences. A decrease takes back the newest of these first, so that no line is ever
reversed beyond itself. Employer's and worker's parts are followed apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from naungan.contributions.models import Bill, BillLine, Correction, MonthRun
from naungan.contributions.queries.rows import rows_of_runs
from naungan.contributions.services.computing import PARTS
from naungan.engine.lake import PAID

Stack = list[tuple[int, int]]

PROGRAMME_OF: Mapping[str, str] = {
    name: programme for programme, parts in PARTS.items() for names in parts for name in names
}
WITHHELD = frozenset(name for _employer, worker in PARTS.values() for name in worker)


@dataclass(slots=True)
class Part:
    """A line to be: its memberships and signed whole rupiah."""

    memberships: set[int] = field(default_factory=set)
    amount_rp: int = 0
    worker_rp: int = 0


@dataclass(slots=True)
class Document:
    """A bill to be, of one kind, adjusting one bill; lines by roll and programme."""

    kind: str
    adjusts: Bill
    lines: dict[tuple[int, str], Part] = field(default_factory=lambda: defaultdict(Part))

    @property
    def amount_rp(self) -> int:
        """The sum of its lines."""
        return sum(part.amount_rp for part in self.lines.values())

    @property
    def members(self) -> int:
        """The memberships that it is about."""
        return len(set().union(*(part.memberships for part in self.lines.values())))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The papers of a month's correction, and the bill that first asked for each membership."""

    documents: list[Document]
    first_bills: Mapping[int, Bill]


def draw(rows: Sequence[Mapping[str, Any]], month: int) -> Drawn:
    """The papers for the differences (rows of `comparing.DIFFERENCES`) of one month."""
    first = _first_bills(rows)
    stacks = _Stacks(rows, month, first)
    found: dict[tuple[str, int], Document] = {}
    bills = {bill.pk: bill for bill in stacks.bills()}

    def add(kind: str, bill: Bill, row: Mapping[str, Any], name: str, amount: int) -> None:
        document = found.setdefault((kind, bill.pk), Document(kind, bill))
        part = document.lines[row["roll_id"], PROGRAMME_OF[name]]
        part.memberships.add(row["membership_id"])
        part.amount_rp += amount
        part.worker_rp += amount if name in WITHHELD else 0

    for row in rows:
        for name, change in changes(row).items():
            if change > 0:
                add(Bill.Kind.DIFFERENCE, first[row["membership_id"]], row, name, change)
                continue
            for bill, amount in stacks.taken(row, name, -change):
                add(Bill.Kind.CREDIT, bills[bill], row, name, -amount)
    ordered = sorted(found.items(), key=lambda item: (item[1].adjusts.registration_id, item[0]))
    return Drawn([document for _key, document in ordered], first)


def changes(row: Mapping[str, Any]) -> dict[str, int]:
    """The amounts of a difference that change, new less old."""
    found = {name: (row[f"{name}_new"] or 0) - row[name] for name in PAID}
    return {name: change for name, change in found.items() if change}


def reversed_lines(documents: Sequence[Document]) -> dict[tuple[int, int, str], int]:
    """The lines of the adjusted bills: (bill, roll, programme) to line."""
    adjusted = {document.adjusts.pk for document in documents if document.kind == Bill.Kind.CREDIT}
    lines = BillLine.objects.filter(bill__in=adjusted).values_list("bill_id", "roll_id", "programme", "pk")
    return {(bill, roll, programme): pk for bill, roll, programme, pk in lines}


def _first_bills(rows: Sequence[Mapping[str, Any]]) -> dict[int, Bill]:
    runs = {row["billed_by"] for row in rows}
    bills = Bill.objects.filter(run__in=runs, kind=Bill.Kind.BILL).select_related("registration")
    known = {(bill.run_id, bill.registration_id): bill for bill in bills}
    return {row["membership_id"]: known[row["billed_by"], row["registration_id"]] for row in rows}


class _Stacks:
    """For memberships that were corrected before: on which bills their amounts stand, the newest last."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], month: int, first: Mapping[int, Bill]) -> None:
        self.first = first
        again = {row["membership_id"]: row for row in rows if row["run_id"] != row["billed_by"]}
        self.stacks: dict[tuple[int, str], Stack] = defaultdict(list)
        self.differences: dict[tuple[int, int], Bill] = {}
        if not again:
            return
        for row in _rows_as_first_billed(again.values()):
            bill = first[row["membership_id"]].pk
            for name in PAID:
                self.stacks[row["membership_id"], name].append((bill, row[name]))
        made = Bill.objects.filter(kind=Bill.Kind.DIFFERENCE, month=month)
        made = made.filter(adjusts__in={first[each].pk for each in again}).select_related("registration")
        self.differences = {(bill.run_id, bill.adjusts_id or 0): bill for bill in made}
        known = Correction.objects.filter(month=month, membership__in=list(again)).order_by("run__number")
        for correction in known:
            if first[correction.membership_id].pk == correction.bill_id:
                self._replay(correction)

    def bills(self) -> Iterator[Bill]:
        """Every bill on which something may stand."""
        yield from self.first.values()
        yield from self.differences.values()

    def taken(self, row: Mapping[str, Any], name: str, amount: int) -> Iterator[tuple[int, int]]:
        """Where a decrease is taken from: (bill, amount), newest first."""
        first = self.first[row["membership_id"]].pk
        stack = self.stacks.get((row["membership_id"], name), [(first, row[name])])
        yield from _popped(stack, amount)

    def _replay(self, correction: Correction) -> None:
        for name, change in correction.difference.items():
            stack = self.stacks[correction.membership_id, name]
            if change > 0:
                stack.append((self.differences[correction.run_id, correction.bill_id].pk, change))
            else:
                list(_popped(stack, -change))


def _popped(stack: Stack, amount: int) -> Iterator[tuple[int, int]]:
    while amount:
        bill, standing = stack.pop()
        part = min(standing, amount)
        amount -= part
        if standing > part:
            stack.append((bill, standing - part))
        if part:
            yield bill, part


def _rows_as_first_billed(rows: Any) -> Iterator[dict[str, Any]]:
    members: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        members[row["billed_by"]].append(row["membership_id"])
    for run in MonthRun.objects.filter(pk__in=list(members)):
        wanted = pl.col("membership_id").is_in(members[run.pk])
        frozen = rows_of_runs([run]).filter(wanted).select("membership_id", *PAID)
        yield from frozen.collect(engine="streaming").to_dicts()
