"""The states of a roll and the steps between them. Only forward: a mistake is mended by a supplementary roll
or an undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Membership, Roll

State = Roll.State
BILLED = (State.DECREED, State.REGISTERED, State.ACTIVE)


@dataclass(frozen=True, slots=True)
class Step:
    """A step to a state: from which states, and the permission that it needs on a page."""

    to: str
    after: tuple[str, ...]
    permission: str


STEPS: tuple[Step, ...] = (
    Step(State.VERIFIED, (State.PROPOSED,), "registry.verify"),
    Step(State.DECREED, (State.VERIFIED,), "registry.decree"),
    Step(State.REGISTERED, (State.DECREED,), "registry.register"),
    Step(State.ACTIVE, (State.REGISTERED,), "registry.register"),
    Step(
        State.ENDED,
        (State.PROPOSED, State.VERIFIED, State.DECREED, State.REGISTERED, State.ACTIVE),
        "registry.decree",
    ),
)
_STEP_TO = {step.to: step for step in STEPS}


def steps_from(roll: Roll) -> list[Step]:
    """The steps that a roll can take now. An employer's own list needs no decree: it goes from verified to
    registered.
    """
    return [step for step in STEPS if _allowed(roll, step)]


@transaction.atomic
def advance(
    roll: Roll,
    to: str,
    *,
    actor: Actor,
    reason: str = "",
    decree_number: str = "",
    decree_on: date | None = None,
) -> Roll:
    """Take a roll to a state. `Refused` `roll.step` for a step that is not there, `roll.decree_number`
    without a decree.

    Ending with `end_from` also ends the memberships that have months left; here only the state changes.
    """
    roll = Roll.objects.select_for_update(of=("self",)).select_related("registration__payer").get(pk=roll.pk)
    payer = roll.registration.payer
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("roll.out_of_scope", _("Daftar ini di luar kewenangan Anda."), where=roll.name)
    step = _STEP_TO.get(to)
    if step is None or not _allowed(roll, step):
        raise Refused(
            "roll.step",
            _("Daftar berstatus %(now)s tidak dapat langsung menjadi %(to)s.")
            % {"now": roll.get_state_display(), "to": State(to).label if to in State.values else to},
            where=roll.name,
        )
    before = {"state": roll.state, "decree_number": roll.decree_number, "decree_on": _iso(roll.decree_on)}
    if to == State.DECREED:
        _decree(roll, decree_number, decree_on)
    roll.state = to
    roll.save(update_fields=["state", "decree_number", "decree_on", "basis"])
    entry = record(
        actor=actor.name, user=actor.user, action=f"registry.roll_{to.lower()}", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk},
    )  # fmt: skip
    after = {"state": roll.state, "decree_number": roll.decree_number, "decree_on": _iso(roll.decree_on)}
    record_changes(entry, [Changed("registry.Roll", roll.pk, before, after)])
    return roll


@transaction.atomic
def record_decree(roll: Roll, *, number: str, on: date | None, actor: Actor, reason: str = "") -> Roll:
    """The decree of a list that was recorded before it (basis UNDECREED) has come: the list now stands on it.

    `Refused` `roll.has_decree` for a list that has one, `roll.decree_number` without a number.
    """
    roll = Roll.objects.select_for_update(of=("self",)).select_related("registration__payer").get(pk=roll.pk)
    payer = roll.registration.payer
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("roll.out_of_scope", _("Daftar ini di luar kewenangan Anda."), where=roll.name)
    if roll.basis != Roll.Basis.UNDECREED:
        raise Refused("roll.has_decree", _("Daftar ini tidak menunggu SK."), where=roll.name)
    _decree(roll, number, on)
    roll.save(update_fields=["basis", "decree_number", "decree_on"])
    entry = record(
        actor=actor.name, user=actor.user, action="registry.record_decree", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk},
    )  # fmt: skip
    after = {"basis": roll.basis, "decree_number": roll.decree_number, "decree_on": _iso(roll.decree_on)}
    before = {"basis": Roll.Basis.UNDECREED, "decree_number": "", "decree_on": None}
    record_changes(entry, [Changed("registry.Roll", roll.pk, before, after)])
    return roll


def end_from(roll: Roll, month: int, *, actor: Actor, reason: str) -> Roll:
    """End a roll before its time: from `month` on nobody is a member by it any more."""
    with transaction.atomic():
        roll = advance(roll, State.ENDED, actor=actor, reason=reason)
        entry = record(
            actor=actor.name, user=actor.user, action="registry.end_members", reason=reason,
            summary={"payer": roll.registration.payer.code, "roll": roll.pk, "month": months.format_month(month)},
        )  # fmt: skip
        end_spells(
            roll.memberships.filter(last_month__gte=month), month, Membership.EndCause.ROLL_ENDED, entry
        )
    return roll


def end_spells(spells: QuerySet[Membership], month: int, cause: str, entry: Entry) -> None:
    """End memberships before `month`, each with its change in the journal; what begins later never begins."""
    changes = []
    for pk, first, last, before in spells.values_list("pk", "first_month", "last_month", "end_cause"):
        after = {"last_month": max(first, month) - 1, "end_cause": cause}
        changes.append(Changed("registry.Membership", pk, {"last_month": last, "end_cause": before}, after))
    spells.update(last_month=Greatest(F("first_month"), month) - 1, end_cause=cause)
    record_changes(entry, changes)


def _allowed(roll: Roll, step: Step) -> bool:
    if roll.basis == Roll.Basis.EMPLOYER:
        if step.to == State.DECREED:
            return False
        if step.to == State.REGISTERED and roll.state == State.VERIFIED:
            return True
    return roll.state in step.after


def _decree(roll: Roll, number: str, on: date | None) -> None:
    number = number.strip() or roll.decree_number
    if not number:
        raise Refused(
            "roll.decree_number",
            _("Nomor SK belum diisi."),
            where="decree_number",
            mend=_("Daftar baru ditetapkan dengan nomor dan tanggal SK."),
        )
    roll.decree_number, roll.decree_on, roll.basis = number[:80], on or roll.decree_on, Roll.Basis.DECREE


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
