"""A province at its desk: a regency that pays, a city that does not, a meeting, an action, a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation

from naungan.accounts.access import Actor, operator
from naungan.accounts.models import RoleGrant, User
from naungan.accounts.scope import EVERYWHERE
from naungan.agreements.services import (
    Deed,
    Party,
    add_action,
    add_decisions,
    hold_meeting,
    plan_meeting,
    propose,
)
from naungan.contributions.services import receive_file, run_month
from naungan.coverage.services import add_denominator, load_indicators
from naungan.evaluation.pack import Pack
from naungan.evaluation.queries import evaluation_pack
from naungan.law import months
from naungan.registry.services import RollOptions, import_roll, load_groups
from tests.conftest import put_areas, shipped

DAY = date(2021, 6, 10)
HELD = date(2021, 5, 10)
FARMERS, TRADERS = range(1, 7), range(11, 15)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


@pytest.fixture
def office(areas: None, home: Path, actor: Actor, tmp_path: Path) -> Office:
    """Who brings lists and pays, in an empty province."""
    return Office(tmp_path, actor)


@pytest.fixture
def world(office: Office) -> Office:
    """The province as `build` leaves it."""
    build(office)
    return office


@pytest.fixture(scope="session")
def pack(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The province's pack as of the day: made once, for tests that only read it; its world is undone."""
    folder = tmp_path_factory.mktemp("pack")
    actor = operator("penguji")
    with (
        django_db_blocker.unblock(),
        override_settings(HOME=folder, LAKE=folder / "lake", IMPORTS=folder / "imports"),
        translation.override("id"),
        transaction.atomic(),
    ):
        put_areas(shipped("75"))
        build(Office(folder, actor))
        made = evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
        transaction.set_rollback(True)
    return made


@dataclass
class Office:
    """Brings lists and payments through the rooms' own services, as the offices do."""

    folder: Path
    actor: Actor

    def bring(self, payer: str, area: str, serials: range, group: str = "petani") -> int:
        """Import a list of people of an area; how many were accepted."""
        path = self.folder / f"{payer}-{serials.start}.csv"
        rows = [f"{n},7503010101800{n:03d},Rekaan {chr(64 + n)}bu,01-01-1980" for n in serials]
        path.write_text("\n".join(["NO,NIK,NAMA,TANGGAL LAHIR", *rows]), encoding="utf-8")
        options = RollOptions(
            payer_code=payer,
            segment="BPU",
            group=group,
            paid_by="APBD",
            programmes=frozenset({"JKK", "JKM"}),
            first_month=months.parse("2021-05"),
            last_month=months.parse("2021-12"),
            income_rp=1_000_000,
            area_code=area,
            decree_number="SK/12/2021",
            decree_on=date(2021, 4, 1),
        )
        return import_roll(path, options, actor=self.actor).accepted

    def pay(self, payer: str, amount: int, on: date, reference: str) -> None:
        """Receive one payment through a file."""
        path = self.folder / f"{reference}.csv"
        path.write_text(
            f"paid_on,amount,payer,reference\n{on},{amount},{payer},{reference}\n", encoding="utf-8"
        )
        receive_file(path, actor=self.actor)


def build(office: Office) -> None:
    """Six farmers of Bone Bolango, paid; four traders of the city, unpaid since May; June not due on the day."""
    cache.clear()
    load_groups()
    load_indicators()
    assert office.bring("75.03", "75.03", FARMERS) == len(FARMERS)
    assert office.bring("75.71", "75.71", TRADERS, "pedagang-kecil") == len(TRADERS)
    for month in ("2021-05", "2021-06"):
        run_month(months.parse(month), actor=office.actor, post=True)
    office.pay("75.03", 6 * 16_800, date(2021, 5, 20), "SP2D-1")
    base = {"indicator": "potensi", "on": date(2021, 1, 1), "method": "Sakernas", "source": "BPS"}
    add_denominator(area_code="75", people=40, actor=office.actor, **base)
    add_denominator(area_code="75.03", people=25, actor=office.actor, **base)
    _meetings(office.actor)


def _meetings(actor: Actor) -> None:
    held = plan_meeting(kind="MONEV", area_code="75", title="Monev triwulan I", on=HELD, actor=actor)
    hold_meeting(held, actor=actor)
    add_decisions(held, ["Iuran dibayar tepat waktu"], actor=actor)
    add_action(held, text="Usulkan pagu", agency="Badan Keuangan", due_on=date(2021, 6, 1), actor=actor)
    propose(
        Deed(
            kind="MEMORANDUM",
            title="Rancangan rahasia",
            area_code="75",
            parties=(Party("Pemerintah Provinsi Gorontalo"), Party("Cabang")),
        ),
        on=date(2021, 5, 1),
        actor=actor,
    )


@pytest.fixture
def desk(areas: None) -> Callable[..., Client]:
    """A signed-in client with a role in a place."""

    def sit(role: str = "cooperation", area: str = "75") -> Client:
        user = User.objects.create(username=f"{role}-{area}")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        client = Client()
        client.force_login(user)
        return client

    return sit
