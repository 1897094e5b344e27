"""The facts that questions take: their kinds, bounds and words, and the strict check of what somebody gives.

Nothing is guessed: an unknown fact, a missing one, a value of another type or out of bounds is refused, each
with its own code. Amounts are bound so that amount x rate stays exact on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal

from naungan.law import months
from naungan.law.messages import language, refusal, say
from naungan.law.vocabulary import CAUSE, PAID_BY, PROGRAMMES, SECTOR, SEGMENT

Kind = Literal["number", "percent", "flag", "word", "words", "date", "month", "children"]

# Largest wage or income a month, and largest contract: share(wage, 100 %) stays below 9.0e15.
LARGEST_WAGE: Final = 5_000_000_000
LARGEST_CONTRACT: Final = 100_000_000_000_000
FIRST_DAY: Final = date(2015, 7, 1)
LAST_DAY: Final = date(2099, 12, 31)
REQUIRED: Final = object()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact a question takes; `default` REQUIRED means it must be given, None that it may be absent."""

    name: str
    kind: Kind
    title: Mapping[str, str]
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()
    default: object = REQUIRED
    first: date = FIRST_DAY

    @property
    def required(self) -> bool:
        """Whether the question cannot be answered without it."""
        return self.default is REQUIRED


def optional(fact: Fact, default: object = None) -> Fact:
    """The same fact where a question can do without it."""
    return replace(fact, default=default)


def _fact(name: str, kind: Kind, title_id: str, title_en: str, **more: Any) -> Fact:
    return Fact(name, kind, {"id": title_id, "en": title_en}, **more)


MONTH = _fact("month", "month", "bulan iuran", "contribution month")
SEGMENT_FACT = _fact("segment", "word", "segmen", "segment", words=tuple(SEGMENT))
WAGE = _fact("wage", "number", "upah sebulan", "monthly wage", low=1, high=LARGEST_WAGE)
INCOME = _fact("income", "number", "penghasilan sebulan", "monthly income", low=0, high=LARGEST_WAGE)
CONTRACT_VALUE = _fact(
    "contract_value", "number", "nilai kontrak", "contract value", low=1, high=LARGEST_CONTRACT
)
PROGRAMMES_FACT = _fact("programmes", "words", "program", "programmes", words=PROGRAMMES)
RISK_GROUP = _fact("risk_group", "number", "kelompok risiko", "risk group", low=1, high=5, default=1)
PAID_BY_FACT = _fact("paid_by", "word", "pembayar iuran", "payer", words=tuple(PAID_BY), default=None)
SECTOR_FACT = _fact("sector", "word", "sektor", "sector", words=tuple(SECTOR), default="OTHER")
LABOUR_INTENSIVE = _fact("labour_intensive", "flag", "padat karya", "labour-intensive", default=False)
REGISTERED_ON = _fact(
    "registered_on", "date", "tanggal terdaftar", "registered on", default=None, first=date(1977, 1, 1)
)
EVENT_ON = _fact("event_on", "date", "tanggal kejadian", "date of the event")
MONTHS_CONTRIBUTED = _fact(
    "months_contributed", "number", "masa iur (bulan)", "months contributed", high=1200
)
AMOUNT = _fact("amount", "number", "jumlah", "amount", high=1_000_000_000_000)
PAID_ON = _fact("paid_on", "date", "tanggal bayar", "paid on")
RETIRED_ON = _fact("retired_on", "date", "tanggal pensiun", "retired on")
LAID_OFF_ON = _fact("laid_off_on", "date", "tanggal PHK", "laid off on", first=date(2021, 2, 2))
TAX_PAID_ON = _fact("paid_on", "date", "tanggal bayar", "paid on", first=date(2009, 11, 16))
MONTHS_AWAY = _fact("months", "number", "bulan tidak mampu bekerja", "months of incapacity", low=1, high=600)
TABLE_PERCENT = _fact("table_percent", "percent", "persen tabel cacat", "schedule percentage", high=1_000_000)
FUNCTION_LOSS_PERCENT = _fact(
    "function_loss_percent",
    "percent",
    "persen hilang fungsi",
    "loss of function",
    high=1_000_000,
    default=None,
)
# With 1,200 months and the accrual rate the product stays exact.
MEAN_WAGE = _fact(
    "mean_indexed_monthly_wage",
    "number",
    "rata-rata upah terindeks",
    "mean indexed wage",
    high=500_000_000,
    default=None,
)
CONTRIBUTIONS_PAID = _fact(
    "contributions_paid",
    "number",
    "jumlah iuran disetor",
    "contributions paid",
    high=1_000_000_000_000,
    default=None,
)
RETURNS = _fact("returns", "number", "hasil pengembangan", "returns", high=1_000_000_000_000, default=None)
CAUSE_FACT = _fact("cause", "word", "sebab", "cause", words=tuple(CAUSE))
CHILDREN = _fact("children", "children", "anak", "children", high=30)

# The school levels of a child, and how many years anybody could still have there.
LEVELS: Final = ("tk_years", "sd_years", "smp_years", "sma_years", "tertiary_years")
_MOST_YEARS: Final = 20


