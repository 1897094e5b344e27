"""Which payer and bills a disbursement pays: by payment code, then amount, payer and day; with the reasons.

Only what is certain is taken at once; everything else waits in the queue with its candidates. A book is read once for
many lines; each line that is taken uses up what it pays, so that the next one meets what is left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from naungan.accounts.scope import Scope, within
from naungan.contributions.models import Bill, Payment
from naungan.contributions.queries.standing import standing
from naungan.contributions.register.months_named import months_named
from naungan.contributions.register.reasons import Reason
from naungan.kit import numbers
from naungan.law import months
from naungan.registry.imports.headers import normal
from naungan.registry.models import Payer

MOST_CANDIDATES = 10
# The same sum of the same payer within these days under another number is held to be the same money.
DOUBLE_DAYS = 10
SHORTEST_NAME = 5
LONGEST_RUN = 60
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{3,29}")


@dataclass(slots=True)
class OpenBill:
    """A bill as it stands: `left_rp` is still to pay."""

    bill_id: int
    payer_id: int
    month: int
    code: str
    left_rp: int
    posted_on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A payer that a line may pay for, with the months or codes to cover, and why. `known` names a payment that may
    be the same money.
    """

    payer_id: int
    covers: tuple[str, ...]
    payment_code: str
    reasons: tuple[Reason, ...]
    is_certain: bool = False
    known: int | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """What a line matches: `chosen` is certain, else it waits; the candidates, best first."""

    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What of a disbursement counts for matching."""

    reference: str
    paid_on: date
    amount_rp: int
    text: str
    payment_code: str = ""


@dataclass(slots=True)
class Book:
    """Bills and payers at or below a region, and the payments that came otherwise than by its register."""

    owner_id: int
    payers: dict[int, Payer]
    by_code: dict[str, OpenBill] = field(default_factory=dict)
    by_payer: dict[int, list[OpenBill]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[int, list[OpenBill]] = field(default_factory=lambda: defaultdict(list))
    received: dict[tuple[int, int], list[tuple[date, int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    names: list[tuple[str, int]] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def codes_in(self, line: Line) -> list[str]:
        """The payment codes of bills that a line names, in its order."""
        words = [line.payment_code, *_TOKEN.findall(line.text)]
        return list(dict.fromkeys(word.strip(".-/") for word in words if word.strip(".-/") in self.by_code))

    def payers_in(self, text: str) -> list[int]:
        """The payers whose code or name stands in a text; of names within each other the longest."""
        found = [self.codes[word] for word in _TOKEN.findall(text) if word in self.codes]
        plain = f" {normal(text)} "
        named = [(name, pk) for name, pk in self.names if f" {name} " in plain]
        longest = [
            pk for name, pk in named
            if not any(name != other and f" {name} " in f" {other} " for other, _pk in named)
        ]  # fmt: skip
        return list(dict.fromkeys([*found, *longest]))

    def take(self, chosen: Candidate, amount_rp: int) -> None:
        """Use up what a payment covers: what it names first, then the oldest."""
        own = self.by_payer[chosen.payer_id]
        named = {chosen.payment_code, *chosen.covers} - {""}
        first = [bill for bill in own if bill.code in named or months.format_month(bill.month) in named]
        for bill in (*first, *own):
            part = min(bill.left_rp, amount_rp)
            bill.left_rp -= part
            amount_rp -= part


def book_of(owner: Payer, scope: Scope) -> Book:
    """The book of a region, as far as the scope reaches."""
    below = within("area_id", owner.area_id)
    payers = Payer.objects.filter(below, scope.payer_q()).in_bulk()
    book = Book(owner.pk, payers)
    for payer in payers.values():
        book.codes[payer.code] = payer.pk
        name = normal(payer.name)
        if len(name) >= SHORTEST_NAME:
            book.names.append((name, payer.pk))
    rows: Any = standing(as_of=timezone.localdate(), scope=scope).filter(
        within("payer__area_id", owner.area_id)
    )
    fields = ("pk", "payer_id", "month", "payment_code", "outstanding_rp", "posted_at")
    for row in rows.exclude(kind=Bill.Kind.CREDIT).order_by("month", "pk").values_list(*fields):
        pk, payer_id, month, code, left_rp, posted_at = row
        bill = OpenBill(pk, payer_id, month, code, left_rp, timezone.localtime(posted_at).date())
        book.by_code[bill.code] = bill
        book.by_payer[bill.payer_id].append(bill)
        book.by_amount[bill.left_rp].append(bill)
    otherwise = Payment.objects.filter(payer__in=list(payers), reversal=None, register_decisions=None)
    rows = otherwise.values_list("payer_id", "amount_rp", "paid_on", "pk", "reference")
    for payer_id, amount, day, pk, reference in rows:
        book.received[payer_id, amount].append((day, pk, reference))
    return book


def match(line: Line, book: Book) -> Matched:
    """What a line matches; nothing is used up (`Book.take` does)."""
    codes = book.codes_in(line)
    if codes:
        return _by_codes(line, book, codes)
    named = book.payers_in(line.text)
    lone = named or ([book.owner_id] if book.owner_id in book.payers else [])
    found = [_of_payer(line, book, payer, is_named=bool(named)) for payer in lone]
    if not any(one.is_certain for one in found) and not named:
        found += _by_amount(line, book, without=set(lone))
    certain = [one for one in found if one.is_certain]
    if len(certain) == 1:
        return _unless_double(line, book, certain[0], found)
    sure = Reason.of("SEVERAL" if len(found) > 1 else "NOBODY")
    reasons = found[0].reasons if len(found) == 1 else (sure,)
    return Matched(None, tuple(found[:MOST_CANDIDATES]), reasons)


def _by_codes(line: Line, book: Book, codes: Sequence[str]) -> Matched:
    by_payer: dict[int, list[OpenBill]] = defaultdict(list)
    for code in codes:
        by_payer[book.by_code[code].payer_id].append(book.by_code[code])
    found = []
    for payer, bills in by_payer.items():
        why = [Reason.of("CODE", number=bill.code, month=_told(bill.month)) for bill in bills]
        owed = sum(bill.left_rp for bill in bills)
        single = bills[0].code if len(bills) == 1 else ""
        covers = () if single else tuple(bill.code for bill in bills)
        reasons = (*why, *_fit(line.amount_rp, owed))
        found.append(Candidate(payer, covers, single, reasons, is_certain=len(by_payer) == 1))
    if len(found) > 1:
        return Matched(None, tuple(found), (Reason.of("CODES"),))
    return _unless_double(line, book, found[0], found, is_open=owed >= line.amount_rp)


def _of_payer(line: Line, book: Book, payer: int, *, is_named: bool) -> Candidate:
    """What a line may pay of one payer: the months that it names, else a bill or a run of bills of its amount."""
    who = Reason.of("PAYER" if is_named else "OWNER")
    open_ = [bill for bill in book.by_payer[payer] if bill.left_rp]
    told = months_named(line.text)
    if told:
        owed = sum(bill.left_rp for bill in open_ if bill.month in told)
        covers = tuple(months.format_month(month) for month in told)
        why = Reason.of("MONTHS", months=", ".join(map(_told, told)))
        sure = is_named or owed == line.amount_rp
        return Candidate(payer, covers, "", (who, why, *_fit(line.amount_rp, owed)), is_certain=sure)
    run = _run_of(open_, line.amount_rp)
    if run:
        alone = is_named or not _others(line, book, payer)
        reasons = (who, *_amounts(run), *_day(line, run))
        # money that names nothing pays the oldest anyway, whatever comes before or after it
        if run[0] is open_[0]:
            return Candidate(payer, (), "", reasons, is_certain=alone)
        covers = tuple(dict.fromkeys(months.format_month(bill.month) for bill in run))
        return Candidate(payer, covers, "", (*reasons, Reason.of("OLDER")))
    return Candidate(payer, (), "", (who, *_fit(line.amount_rp, sum(bill.left_rp for bill in open_))))


def _by_amount(line: Line, book: Book, *, without: set[int]) -> list[Candidate]:
    return [
        Candidate(
            bill.payer_id, (months.format_month(bill.month),), "", (*_amounts([bill]), *_day(line, [bill]))
        )
        for bill in _others(line, book, *without)
    ][:MOST_CANDIDATES]


def _others(line: Line, book: Book, *without: int) -> list[OpenBill]:
    """The bills of other payers of which exactly the line's amount is left, the oldest of each payer."""
    oldest: dict[int, OpenBill] = {}
    for bill in book.by_amount.get(line.amount_rp, ()):
        if bill.left_rp == line.amount_rp and bill.payer_id not in without:
            oldest.setdefault(bill.payer_id, bill)
    return list(oldest.values())


