"""What every write of the room asks first, and how it leaves its trace."""

from __future__ import annotations

from typing import Any

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.registry.payers import area_out_of_scope, unknown_area


def place(code: str, actor: Actor) -> Area:
    """The area of a code, in the actor's scope. Refused: `area.unknown`, `area.out_of_scope`."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise unknown_area(code)
    if not actor.scope.holds_area(code):
        raise area_out_of_scope(area)
    return area


def entry_of(actor: Actor, action: str, area_code: str, reason: str = "", /, **more: Any) -> Entry:
    """The journal entry of a write, named with its place so that who sees the place finds it."""
    return record(
        actor=actor.name,
        user=actor.user,
        action=f"compliance.{action}",
        reason=reason,
        summary={"area": area_code, **more},
    )
