"""A made-up registry in which it is known who stands twice: `made(people)` gives the frame and the true pairs.

One in twenty is a copy with faults as lists have them: letters wrong or left out in the name, short forms and titles,
day and month swapped, another NIK with a wrong digit, no mother's name, another village. Beside them stand people
who only look alike: twins and siblings of one house, and namesakes. The seed is fixed.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

import naungan
from naungan.registry.duplicates.keys import RAW

SEED = 75_03
ONE_IN = 20
_DEMO = Path(naungan.__file__).parent / "demo" / "data"
_LETTERS = "ABDEGHIKLMNOPRSTUWY"
_FIRST_DAY = date(1960, 1, 1)
_DAYS = 17_500


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up person. `area` is a village."""

    nik: str
    name: str
    birth_on: date | None
    sex: str
    mother_name: str
    area: str


def made(people: int, seed: int = SEED) -> tuple[pl.DataFrame, set[tuple[int, int]]]:
    """`people` rows of `keys.RAW`, one in twenty a faulty copy of another, and the true pairs (smaller id first)."""
    chance = random.Random(seed)
    maker = _Maker(chance)
    copies = people // ONE_IN
    rows = maker.originals(people - copies)
    originals = chance.sample(range(len(rows)), copies)
    rows += [maker.copy(rows[at]) for at in originals]
    ids = list(range(1, people + 1))
    chance.shuffle(ids)
    first_copy = people - copies
    pairs = {
        (min(ids[at], ids[first_copy + n]), max(ids[at], ids[first_copy + n]))
        for n, at in enumerate(originals)
    }
    columns = {name: [getattr(row, name) for row in rows] for name in Made.__slots__}
    frame = pl.DataFrame({"person_id": ids, **columns, "fresh": [True] * people}, schema=RAW)
    return frame.sort("person_id"), pairs


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.taken: set[str] = set()
        self.names = tomllib.loads(next(_DEMO.glob("*names*.toml")).read_text(encoding="utf-8"))
        self.districts = [f"75.{regency:02d}.{n:02d}" for regency in (*range(1, 6), 71) for n in range(1, 14)]

    def originals(self, count: int) -> list[Made]:
        """People who are all different; some live in one house, a few are twins."""
        rows: list[Made] = []
        while len(rows) < count:
            one = self.person()
            rows.append(one)
            if self.chance.random() < 0.05 and len(rows) < count:
                rows.append(self.sibling(one))
        return rows

    def person(self) -> Made:
        chance = self.chance
        born = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        sex = chance.choice("LP")
        home = chance.choice(self.districts)
        # nine in ten got their NIK where they live
        place = home if chance.random() < 0.9 else chance.choice(self.districts)
        mother = self.name("P", self.family()) if chance.random() < 0.7 else ""
        area = f"{home}.{2001 + chance.randrange(9)}"
        return Made(self.nik(place, born, sex), self.name(sex, self.family()), born, sex, mother, area)

    def sibling(self, one: Made) -> Made:
        """Of the same house and mother; one in five a twin, the others years apart."""
        assert one.birth_on
        twin = self.chance.random() < 0.2
        born = one.birth_on if twin else one.birth_on + timedelta(days=self.chance.randrange(400, 4000))
        sex = self.chance.choice("LP")
        name = self.name(sex, one.name.split(" ")[-1])
        place = f"{one.nik[:2]}.{one.nik[2:4]}.{one.nik[4:6]}"
        return replace(one, nik=self.nik(place, born, sex), name=name, birth_on=born, sex=sex)

    def family(self) -> str:
        pick, names = self.chance.choice, self.names
        return pick(names["family_heads"]) + pick(names["family_middles"]) + pick(names["family_tails"])

    def name(self, sex: str, family: str) -> str:
        """Given name, often a frequent one before it, and the family's."""
        pick, names = self.chance.choice, self.names
        given = pick(names["given_heads"]) + pick(names["male_tails" if sex == "L" else "female_tails"])
        frequent = pick(("MUHAMMAD", "ABDUL", "YUSUF") if sex == "L" else ("SITI", "NUR", "SRI"))
        before = f"{frequent} " if self.chance.random() < 0.3 else ""
        return f"{before}{given} {family}".upper()

    def nik(self, place: str, born: date, sex: str) -> str:
        """The next free serial of the place and day: most serials are small, as they are."""
        day = born.day + (40 if sex == "P" else 0)
        begin = f"{place.replace('.', '')}{day:02d}{born:%m%y}"
        serial = 1 if self.chance.random() < 0.8 else self.chance.randrange(1, 9000)
        while f"{begin}{serial:04d}" in self.taken:
            serial += 1
        self.taken.add(f"{begin}{serial:04d}")
        return f"{begin}{serial:04d}"

    def copy(self, one: Made) -> Made:
        """The same person once more, with faults."""
        chance = self.chance
        return Made(
            self.wrong_nik(one),
            self.wrong_name(one.name) if chance.random() < 0.6 else one.name,
            self.wrong_birth(one.birth_on) if chance.random() < 0.15 else one.birth_on,
            "" if chance.random() < 0.03 else one.sex,
            self.wrong_mother(one.mother_name),
            self.other_home(one.area) if chance.random() < 0.2 else one.area,
        )

    def wrong_nik(self, one: Made) -> str:
        """One digit wrong, two digits swapped, day and month swapped, or (one in twenty) another number altogether."""
        while True:
            nik = self._wrong_nik(one)
            if nik not in self.taken:
                self.taken.add(nik)
                return nik

    def _wrong_nik(self, one: Made) -> str:
        chance, nik = self.chance, one.nik
        kind = chance.random()
        at = chance.randrange(16)
        if kind < 0.05:
            assert one.birth_on
            return self.nik(chance.choice(self.districts), one.birth_on, one.sex)
        if kind < 0.15:
            return nik[:6] + nik[8:10] + nik[6:8] + nik[10:12] + f"{chance.randrange(1, 99):04d}"
        if kind < 0.3 and at < 15:
            return nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]
        return nik[:at] + str(chance.randrange(10)) + nik[at + 1 :]

    def wrong_name(self, name: str) -> str:
        words = name.split(" ")
        kind = self.chance.random()
        if kind < 0.15 and words[0] == "MUHAMMAD":
            return " ".join([self.chance.choice(("MOH.", "M.", "MUH")), *words[1:]])
        if kind < 0.25:
            return " ".join([self.chance.choice(("HJ.", "H.", "IR.")), *words])
        if kind < 0.35 and len(words) > 2:
            return " ".join(words[1:])
        if kind < 0.42:
            return " ".join([*words[1:], words[0]])
        wrong = self.letters(name)
        return self.letters(wrong) if self.chance.random() < 0.25 else wrong

    def letters(self, name: str) -> str:
        """One letter changed, left out, doubled or swapped with the next."""
        at = self.chance.randrange(1, len(name) - 1)
        changed = {
            "other": name[:at] + self.chance.choice(_LETTERS) + name[at + 1 :],
            "less": name[:at] + name[at + 1 :],
            "twice": name[:at] + name[at] + name[at:],
            "swap": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        }
        return changed[self.chance.choice(("other", "less", "twice", "swap"))]

    def wrong_birth(self, born: date | None) -> date | None:
        kind = self.chance.random()
        if born is None or kind < 0.15:
            return None
        if kind < 0.7 and born.day <= 12:
            return born.replace(month=born.day, day=born.month)
        return born + timedelta(days=self.chance.choice((-10, -1, 1, 10)))

    def wrong_mother(self, name: str) -> str:
        kind = self.chance.random()
        if kind < 0.4 or not name:
            return ""
        return self.letters(name) if kind < 0.55 else name

    def other_home(self, area: str) -> str:
        """Another village of the district, the district alone, or somewhere else."""
        kind = self.chance.random()
        if kind < 0.3:
            return f"{area[:8]}.{2001 + self.chance.randrange(9)}"
        return area[:8] if kind < 0.5 else f"{self.chance.choice(self.districts)}.2001"


def score(
    found: Sequence[tuple[int, int]] | set[tuple[int, int]], true: set[tuple[int, int]]
) -> dict[str, float]:
    """Precision and recall of the found pairs, in percent."""
    right = len(set(found) & true)
    return {"precision": 100 * right / max(1, len(found)), "recall": 100 * right / len(true)}
