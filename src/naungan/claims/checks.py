"""Checks of deaths against the registry. Each remark is named as what is wrong; all of them come at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db.models import Min
from django.utils import timezone

from naungan.accounts.scope import Scope
from naungan.claims.notices import DeathNotice
from naungan.claims.words import Remark
from naungan.kit import numbers
from naungan.law import months
from naungan.registry.imports.columns import name_key
from naungan.registry.models import Membership, Person
from naungan.registry.queries import visible_people

_AT_ONCE = 500
_LONGEST_DIFFERENCE = 2


@dataclass(slots=True)
class Checked:
    """Notices against the registry: who each names (None: nobody), whether it is known already, and the remarks."""

    people: list[Person | None]
    known: list[bool]
    remarks: list[Remark] = field(default_factory=list)

    def blocked(self) -> frozenset[int]:
        """The rows that stay out."""
        return frozenset(remark.row for remark in self.remarks if remark.blocking)


def check_deaths(notices: Sequence[DeathNotice], scope: Scope) -> Checked:
    """Every remark on deaths, as the scope sees the registry: who it does not see is unknown to it."""
    people = _People([(notice.nik, notice.kpj) for notice in notices], scope)
    found = [people.of(notice.nik, notice.kpj) for notice in notices]
    checked = Checked(found, [False] * len(notices))
    first_months = _first_months(person.pk for person in found if person)
    seen: dict[int, int] = {}
    for row, (notice, person) in enumerate(zip(notices, found, strict=True)):
        checked.remarks += _of_notice(row, notice, person, alias=people.is_alias(notice.nik))
        if person is None or notice.died_on is None:
            continue
        if person.pk in seen:
            checked.remarks.append(_remark(row, "row.repeated", notice.nik, line=str(seen[person.pk] + 1)))
        seen.setdefault(person.pk, row)
        checked.known[row] = person.deceased_on == notice.died_on
        checked.remarks += _of_day(row, notice.died_on, person, first_months.get(person.pk))
    return checked


def people_named(named: Sequence[tuple[str, str]], scope: Scope) -> list[Person | None]:
    """The person of each NIK and KPJ (either may be ""), None for who is unknown or out of the scope."""
    people = _People(named, scope)
    return [people.of(nik, card) for nik, card in named]


def _of_notice(row: int, notice: DeathNotice, person: Person | None, *, alias: bool) -> list[Remark]:
    found = []
    if not notice.is_death:
        found.append(_remark(row, "row.not_death", notice.name))
    if notice.died_on is None:
        found.append(_remark(row, "death.unreadable" if notice.found else "death.missing", notice.found))
    if person is None:
        return [*found, _remark(row, _why_unknown(notice), notice.nik or notice.kpj)]
    if alias:
        found.append(_remark(row, "person.merged", notice.nik))
    code = _names_differ(notice.name, person.name)
    return [*found, _remark(row, code, notice.name)] if code else found


def _why_unknown(notice: DeathNotice) -> str:
    if not notice.nik and not notice.kpj:
        return "nik.missing"
    sound = len(notice.nik) == 16 and notice.nik.isascii() and notice.nik.isdigit()
    return "person.unknown" if sound or (notice.kpj and not notice.nik) else "nik.shape"


def _of_day(row: int, on: date, person: Person, first_month: int | None) -> list[Remark]:
    told = numbers.short_day(on)
    found = []
    if on > timezone.localdate():
        found.append(_remark(row, "death.future", told))
    if person.birth_on and on < person.birth_on:
        found.append(_remark(row, "death.before_birth", told, birth=numbers.short_day(person.birth_on)))
    if person.deceased_on and person.deceased_on != on:
        found.append(_remark(row, "death.other_date", told, on=numbers.short_day(person.deceased_on)))
    if first_month is not None and months.of(on) < first_month:
        found.append(_remark(row, "death.before_membership", told, month=months.format_month(first_month)))
    return found


def _names_differ(told: str, known: str) -> str:
    """ "" for the same name, `name.differs` when they share a word, `person.other_name` when they share none."""
    if not told.strip():
        return ""
    keys = pl.DataFrame({"name": [told, known]}).select(name_key(pl.col("name")))["name"].to_list()
    if keys[0] == keys[1]:
        return ""
    one, other = (set(key.split()) for key in keys)
    alike = any(_alike(word, another) for word in one for another in other)
    return "name.differs" if alike else "person.other_name"


def _alike(one: str, other: str) -> bool:
    """The same word, or one that a clerk wrote shorter or with other letters at its end."""
    if one == other:
        return True
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= 3 and max(len(one), len(other)) - shared <= _LONGEST_DIFFERENCE


def _remark(row: int, code: str, found: str, **given: str) -> Remark:
    return Remark(row, code, found, given=given)


def _first_months(people: Iterable[int]) -> dict[int, int]:
    rows = Membership.objects.filter(person_id__in=list(people))
    rows = rows.exclude(end_cause=Membership.EndCause.UNDONE)
    return dict(rows.values_list("person_id").annotate(first=Min("first_month")))


class _People:
    """People by NIK (aliases resolved) or, without one, by KPJ, as far as the scope sees them."""

    def __init__(self, named: Sequence[tuple[str, str]], scope: Scope) -> None:
        self._kept_of: dict[str, int] = {}
        self._aliases: set[str] = set()
        niks = sorted({nik for nik, _card in named if nik})
        for start in range(0, len(niks), _AT_ONCE):
            rows = Person.objects.filter(nik__in=niks[start : start + _AT_ONCE])
            for nik, pk, merged in rows.values_list("nik", "pk", "merged_into_id"):
                self._kept_of[nik] = merged or pk
                if merged:
                    self._aliases.add(nik)
        cards = sorted({card for nik, card in named if card and not nik})
        self._by_card = _by_card(cards, scope)
        self._seen = _seen(sorted(set(self._kept_of.values())), scope)

    def of(self, nik: str, card: str) -> Person | None:
        """The person of a NIK or a card number."""
        if nik:
            return self._seen.get(self._kept_of.get(nik, 0))
        return self._by_card.get(card) if card else None

    def is_alias(self, nik: str) -> bool:
        """Whether the NIK is that of a record merged into another."""
        return nik in self._aliases


def _seen(people: Sequence[int], scope: Scope) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for start in range(0, len(people), _AT_ONCE):
        found |= visible_people(scope).in_bulk(people[start : start + _AT_ONCE])
    return found


def _by_card(cards: Sequence[str], scope: Scope) -> dict[str, Person]:
    """People by card number; a number that several people carry names nobody."""
    found: dict[str, list[Person]] = {}
    for start in range(0, len(cards), _AT_ONCE):
        for person in visible_people(scope).filter(kpj__in=cards[start : start + _AT_ONCE]):
            found.setdefault(person.kpj, []).append(person)
    return {card: people[0] for card, people in found.items() if len(people) == 1}
