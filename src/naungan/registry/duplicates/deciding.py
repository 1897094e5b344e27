"""What becomes of a pair: different, unsure, or the same person, whose records are merged; and the way back.

A merge leaves both records: the one that does not lead becomes an alias (`merged_into`), its memberships stay its own
and are read through. Every change is in the journal, and undoing reads it from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor
from naungan.journal.models import Change, Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.kit.locks import take_turn
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.duplicates import overlaps
from naungan.registry.duplicates.models import Pair
from naungan.registry.duplicates.queries import Doubled, doubled_spells
from naungan.registry.duplicates.searching import THRESHOLDS, TURN
from naungan.registry.models import Membership, Person
from naungan.registry.states import end_spells

State = Pair.State
# What may be taken from either record. The NIK is the record's own: who leads brings it.
CHOSEN = (
    "name", "birth_on", "sex", "domicile_id", "address", "mother_name", "kpj", "deceased_on",
)  # fmt: skip


_RECORDS: dict[str, QuerySet[Any]] = {
    "registry.Person": Person.objects.all(),
    "registry.Membership": Membership.objects.all(),
}


@dataclass(frozen=True, slots=True)
class Merge:
    """How to merge: which record leads, and the fields whose value is taken from the other one.

    `end_doubled` ends the other's memberships that pay the same programmes, months and payer as the lead's.
    """

    lead_id: int
    from_other: frozenset[str] = frozenset()
    end_doubled: bool = False


@transaction.atomic
def decide(pair: Pair, state: str, *, actor: Actor, reason: str) -> Pair:
    """Decide that a pair is DIFFERENT or UNSURE. `Refused` out of scope, without a reason, or once merged."""
    pair = _held(pair, actor)
    assert state in {State.DIFFERENT, State.UNSURE}
    _must_be_open(pair)
    if not reason.strip():
        raise Refused(
            "pair.reason", _("Tulis dasar keputusan, misalnya hasil cek KK."), where="reason"
        )  # fmt: skip
    entry = _entry(pair, "registry.pair_decided", actor, reason, state=state)
    before = pair.state
    _decided(pair, state, entry, reason, lead=None)
    record_changes(entry, [Changed("registry.Pair", pair.pk, {"state": before}, {"state": state})])
    return pair


@transaction.atomic
def merge(pair: Pair, how: Merge, *, actor: Actor, reason: str) -> Pair:
    """Make one person of a pair.

    `Refused` `pair.billed_twice` when both are paid by one payer for the same programme and month, unless those
    memberships are ended with it; `pair.payer_out_of_scope` when that payer is another's; `pair.died_twice` for two
    different days of death.
    """
    pair = _held(pair, actor)
    _must_be_open(pair)
    assert how.lead_id in {pair.first_id, pair.second_id}
    lead, other = (pair.first, pair.second) if how.lead_id == pair.first_id else (pair.second, pair.first)
    doubled = doubled_spells(lead, other)
    _must_hold(doubled, actor)
    if doubled and not how.end_doubled:
        raise _billed_twice(doubled)
    values = _values(lead, other, how.from_other)
    entry = _entry(pair, "registry.pair_merged", actor, reason, lead=lead.pk, other=other.pk)
    for double in doubled:
        spell = Membership.objects.filter(pk=double.spell.pk)
        end_spells(spell, double.first_month, Membership.EndCause.DUPLICATE, entry)
    _make_alias(lead, other, values, entry)
    before = pair.state
    _decided(pair, State.SAME, entry, reason, lead=lead)
    record_changes(entry, [Changed("registry.Pair", pair.pk, {"state": before}, {"state": State.SAME})])
    overlaps.find(actor=actor, people=[lead.pk])
    return pair


def merge_all(pairs: Iterable[Pair], *, actor: Actor, reason: str) -> tuple[int, list[Refused]]:
    """Merge very probable pairs, each by itself: the record that came first leads and is completed by the other.

    How many were merged, and why the others were not.
    """
    merged, refused = 0, []
    for pair in list(pairs)[: THRESHOLDS["bulk_pairs"]]:
        try:
            merge(pair, preferred(pair), actor=actor, reason=reason)
        except Refused as error:
            refused.append(error)
        else:
            merged += 1
    return merged, refused


def preferred(pair: Pair) -> Merge:
    """The record with the finer data and the longer history leads; what it lacks comes from the other."""

    def weight(person: Person) -> tuple[int, int, int]:
        filled = sum(bool(getattr(person, field)) for field in CHOSEN)
        spells = person.memberships.exclude(end_cause=Membership.EndCause.UNDONE).count()
        return (spells, filled, -person.pk)

    lead, other = sorted((pair.first, pair.second), key=weight, reverse=True)
    lacking = {field for field in CHOSEN if not getattr(lead, field) and getattr(other, field)}
    return Merge(lead.pk, frozenset(lacking))


@transaction.atomic
def undo(pair: Pair, *, actor: Actor, reason: str) -> Pair:
    """Part what was merged, as it was before: the alias stands for itself, fields and memberships as they were.

    A field that was changed after the merge keeps its newer value. `Refused` `pair.merged_further` when the record
    that leads was merged into a third one since: that merge is undone first.
    """
    pair = _held(pair, actor)
    if pair.state != State.SAME:
        raise Refused("pair.not_merged", _("Pasangan ini tidak sedang digabung."), where="pair")
    assert pair.decision
    changes = list(Change.objects.filter(entry=pair.decision).exclude(model="registry.Pair"))
    _refuse_if_merged_further(changes)
    entry = _entry(pair, "registry.pair_parted", actor, reason)
    back = [done for change in changes if (done := _put_back(change)) is not None]
    _decided(pair, State.UNSURE, entry, reason, lead=None)
    back.append(Changed("registry.Pair", pair.pk, {"state": State.SAME}, {"state": State.UNSURE}))
    record_changes(entry, back)
    overlaps.forget([pair.first_id, pair.second_id])
    return pair


def _held(pair: Pair, actor: Actor) -> Pair:
    """The pair as it stands now; `Refused` if either lives outside the actor's scope."""
    take_turn(TURN)
    pair = Pair.objects.select_related("first", "second", "decision").get(pk=pair.pk)
    if not all(actor.scope.holds_area(one.domicile_id) for one in (pair.first, pair.second)):
        raise Refused(
            "pair.out_of_scope",
            _("Salah satu dari keduanya berdomisili di luar kewenangan Anda."),
            where="pair",
            mend=_("Minta tingkat yang membawahi kedua wilayah untuk memutuskan."),
        )
    return pair


