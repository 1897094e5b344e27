"""The made-up world: for each list its people, who stays on the next one, who dies, and the faults planted.

Pure: the same seed and places give the same lists. `divide` makes a smaller world with the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from naungan.demo.faults import Row, plant, rows_lost
from naungan.demo.lists import COMMON_FAULTS, LISTS, ListSpec
from naungan.demo.people import People, Place, Worker

_SMALL = 10


@dataclass(frozen=True, slots=True)
class MadeList:
    """One list, ready to be written. `faults` says how many of each cause were planted."""

    spec: ListSpec
    rows: list[Row]
    faults: dict[str, int]

    @property
    def rows_lost(self) -> int:
        """How many rows the checks must reject."""
        return rows_lost(self.faults)


@dataclass(frozen=True, slots=True)
class Death:
    """A made-up participant's death; `at_work` asks the work-injury benefits and scholarships."""

    worker: Worker
    on: date
    at_work: bool = False


# What the founding facts ask for: deaths before and after 2 December 2019, two at work with two children.
DEATH_BEFORE = date(2019, 11, 20)
DEATH_AFTER = date(2020, 2, 14)
DEATHS_AT_WORK = (date(2020, 2, 27), date(2020, 5, 18))


@dataclass(frozen=True, slots=True)
class _Toll:
    """Whose list, the dated deaths first, then one every third day from a date on."""

    of: tuple[str, ...]
    dated: tuple[date, ...]
    others_from: date


_TOLLS = {
    "2019": _Toll(("bb-2019-barat", "bb-2019-timur", "bb-2019-pesisir"), (DEATH_BEFORE,), date(2019, 12, 1)),
    "2020": _Toll(("bb-2020",), (DEATH_AFTER, *DEATHS_AT_WORK), date(2020, 12, 1)),
    "2021": _Toll(("bb-2021",), (), date(2022, 3, 5)),
    "kota": _Toll(("kota-2021",), (), date(2022, 5, 9)),
}


@dataclass(slots=True)
class World:
    """Makes the lists in the order in which they are asked for; an earlier list must have been made."""

    people: People
    divide: int = 1
    _good: dict[str, list[Worker]] = field(default_factory=dict)
    _dead: dict[str, list[Death]] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: int, places: Sequence[Place], divide: int = 1) -> World:
        """A world from a seed, in real places."""
        return cls(People(seed, places), divide)

    def lists(self, specs: Iterable[ListSpec]) -> Iterator[MadeList]:
        """The lists, one at a time."""
        for spec in specs:
            yield self._list(self.scaled(spec))

    def scaled(self, spec: ListSpec) -> ListSpec:
        """The list at this world's scale; a handful stays a handful."""
        if self.divide == 1 or spec.count < _SMALL:
            return spec
        dated = len(_TOLLS[spec.deceased_of].dated) if spec.deceased_of else 0
        return replace(
            spec,
            count=max(_SMALL, spec.count // self.divide),
            kept=spec.kept // self.divide,
            deceased=max(dated, min(1, spec.deceased), spec.deceased // self.divide),
            others=max(min(1, spec.others), spec.others // self.divide),
            again=max(min(1, spec.again), spec.again // self.divide),
        )

    def deaths(self, toll: str) -> list[Death]:
        """Who died ("2019", "2020", "2021", "kota"): people at the lists' end, who are not kept on the next.

        As many as the next list still names. The same answer each time.
        """
        if toll not in self._dead:
            plan = _TOLLS[toll]
            count = next(self.scaled(spec).deceased for spec in LISTS if spec.deceased_of == toll)
            gone = [w for key in plan.of for w in self._good[key]][-count:]
            days = [*plan.dated, *(plan.others_from + timedelta(days=3 * i) for i in range(count))]
            self._dead[toll] = [
                Death(worker, on, on in DEATHS_AT_WORK) for worker, on in zip(gone, days, strict=False)
            ]
        return self._dead[toll]

    def _list(self, spec: ListSpec) -> MadeList:
        stay = self._workers(spec.keeps)[: spec.kept]
        again = self._again(spec)
        fresh = self.people.make(spec.count - len(stay) - len(again), spec.area, spec.born)
        workers = fresh + again + stay
        self._good[spec.key] = workers
        faults = _faults(spec)
        dead = self.deaths(spec.deceased_of) if spec.deceased else []
        rows = plant(
            self._rows(spec, workers),
            faults,
            people=self.people,
            regency=spec.area,
            deceased=[death.worker for death in dead],
            others=self._others(spec),
        )
        return MadeList(spec, rows, faults)

    def _again(self, spec: ListSpec) -> list[Worker]:
        """People of another list whom this one names a second time, as if they were somebody else."""
        if not spec.again:
            return []
        pool = [worker for worker in self._workers(spec.again_of) if "u" in worker.name]
        return [self.people.again(worker) for worker in self.people.random.sample(pool, spec.again)]

    def _rows(self, spec: ListSpec, workers: list[Worker]) -> list[Row]:
        if not spec.occupations:
            return [Row(worker) for worker in workers]
        words = self.people.random.choices(
            list(spec.occupations), list(spec.occupations.values()), k=len(workers)
        )
        return [Row(worker, word) for worker, word in zip(workers, words, strict=True)]

    def _workers(self, key: str) -> list[Worker]:
        """The good people of a list, or of several whose keys begin so ("bb-2019")."""
        if not key:
            return []
        found = [w for known, workers in self._good.items() if known.startswith(key) for w in workers]
        assert found, f"list {key} was not made yet"
        return found

    def _others(self, spec: ListSpec) -> list[Worker]:
        """People who are on another payer's list in the same months ("swasta@75.03": private firms there)."""
        if not spec.others:
            return []
        key, _, regency = spec.others_of.partition("@")
        pool = [w for w in self._workers(key) if w.place.regency.startswith(regency)]
        return self.people.random.sample(pool, spec.others)


def _faults(spec: ListSpec) -> dict[str, int]:
    faults = {"deceased": spec.deceased, "other_list": spec.others}
    if spec.count >= _SMALL:
        for fault, per_ten_thousand in COMMON_FAULTS.items():
            faults[fault] = max(1, round(spec.count * per_ten_thousand / 10_000))
    if spec.file.endswith(".csv"):
        faults["scientific_nik"] = faults.get("scientific_nik", 0) + faults.pop("number_nik", 0)
    return {fault: count for fault, count in faults.items() if count}
