"""Planted faults: what is wrong in real lists, put into a made-up one, each by its cause.

Each fault that blocks is an extra row (or two), so that the list's own people are left after the checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from naungan.demo.people import People, Worker

# Faults that keep a row out, with the number of rows that each adds and that are all rejected.
ROWS_LOST = {
    "repeated": 1,
    "two_names": 2,
    "short_nik": 1,
    "letter_nik": 1,
    "scientific_nik": 1,
    "number_nik": 1,
    "no_name": 1,
    "too_old": 1,
    "too_young": 1,
    "deceased": 1,
    "other_list": 1,
    "birth_contradicts": 1,
}
# A fault that is mended by the NIK and loses nobody.
MENDED = "swapped_date"

_OLD = (date(1936, 1, 1), date(1948, 12, 31))
_YOUNG = (date(2009, 1, 1), date(2011, 12, 31))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the worker and the cells where the list deviates from the truth."""

    worker: Worker
    occupation: str = ""
    nik: str | int = ""
    name: str | None = None
    birth_on: date | None = None
    swapped: bool = False

    @property
    def nik_cell(self) -> str | int:
        """What stands in the NIK cell."""
        return self.nik or self.worker.nik

    @property
    def name_cell(self) -> str:
        """What stands in the name cell."""
        return self.worker.name if self.name is None else self.name

    @property
    def birth_cell(self) -> date:
        """What stands in the birth date cell, before it is written in the list's way."""
        return self.birth_on or self.worker.birth_on


def plant(
    good: Sequence[Row],
    counts: Mapping[str, int],
    *,
    people: People,
    regency: str,
    deceased: Sequence[Worker],
    others: Sequence[Worker],
) -> list[Row]:
    """The good rows and the faulty ones, shuffled; at most as many deceased and others as are given."""
    source = _Source(people, regency, good, list(deceased), list(others))
    rows = _with_swapped_dates(list(good), counts.get(MENDED, 0), people.random)
    for fault, count in counts.items():
        if fault != MENDED:
            for _ in range(count):
                rows.extend(_MAKERS[fault](source))
    people.random.shuffle(rows)
    return rows


def rows_lost(counts: Mapping[str, int]) -> int:
    """How many rows a set of faults adds, all of which must be rejected."""
    return sum(ROWS_LOST[fault] * count for fault, count in counts.items() if fault != MENDED)


@dataclass(slots=True)
class _Source:
    people: People
    regency: str
    good: Sequence[Row]
    deceased: list[Worker]
    others: list[Worker]
    used: int = 0

    def fresh(self, born: tuple[date, date] = (date(1970, 1, 1), date(1998, 12, 31))) -> Worker:
        return self.people.make(1, self.regency, born)[0]

    def occupation(self) -> str:
        return self.people.random.choice(self.good).occupation

    def next_good(self) -> Row:
        """A good row, each at most once, so that one person is repeated once."""
        self.used += 1
        return self.good[(self.used * 7919) % len(self.good)]


def _row(source: _Source, worker: Worker) -> Row:
    return Row(worker, source.occupation())


def _repeated(source: _Source) -> list[Row]:
    return [source.next_good()]


def _two_names(source: _Source) -> list[Row]:
    worker = source.fresh()
    other = worker.name
    while other.split()[0] == worker.name.split()[0] or other.split()[1] == worker.name.split()[1]:
        other = source.people.name(worker.sex)
    return [_row(source, worker), _row(source, worker.renamed(other))]


def _short_nik(source: _Source) -> list[Row]:
    row = _row(source, source.fresh())
    return [replace(row, nik=row.worker.nik[:15])]


def _letter_nik(source: _Source) -> list[Row]:
    row = _row(source, source.fresh())
    return [replace(row, nik=row.worker.nik.replace("0", "O", 1))]


def _scientific_nik(source: _Source) -> list[Row]:
    row = _row(source, source.fresh())
    digits = row.worker.nik
    return [replace(row, nik=f"{digits[0]},{digits[1:6]}E+15")]


def _number_nik(source: _Source) -> list[Row]:
    row = _row(source, source.fresh())
    return [replace(row, nik=int(row.worker.nik))]


def _no_name(source: _Source) -> list[Row]:
    return [replace(_row(source, source.fresh()), name="")]


def _too_old(source: _Source) -> list[Row]:
    return [_row(source, source.fresh(_OLD))]


def _too_young(source: _Source) -> list[Row]:
    return [_row(source, source.fresh(_YOUNG))]


def _deceased(source: _Source) -> list[Row]:
    return [_row(source, source.deceased.pop())]


def _other_list(source: _Source) -> list[Row]:
    return [_row(source, source.others.pop())]


def _birth_contradicts(source: _Source) -> list[Row]:
    worker = source.fresh()
    return [
        replace(_row(source, worker), birth_on=worker.birth_on.replace(year=worker.birth_on.year - 3, day=15))
    ]


_MAKERS = {
    "repeated": _repeated,
    "two_names": _two_names,
    "short_nik": _short_nik,
    "letter_nik": _letter_nik,
    "scientific_nik": _scientific_nik,
    "number_nik": _number_nik,
    "no_name": _no_name,
    "too_old": _too_old,
    "too_young": _too_young,
    "deceased": _deceased,
    "other_list": _other_list,
    "birth_contradicts": _birth_contradicts,
}


def _with_swapped_dates(rows: list[Row], count: int, random: Random) -> list[Row]:
    able = [i for i, row in enumerate(rows) if _can_swap(row.worker.birth_on)]
    for index in random.sample(able, min(count, len(able))):
        rows[index] = replace(rows[index], swapped=True)
    return rows


def _can_swap(day: date) -> bool:
    return day.day <= 12 and day.day != day.month
