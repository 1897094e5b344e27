"""Bone Bolango with a list of ten farmers, its budget for 2023, and somebody at each desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from naungan.accounts.access import Actor
from naungan.accounts.models import RoleGrant, User
from naungan.budgets.models import Budget, BudgetLine
from naungan.budgets.services import BudgetTold, LineTold, add_budget, add_line
from naungan.law import months
from naungan.registry.models import Group, Payer
from tests.contributions.conftest import World, build_world

TODAY = date(2023, 6, 15)


@pytest.fixture(autouse=True)
def in_indonesian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Words in Indonesian, on the same day in every test."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    with translation.override("id"):
        yield


@pytest.fixture
def world(db: Any, home: Path) -> World:
    return build_world()


@pytest.fixture
def roll(world: World) -> Any:
    """Ten farmers for the year, at Rp16,800 a month each."""
    return world.farmers(10, months=("2023-01", "2023-12"))


@pytest.fixture
def payer(roll: Any) -> Payer:
    return Payer.objects.get(code="75.03")


@pytest.fixture
def budget(payer: Payer, actor: Actor) -> Budget:
    return add_budget(BudgetTold(2023, "Disnaker", "DPA 2023 (rekaan)"), payer, actor=actor)


@pytest.fixture
def told(world: World) -> Callable[..., LineTold]:
    """A line for ten farmers that is just enough for the year, or what is asked."""

    def of(**more: Any) -> LineTold:
        given = {
            "description": "Iuran petani",
            "group": Group.objects.get(code="petani"),
            "programmes": ("JKK", "JKM"),
            "fund_source": "umum",
            "paid_by": "APBD",
            "base_rp": 1_000_000,
            "people": 10,
            "first_month": months.parse("2023-01"),
            "last_month": months.parse("2023-12"),
            "ceiling_rp": 10 * 12 * 16_800,
        }
        return LineTold(**(given | more))

    return of


@pytest.fixture
def line(budget: Budget, told: Callable[..., LineTold], actor: Actor) -> BudgetLine:
    return add_line(budget, told(), actor=actor)


@pytest.fixture
def sit(world: World) -> Callable[..., Client]:
    """A signed-in client with a role in a place."""

    def client(role: str = "finance", area: str = "75.03") -> Client:
        user = User.objects.create(username=f"{role}-{area}-{User.objects.count()}")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        found = Client()
        found.force_login(user)
        return found

    return client


@pytest.fixture
def bill(actor: Actor) -> Callable[..., None]:
    """Run and post months."""
    from naungan.contributions.services import run_month

    def run(first: str, last: str) -> None:
        for month in range(months.parse(first), months.parse(last) + 1):
            run_month(month, actor=actor, area_code="75", post=True)

    return run
