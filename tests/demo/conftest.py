"""The demo's world at a hundredth of its size, in the real districts of Gorontalo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naungan.demo.people import Place
from naungan.demo.world import World
from tests.conftest import put_areas, shipped

SMALL = 100
SEED = 7


def places() -> list[Place]:
    """Two districts of each regency, which is enough for a small world."""
    names = ("Gorontalo", "Boalemo", "Bone Bolango", "Pohuwato", "Gorontalo Utara")
    codes = {f"75.0{number}": f"Kabupaten {name}" for number, name in enumerate(names, 1)}
    codes["75.71"] = "Kota Gorontalo"
    return [
        Place(code, name, f"{code}.0{number}", f"Kecamatan {number}", ("Desa A", "Desa B"))
        for code, name in codes.items()
        for number in (1, 2)
    ]


@pytest.fixture
def world() -> World:
    """A small world whose lists were not made yet."""
    return World.of(SEED, places(), SMALL)


def new_office(home: Path, kind: type[World] = World) -> Any:
    """An office that has recorded its figures and nothing else, in real places."""
    from naungan.areas.models import Area
    from naungan.areas.models import Office as AreaOffice
    from naungan.coverage.services import load_indicators
    from naungan.demo.figures import record_figures
    from naungan.demo.office import Office
    from naungan.demo.office import places as real_places
    from naungan.registry.services import load_groups

    rows = [*shipped("75"), *[row for row in shipped("71") if row[2] <= Area.Level.REGENCY]]
    put_areas(rows)
    load_groups()
    load_indicators()
    for code, codes in (("gorontalo", ("75",)), ("sulawesi-maluku", ("71", "75"))):
        one, _new = AreaOffice.objects.get_or_create(code=code, defaults={"name": code, "kind": "REGIONAL"})
        one.areas.set(codes)
    office = Office(home, kind.of(SEED, real_places(), SMALL), lambda _text, _done, _of: None)
    record_figures(office.actor)
    return office


@pytest.fixture
def office(db: None, home: Path) -> Any:
    """An office with no list yet."""
    (home / "static").mkdir(exist_ok=True)
    return new_office(home)


def lines_by_id() -> dict[str, Any]:
    """The table by fact."""
    from naungan.demo.table import lines

    return {line.fact.id: line for line in lines()}
