"""A small registry to look at: a regency and a city, two payers, two lists, five people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from naungan.accounts.models import Role, RoleGrant, User
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law import months
from naungan.registry.groups import load_groups
from naungan.registry.models import (
    Membership,
    MembershipTerms,
    Payer,
    Person,
    Registration,
    Roll,
)

FIRST, LAST = months.parse("2021-01"), months.parse("2021-12")

SignIn = Callable[..., Client]


@dataclass
class World:
    """The made-up registry; `entry` is what created it."""

    entry: Entry
    people: dict[str, Person]
    payers: dict[str, Payer]
    rolls: dict[str, Roll]

    def person(self, name: str, nik: str, domicile: str, **more: Any) -> Person:
        person = Person.objects.create(
            name=name,
            nik=nik,
            domicile_id=domicile,
            nik_area=nik[:2] + "." + nik[2:4],
            entry=self.entry,
            **more,
        )
        self.people[name] = person
        return person

    def roll(self, name: str, payer: str, group: str, **more: Any) -> Roll:
        given = {
            "state": "ACTIVE",
            "basis": "DECREE",
            "decree_number": "SK-1/2021",
            "first_month": FIRST,
            "last_month": LAST,
        }
        registration, _new = Registration.objects.get_or_create(
            payer=self.payers[payer], segment="BPU", division="000", defaults={"entry": self.entry}
        )
        roll = Roll.objects.create(
            name=name,
            registration=registration,
            segment="BPU",
            group_id=group,
            programmes="JKK,JKM",
            paid_by="APBD",
            income_rp=1_000_000,
            area=self.payers[payer].area,
            entry=self.entry,
            **(given | more),
        )
        self.rolls[name] = roll
        return roll

    def spell(self, person: str, roll: str, **more: Any) -> Membership:
        found = self.rolls[roll]
        given = {"first_month": found.first_month, "last_month": found.last_month}
        spell = Membership.objects.create(
            person=self.people[person], roll=found, entry=self.entry, **(given | more)
        )
        MembershipTerms.objects.create(
            membership=spell,
            from_month=spell.first_month,
            amount_rp=1_000_000,
            occupation_text="Nelayan tangkap",
            entry=self.entry,
        )
        return spell


@pytest.fixture
def world(areas: None) -> World:
    """Regency 75.03 pays for Siti and Yusuf; city 75.71 for Dewi, and for Ismail who lives in the regency."""
    load_groups()
    entry = record(actor="penyiap", action="roll.import")
    payers = {
        code: Payer.objects.create(code=code, name=name, kind="GOVERNMENT", area_id=code, entry=entry)
        for code, name in {"75.03": "Pemkab Bone Bolango", "75.71": "Pemkot Gorontalo"}.items()
    }
    made = World(entry, {}, payers, {})
    made.person("SITI HADIJAH", "7503014507900001", "75.03.01.2005", sex="P")
    made.person("YUSUF LAPANANDA", "7503010101850002", "75.03.01.2006")
    made.person("DEWI MOPANGGA", "7571014101880003", "75.71.01.1001")
    made.person("ISMAIL PAKAYA", "7503011203790004", "75.03.01.2005")
    made.roll("Nelayan 2021", "75.03", "nelayan")
    made.roll("Petani kota 2021", "75.71", "petani")
    made.spell("SITI HADIJAH", "Nelayan 2021")
    made.spell("YUSUF LAPANANDA", "Nelayan 2021")
    made.spell("DEWI MOPANGGA", "Petani kota 2021")
    made.spell("ISMAIL PAKAYA", "Petani kota 2021")
    return made


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """Sign in as a new user with a role in an area (none: everywhere)."""

    def enter(role: Role = Role.OPERATOR, area: str | None = "75.03") -> Client:
        user = User.objects.create_user(f"{role.value}-{area or 'semua'}", password="rahasia-sekali")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        client.force_login(user)
        return client

    return enter
