"""Made-up people: names from syllables; identity numbers from a district, a birth date, a serial from 9001.

The civil registry numbers the people born on one day in one district from 0001 upwards, and no district sees
nine thousand births a day, so no number made here can be somebody's.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

FIRST_SERIAL = 9001
_WOMAN = 40

_NAMES: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).resolve().parent / "data" / "names.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Place:
    """A district with its villages: where made-up people live."""

    regency: str
    regency_name: str
    code: str
    name: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """One made-up person as a list writes them."""

    nik: str
    name: str
    sex: str
    birth_on: date
    place: Place
    village: str
    mother_name: str

    def renamed(self, name: str) -> Worker:
        """The same identity number under another name."""
        return replace(self, name=name)


class People:
    """Makes people, never two with one identity number. The same seed gives the same people."""

    def __init__(self, seed: int, places: Sequence[Place]) -> None:
        self.random = Random(seed)
        self._by_regency: dict[str, list[Place]] = {}
        for place in places:
            self._by_regency.setdefault(place.regency, []).append(place)
        self._serials: Counter[str] = Counter()

    def make(self, count: int, regency: str, born: tuple[date, date]) -> list[Worker]:
        """`count` people of a regency (or of all, for a province), born between two dates."""
        places = self._places(regency)
        return [self._one(places, born) for _ in range(count)]

    def again(self, worker: Worker) -> Worker:
        """The same person as another office wrote them: the name in the spelling of before 1972, another NIK."""
        name = worker.name.replace("u", "oe")
        return replace(worker, name=name, nik=self._nik(worker.place, worker.birth_on, worker.sex))

    def name(self, sex: str) -> str:
        """A made-up full name."""
        pick = self.random.choice
        given = pick(_NAMES["given_heads"]) + pick(_NAMES["male_tails" if sex == "L" else "female_tails"])
        family = pick(_NAMES["family_heads"]) + pick(_NAMES["family_middles"]) + pick(_NAMES["family_tails"])
        return f"{given} {family}"

    def _places(self, area: str) -> list[Place]:
        chosen = [p for code, group in self._by_regency.items() if code.startswith(area) for p in group]
        assert chosen, f"no places below {area}"
        return chosen

    def _one(self, places: list[Place], born: tuple[date, date]) -> Worker:
        random = self.random
        place = random.choice(places)
        sex = "L" if random.random() < 0.58 else "P"
        birth = born[0] + timedelta(days=int(random.random() * ((born[1] - born[0]).days + 1)))
        return Worker(
            nik=self._nik(place, birth, sex),
            name=self.name(sex),
            sex=sex,
            birth_on=birth,
            place=place,
            village=random.choice(place.villages),
            mother_name=self.name("P"),
        )

    def _nik(self, place: Place, birth: date, sex: str) -> str:
        day = birth.day + (_WOMAN if sex == "P" else 0)
        stem = f"{place.code.replace('.', '')}{day:02d}{birth.month:02d}{birth.year % 100:02d}"
        self._serials[stem] += 1
        return f"{stem}{FIRST_SERIAL - 1 + self._serials[stem]:04d}"
