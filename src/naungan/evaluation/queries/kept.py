"""Packs that were kept, and what differs between one of them and now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from naungan.accounts.scope import Scope
from naungan.agreements.models import Meeting
from naungan.agreements.queries import visible_meetings
from naungan.evaluation.models import KeptPack
from naungan.evaluation.pack import Field, Pack, Row, Table, Value, digest_of, pack_of

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is another now. `what` names the row; `then` or `now` is None where it was or is unknown."""

    part: str
    table: str
    what: str
    field: Field
    then: Value
    now: Value


def visible_packs(scope: Scope) -> QuerySet[KeptPack]:
    """Kept packs of the scope's areas, the newest first; their content is read only where it is shown."""
    rows = KeptPack.objects.filter(scope.area_q("area_id")).select_related("area", "meeting", "entry")
    return rows.defer("content").order_by("-as_of", "-pk")


def packs_of(meeting: Meeting, scope: Scope) -> QuerySet[KeptPack]:
    """The packs that were kept for a meeting."""
    return visible_packs(scope).filter(meeting=meeting)


def shown_then(kept: KeptPack) -> Pack:
    """The pack as it was shown."""
    return pack_of(kept.content)


def is_whole(kept: KeptPack) -> bool:
    """Whether the content is still what was kept, by its digest."""
    return digest_of(kept.content) == kept.digest


def waiting_meetings(scope: Scope, today: date) -> QuerySet[Meeting]:
    """Meetings planned within 30 days for which no pack was kept."""
    rows = visible_meetings(scope).filter(state=Meeting.State.PLANNED, on__gte=today, on__lte=today + SOON)
    having = KeptPack.objects.filter(meeting__isnull=False).values("meeting")
    return rows.exclude(pk__in=having).order_by("on", "pk")


def differences(then: Pack, now: Pack) -> list[Difference]:
    """Every value of a table or figure that is not what it was; rows that came or went by their values."""
    before = {(part.key, table.key): table for part, table in then.tables()}
    after = {(part.key, table.key): table for part, table in now.tables()}
    names = {part.key: part.title for part in (*then.parts, *now.parts)}
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        table = old or new
        assert table is not None
        found += [Difference(names[key[0]], table.title, *change) for change in _changes(table, old, new)]
    return found


def _changes(table: Table, old: Table | None, new: Table | None) -> list[tuple[str, Field, Value, Value]]:
    was, is_now = _by_identity(old), _by_identity(new)
    found = []
    for key in [*was, *(key for key in is_now if key not in was)]:
        before, after = was.get(key, {}), is_now.get(key, {})
        what = ", ".join(str(value) for value in key if value is not None)
        for field in table.fields[table.identity :]:
            one, other = before.get(field.key), after.get(field.key)
            if one != other:
                found.append((what, field, one, other))
    return found


def _by_identity(table: Table | None) -> dict[Row, dict[str, Value]]:
    if table is None:
        return {}
    keys = [field.key for field in table.fields]
    return {row[: table.identity]: dict(zip(keys, row, strict=True)) for row in table.rows}
