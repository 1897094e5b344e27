"""A proposal of five villagers in the pages' small registry, and the registries that it is checked against."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from naungan.registry.decrees import verifying
from naungan.registry.decrees.models import Standing
from naungan.registry.decrees.reference import FileReference
from naungan.registry.models import Membership, Person, Roll
from tests.registry.pages.conftest import World, sign_in, world

__all__ = ["Proposal", "proposal", "sign_in", "world"]

CIVIL = ("NIK", "Nama Lengkap", "Tgl. Lahir", "Status Penduduk")
SOCIAL = ("NIK", "NAMA", "DESIL")
VILLAGES = ("75.03.01.2005", "75.03.01.2006")
NAMES = ("ABDUL PAKAYA", "BIBI LIHAWA", "CITRA MONOARFA", "DAHLAN HULOPI", "ELLA NTOMA")


class Proposal:
    """The roll "Usulan" with five people in two villages, proposed to Bone Bolango for 2021."""

    def __init__(self, world: World, tmp_path: Path) -> None:
        self.world, self.tmp_path = world, tmp_path
        more = {"state": "PROPOSED", "decree_number": ""}
        self.roll = world.roll("Usulan", "75.03", "petani", **more)
        for number, name in enumerate(NAMES):
            nik = f"750301{14 + number:02d}0580{1000 + number}"
            born = date(1980, 5, 14 + number)
            world.person(name, nik, VILLAGES[number % 2], birth_on=born, sex="L")
            world.spell(name, "Usulan")

    def person(self, name: str) -> Person:
        return Person.objects.get(name=name)

    def spell(self, name: str) -> Membership:
        return Membership.objects.get(person__name=name, roll=self.roll)

    def standing(self, name: str) -> Standing:
        return Standing.objects.get(membership=self.spell(name), is_latest=True)

    def fresh(self) -> Roll:
        return Roll.objects.select_related("registration__payer").get(pk=self.roll.pk)

    def civil_row(self, who: str, **cells: Any) -> list[Any]:
        person = self.person(who)
        values = [person.nik, person.name, f"{person.birth_on:%d-%m-%Y}", "HIDUP"]
        places = {"nik": 0, "name": 1, "born": 2, "life": 3}
        for key, value in cells.items():
            values[places[key]] = value
        return values

    def civil(self, **differing: dict[str, Any] | None) -> list[list[Any]]:
        """All five as the civil registry has them; by first name what differs, None for who is not in it."""
        rows = []
        for name in NAMES:
            told = differing.get(name.split()[0].lower(), {})
            if told is not None:
                rows.append(self.civil_row(name, **told))
        return rows

    def social(self, *deciles: int) -> list[list[Any]]:
        return [[self.person(n).nik, n, d] for n, d in zip(NAMES, deciles, strict=True)]

    def file(self, headings: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "acuan.csv") -> Path:
        path = self.tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([headings, *rows])
        return path

    def take(
        self,
        rows: Sequence[Sequence[Any]],
        *,
        actor: Any,
        kind: str = "CIVIL",
        as_of: str = "2021-01-10",
        area: str = "75.03",
    ) -> verifying.Taken:
        path = self.file(CIVIL if kind == "CIVIL" else SOCIAL, rows, f"{kind}-{as_of}.csv")
        reference = FileReference(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        return verifying.take_snapshot(
            reference,
            kind=kind,
            area_code=area,
            as_of=date.fromisoformat(as_of),
            source="Dukcapil",
            actor=actor,
        )

    def decide(self, state: str, *names: str, actor: Any, **more: Any) -> int:
        keys = [self.spell(name).pk for name in (names or NAMES)]
        return verifying.decide(self.fresh(), keys, state, actor=actor, **more)


@pytest.fixture
def proposal(world: World, tmp_path: Path, home: Path) -> Proposal:
    return Proposal(world, tmp_path)
