"""How many distinct people were protected, by any key, from the frozen months. The counts only; no shares, no
names.

A count is a pure function of the posted runs and the payments that were known, so it is kept in the cache
under a digest of exactly these: nothing is ever invalidated, an old key is simply not asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max

from naungan import __version__
from naungan.accounts.scope import Scope
from naungan.contributions.models import Allocation, MonthRun
from naungan.contributions.queries import protected_by_month
from naungan.coverage.models import Indicator
from naungan.law import months
from naungan.law.vocabulary import CODES
from naungan.registry.duplicates.queries import merges_stamp, standing_for
from naungan.registry.models import Group

CODE_LENGTH = {"province": 2, "regency": 5, "district": 8, "village": 13}
COLUMN = {"segment": "segment", "group": "group", "payer": "payer_code"}
_KEPT_FOR_S = 7 * 24 * 3600

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people: as of a day (its month), known at a moment, living in `areas` (None = wherever), seen by
    a scope.

    `stamp` identifies what had been posted and paid when the question was asked; see `stamps`.
    """

    as_of: date
    known_at: datetime | None
    areas: tuple[str, ...] | None
    scope: Scope
    stamp: str

    @property
    def month(self) -> int:
        """The month of the day."""
        return months.of(self.as_of)


@dataclass(frozen=True, slots=True)
class Fits:
    """Which memberships count: groups (None = all but `without`), segment, programmes and who pays
    ("" = any).
    """

    groups: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    segment: str = ""
    programmes: tuple[str, ...] = ()
    paid_by: str = ""


def stamps(wanted: Collection[int]) -> dict[int, str]:
    """Per month a digest of all that can change its counts: its posted runs, what payments cover of its bills,
    and which records were found to be one person.

    Runs and payments only grow, so their number and their newest row say whether anything came to them.
    """
    runs = MonthRun.objects.filter(state=MonthRun.State.POSTED, month__in=wanted).order_by()
    covered = Allocation.objects.filter(line__bill__month__in=wanted).order_by()
    common = [__version__, str(settings.LAKE), merges_stamp()]
    found: dict[int, list[object]] = {month: list(common) for month in wanted}
    for month, *rest in runs.values_list("month").annotate(Count("pk"), Max("pk"), Max("posted_at")):
        found[month] += rest
    grown = covered.values_list("line__bill__month").annotate(Count("pk"), Max("pk"), Max("recorded_at"))
    for month, *rest in grown:
        found[month] += rest
    return {month: _digest(*parts) for month, parts in found.items()}


def fits_of(indicator: Indicator) -> Fits:
    """The memberships that an indicator counts; its groups with the occupations within them."""
    named = {group.code for group in indicator.groups.all()}
    groups = list(Group.objects.values_list("code", "within_id", "in_numerator"))
    within = {code: wider for code, wider, _counted in groups}
    programmes = tuple(part for part in indicator.programmes.lower().split(",") if part)
    if not named:
        without = frozenset(code for code, _wider, counted in groups if not counted)
        return Fits(None, without, indicator.segment, programmes, indicator.paid_by)
    inside = frozenset(code for code in within if named.intersection(_chain(code, within)))
    return Fits(inside | named, frozenset(), indicator.segment, programmes, indicator.paid_by)


def counts_by(asked: Asked, by: str, fits: Fits) -> Counts:
    """Distinct protected people per key; "" holds those whose key is not known (a domicile not that exact).

    `by` is an area level, "segment", "group" or "payer".
    """

    def count() -> Counts:
        keyed = _people(asked, fits).select(_key(by).fill_null("").alias("key"), "person_id")
        frame = keyed.group_by("key").agg(pl.col("person_id").n_unique()).collect()
        return {str(name): int(people) for name, people in frame.iter_rows()}

    return _kept([_name(asked, by, *_parts(fits))], lambda _missing: [count()])[0]


