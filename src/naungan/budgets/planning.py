"""The planner: people x months x tariff, month by month, because tariff, relief and wage change within a plan.

Pure. Every tariff is asked of `law.questions`; there is no formula here. A budget pays what the payer owes: the part
that is withheld from a wage earner's wage (JHT and JP of the worker) is not bought by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from naungan.law import months
from naungan.law.questions import answer

Path = tuple[tuple[int, int], ...]

# What the payer pays of each programme, by the results of the question `contribution`; BPU pay JHT whole.
_PARTS: Final = {
    "JKK": ("jkk",),
    "JKM": ("jkm",),
    "JHT": ("jht_employer",),
    "JP": ("jp_employer",),
    "JKP": (),
}
_BPU_PARTS: Final = {**_PARTS, "JHT": ("jht_worker",)}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law asks of one worker of a group; `base_rp` is the wage (PU, JAKON) or income (BPU) a month."""

    segment: str
    programmes: tuple[str, ...]
    paid_by: str
    base_rp: int
    sector: str = "OTHER"
    risk_group: int = 1

    def given(self, month: int) -> dict[str, Any]:
        """The facts of the question `contribution` for a month."""
        return {
            "month": months.format_month(month),
            "segment": self.segment,
            "income" if self.segment == "BPU" else "wage": self.base_rp,
            "programmes": list(self.programmes),
            "paid_by": self.paid_by,
            "sector": self.sector,
            "risk_group": self.risk_group,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """People of one kind over months. `more` and `rises` say from which month on another number of people, another
    base, is assumed: ((month, value), ...).
    """

    facts: Facts
    people: int
    first_month: int
    last_month: int
    more: Path = ()
    rises: Path = ()

    def months(self) -> Iterator[int]:
        """Every month of the plan."""
        return months.iterate(self.first_month, self.last_month)

    def people_in(self, month: int) -> int:
        """How many people are planned in a month."""
        return _latest(self.more, month, self.people)

    def facts_in(self, month: int) -> Facts:
        """The facts with the base assumed for a month."""
        return replace(self.facts, base_rp=_latest(self.rises, month, self.facts.base_rp))


@dataclass(frozen=True, slots=True)
class Spell:
    """Months in a row with the same people and tariff: one row of a proposal for each programme."""

    first_month: int
    last_month: int
    people: int
    base_rp: int
    tariff: Mapping[str, int]

    @property
    def months(self) -> int:
        """How many months."""
        return self.last_month - self.first_month + 1

    @property
    def person_months(self) -> int:
        """People times months."""
        return self.people * self.months

    @property
    def each_rp(self) -> int:
        """What one person costs a month."""
        return sum(self.tariff.values())

    @property
    def amount_rp(self) -> int:
        """What the spell costs."""
        return self.each_rp * self.person_months


@dataclass(frozen=True, slots=True)
class Affordable:
    """What a ceiling buys when it shall last `months`: so many people, and what is left (less than one more costs)."""

    months: int
    last_month: int
    each_rp: int
    people: int
    left_rp: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a ceiling carries the planned people: whole months, then some of them one month more, then a rest."""

    months: int
    people_more: int
    left_rp: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Bought:
    """Person-months that an amount buys at one tariff, and what is left (less than one more costs)."""

    first_month: int
    last_month: int
    each_rp: int
    person_months: int
    left_rp: int


def tariff(facts: Facts, month: int) -> dict[str, int]:
    """What the payer owes for one worker in a month, whole rupiah by programme. Refused as the law refuses."""
    return dict(_tariff(facts, month))


def spells(plan: Plan) -> list[Spell]:
    """The plan in stretches of equal people and tariff, in order; the sum of their amounts is the plan's cost."""
    rows = [(month, plan.people_in(month), plan.facts_in(month)) for month in plan.months()]
    told = [(month, people, facts.base_rp, _tariff(facts, month)) for month, people, facts in rows]
    found = []
    for (people, base, each), group in groupby(told, key=lambda row: row[1:]):
        stretch = [row[0] for row in group]
        found.append(Spell(stretch[0], stretch[-1], people, base, dict(each)))
    return found


def cost(plan: Plan) -> int:
    """What the plan costs, whole rupiah."""
    return sum(spell.amount_rp for spell in spells(plan))


def by_programme(plan: Plan) -> dict[str, int]:
    """The cost by programme."""
    sums = dict.fromkeys(plan.facts.programmes, 0)
    for spell in spells(plan):
        for name, each in spell.tariff.items():
            sums[name] += each * spell.person_months
    return sums


def by_year(plan: Plan) -> dict[int, int]:
    """The cost by calendar year: periods cross fiscal years."""
    sums: dict[int, int] = {}
    for month in plan.months():
        each = sum(tariff(plan.facts_in(month), month).values())
        sums[month // 12] = sums.get(month // 12, 0) + each * plan.people_in(month)
    return sums


def affordable(plan: Plan, ceiling_rp: int) -> list[Affordable]:
    """With a ceiling: for each number of months from the plan's first, how many people, and what is left.

    Exact whole numbers: people x each + left = ceiling, and left < each. No row where a person costs nothing.
    """
    found, each = [], 0
    for count, month in enumerate(plan.months(), 1):
        each += sum(tariff(plan.facts_in(month), month).values())
        if each > 0:
            found.append(Affordable(count, month, each, ceiling_rp // each, ceiling_rp % each))
    return found


def reach(plan: Plan, ceiling_rp: int) -> Reach:
    """With a ceiling and the planned people: how many whole months, for how many people one more, what is left."""
    left, whole = ceiling_rp, 0
    for month in plan.months():
        each = sum(tariff(plan.facts_in(month), month).values())
        if each * plan.people_in(month) > left:
            return Reach(whole, left // each, left % each, is_whole=False)
        left -= each * plan.people_in(month)
        whole += 1
    return Reach(whole, 0, left, is_whole=True)


def bought(facts: Facts, first_month: int, last_month: int, amount_rp: int) -> list[Bought]:
    """How many person-months an amount buys at each tariff of the months, with what is left."""
    plan = Plan(facts, 1, first_month, last_month)
    return [
        Bought(
            spell.first_month,
            spell.last_month,
            spell.each_rp,
            amount_rp // spell.each_rp,
            amount_rp % spell.each_rp,
        )
        for spell in spells(plan)
        if spell.each_rp > 0
    ]


def by_payer(plan: Plan, payers: tuple[str, ...]) -> dict[str, int]:
    """The same plan paid by others: the relief of 2026 depends on who pays."""
    return {who: cost(replace(plan, facts=replace(plan.facts, paid_by=who))) for who in payers}


def steps(text: str, read: Any = int) -> Path:
    """A path as it is typed, "2022-01=40000, 2023-01=60000", in the order of the months.

    ValueError for anything else. `read` reads the value.
    """
    found = []
    for pair in text.replace(";", ",").split(","):
        if pair.strip():
            month, sign, value = pair.partition("=")
            if not sign:
                raise ValueError(f"{pair!r} has no value")
            number = read(value.strip())
            if number <= 0:
                raise ValueError(f"{pair!r} is not positive")
            found.append((months.parse(month.strip()), number))
    return tuple(sorted(found))


def _latest(path: Path, month: int, before: int) -> int:
    """The value of a path in a month; `before` until it begins."""
    for start, value in reversed(path):
        if start <= month:
            return value
    return before


@lru_cache(maxsize=4096)
def _tariff(facts: Facts, month: int) -> tuple[tuple[str, int], ...]:
    results = answer("contribution", facts.given(month)).results
    parts = _BPU_PARTS if facts.segment == "BPU" else _PARTS
    return tuple((name, sum(results.get(part, 0) for part in parts[name])) for name in facts.programmes)
