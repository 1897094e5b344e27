"""Through which month members are protected: the newest month whose bill protects them, as it stands today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from django.utils import timezone

from naungan.contributions.queries.protection import protected_by_month
from naungan.contributions.queries.rows import posted_runs
from naungan.registry.models import Membership

_AT_ONCE = 3  # months read together; most people are found in the newest


def protected_through(members: Sequence[Membership]) -> dict[int, int]:
    """By membership the last month that protects it (a month number); who never was protected is left out."""
    missing = {spell.pk for spell in members}
    registrations = {spell.roll.registration_id for spell in members}
    found: dict[int, int] = {}
    for some in _newest_first(registrations):
        if not missing:
            break
        today = timezone.localdate()
        frames = protected_by_month(dict.fromkeys(some, today))
        wanted = pl.col("membership_id").is_in(sorted(missing))
        rows = pl.concat(frames.values()).filter(wanted).select("membership_id", "month")
        newest = rows.group_by("membership_id").agg(pl.col("month").max()).collect(engine="streaming")
        found |= dict(newest.iter_rows())
        missing -= set(found)
    return found


def _newest_first(registrations: set[int]) -> Iterator[list[int]]:
    """The posted months of registrations, a few at a time."""
    runs = posted_runs().filter(bills__registration__in=registrations)
    told = sorted(set(runs.values_list("month", flat=True)), reverse=True)
    for start in range(0, len(told), _AT_ONCE):
        yield told[start : start + _AT_ONCE]
