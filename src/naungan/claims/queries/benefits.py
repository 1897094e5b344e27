"""What came back to families, and what was paid for it: per place, group, programme and year, by both clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from naungan.accounts.scope import EVERYWHERE, Scope, within
from naungan.areas.models import Area
from naungan.claims.models import BenefitPayment
from naungan.contributions.models import Allocation
from naungan.registry.models import Group

By = Literal["area", "group", "programme", "year"]
# How long an area's code is, from province to village; a breakdown shows the level below the one asked for.
_LENGTHS = (2, 5, 8, 13)
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """Benefits of one key ("" for all, or for what has none): cases, people who received, whole rupiah."""

    key: str
    label: str
    cases: int
    people: int
    amount_rp: int


@dataclass(frozen=True, slots=True)
class Against:
    """Contributions paid beside benefits that came back, whole rupiah; the ratio in hundredths of a percent."""

    key: str
    label: str
    contributions_rp: int
    benefits_rp: int
    cases: int
    people: int

    @property
    def ratio_percent_hundredths(self) -> int | None:
        """Benefits of every hundred rupiah paid; None where nothing was paid."""
        if self.contributions_rp <= 0:
            return None
        return (self.benefits_rp * 10_000 + self.contributions_rp // 2) // self.contributions_rp


@dataclass(slots=True)
class _Sum:
    """What is being added up for one key."""

    cases: set[str]
    people: set[int]
    others: int = 0
    amount_rp: int = 0


def effective_benefits(
    *,
    as_of: date,
    known_at: datetime | None = None,
    since: date | None = None,
    area_code: str | None = None,
    scope: Scope = EVERYWHERE,
) -> QuerySet[BenefitPayment]:
    """The payments that stand: paid up to a day, known at a moment, not reversed by then."""
    rows = BenefitPayment.objects.filter(scope.area_q("area_id"), reverses=None, paid_on__lte=as_of)
    if known_at is None:
        rows = rows.filter(reversed_by=None)
    else:
        standing = Q(reversed_by=None) | Q(reversed_by__recorded_at__gt=known_at)
        rows = rows.filter(standing, recorded_at__lte=known_at)
    if since is not None:
        rows = rows.filter(paid_on__gte=since)
    if area_code:
        rows = rows.filter(within("area_id", area_code))
    return rows


def benefits_returned(
    *,
    as_of: date,
    known_at: datetime | None = None,
    since: date | None = None,
    area_code: str | None = None,
    by: By | None = None,
    scope: Scope = EVERYWHERE,
) -> list[Returned]:
    """What came back to families, in all (`by` None: one row) or by key, in the order of the keys.

    `by="area"` shows the level below `area_code` (provinces without one); a case counts once however many payments
    it had, a worker's family once however often it was paid.
    """
    rows = effective_benefits(
        as_of=as_of, known_at=known_at, since=since, area_code=area_code, scope=scope
    ).values_list(
        "area_id", "group_id", "programme", "paid_on", "claim_id", "person_id", "people", "amount_rp", "pk"
    )
    found: dict[str, _Sum] = defaultdict(lambda: _Sum(set(), set()))
    if by is None:
        found[_NOBODY] = _Sum(set(), set())
    length = _length(area_code)
    for area, group, programme, paid_on, claim, person, people, amount, pk in rows:
        keys = {"area": area[:length], "group": group or _NOBODY, "programme": programme}
        one = found[_NOBODY if by is None else str(paid_on.year) if by == "year" else keys[by]]
        one.cases.add(f"claim {claim}" if claim else f"payment {pk}")
        if person:
            one.people.add(person)
        else:
            one.others += people
        one.amount_rp += amount
    labels = _labels(by, found)
    return [
        Returned(key, labels.get(key, key), len(one.cases), len(one.people) + one.others, one.amount_rp)
        for key, one in sorted(found.items())
    ]


def contributions_against_benefits(
    *,
    as_of: date,
    known_at: datetime | None = None,
    since: date | None = None,
    area_code: str | None = None,
    by: By = "year",
    scope: Scope = EVERYWHERE,
) -> list[Against]:
    """Paid contributions beside benefits by key. Contributions are what payments covered of bill lines, by the day
    of the payment, the area and group of the list, and the line's programme.
    """
    paid = _contributions(
        as_of=as_of, known_at=known_at, since=since, area_code=area_code, by=by, scope=scope
    )
    back = {
        one.key: one
        for one in benefits_returned(
            as_of=as_of, known_at=known_at, since=since, area_code=area_code, by=by, scope=scope
        )
    }
    keys = sorted(paid.keys() | back.keys())
    labels = _labels(by, keys)
    rows = []
    for key in keys:
        one = back.get(key, Returned(key, "", 0, 0, 0))
        rows.append(
            Against(key, labels.get(key, key), paid.get(key, 0), one.amount_rp, one.cases, one.people)
        )
    return rows


def total_of(rows: Iterable[Against], label: str) -> Against:
    """The rows together; a family counted under two keys counts twice here."""
    listed = list(rows)
    return Against(
        "",
        label,
        sum(row.contributions_rp for row in listed),
        sum(row.benefits_rp for row in listed),
        sum(row.cases for row in listed),
        sum(row.people for row in listed),
    )


def _contributions(
    *,
    as_of: date,
    known_at: datetime | None,
    since: date | None,
    area_code: str | None,
    by: By,
    scope: Scope,
) -> dict[str, int]:
    rows: Any = Allocation.objects.filter(
        scope.payer_q("line__bill__payer__"), payment__paid_on__lte=as_of
    ).order_by()
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    if since is not None:
        rows = rows.filter(payment__paid_on__gte=since)
    if area_code:
        rows = rows.filter(within("line__roll__area_id", area_code))
    path: Any = {
        "area": "line__roll__area_id",
        "group": "line__roll__group_id",
        "programme": "line__programme",
    }.get(by)
    rows = rows.annotate(year=ExtractYear("payment__paid_on"))
    length = _length(area_code)
    found: dict[str, int] = defaultdict(int)
    for key, amount in rows.values_list(path or "year").annotate(rp=Sum("amount_rp")):
        found[key[:length] if by == "area" else str(key)] += amount
    return found


def _length(area_code: str | None) -> int:
    if not area_code:
        return _LENGTHS[0]
    return next((length for length in _LENGTHS if length > len(area_code)), _LENGTHS[-1])


def _labels(by: By | None, keys: Iterable[str]) -> dict[str, str]:
    if by == "area":
        return dict(Area.objects.filter(code__in=list(keys)).values_list("code", "name"))
    if by == "group":
        return dict(Group.objects.filter(code__in=list(keys)).values_list("code", "name"))
    return {}
