"""A province with two regencies, and somebody at each desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import RoleGrant, User
from naungan.agreements.services import Deed, Party
from naungan.areas.models import Area
from naungan.registry.models import Group

AREAS = {
    "75": "Gorontalo",
    "75.03": "Kabupaten Bone Bolango",
    "75.04": "Kabupaten Pohuwato",
    "75.71": "Kota Gorontalo",
}
GROUPS = {"non-asn": ("Non-ASN", "PU"), "pekerja-rentan": ("Pekerja rentan", "BPU")}
TODAY = date(2026, 11, 16)  # a Monday


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    """Refusals in Indonesian, whatever a test before has left switched on."""
    with translation.override("id"):
        yield


@pytest.fixture(autouse=True)
def at_home(home: Any) -> None:
    """Files lie in a home of the test's own."""


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The same day in every test."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return TODAY


@pytest.fixture
def places(db: None) -> None:
    for code, name in AREAS.items():
        parent = code.rpartition(".")[0] or None
        Area.objects.create(code=code, name=name, level=code.count(".") + 1, parent_id=parent)
    for code, (name, segment) in GROUPS.items():
        Group.objects.create(
            code=code, name=name, name_en=name, definition=name, definition_en=name, segment=segment
        )


@pytest.fixture
def desk(places: None) -> Callable[..., Client]:
    """A signed-in client with a role in a place."""

    def sit(role: str = "cooperation", area: str = "75", **user: Any) -> Client:
        found = User.objects.create(username=f"{role}-{area}-{User.objects.count()}", **user)
        RoleGrant.objects.create(user=found, role=role, area_id=area)
        client = Client()
        client.force_login(found)
        client.user = found  # type: ignore[attr-defined]
        return client

    return sit


@pytest.fixture
def regency_actor(desk: Callable[..., Client]) -> Actor:
    """The cooperation officer of Bone Bolango."""
    found = actor_for(desk(area="75.03").user, "agreements.edit")  # type: ignore[attr-defined]
    assert found is not None
    return found


@pytest.fixture
def deed(places: None) -> Callable[..., Deed]:
    """A memorandum of Bone Bolango, or what is asked."""

    def of(**more: Any) -> Deed:
        facts = {
            "kind": "MEMORANDUM",
            "title": "Nota Kesepakatan Bone Bolango",
            "area_code": "75.03",
            "parties": (
                Party("Pemerintah Kabupaten Bone Bolango", "12/NK/2026", "Rekaan Satu", "Bupati"),
                Party("BPJS Ketenagakerjaan Cabang Gorontalo", "", "Rekaan Dua", "Kepala cabang"),
            ),
            "programmes": ("JKK", "JKM"),
            "groups": ("non-asn",),
            "paid_by": "APBD",
            "schedule": "QUARTERLY",
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
        }
        return Deed(**(facts | more))

    return of
