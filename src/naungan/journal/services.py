"""Writing the journal: one entry a service call, one change an updated record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from naungan.journal.models import Change, Entry


@dataclass(frozen=True, slots=True)
class Changed:
    """One record before and after, the changed fields only; values are JSON."""

    model: str
    record: object
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def record(
    *,
    actor: str,
    action: str,
    reason: str = "",
    user: Any = None,
    summary: dict[str, Any] | None = None,
) -> Entry:
    """Open the entry of a service call, inside the call's transaction; `user` is the signed-in user, if any.

    Name in `summary` the place that the call concerns, `{"area": code}` or `{"payer": code}`: who sees only
    that place finds the entry in the journal by it.
    """
    return Entry.objects.create(
        actor=actor[:150], user=user, action=action, reason=reason[:500], summary=summary or {}
    )


def record_changes(entry: Entry, changes: Iterable[Changed]) -> None:
    """Write what was updated under an entry, in bulk."""
    Change.objects.bulk_create(
        [
            Change(
                entry=entry, model=c.model, record=str(c.record), before=dict(c.before), after=dict(c.after)
            )
            for c in changes
        ],
        batch_size=2000,
    )