def _must_hold(doubled: Sequence[Doubled], actor: Actor) -> None:
    """Who ends a membership must hold its payer, as where lists meet."""
    for double in doubled:
        payer = double.spell.roll.registration.payer
        if not actor.scope.holds_payer(payer.code, payer.area_id):
            raise Refused(
                "pair.payer_out_of_scope",
                _("Kepesertaan rangkap keduanya dibayar %(payer)s, di luar kewenangan Anda.")
                % {"payer": payer.name},
                where="pair",
                mend=_("Minta tingkat yang membawahi pembayar itu untuk memutuskan."),
            )


def _must_be_open(pair: Pair) -> None:
    if pair.state == State.SAME or pair.first.merged_into_id or pair.second.merged_into_id:
        raise Refused(
            "pair.merged",
            _("Salah satu dari keduanya sudah digabung."),
            where="pair",
            mend=_("Batalkan penggabungan itu lebih dulu bila keliru."),
        )


def _billed_twice(doubled: list[Doubled]) -> Refused:
    double = doubled[0]
    roll = double.spell.roll
    return Refused(
        "pair.billed_twice",
        _("%(payer)s membayar %(programmes)s untuk keduanya pada %(span)s.")
        % {
            "payer": roll.registration.payer.name,
            "programmes": ", ".join(double.programmes),
            "span": _span(double.first_month, double.last_month),
        },
        where=roll.name,
        mend=_(
            'Centang "Akhiri kepesertaan rangkap" untuk menutup yang kedua sejak bulan itu. Bulan yang sudah '
            "difinalkan dikoreksi dengan koreksi bulan pada menu Iuran."
        ),
    )


