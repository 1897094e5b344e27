"""The states of a roll and the steps between them. Only forward: a mistake is mended by a supplementary roll
or an undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.decrees import gate
from naungan.registry.models import Membership, MembershipTerms, Roll

State = Roll.State
UNDONE = Membership.EndCause.UNDONE
LONGEST = 12
IN_FORCE = (State.DECREED, State.REGISTERED, State.ACTIVE)
# Whose members are billed, each for the months of the membership. An ended roll is among them: its months before the
# end may still have to be run; what ended as a proposal has no months at all (`end_from`).
BILLED = (*IN_FORCE, State.ENDED)


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
    """Take a roll to a state. `Refused` `roll.step` for a step that is not there, `roll.end_month` for the
    end, which needs its month (`end_from`), `roll.decree_number` without a decree; `decrees.gate` says what
    verification and quotas forbid. Who was rejected or waits for the quota is left out when the roll comes into force.
    """
    roll = locked(roll, actor)
    if to == State.ENDED:
        raise Refused(
            "roll.end_month",
            _("Daftar diakhiri mulai suatu bulan; sebutkan bulannya."),
            where="month",
        )
    _must_allow(roll, to)
    gate.refuse_if_unready(roll, to)
    came_into_force = roll.state == State.VERIFIED and to in IN_FORCE
    payer = roll.registration.payer
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
    for cause, spells in gate.left_out(roll) if came_into_force else ():
        end_spells(spells, 0, cause, entry)
    return roll


@transaction.atomic
def record_decree(roll: Roll, *, number: str, on: date | None, actor: Actor, reason: str = "") -> Roll:
    """The decree of a list that was recorded before it (basis UNDECREED) has come: the list now stands on it.

    `Refused` `roll.has_decree` for a list that has one, `roll.decree_number` without a number.
    """
    roll = locked(roll, actor)
    payer = roll.registration.payer
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


@transaction.atomic
def end_from(roll: Roll, month: int, *, actor: Actor, reason: str = "") -> Roll:
    """End a roll: from `month` on nobody is a member by it any more; its earlier months stay to be billed.

    A list that was never in force (a proposal) never held anybody: all of its memberships end before they
    begin, whatever the month. The one way to end a roll; `Refused` `roll.step` for one that has ended.
    """
    roll = locked(roll, actor)
    _must_allow(roll, State.ENDED)
    before = roll.state
    payer = roll.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.roll_ended", reason=reason,
        summary={
            "payer": payer.code, "area": payer.area_id, "roll": roll.pk, "month": months.format_month(month),
        },
    )  # fmt: skip
    held_from = month if before in IN_FORCE else 0
    left = roll.memberships.filter(last_month__gte=held_from).exclude(end_cause=Membership.EndCause.UNDONE)
    end_spells(left, held_from, Membership.EndCause.ROLL_ENDED, entry)
    mark_ended(roll, entry)
    return roll


def mark_ended(roll: Roll, entry: Entry) -> None:
    """Set a roll whose memberships have ended to ENDED, with its change in the journal."""
    change = Changed("registry.Roll", roll.pk, {"state": roll.state}, {"state": State.ENDED.value})
    roll.state = State.ENDED
    roll.save(update_fields=["state"])
    record_changes(entry, [change])


def end_spells(spells: QuerySet[Membership], month: int, cause: str, entry: Entry) -> None:
    """End memberships before `month`, each with its change in the journal; what begins later never begins."""
    changes = []
    for pk, first, last, before in spells.values_list("pk", "first_month", "last_month", "end_cause"):
        after = {"last_month": max(first, month) - 1, "end_cause": cause}
        changes.append(Changed("registry.Membership", pk, {"last_month": last, "end_cause": before}, after))
    spells.update(last_month=Greatest(F("first_month"), month) - 1, end_cause=cause)
    record_changes(entry, changes)


@transaction.atomic
def move_start(roll: Roll, first: int, *, actor: Actor, reason: str = "") -> Roll:
    """Let a list, its memberships and their terms begin with another month. Whether it may (no bill stands on it)
    is for the caller to ask: bills are above this room.

    Refused: `roll.out_of_scope`, `roll.months` (not one to twelve months would be left), `roll.spells` (somebody's
    own months do not allow it).
    """
    roll = locked(roll, actor)
    _refuse_if_months_are_wrong(roll, first)
    _refuse_if_spells_forbid(roll, first)
    before, payer = roll.first_month, roll.registration.payer
    moved = Membership.objects.filter(roll=roll, first_month=before).exclude(end_cause=UNDONE)
    MembershipTerms.objects.filter(membership__in=moved, from_month=before).update(from_month=first)
    moved.update(first_month=first)
    roll.first_month = first
    roll.save(update_fields=["first_month"])
    entry = record(
        actor=actor.name, user=actor.user, action="registry.move_start", reason=reason,
        summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk},
    )  # fmt: skip
    change = Changed("registry.Roll", roll.pk, {"first_month": before}, {"first_month": first})
    record_changes(entry, [change])
    return roll


def _refuse_if_months_are_wrong(roll: Roll, first: int) -> None:
    if not first <= roll.last_month < first + LONGEST:
        raise Refused(
            "roll.months",
            _("Mulai dari bulan itu, daftar ini tidak lagi 1 sampai 12 bulan."),
            where="roll",
            mend=_("Sesuaikan bulan terakhir daftarnya dengan mengunggah ulang."),
        )


def _refuse_if_spells_forbid(roll: Roll, first: int) -> None:
    """Nobody may end before the start, begin between the old and the new one, or get a programme twice."""
    own = Membership.objects.filter(roll=roll).exclude(end_cause=UNDONE)
    short = own.filter(Q(last_month__lt=first) | Q(first_month__gt=roll.first_month, first_month__lt=first))
    crossing = own.none()
    if first < roll.first_month:
        same = Q()
        for programme in roll.programmes.split(","):
            same |= Q(roll__programmes__contains=programme)
        other = Membership.objects.filter(
            same, person=OuterRef("person"), first_month__lt=roll.first_month, last_month__gte=first
        )
        crossing = own.filter(Exists(other.exclude(roll=roll).exclude(end_cause=UNDONE)))
    count = short.count() + crossing.count()
    if count:
        raise Refused(
            "roll.spells",
            _("%(count)s orang pada daftar ini tidak dapat mengikuti awal itu.") % {"count": count},
            where="roll",
            mend=_("Akhiri atau pindahkan kepesertaan mereka lebih dahulu."),
        )


def locked(roll: Roll, actor: Actor) -> Roll:
    """The roll as it stands now, held until the transaction ends; `Refused` if its payer is not the actor's."""
    roll = Roll.objects.select_for_update(of=("self",)).select_related("registration__payer").get(pk=roll.pk)
    payer = roll.registration.payer
    if not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("roll.out_of_scope", _("Daftar ini di luar kewenangan Anda."), where=roll.name)
    return roll


def _must_allow(roll: Roll, to: str) -> None:
    step = _STEP_TO.get(to)
    if step is None or not _allowed(roll, step):
        raise Refused(
            "roll.step",
            _("Daftar berstatus %(now)s tidak dapat langsung menjadi %(to)s.")
            % {"now": roll.get_state_display(), "to": State(to).label if to in State.values else to},
            where=roll.name,
        )


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
