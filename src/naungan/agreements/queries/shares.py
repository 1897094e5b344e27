"""Which share of each group is protected in each regency: one reading of the frozen months for all of them.

The figures are those of the coverage pages (`coverage.queries.coverage`, by group); they are asked together because
a matrix needs every regency at once, and kept in the cache under a digest of what was posted and paid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import polars as pl
from django.core.cache import cache
from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.contributions.queries import protected_by_month
from naungan.coverage.models import Indicator
from naungan.coverage.queries import posted_months
from naungan.coverage.queries.counts import stamps
from naungan.coverage.queries.figures import Bases
from naungan.coverage.queries.rows import measures_alone
from naungan.coverage.queries.shares import percent_hundredths
from naungan.law import months

Key = tuple[str, str]
# A month that is not posted yet shows the newest posted one of these many months.
_BACK = 2
_KEPT_FOR_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Share:
    """The protected people of a group in a regency; `percent` is None while its potential is unknown."""

    people: int
    percent: Decimal | None
    source: str


def shares(
    codes: Sequence[str], days: Sequence[date], *, scope: Scope, known_at: datetime | None = None
) -> list[dict[Key, Share]]:
    """For each day the shares by (regency, group), in the newest posted month of its last three."""
    regencies = [code for code in codes if "." in code]
    asked = [_asked(day, known_at) for day in days]
    counted = _counts(regencies, [one for one in asked if one], scope, known_at)
    measures = {one.code: one for one in Indicator.objects.prefetch_related("groups").order_by("position")}
    alone = measures_alone(measures.values())
    bases = Bases(list(alone.values()), regencies, until=max(days), known_at=known_at)
    found = []
    for one in asked:
        counts = counted[one] if one else {}
        own = {group: measures[measure] for group, measure in alone.items()}
        found.append(_shares(regencies, one[1], counts, own, bases) if one else {})
    return found


Asked = tuple[int, date]


def _asked(day: date, known_at: datetime | None) -> Asked | None:
    """The month to read for a day, and the day in it; None without a posted one."""
    month = months.of(day)
    newest = max(posted_months(range(month - _BACK, month + 1), known_at), default=None)
    return None if newest is None else (newest, min(day, months.last_day(newest)))


def _shares(
    regencies: list[str], day: date, counts: dict[Key, int], own: dict[str, Indicator], bases: Bases
) -> dict[Key, Share]:
    said = _("Naungan, bulan iuran %(month)s yang final") % {"month": months.format_month(months.of(day))}
    based = {
        (code, group): base
        for code in regencies
        for group, measure in own.items()
        if (base := bases.of(day, measure, code)) is not None
    }
    found = {}
    for key in {*counts, *based}:
        people, base = counts.get(key, 0), based.get(key)
        hundredths = percent_hundredths(people, base.people if base else None)
        percent = None if hundredths is None else Decimal(hundredths) / 100
        source = (
            _("%(month)s; penyebut: %(source)s") % {"month": said, "source": base.source} if base else said
        )
        found[key] = Share(people, percent, source)
    return found


def _counts(
    regencies: list[str], asked: list[Asked], scope: Scope, known_at: datetime | None
) -> dict[Asked, dict[Key, int]]:
    """Distinct protected people by (regency, group) of each question; what is not kept yet is counted at once."""
    marks = stamps({month for month, _day in asked})
    names = {one: _name(marks[one[0]], one, regencies, scope, known_at) for one in asked}
    kept = cache.get_many(list(names.values()))
    missing = [one for one, name in names.items() if name not in kept]
    frames = [_by_group(one, regencies, scope, known_at) for one in missing]
    new = {
        names[one]: {(area, group): people for area, group, people in frame.iter_rows()}
        for one, frame in zip(missing, pl.collect_all(frames), strict=True)
    }
    cache.set_many(new, _KEPT_FOR_S)
    kept |= new
    return {one: kept[name] for one, name in names.items()}


def _by_group(one: Asked, regencies: list[str], scope: Scope, known_at: datetime | None) -> pl.LazyFrame:
    month, day = one
    people = protected_by_month({month: day}, known_at=known_at, scope=scope)[month]
    regency = pl.col("area").str.slice(0, 5).alias("regency")
    return (
        people.select(regency, "group", "person_id")
        .filter(pl.col("regency").is_in(regencies))
        .group_by("regency", "group")
        .agg(pl.col("person_id").n_unique())
    )


def _name(mark: str, *question: object) -> str:
    text = "\n".join(repr(part) for part in ("shares", mark, *question))
    return hashlib.sha256(text.encode()).hexdigest()
