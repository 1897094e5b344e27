"""A small made-up world: two regencies, their villages, and lists of workers built directly as records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from naungan.law import months

AREAS = {
    "75": "Gorontalo",
    "75.03": "Bone Bolango",
    "75.03.01": "Kabila",
    "75.03.01.2001": "Desa Satu",
    "75.03.01.2002": "Desa Dua",
    "75.71": "Kota Gorontalo",
    "75.71.01": "Kota Barat",
    "75.71.01.1001": "Kelurahan Satu",
}


def month(text: str) -> int:
    """The month number of "2021-01"."""
    return months.parse(text)


@dataclass
class World:
    """Makes records, all under one journal entry."""

    entry: Any
    serial: Any = field(default_factory=lambda: count(1))

    def payer(self, code: str, area: str = "75.03", kind: str = "GOVERNMENT") -> Any:
        from naungan.registry.models import Payer

        return Payer.objects.create(
            code=code, name=f"Pembayar {code}", kind=kind, area_id=area, entry=self.entry
        )

    def registration(self, payer: Any, segment: str = "BPU", schedule: str = "MONTHLY") -> Any:
        from naungan.registry.models import Registration

        known = Registration.objects.filter(payer=payer, segment=segment).first()
        return known or Registration.objects.create(
            payer=payer, segment=segment, schedule=schedule, entry=self.entry
        )

    def roll(self, payer: Any, **given: Any) -> Any:
        from naungan.registry.models import Roll

        segment = given.pop("segment", "BPU")
        schedule = given.pop("schedule", "MONTHLY")
        first, last = given.pop("months", ("2021-01", "2021-12"))
        values = {
            "registration": self.registration(payer, segment, schedule),
            "name": f"Daftar {next(self.serial)}",
            "segment": segment,
            "group_id": "petani" if segment == "BPU" else "non-asn",
            "programmes": "JKK,JKM",
            "paid_by": "APBD" if segment == "BPU" else "EMPLOYER",
            "first_month": month(first),
            "last_month": month(last),
            "area_id": payer.area_id,
            "state": "ACTIVE",
            "basis": "UNDECREED",
            "entry": self.entry,
        }
        return Roll.objects.create(**values | given)

    def person(self, area: str = "75.03.01.2001", **given: Any) -> Any:
        from naungan.registry.models import Person

        number = next(self.serial)
        values = {"nik": f"7503010101{number:06d}", "name": f"Rekaan {number}", "domicile_id": area}
        return Person.objects.create(**values | given, nik_area="75.03.01", entry=self.entry)

    def member(self, roll: Any, person: Any = None, amount: int = 1_000_000, **given: Any) -> Any:
        from naungan.registry.models import Membership, MembershipTerms

        first = given.pop("first", roll.first_month)
        last = given.pop("last", roll.last_month)
        terms = {key: given.pop(key) for key in ("occupation_id", "risk_group") if key in given}
        membership = Membership.objects.create(
            person=person or self.person(),
            roll=roll,
            first_month=first,
            last_month=last,
            entry=self.entry,
            **given,
        )
        MembershipTerms.objects.create(
            membership=membership, from_month=first, amount_rp=amount, entry=self.entry, **terms
        )
        return membership

    def members(self, roll: Any, number: int, **given: Any) -> list[Any]:
        return [self.member(roll, **given) for _ in range(number)]

    def farmers(self, number: int = 10, code: str = "75.03", area: str = "75.03", **roll: Any) -> Any:
        """A government's list of farmers at Rp16,800 a month each; the roll."""
        made = self.roll(self.payer(code, area), **roll)
        self.members(made, number)
        return made


@pytest.fixture
def actor() -> Any:
    from naungan.accounts.access import operator

    return operator("penguji")


@pytest.fixture
def lake(settings: Any, tmp_path: Path) -> Path:
    settings.LAKE = tmp_path / "lake"
    return settings.LAKE


def build_world() -> World:
    """Areas, groups and an entry in the present database."""
    from naungan.areas.models import Area
    from naungan.journal.services import record
    from naungan.registry.models import Group

    for code, name in AREAS.items():
        parent = code.rpartition(".")[0] or None
        Area.objects.get_or_create(
            code=code, defaults={"name": name, "level": code.count(".") + 1, "parent_id": parent}
        )
    for code, segment, sector in (
        ("petani", "BPU", "OTHER"),
        ("bentor", "BPU", "TRANSPORT"),
        ("non-asn", "PU", "OTHER"),
    ):
        words = {"name": code, "name_en": code, "definition": code, "definition_en": code}
        Group.objects.get_or_create(code=code, defaults={"segment": segment, "sector": sector, **words})
    return World(record(actor="penguji", action="test.world"))


@pytest.fixture
def world(db: Any, lake: Path) -> World:
    return build_world()


def paid(day: str) -> date:
    """A date of payment."""
    return date.fromisoformat(day)


@pytest.fixture
def unguarded(db: Any) -> None:
    """The bills of this test may be changed behind the system's back; its transaction brings the guard back."""
    from django.db import connection

    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER contributions_bill_kept" + (" ON contributions_bill" if postgresql else "")
        )
