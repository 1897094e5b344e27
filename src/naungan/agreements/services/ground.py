"""What every write of the room asks first, and how it leaves its trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.law.findings import Refused
from naungan.registry.models import Group


def refuse_if_out_of_scope(actor: Actor, area_code: str) -> None:
    """Refused: `agreements.out_of_scope`."""
    if not actor.scope.holds_area(area_code):
        raise Refused("agreements.out_of_scope", _("Wilayah ini di luar kewenangan Anda."), where="area")


def area_named(code: str) -> Area:
    """The area of a code. Refused: `area.unknown`."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise Refused(
            "area.unknown", _('Kode wilayah "%(code)s" tidak dikenal.') % {"code": code}, where="area"
        )
    return area


def groups_named(codes: tuple[str, ...]) -> list[Group]:
    """The groups of codes. Refused: `group.unknown`."""
    found = {group.pk: group for group in Group.objects.filter(pk__in=codes)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        message = _('Kelompok pekerja "%(code)s" tidak dikenal.') % {"code": unknown[0]}
        raise Refused("group.unknown", message, where="groups")
    return [found[code] for code in codes]


def entry_of(actor: Actor, action: str, area_code: str, reason: str = "", /, **more: Any) -> Entry:
    """The journal entry of a write, named with its place so that who sees the place finds it."""
    return record(
        actor=actor.name,
        user=actor.user,
        action=f"agreements.{action}",
        reason=reason,
        summary={"area": area_code, **more},
    )


def changed(entry: Entry, row: Any, **after: Any) -> None:
    """Set fields of a row, save them, and write what they were before."""
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    name = f"agreements.{type(row).__name__}"
    record_changes(entry, [Changed(name, row.pk, _plain(before), _plain(after))])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        k: v.isoformat() if isinstance(v, date) else str(v) if v is not None else None
        for k, v in values.items()
    }
