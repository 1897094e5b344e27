"""Deaths in the registry: the date, and the memberships that end with its month. Taken back exactly as they were.

Higher rooms bring the papers (`claims`); here is only what a death does to a person and their memberships.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Change, Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.duplicates.queries import standing_for
from naungan.registry.models import Membership, Person
from naungan.registry.queries import visible_people

PERSON, SPELL = "registry.Person", "registry.Membership"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DeathsRecorded:
    """The journal entry of the call and whom it concerns; `entry` is None when every death was known already."""

    entry: Entry | None
    people: tuple[int, ...]


@transaction.atomic
def record_death(*, person: Person, on: date, actor: Actor, reason: str) -> Person:
    """Record one death, as `record_deaths`; the person as it stands then."""
    kept = person.merged_into_id or person.pk
    record_deaths([(kept, on)], actor=actor, reason=reason)
    return Person.objects.get(pk=kept)


@transaction.atomic
def record_deaths(
    deaths: Sequence[tuple[int, date]], *, actor: Actor, reason: str, summary: Mapping[str, Any] | None = None
) -> DeathsRecorded:
    """Record deaths (person, day): memberships end with the month of death, those that come later never begin.

    A death known with the same day changes nothing. `Refused`: `person.out_of_scope`, `death.date` for another
    day than the one recorded, a day before the birth or one to come. People are given by their own record, not
    by an alias.
    """
    on_of = dict(deaths)
    people = _locked(list(on_of))
    _refuse_if_out_of_scope(people, actor)
    new = [person for person in people if _is_new(person, on_of[person.pk])]
    if not new:
        return DeathsRecorded(None, ())
    told: dict[str, Any] = {"area": _common_area(new), "people": len(new)}
    if len(new) == 1:
        told["person"] = new[0].pk
    entry = record(
        actor=actor.name, user=actor.user, action="registry.record_death", reason=reason,
        summary=told | dict(summary or {}),
    )  # fmt: skip
    changes = [
        Changed(PERSON, person.pk, {"deceased_on": None}, {"deceased_on": on_of[person.pk].isoformat()})
        for person in new
    ]
    for person in new:
        person.deceased_on = on_of[person.pk]
    Person.objects.bulk_update(new, ["deceased_on"], batch_size=_AT_ONCE)
    changes += _end_memberships({person.pk: on_of[person.pk] for person in new})
    record_changes(entry, changes)
    return DeathsRecorded(entry, tuple(person.pk for person in new))


@transaction.atomic
def take_back_deaths(recorded: Entry, people: Sequence[int], *, actor: Actor, reason: str) -> Entry:
    """Take back what `record_deaths` did to people under an entry: no date, memberships as they were before.

    `Refused`: `person.out_of_scope`, `death.changed_since` when a record is not as the death left it.
    """
    wanted = _locked(people)
    _refuse_if_out_of_scope(wanted, actor)
    changes = list(Change.objects.filter(entry=recorded, model__in=[PERSON, SPELL]))
    spells = Membership.objects.select_for_update().filter(
        pk__in=[change.record for change in changes if change.model == SPELL],
        person_id__in=[*people, *standing_for(people)],
    )
    rows: dict[tuple[str, str], Person | Membership] = {
        **{(PERSON, str(person.pk)): person for person in wanted},
        **{(SPELL, str(spell.pk)): spell for spell in spells},
    }
    concerned = [change for change in changes if (change.model, change.record) in rows]
    for change in concerned:
        _restore(rows[change.model, change.record], change)
    entry = record(
        actor=actor.name, user=actor.user, action="registry.take_back_death", reason=reason,
        summary={"area": _common_area(wanted), "people": len(people), "entry": recorded.pk},
    )  # fmt: skip
    Person.objects.bulk_update(wanted, ["deceased_on"], batch_size=_AT_ONCE)
    Membership.objects.bulk_update(spells, ["last_month", "end_cause", "ended_on"], batch_size=_AT_ONCE)
    record_changes(
        entry, [Changed(change.model, change.record, change.after, change.before) for change in concerned]
    )
    return entry


def _locked(people: Sequence[int]) -> list[Person]:
    return list(Person.objects.select_for_update().filter(pk__in=people, merged_into=None).order_by("pk"))


def _refuse_if_out_of_scope(people: Sequence[Person], actor: Actor) -> None:
    """Whoever sees a person may report the death: by domicile, or because a payer of theirs pays."""
    outside = [person.pk for person in people if not actor.scope.holds_area(person.domicile_id)]
    if outside and visible_people(actor.scope).filter(pk__in=outside).count() < len(outside):
        raise Refused("person.out_of_scope", _("Orang ini di luar kewenangan Anda."), where="person")


def _is_new(person: Person, on: date) -> bool:
    if person.deceased_on == on:
        return False
    if person.deceased_on is not None or (person.birth_on and on < person.birth_on):
        raise Refused(
            "death.date",
            _("Tanggal meninggal %(on)s tidak sesuai dengan data yang ada.") % {"on": on.isoformat()},
            where="on",
            mend=_("Periksa akta kematian; perbaiki catatan lama lebih dulu bila keliru."),
        )
    return True


def _end_memberships(on_of: Mapping[int, date]) -> list[Changed]:
    ended: list[Membership] = []
    changes = []
    owners = standing_for(list(on_of))
    spells = Membership.objects.select_for_update().filter(
        person_id__in=[*on_of, *owners], last_month__gt=months.of(min(on_of.values()))
    )
    for spell in spells:
        on = on_of[owners.get(spell.person_id, spell.person_id)]
        if spell.last_month <= months.of(on):
            continue
        before = _state_of(spell)
        spell.last_month = max(months.of(on), spell.first_month - 1)
        spell.end_cause, spell.ended_on = Membership.EndCause.DEATH, on
        changes.append(Changed(SPELL, spell.pk, before, _state_of(spell)))
        ended.append(spell)
    Membership.objects.bulk_update(ended, ["last_month", "end_cause", "ended_on"], batch_size=_AT_ONCE)
    return changes


def _state_of(spell: Membership) -> dict[str, Any]:
    return {
        "last_month": spell.last_month,
        "end_cause": str(spell.end_cause),
        "ended_on": spell.ended_on.isoformat() if spell.ended_on else None,
    }


def _restore(row: Person | Membership, change: Change) -> None:
    """Set a row to what it was before a change; `Refused` when it has changed since."""
    for field, value in change.before.items():
        now = getattr(row, field)
        if (now.isoformat() if isinstance(now, date) else now) != change.after[field]:
            raise Refused(
                "death.changed_since",
                _("Kepesertaan sudah diubah sesudah kematian dicatat; kematian ini tidak dapat dibatalkan."),
                where="person",
                mend=_("Perbaiki kepesertaannya satu per satu pada halaman orangnya."),
            )
        is_day = field in {"deceased_on", "ended_on"} and value is not None
        setattr(row, field, date.fromisoformat(value) if is_day else value)


def _common_area(people: Sequence[Person]) -> str | None:
    """The smallest area that holds all domiciles; None when they lie in several provinces."""
    codes = [person.domicile_id.split(".") for person in people]
    shared = []
    for parts in zip(*codes, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared) or None
