"""Regional rules: drafted, enacted, revoked."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import Regulation
from naungan.agreements.services.ground import (
    area_named,
    changed,
    entry_of,
    groups_named,
    refuse_if_out_of_scope,
)
from naungan.law.findings import Refused

State = Regulation.State


@transaction.atomic
def draft_regulation(
    *,
    kind: str,
    area_code: str,
    title: str,
    actor: Actor,
    duties: str = "",
    groups: tuple[str, ...] = (),
    source: str = "",
    reason: str = "",
) -> Regulation:
    """A draft: what it would oblige, one duty a line; no group named means every group.

    Refused: `area.out_of_scope`, `area.unknown`, `group.unknown`.
    """
    area = area_named(area_code)
    refuse_if_out_of_scope(actor, area.code)
    chosen = groups_named(groups)
    entry = entry_of(actor, "draft_regulation", area.code, reason, title=title)
    regulation = Regulation.objects.create(
        kind=kind, area=area, title=title, duties=duties, source=source, entry=entry
    )
    regulation.groups.set(chosen)
    return regulation


@transaction.atomic
def enact(
    regulation: Regulation, *, number: str, enacted_on: date, actor: Actor, reason: str = ""
) -> Regulation:
    """The rule is in force under its number. Refused: `regulation.state`, `regulation.number`."""
    regulation = _in_state(regulation, State.DRAFT, actor)
    if not number.strip():
        raise Refused("regulation.number", _("Nomor peraturan belum diisi."), where="number")
    entry = entry_of(actor, "enact", regulation.area_id, reason, regulation=regulation.pk)
    changed(entry, regulation, state=State.IN_FORCE, number=number.strip(), enacted_on=enacted_on)
    return regulation


@transaction.atomic
def revoke(regulation: Regulation, *, on: date, actor: Actor, reason: str) -> Regulation:
    """The rule no longer holds from a day on. Refused: `regulation.state`, `regulation.day`."""
    regulation = _in_state(regulation, State.IN_FORCE, actor)
    assert regulation.enacted_on is not None
    if on < regulation.enacted_on:
        raise Refused("regulation.day", _("Tanggal cabut mendahului tanggal penetapan."), where="on")
    entry = entry_of(actor, "revoke", regulation.area_id, reason, regulation=regulation.pk)
    changed(entry, regulation, state=State.REVOKED, revoked_on=on)
    return regulation


def _in_state(regulation: Regulation, state: str, actor: Actor) -> Regulation:
    found = Regulation.objects.select_for_update().get(pk=regulation.pk)
    refuse_if_out_of_scope(actor, found.area_id)
    if found.state != state:
        raise Refused(
            "regulation.state",
            _("Peraturan ini berstatus %(state)s.") % {"state": found.get_state_display()},
            where="state",
        )
    return found
