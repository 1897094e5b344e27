"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from naungan.journal.models import Change, Entry


def entries(
    *,
    everywhere: bool = False,
    user_id: int | None = None,
    areas: Sequence[str] = (),
    payers: Sequence[str] = (),
) -> QuerySet[Entry]:
    """Entries, the newest first, with `changed` (how many records each changed).

    Without `everywhere`: one's own, and those whose summary names an area below `areas` or one of `payers`.
    An entry that names no place concerns the whole installation and stays with those who see everything.
    """
    found = Entry.objects.annotate(changed=Count("changes")).order_by("-at", "-pk")
    if everywhere:
        return found
    condition = Q(user_id=user_id) if user_id is not None else Q(pk__in=[])
    if payers:
        condition |= Q(summary__payer__in=list(payers))
    for area in areas:
        for key in ("summary__area", "summary__payer"):
            condition |= Q(**{key: area}) | Q(**{f"{key}__startswith": area + "."})
    return found.filter(condition)


def changes_of(entry: Entry) -> QuerySet[Change]:
    """What one entry changed."""
    return entry.changes.order_by("pk")


def history_of(model: str, record: object) -> QuerySet[Change]:
    """The changes of one record, the newest first."""
    return Change.objects.filter(model=model, record=str(record)).select_related("entry").order_by("-pk")
