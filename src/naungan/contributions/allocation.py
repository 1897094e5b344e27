"""How payments cover bill lines: a pure function of both, so that the order in which they arrive does not
matter.

Payments take their turn by (paid on, reference). Each first covers what its payer names, months or payment codes
in that order, then the bill whose payment code it carries, then the oldest lines: by month, bill, line. What
finds no line stays as the payer's credit. A payment never takes what an earlier one has covered, so the payments
up to a date stand exactly as they would if later ones did not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Money:
    """A payment of one payer: whole rupiah, positive. `code` is the payment code it names, or empty; `covers` what
    the payer says it is for: month numbers and payment codes.
    """

    id: int
    paid_on: date
    reference: str
    amount_rp: int
    code: str = ""
    covers: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """A bill line of one payer: whole rupiah, zero or more. `code` is its bill's payment code."""

    id: int
    bill_id: int
    month: int
    amount_rp: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Allocated:
    """What payments cover, by (payment, line), and what is left of each payment (only where something is)."""

    covers: Mapping[tuple[int, int], int]
    credit: Mapping[int, int]


def allocate(payments: Iterable[Money], lines: Iterable[Owed]) -> Allocated:
    """Let the payments of one payer cover its bill lines, in the order that the module tells."""
    by_age = sorted(lines, key=lambda line: (line.month, line.bill_id, line.id))
    named: dict[int | str, list[Owed]] = {}
    for line in by_age:
        for name in (line.month, line.code) if line.code else (line.month,):
            named.setdefault(name, []).append(line)
    open_rp = {line.id: line.amount_rp for line in by_age if line.amount_rp > 0}
    covers: dict[tuple[int, int], int] = {}
    credit: dict[int, int] = {}
    oldest = _Oldest(by_age)
    for payment in sorted(payments, key=lambda money: (money.paid_on, money.reference, money.id)):
        left = payment.amount_rp
        for name in (*payment.covers, payment.code):
            left = _cover(payment, left, named.get(name, ()), open_rp, covers)
        left = _cover(payment, left, oldest.still_open(open_rp), open_rp, covers)
        if left:
            credit[payment.id] = left
    return Allocated(covers, credit)


class _Oldest:
    """The lines by age without those that are covered.

    Each is passed over once, however many payments come.
    """

    def __init__(self, by_age: Sequence[Owed]) -> None:
        self.by_age = by_age
        self.first = 0

    def still_open(self, open_rp: Mapping[int, int]) -> Iterable[Owed]:
        while self.first < len(self.by_age) and self.by_age[self.first].id not in open_rp:
            self.first += 1
        return (self.by_age[index] for index in range(self.first, len(self.by_age)))


def _cover(
    payment: Money,
    left: int,
    lines: Iterable[Owed],
    open_rp: dict[int, int],
    covers: dict[tuple[int, int], int],
) -> int:
    """Cover lines in the given order until the money is used up; the rest of the money."""
    for line in lines:
        if not left:
            break
        part = min(left, open_rp.get(line.id, 0))
        if not part:
            continue
        covers[payment.id, line.id] = covers.get((payment.id, line.id), 0) + part
        open_rp[line.id] -= part
        left -= part
        if not open_rp[line.id]:
            del open_rp[line.id]
    return left
