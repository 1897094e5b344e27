"""Bringing the shipped measures up to date."""

from __future__ import annotations

from django.db import transaction

from naungan.coverage.data import Measure, measures
from naungan.coverage.models import Indicator
from naungan.registry.models import Group


def load_indicators() -> None:
    """Bring the shipped measures up to date; quick when nothing changed.

    Groups that do not exist yet are left out, and a measure none of whose groups exist is not made, because
    no groups would mean all of them. Call it after the groups are loaded.
    """
    groups = frozenset(Group.objects.values_list("code", flat=True))
    known = {one.code: one for one in Indicator.objects.prefetch_related("groups")}
    wanted = [
        (position, one)
        for position, one in enumerate(measures())
        if not one.groups or groups.intersection(one.groups)
    ]
    stale = [(p, one) for p, one in wanted if not _is_current(known.get(one.code), one, p, groups)]
    if not stale:
        return
    with transaction.atomic():
        for position, measure in stale:
            indicator, _created = Indicator.objects.update_or_create(
                code=measure.code, defaults=_fields(measure, position)
            )
            indicator.groups.set(Group.objects.filter(code__in=measure.groups))


def _is_current(known: Indicator | None, measure: Measure, position: int, groups: frozenset[str]) -> bool:
    if known is None:
        return False
    linked = {group.code for group in known.groups.all()}
    same = all(getattr(known, name) == value for name, value in _fields(measure, position).items())
    return same and linked == groups.intersection(measure.groups)


def _fields(measure: Measure, position: int) -> dict[str, object]:
    names = ("name", "name_en", "definition", "definition_en", "doubt", "doubt_en")
    rules = ("segment", "programmes", "paid_by", "basis")
    origins = ("method", "method_en", "source", "source_en")
    return {name: getattr(measure, name) for name in (*names, *rules, *origins)} | {"position": position}