def check(ask: str, takes: tuple[Fact, ...], given: Mapping[str, object]) -> dict[str, Any]:
    """The facts as the rules need them: months as numbers, dates as dates, absent ones by their default.

    Raises Refused with `fact.unknown`, `fact.missing`, `fact.type`, `fact.word`, `fact.out_of_range` or
    `date.before_first_parameter`.
    """
    by_name = {fact.name: fact for fact in takes}
    for name in given:
        if name not in by_name:
            known = ", ".join(by_name)
            raise refusal("fact.unknown", where=str(name), fact=name, ask=ask, known=known)
    return {name: _checked(fact, given) for name, fact in by_name.items()}


def missing(fact: Fact) -> Exception:
    """The refusal for a fact that the question cannot do without."""
    return refusal("fact.missing", where=fact.name, fact=fact.name, title=fact.title[language.get()])


def _checked(fact: Fact, given: Mapping[str, object]) -> Any:
    value = given.get(fact.name)
    if value is None:
        if fact.required:
            raise missing(fact)
        return fact.default
    return _READERS[fact.kind](fact, value)


def _wrong_type(fact: Fact, value: object, expected: str) -> Exception:
    return refusal(
        "fact.type", where=fact.name, fact=fact.name, expected=say(f"kind.{expected}"), found=repr(value)
    )


def _read_number(fact: Fact, value: object) -> int:
    if type(value) is not int:
        raise _wrong_type(fact, value, "number")
    if not fact.low <= value <= fact.high:
        raise refusal(
            "fact.out_of_range", where=fact.name, fact=fact.name, found=value, low=fact.low, high=fact.high
        )
    return value


def _read_percent(fact: Fact, value: object) -> int:
    """A percentage with at most four decimals, as parts per million."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong_type(fact, value, "percent")
    whole, _, decimals = str(value).partition(".")
    if not (
        f"{whole}{decimals}".isascii()
        and whole.isdecimal()
        and f"0{decimals}".isdecimal()
        and len(decimals) <= 4
    ):
        raise _wrong_type(fact, value, "percent")
    ppm = int(whole) * 10_000 + int(decimals.ljust(4, "0") or 0)
    if not fact.low <= ppm <= fact.high:
        low, high = fact.low // 10_000, fact.high // 10_000
        raise refusal("fact.out_of_range", where=fact.name, fact=fact.name, found=value, low=low, high=high)
    return ppm


def _read_flag(fact: Fact, value: object) -> bool:
    if type(value) is not bool:
        raise _wrong_type(fact, value, "flag")
    return value


def _read_word(fact: Fact, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong_type(fact, value, "word")
    if value not in fact.words:
        raise refusal("fact.word", where=fact.name, fact=fact.name, found=value, known=", ".join(fact.words))
    return value


def _read_words(fact: Fact, value: object) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset) or not value:
        raise _wrong_type(fact, value, "words")
    return frozenset(_read_word(fact, word) for word in value)


def _read_date(fact: Fact, value: object) -> date:
    if isinstance(value, str):
        try:
            value = months.day_of(value)
        except ValueError:
            raise _wrong_type(fact, value, "date") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong_type(fact, value, "date")
    if value < fact.first:
        first = fact.first.isoformat()
        raise refusal("date.before_first_parameter", where=fact.name, found=value.isoformat(), first=first)
    if value > LAST_DAY:
        raise refusal(
            "fact.out_of_range", where=fact.name, fact=fact.name, found=value, low=fact.first, high=LAST_DAY
        )
    return value


def _read_month(fact: Fact, value: object) -> int:
    if not isinstance(value, str):
        raise _wrong_type(fact, value, "month")
    try:
        month = months.parse(value)
    except ValueError:
        raise _wrong_type(fact, value, "month") from None
    if month < months.of(fact.first):
        first = months.format_month(months.of(fact.first))
        raise refusal("date.before_first_parameter", where=fact.name, found=value, first=first)
    if month > months.of(LAST_DAY):
        first, last = (months.format_month(months.of(day)) for day in (fact.first, LAST_DAY))
        raise refusal("fact.out_of_range", where=fact.name, fact=fact.name, found=value, low=first, high=last)
    return month


def _read_children(fact: Fact, value: object) -> tuple[dict[str, int], ...]:
    if not isinstance(value, list | tuple):
        raise _wrong_type(fact, value, "children")
    if len(value) > fact.high:
        raise refusal(
            "fact.out_of_range", where=fact.name, fact=fact.name, found=len(value), low=0, high=fact.high
        )
    return tuple(_read_child(index, child) for index, child in enumerate(value))


def _read_child(index: int, child: object) -> dict[str, int]:
    where = f"children[{index}]"
    if not isinstance(child, Mapping):
        raise refusal("fact.type", where=where, fact=where, expected=say("kind.child"), found=repr(child))
    years = dict.fromkeys(LEVELS, 0)
    for name, value in child.items():
        inner = f"{where}.{name}"
        if name not in years:
            raise refusal("fact.unknown", where=inner, fact=inner, ask="children", known=", ".join(LEVELS))
        level = Fact(inner, "number", {"id": str(name), "en": str(name)}, high=_MOST_YEARS)
        years[name] = _read_number(level, value)
    return years


_READERS: Final = {
    "number": _read_number,
    "percent": _read_percent,
    "flag": _read_flag,
    "word": _read_word,
    "words": _read_words,
    "date": _read_date,
    "month": _read_month,
    "children": _read_children,
}
