"""People as rows of a file: read in batches of columns, names looked up once, for lists of hundreds of thousands.

A row answers to the same names as a `Person` of the page (`nik`, `domicile.name`, `shown_spells`), so that page and
file have one set of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from naungan.areas.queries import names
from naungan.registry.duplicates.queries import standing_for
from naungan.registry.models import Group, Membership, MembershipTerms, Person, Roll

BATCH = 5_000
# a batch of keys at a time stays below the number of parameters that SQLite takes
_KEYS = 900


@dataclass(frozen=True, slots=True)
class ListedArea:
    """An area's name."""

    name: str


@dataclass(frozen=True, slots=True)
class ListedSpell:
    """A membership: its months, its roll (one object for all of its people), and the occupation in words."""

    first_month: int
    last_month: int
    roll: Roll
    work: str


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person with the one spell to show, if there is any."""

    pk: int
    nik: str
    name: str
    domicile_id: str
    deceased_on: date | None
    domicile: ListedArea
    shown_spells: tuple[ListedSpell, ...]
    # those of merged records are among `shown_spells` already
    shown_aliases: tuple[()] = ()


Choose = Callable[[Sequence[Any]], Any]


class ListedPeople:
    """The people of a queryset, in its order, as `ListedPerson`.

    `spells` are the memberships that may be shown; `choose` picks the one to show from a person's, newest first.
    """

    def __init__(self, people: QuerySet[Person], spells: QuerySet[Membership], choose: Choose) -> None:
        self.people = people
        self.spells = spells
        self.choose = choose
        self.rolls = {roll.pk: roll for roll in Roll.objects.select_related("registration__payer", "group")}
        self.groups = {group.pk: str(group) for group in Group.objects.all()}
        self.places: dict[str, ListedArea] = {}
        self.aliases: dict[int, list[int]] = {}
        for alias, lead in standing_for().items():
            self.aliases.setdefault(lead, []).append(alias)

    def __len__(self) -> int:
        return self.people.count()

    def __iter__(self) -> Iterator[ListedPerson]:
        found = self.people.values_list("pk", "nik", "name", "domicile_id", "deceased_on")
        batch: list[tuple[Any, ...]] = []
        for row in found.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield from self._rows(batch)
                batch = []
        yield from self._rows(batch)

    def _rows(self, batch: list[tuple[Any, ...]]) -> Iterator[ListedPerson]:
        shown = self._shown([row[0] for row in batch])
        missing = {row[3] for row in batch} - self.places.keys()
        known = names(sorted(missing)) if missing else {}
        self.places.update({code: ListedArea(known.get(code, code)) for code in missing})
        for pk, nik, name, code, deceased_on in batch:
            spell = shown.get(pk)
            yield ListedPerson(pk, nik, name, code, deceased_on, self.places[code], (spell,) if spell else ())

    def merged_into(self, people: list[int]) -> dict[int, int]:
        """Records that were merged into these people, each with whose they are."""
        return {alias: lead for lead in people for alias in self.aliases.get(lead, ())}

    def _shown(self, people: list[int]) -> dict[int, ListedSpell]:
        spells: dict[int, list[_Spell]] = {}
        owners = self.merged_into(people)
        for keys in _parts([*people, *owners]):
            found = self.spells.filter(person_id__in=keys).order_by("-last_month", "-pk")
            for person, *spell in found.values_list(
                "person_id", "pk", "roll_id", "first_month", "last_month"
            ):
                spells.setdefault(owners.get(person, person), []).append(_Spell(*spell))
        chosen = {person: one for person, own in spells.items() if (one := self.choose(own)) is not None}
        work = self._work([spell.pk for spell in chosen.values()])
        return {
            person: ListedSpell(
                spell.first_month,
                spell.last_month,
                self.rolls[spell.roll_id],
                work.get(spell.pk) or str(self.rolls[spell.roll_id].group),
            )
            for person, spell in chosen.items()
        }

    def _work(self, memberships: list[int]) -> dict[int, str]:
        """Occupations by membership, by the newest terms: as the list wrote it, else the group's name."""
        work: dict[int, str] = {}
        for keys in _parts(memberships):
            terms = MembershipTerms.objects.filter(membership_id__in=keys).order_by("from_month")
            for membership, text, group in terms.values_list(
                "membership_id", "occupation_text", "occupation_id"
            ):
                work[membership] = text or self.groups.get(group, "")
        return work


@dataclass(frozen=True, slots=True)
class _Spell:
    pk: int
    roll_id: int
    first_month: int
    last_month: int


def _parts(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _KEYS):
        yield keys[start : start + _KEYS]
