"""What every write asks first and leaves behind: the place it concerns, its journal entry, what a record was before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.law.findings import Refused


def area_named(code: str) -> Area:
    """The area of a code. Refused: `area.unknown`."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise Refused(
            "area.unknown",
            _('Kode wilayah "%(code)s" tidak dikenal.') % {"code": code},
            where="area",
            mend=_("Tulis kode Kemendagri, misalnya 75.03 untuk Kabupaten Bone Bolango."),
        )
    return area


def area_held(code: str, actor: Actor) -> Area:
    """The area of a code, in the actor's scope. Refused: `area.unknown`, `area.out_of_scope`."""
    area = area_named(code)
    refuse_if_out_of_scope(actor, code)
    return area


def refuse_if_out_of_scope(actor: Actor, area_code: str) -> None:
    """Refused: `area.out_of_scope`."""
    if not actor.scope.holds_area(area_code):
        raise Refused(
            "area.out_of_scope",
            _("Wilayah ini di luar kewenangan Anda."),
            where="area",
            mend=_("Minta petugas wilayah itu yang mengerjakannya."),
        )


def entries_of(room: str) -> Callable[..., Entry]:
    """The function with which a room opens an entry: `entry_of(actor, action, area_code, reason, **more)`.

    The entry is named with its place, if it has one, so that who sees the place finds it.
    """

    def entry_of(
        actor: Actor, action: str, area_code: str | None = None, reason: str = "", /, **more: Any
    ) -> Entry:
        place = {"area": area_code} if area_code else {}
        return record(
            actor=actor.name, user=actor.user, action=f"{room}.{action}", reason=reason, summary=place | more
        )

    return entry_of


def changed(entry: Entry, row: Any, **after: Any) -> None:
    """Set fields of a row, save them, and write what they were before under the entry."""
    before = {name: _plain(getattr(row, name)) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    told = {name: _plain(value) for name, value in after.items()}
    record_changes(entry, [Changed(row._meta.label, row.pk, before, told)])


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
