"""A month of a government's farmers, posted, and the agency's export of it as a file that a test may change."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from naungan.law import months

MARCH = months.parse("2021-03")
HEAD = ("NO", "NIK", "KPJ", "NAMA LENGKAP", "TANGGAL LAHIR", "NPP", "PROGRAM", "UPAH", "BLTH", "IURAN")


@dataclass
class Case:
    """A posted month: `people` in the order of the roll, and the rows that the agency would list for them."""

    world: Any
    actor: Any
    folder: Path
    roll: Any
    people: list[Any]

    @property
    def registration(self) -> Any:
        return self.roll.registration

    def row(self, person: Any, **given: str) -> dict[str, str]:
        """The agency's row of a person, as our books have it."""
        return {
            "NIK": person.nik,
            "KPJ": person.kpj,
            "NAMA LENGKAP": person.name,
            "TANGGAL LAHIR": f"{person.birth_on:%d-%m-%Y}",
            "NPP": "",
            "PROGRAM": "JKK,JKM",
            "UPAH": "1000000",
            "BLTH": "03-2021",
            "IURAN": "16800",
        } | given

    def rows(self) -> list[dict[str, str]]:
        return [self.row(person) for person in self.people]

    def file(self, rows: list[dict[str, str]], name: str = "peserta-aktif.csv") -> Path:
        path = self.folder / name
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, HEAD)
            writer.writeheader()
            writer.writerows({"NO": number, **row} for number, row in enumerate(rows, 1))
        return path

    def send(self, rows: list[dict[str, str]], month: int = MARCH, **given: Any) -> Any:
        """Bring the agency's list in; what the room made of it."""
        from naungan.contributions.reconciliation.receiving import receive_list

        where = {"registration": self.registration, "month": month, "actor": self.actor}
        return receive_list(self.file(rows), **where | given)

    def kept(self) -> Any:
        from naungan.contributions.reconciliation.models import Reconciliation

        return Reconciliation.objects.get(registration=self.registration, month=MARCH)

    def causes(self) -> dict[str, int]:
        """The causes that are not gone, with how many."""
        from collections import Counter

        return dict(Counter(self.kept().differences.exclude(state="GONE").values_list("cause", flat=True)))

    def one(self, cause: str) -> Any:
        return self.kept().differences.get(cause=cause)


def people_of(world: Any, count: int) -> list[Any]:
    """People with birth date and KPJ."""
    from datetime import date

    return [
        world.person(
            kpj=f"210000{number:05d}", birth_on=date(1980, 1 + number % 12, 1 + number % 27), name=name
        )
        for number, name in enumerate((f"Orang{chr(65 + n % 26)}{n} Rekaan" for n in range(count)), 1)
    ]


@pytest.fixture
def make_case(world: Any, actor: Any, settings: Any, tmp_path: Path) -> Callable[..., Case]:
    from naungan.contributions.services import run_month

    settings.HOME = tmp_path

    def make(count: int = 6, *, post: bool = True, before_post: Any = None, **roll: Any) -> Case:
        payer = world.payer("75.03")
        made = world.roll(payer, **roll)
        people = people_of(world, count)
        for person in people:
            world.member(made, person, amount=roll_amount(made))
        if before_post:
            before_post(made, people)
        if post:
            run_month(MARCH, actor=actor, post=True)
        return Case(world, actor, tmp_path, made, people)

    return make


def roll_amount(roll: Any) -> int:
    return 1_000_000 if roll.segment == "BPU" else 3_000_000


@pytest.fixture
def case(make_case: Any) -> Case:
    return make_case()