def _span(first: int, last: int) -> str:
    if first == last:
        return months.format_month(first)
    return _("%(first)s sampai %(last)s") % {
        "first": months.format_month(first),
        "last": months.format_month(last),
    }


def _values(lead: Person, other: Person, from_other: frozenset[str]) -> dict[str, Any]:
    unknown = from_other - set(CHOSEN)
    assert not unknown, unknown
    if lead.deceased_on and other.deceased_on and lead.deceased_on != other.deceased_on:
        raise Refused(
            "pair.died_twice",
            _("Tanggal meninggal keduanya berbeda."),
            where="deceased_on",
            mend=_("Periksa akta kematian dan perbaiki tanggal yang keliru lebih dulu."),
        )
    values = {field: getattr(other, field) for field in sorted(from_other)}
    # a death is true of the person, whichever record it was written on
    values["deceased_on"] = lead.deceased_on or other.deceased_on
    return {field: value for field, value in values.items() if value != getattr(lead, field)}


def _make_alias(lead: Person, other: Person, values: dict[str, Any], entry: Entry) -> None:
    """Point the other record, and whoever was merged into it before, at the lead; give the lead its values."""
    changes = []
    for alias in [other, *other.aliases.all()]:
        before, after = {"merged_into_id": alias.merged_into_id}, {"merged_into_id": lead.pk}
        changes.append(Changed("registry.Person", alias.pk, before, after))
    Person.objects.filter(pk__in=[change.record for change in changes]).update(merged_into=lead)
    if values:
        before = {field: _stored(getattr(lead, field)) for field in values}
        after = {field: _stored(value) for field, value in values.items()}
        changes.append(Changed("registry.Person", lead.pk, before, after))
        Person.objects.filter(pk=lead.pk).update(**values)
    record_changes(entry, changes)


def _refuse_if_merged_further(changes: list[Change]) -> None:
    aliases = [change for change in changes if "merged_into_id" in change.after]
    now = dict(Person.objects.in_bulk([int(change.record) for change in aliases]))
    moved = [one for one in aliases if now[int(one.record)].merged_into_id != one.after["merged_into_id"]]
    if moved:
        raise Refused(
            "pair.merged_further",
            ngettext(
                "%(count)s catatan dari penggabungan ini sudah digabung lagi dengan orang lain.",
                "%(count)s catatan dari penggabungan ini sudah digabung lagi dengan orang lain.",
                len(moved),
            )
            % {"count": len(moved)},
            where="pair",
            mend=_("Batalkan penggabungan yang lebih baru lebih dulu."),
        )


def _put_back(change: Change) -> Changed | None:
    """Give a record the values from before a merge, where it still has those of the merge."""
    rows: QuerySet[Any] = _RECORDS[change.model].filter(pk=change.record)
    now = rows.values(*change.after).get()
    back = {
        name: before for name, before in change.before.items() if _stored(now[name]) == change.after[name]
    }
    if not back:
        return None
    rows.update(**back)
    return Changed(change.model, change.record, {name: change.after[name] for name in back}, back)


def _decided(pair: Pair, state: str, entry: Entry, reason: str, *, lead: Person | None) -> None:
    pair.state, pair.lead, pair.decision = state, lead, entry
    pair.decided_by, pair.decided_on, pair.reason = entry.actor, timezone.localdate(), reason[:500]
    pair.save(update_fields=["state", "lead", "decision", "decided_by", "decided_on", "reason"])


def _entry(pair: Pair, action: str, actor: Actor, reason: str, **facts: Any) -> Entry:
    summary: Mapping[str, Any] = {"area": pair.first.domicile_id, "pair": pair.pk, **facts}
    return record(actor=actor.name, user=actor.user, action=action, reason=reason, summary=dict(summary))


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
