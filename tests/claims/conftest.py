"""Bone Bolango and Kota Gorontalo with lists of farmers, months billed and paid, and somebody at each desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import RoleGrant, User
from naungan.law import months
from tests.contributions.conftest import World, build_world

TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    """Refusals in Indonesian, whatever a test before has left switched on."""
    with translation.override("id"):
        yield


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The same day in every test."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return TODAY


@pytest.fixture
def world(db: Any, home: Path) -> World:
    return build_world()


@pytest.fixture
def bill(actor: Actor) -> Callable[..., None]:
    """Run and post months."""
    from naungan.contributions.services import run_month

    def run(first: str, last: str, area: str = "75") -> None:
        for month in range(months.parse(first), months.parse(last) + 1):
            run_month(month, actor=actor, area_code=area, post=True)

    return run


@pytest.fixture
def pay(actor: Actor) -> Callable[..., None]:
    """Pay every open bill of months in time, or on a day."""
    from naungan.contributions.models import Bill
    from naungan.contributions.services import receive

    def paid(first: str, last: str, on: date | None = None) -> None:
        rows = Bill.objects.filter(month__gte=months.parse(first), month__lte=months.parse(last))
        for row in rows.select_related("payer").order_by("month"):
            receive(
                payer=row.payer,
                paid_on=on or row.due_on,
                amount_rp=row.amount_rp,
                reference=f"UJI-{row.pk}",
                payment_code=row.payment_code,
                actor=actor,
            )

    return paid


@pytest.fixture
def sit(world: World) -> Callable[..., Client]:
    """A signed-in client with a role in a place."""

    def client(role: str, area: str = "75.03") -> Client:
        user = User.objects.create(username=f"{role}-{area}-{User.objects.count()}")
        RoleGrant.objects.create(user=user, role=role, area_id=area)
        found = Client()
        found.force_login(user)
        found.user = user  # type: ignore[attr-defined]
        return found

    return client


@pytest.fixture
def desk(sit: Callable[..., Client]) -> Callable[..., Actor]:
    """The actor of a role in a place, with the scope of a permission."""

    def acting(permission: str, role: str = "list_owner", area: str = "75.03") -> Actor:
        found = actor_for(sit(role, area).user, permission)  # type: ignore[attr-defined]
        assert found is not None
        return found

    return acting


def csv_of(folder: Path, text: str, name: str = "kematian.csv") -> Path:
    """A file with a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