def _run_of(open_: Sequence[OpenBill], amount_rp: int) -> list[OpenBill]:
    """The bill, or the bills of months that follow each other, of which exactly this amount is left: those from the
    oldest on, else a single one, else the oldest run.
    """
    single = next(([bill] for bill in open_ if bill.left_rp == amount_rp), [])
    return _run_from(open_, amount_rp, range(1)) or single or _run_from(open_, amount_rp, range(len(open_)))


def _run_from(open_: Sequence[OpenBill], amount_rp: int, starts: Iterable[int]) -> list[OpenBill]:
    for first in starts:
        total = 0
        for last in range(first, min(len(open_), first + LONGEST_RUN)):
            total += open_[last].left_rp
            if total == amount_rp:
                return list(open_[first : last + 1])
            if total > amount_rp:
                break
    return []


def _unless_double(
    line: Line, book: Book, chosen: Candidate, found: Iterable[Candidate], *, is_open: bool = False
) -> Matched:
    """The choice, unless the same sum of this payer is known under another number around that day."""
    near = timedelta(days=DOUBLE_DAYS)
    twins = [
        one for one in book.received.get((chosen.payer_id, line.amount_rp), ())
        if abs(one[0] - line.paid_on) <= near and one[2] != line.reference
    ]  # fmt: skip
    if not twins or is_open:
        return Matched(chosen, (chosen,), chosen.reasons)
    day, pk, reference = twins[0]
    double = Reason.of("DOUBLE", day=numbers.short_day(day), reference=reference)
    same = Candidate(chosen.payer_id, (), "", (double,), known=pk)
    rest = [one for one in found if one is not chosen]
    return Matched(None, (same, chosen, *rest), (double,))


def _amounts(run: Sequence[OpenBill]) -> tuple[Reason, ...]:
    if len(run) == 1:
        return (Reason.of("AMOUNT", month=_told(run[0].month)),)
    first, last = _told(run[0].month), _told(run[-1].month)
    return (Reason.of("AMOUNTS", count=len({bill.month for bill in run}), first=first, last=last),)


def _day(line: Line, run: Sequence[OpenBill]) -> tuple[Reason, ...]:
    after = all(line.paid_on >= bill.posted_on for bill in run)
    return (Reason.of("DATE"),) if after else ()


def _fit(amount_rp: int, owed_rp: int) -> tuple[Reason, ...]:
    """How a sum stands to what is owed."""
    if not owed_rp:
        return (Reason.of("EARLY"),)
    if amount_rp == owed_rp:
        return ()
    return (Reason.of("PARTIAL" if amount_rp < owed_rp else "OVER"),)


def _told(month: int) -> str:
    return numbers.month(month)
