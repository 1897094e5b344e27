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

# One turn for deaths and one for benefits: what was checked is checked again by who holds it.
DEATHS_TURN, BENEFITS_TURN = 7_503_4001, 7_503_4002


def area_named(code: str, actor: Actor) -> Area:
    """The area of a code. Refused: `area.unknown`, `claims.out_of_scope`."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        message = _('Kode wilayah "%(code)s" tidak dikenal.') % {"code": code}
        raise Refused("area.unknown", message, where="area")
    if not actor.scope.holds_area(code):
        raise Refused("claims.out_of_scope", _("Wilayah ini di luar kewenangan Anda."), where="area")
    return area


def entry_of(actor: Actor, action: str, area_code: str | None, reason: str = "", /, **more: Any) -> Entry:
    """The journal entry of a write, named with its place so that who sees the place finds it."""
    return record(
        actor=actor.name,
        user=actor.user,
        action=f"claims.{action}",
        reason=reason,
        summary={"area": area_code, **more},
    )


def changed(entry: Entry, row: Any, **after: Any) -> None:
    """Set fields of a row, save them, and write what they were before."""
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    record_changes(entry, [Changed(f"claims.{type(row).__name__}", row.pk, _plain(before), _plain(after))])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if value is not None else None
        for name, value in values.items()
    }
