"""Records as they stood: the present row with later changes of the journal taken back.

Two clocks. What was recorded after `known_at` was not known then. As of a day, a step of a list counts from its own
business day: a decree from the day of the decree, an end from its month, any other step from the day on which it was
recorded. A list that was recorded only after its months were over is late paper, not a late fact: its steps count
from its start. The first state of a list counts for all of its months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from naungan.agreements.models import Regulation
from naungan.journal.models import Change
from naungan.law import months
from naungan.registry.models import Roll

State = Roll.State
_BEFORE_DECREE = (State.PROPOSED, State.VERIFIED)


@dataclass(frozen=True, slots=True)
class RollThen:
    """A list as it stood on a day."""

    area: str
    group: str
    state: str
    basis: str
    paid_by: str
    decree_number: str


Changes = dict[str, list[Change]]


def roll_changes(rolls: QuerySet[Roll]) -> Changes:
    """The changes of lists by record, the newest first, with their entries; one query."""
    records = rolls.order_by().annotate(record=Cast("pk", CharField())).values("record")
    return _changes("registry.Roll", Q(record__in=records))


def regulations_known(rows: list[Regulation], known_at: datetime | None) -> list[Regulation]:
    """Rules as they were known at a moment: later ones left out, later changes taken back."""
    if known_at is None:
        return rows
    later = _changes("agreements.Regulation", Q(entry__at__gt=known_at))
    found = []
    for row in rows:
        if row.entry.at > known_at:
            continue
        for change in later.get(str(row.pk), ()):
            for name, value in change.before.items():
                day = name in {"enacted_on", "revoked_on"} and value
                setattr(row, name, date.fromisoformat(value) if day else value)
        found.append(row)
    return found


def roll_on(roll: Roll, changes: list[Change], on: date, known_at: datetime | None) -> RollThen | None:
    """A list as of a day and as known at a moment; None when it was not known or did not run in that month.

    `roll.entry` and the entries of the changes are loaded; the changes are those of the list, the newest first.
    """
    if known_at is not None and roll.entry.at > known_at:
        return None
    now: dict[str, Any] = {
        name: getattr(roll, name)
        for name in ("state", "basis", "decree_number", "decree_on", "first_month", "last_month")
    }
    for change in changes:
        if _is_later(change, now, on, known_at):
            now |= {name: value for name, value in change.before.items() if name in now}
    if not now["first_month"] <= months.of(on) <= now["last_month"] or now["state"] == State.ENDED:
        return None
    if now["basis"] == Roll.Basis.DECREE and (day := _day(now["decree_on"])) and day > on:
        if now["state"] not in _BEFORE_DECREE:
            now["state"] = State.VERIFIED
        now["decree_number"] = ""
    return RollThen(
        roll.area_id, roll.group_id, now["state"], now["basis"], roll.paid_by, now["decree_number"]
    )


def _is_later(change: Change, now: Mapping[str, Any], on: date, known_at: datetime | None) -> bool:
    """Whether a change is not to be seen yet."""
    if known_at is not None and change.entry.at > known_at:
        return True
    return _business_day(change, now) > on


def _business_day(change: Change, now: Mapping[str, Any]) -> date:
    if change.after.get("state") == State.ENDED and (month := change.entry.summary.get("month")):
        return months.first_day(months.parse(month))
    if change.after.get("decree_on") != change.before.get("decree_on"):
        decreed = _day(change.after.get("decree_on"))
        if decreed is not None:
            return decreed
    recorded = timezone.localtime(change.entry.at).date()
    start = months.first_day(now["first_month"])
    return (
        start if recorded > months.last_day(now["last_month"]) or "first_month" in change.after else recorded
    )


def _changes(model: str, narrowed: Q) -> Changes:
    found: Changes = {}
    rows = Change.objects.filter(narrowed, model=model).select_related("entry").order_by("-pk")
    for change in rows:
        found.setdefault(change.record, []).append(change)
    return found


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
