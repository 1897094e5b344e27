"""Groups of workers that ship with the product (`groups.csv`): loaded on first use, updated when the file
changes.
"""

from __future__ import annotations

import csv
from pathlib import Path

from naungan.registry.models import Group

FILE = Path(__file__).with_name("groups.csv")
_TEXT = ("name", "name_en", "definition", "definition_en", "segment", "sector")


def load_groups() -> None:
    """Bring the table of groups to what the file says. Idempotent; groups that a region added stay."""
    kept = {group.code: group for group in Group.objects.all()}
    fresh, changed = [], []
    with FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            group = _group(row)
            before = kept.get(group.code)
            if before is None:
                fresh.append(group)
            elif any(getattr(before, name) != getattr(group, name) for name in _FIELDS):
                changed.append(group)
    Group.objects.bulk_create(fresh)
    if changed:
        Group.objects.bulk_update(changed, [name.removesuffix("_id") for name in _FIELDS])


_FIELDS = (*_TEXT, "within_id", "risk_group", "in_numerator", "in_denominator", "synonyms")


def _group(row: dict[str, str]) -> Group:
    return Group(
        code=row["code"],
        within_id=row["within"] or None,
        risk_group=int(row["risk_group"]),
        in_numerator=row["in_numerator"] == "1",
        in_denominator=row["in_denominator"] == "1",
        synonyms=row["synonyms"].split("|"),
        **{name: row[name] for name in _TEXT},
    )