def totals(asked: Sequence[Asked], fits: Fits) -> list[int]:
    """Distinct protected people of each question; what is not kept yet is counted side by side.

    The questions differ by their day alone, and each has another month.
    """

    def count(missing: list[int]) -> list[Counts]:
        first = asked[missing[0]]
        days = {asked[i].month: asked[i].as_of for i in missing}
        assert len(days) == len(missing), "two questions of one month"
        frames = protected_by_month(days, known_at=first.known_at, scope=first.scope)
        merged = standing_for(known_at=first.known_at)
        fitting = (_fitting(_as_one(frames[asked[i].month], merged), asked[i], fits) for i in missing)
        people = [frame.select(pl.col("person_id").n_unique()) for frame in fitting]
        return [{"all": int(frame.item())} for frame in pl.collect_all(people)]

    return [found["all"] for found in _kept([_name(one, "all", *_parts(fits)) for one in asked], count)]


def total(asked: Asked, fits: Fits) -> int:
    """Distinct protected people."""
    return totals([asked], fits)[0]


def counts_within(asked: Asked, sets: dict[str, tuple[str, ...]], fits: Fits) -> Counts:
    """Distinct protected people per named set of areas (offices)."""
    name = _name(asked, "sets", sorted(sets.items()), *_parts(fits))
    return _kept([name], lambda _missing: [_count_sets(asked, sets, fits)])[0]


def _count_sets(asked: Asked, sets: dict[str, tuple[str, ...]], fits: Fits) -> Counts:
    people = _people(asked, fits).select("area", "person_id").unique().collect()
    return {
        name: people.filter(_lives_in(areas)).get_column("person_id").n_unique()
        for name, areas in sets.items()
    }


def _people(asked: Asked, fits: Fits) -> pl.LazyFrame:
    days = {asked.month: asked.as_of}
    found = protected_by_month(days, known_at=asked.known_at, scope=asked.scope)
    return _fitting(_as_one(found[asked.month], standing_for(known_at=asked.known_at)), asked, fits)


def _as_one(frame: pl.LazyFrame, merged: Mapping[int, int]) -> pl.LazyFrame:
    """The rows under the person who stands for a merged record, so that nobody counts twice."""
    return frame.with_columns(pl.col("person_id").replace(dict(merged))) if merged else frame


def _fitting(frame: pl.LazyFrame, asked: Asked, fits: Fits) -> pl.LazyFrame:
    if asked.areas is not None:
        frame = frame.filter(_lives_in(asked.areas))
    if fits.groups is not None:
        frame = frame.filter(pl.col("group").is_in(sorted(fits.groups)))
    if fits.without:
        frame = frame.filter(~pl.col("group").is_in(sorted(fits.without)))
    if fits.segment:
        frame = frame.filter(pl.col("segment") == fits.segment)
    if fits.paid_by:
        frame = frame.filter(pl.col("paid_by") == CODES["paid_by"][fits.paid_by])
    for programme in fits.programmes:
        frame = frame.filter(pl.col(f"has_{programme}"))
    return frame


def _lives_in(areas: tuple[str, ...]) -> pl.Expr:
    inside = pl.lit(value=False)
    for code in areas:
        inside = inside | (pl.col("area") == code) | pl.col("area").str.starts_with(code + ".")
    return inside


def _key(by: str) -> pl.Expr:
    if by in CODE_LENGTH:
        length = CODE_LENGTH[by]
        whole = pl.col("area").str.len_bytes() >= length
        return pl.when(whole).then(pl.col("area").str.slice(0, length))
    return pl.col(COLUMN[by])


def _chain(code: str, within: Mapping[str, str | None]) -> set[str]:
    """A group and every wider group around it."""
    found: set[str] = set()
    step: str | None = code
    while step is not None and step not in found:
        found.add(step)
        step = within.get(step)
    return found


def _parts(fits: Fits) -> tuple[object, ...]:
    """What identifies the memberships that count; sets have no order of their own."""
    groups = None if fits.groups is None else sorted(fits.groups)
    return groups, sorted(fits.without), fits.segment, fits.programmes, fits.paid_by


def _name(*question: object) -> str:
    return "coverage-" + _digest(*question)


def _kept(names: Sequence[str], compute: Callable[[list[int]], list[Counts]]) -> list[Counts]:
    """What is kept under the names; `compute` counts those that are not, by position."""
    kept = cache.get_many(names)
    missing = [position for position, name in enumerate(names) if name not in kept]
    if missing:
        new = dict(zip((names[position] for position in missing), compute(missing), strict=True))
        cache.set_many(new, _KEPT_FOR_S)
        kept |= new
    return [dict(kept[name]) for name in names]


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(repr(part) for part in parts).encode()).hexdigest()
