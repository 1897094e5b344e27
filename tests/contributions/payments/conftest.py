"""Ten farmers of a regency with four bills, and people who sit at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from naungan.accounts.access import Actor
from naungan.accounts.models import RoleGrant, User
from naungan.contributions.models import Bill
from naungan.contributions.services import run_month
from naungan.law import months
from naungan.registry.models import Payer

FEB = months.parse("2021-02")


@pytest.fixture
def billed(world: Any, actor: Actor) -> list[Bill]:
    """Ten farmers of the regency, Rp168,000 a month from February to May 2021."""
    world.farmers(10)
    for month in range(FEB, FEB + 4):
        run_month(month, actor=actor, post=True)
    return list(Bill.objects.order_by("month"))


@pytest.fixture
def owner(billed: list[Bill]) -> Payer:
    """The regency that keeps the register."""
    return billed[0].payer


@pytest.fixture
def sit(settings: Any, tmp_path: Path, world: Any) -> Callable[..., Client]:
    """A signed-in client with a role in a place."""
    settings.HOME = tmp_path / "home"

    def client(role: str, area: str = "75.03") -> Client:
        user = User.objects.create(username=f"{role}-{area}-{User.objects.count()}")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        found = Client()
        found.force_login(user)
        return found

    return client
