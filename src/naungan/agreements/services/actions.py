"""Action items: done with a result, cancelled or postponed with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import ActionItem
from naungan.agreements.services.documents import attach
from naungan.agreements.services.ground import changed, entry_of, refuse_if_out_of_scope
from naungan.law.findings import Refused

State = ActionItem.State


@transaction.atomic
def finish_action(
    action: ActionItem,
    *,
    on: date,
    result: str,
    actor: Actor,
    evidence_url: str = "",
    evidence: tuple[str, Iterable[bytes]] | None = None,
) -> ActionItem:
    """What came of it; `evidence` is a file's name and content. Refused: `action.closed`, `action.result`,
    `action.day`, and what `attach` refuses.
    """
    action = _open(action, actor)
    _refuse_if_empty(result)
    _refuse_if_before_meeting(action, on)
    entry = entry_of(actor, "finish_action", action.meeting.area_id, result, action=action.pk)
    changed(entry, action, state=State.DONE, closed_on=on, result=result.strip(), evidence_url=evidence_url)
    if evidence is not None:
        attach(action, name=evidence[0], chunks=evidence[1], title=_("Bukti"), actor=actor)
    return action


@transaction.atomic
def cancel_action(action: ActionItem, *, on: date, actor: Actor, reason: str) -> ActionItem:
    """It will not be done. Refused: `action.closed`, `action.result` without a reason, `action.day`."""
    action = _open(action, actor)
    _refuse_if_empty(reason)
    _refuse_if_before_meeting(action, on)
    entry = entry_of(actor, "cancel_action", action.meeting.area_id, reason, action=action.pk)
    changed(entry, action, state=State.CANCELLED, closed_on=on, result=reason.strip())
    return action


@transaction.atomic
def postpone_action(action: ActionItem, *, due_on: date, actor: Actor, reason: str) -> ActionItem:
    """Another due day; the earlier one stays in the journal. Refused: `action.closed`, `action.result`."""
    action = _open(action, actor)
    _refuse_if_empty(reason)
    _refuse_if_before_meeting(action, due_on)
    entry = entry_of(actor, "postpone_action", action.meeting.area_id, reason, action=action.pk)
    changed(entry, action, due_on=due_on)
    return action


def _open(action: ActionItem, actor: Actor) -> ActionItem:
    found = ActionItem.objects.select_for_update().select_related("meeting").get(pk=action.pk)
    refuse_if_out_of_scope(actor, found.meeting.area_id)
    if found.state != State.OPEN:
        raise Refused("action.closed", _("Tindak lanjut ini sudah ditutup."), where="state")
    return found


def _refuse_if_empty(text: str) -> None:
    if not text.strip():
        message = _("Hasil atau alasannya belum diisi.")
        raise Refused("action.result", message, where="result", mend=_("Tulis apa hasilnya, atau mengapa."))


def _refuse_if_before_meeting(action: ActionItem, on: date) -> None:
    if on < action.meeting.on:
        raise Refused("action.day", _("Tanggal ini mendahului rapatnya."), where="on")
