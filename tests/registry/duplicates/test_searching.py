"""The search: who stands twice is found, kept once, and not asked again once decided."""

from __future__ import annotations

import importlib.util
import json
import random
from datetime import date, timedelta

import pytest

from naungan.registry.duplicates import searching
from naungan.registry.duplicates.deciding import decide
from naungan.registry.duplicates.models import Linkage, Pair
from naungan.registry.models import Person

pytestmark = pytest.mark.django_db
needs_splink = pytest.mark.skipif(importlib.util.find_spec("splink") is None, reason="the extra linkage")
BORN = date(1990, 7, 5)


@pytest.fixture
def crowd(world, home):
    """Siti twice (a digit of the NIK and a letter of the name wrong), her twin sister, and sixty others."""
    Person.objects.filter(name="SITI HADIJAH").update(birth_on=BORN, mother_name="HAPSA LAMUSU")
    world.person("SITI HADIDJAH", "7503014507900019", "75.03.01.2005", sex="P", birth_on=BORN)
    world.person(
        "RATNA DUNGGIO",
        "7503014507900002",
        "75.03.01.2005",
        sex="P",
        birth_on=BORN,
        mother_name="HAPSA LAMUSU",
    )
    chance = random.Random(4)
    for at in range(60):
        name = "".join(chance.choice("BDGKLMNPRST") + chance.choice("AIUO") for _ in range(4))
        born = date(1970, 1, 1) + timedelta(days=at * 97)
        world.person(f"{name} {name[::-1]}", f"750301{born:%d%m%y}{at:04d}", "75.03.01.2006", birth_on=born)
    return world


@needs_splink
def test_a_mistyped_record_is_found_and_a_twin_sister_is_not(crowd, actor):
    found = searching.search(actor=actor)
    assert (found.method, found.found, found.opened) == ("PROBABLE", 1, 1)
    pair = Pair.objects.select_related("first", "second").get()
    assert {pair.first.name, pair.second.name} == {"SITI HADIJAH", "SITI HADIDJAH"}
    assert pair.ppm > 800_000
    assert pair.evidence["birth"] == 0
    assert pair.evidence["mother"] == -1


@pytest.mark.slow
@needs_splink
def test_what_was_decided_is_not_asked_again_until_it_changes(crowd, actor):
    searching.search(actor=actor)
    decide(Pair.objects.get(), Pair.State.DIFFERENT, actor=actor, reason="beda KK")
    assert searching.search(actor=actor, whole=True).opened == 0
    assert Pair.objects.get().state == "DIFFERENT"
    Person.objects.filter(name="SITI HADIDJAH").update(mother_name="HAPSA LAMUSU")
    assert searching.search(actor=actor, whole=True).opened == 1
    assert Pair.objects.get().state == "OPEN"


@pytest.mark.slow
@needs_splink
def test_later_only_newcomers_are_compared_with_everybody(crowd, actor):
    searching.search(actor=actor)
    Pair.objects.all().delete()
    assert searching.search(actor=actor).fresh == 0
    assert not Pair.objects.exists()
    world = crowd
    from naungan.journal.services import record

    world.entry = record(actor="penguji", action="test")
    world.person("SITI HADIJA", "7503014507900091", "75.03.01.2005", sex="P", birth_on=BORN)
    found = searching.search(actor=actor)
    assert found.fresh == 1
    names = {name for pair in Pair.objects.all() for name in (pair.first.name, pair.second.name)}
    assert "SITI HADIJA" in names


@needs_splink
def test_nothing_of_the_people_stays_behind(crowd, actor, home):
    searching.search(actor=actor)
    assert [path.name for path in (home / "linkage").iterdir()] == []


def test_without_the_extra_the_plain_way_says_so(crowd, actor, monkeypatch):
    monkeypatch.setattr(searching, "can_compare", lambda: False)
    world = crowd
    world.person("SITI  HADIYAH", "7503014507900099", "75.03.01.2005", sex="P", birth_on=BORN)
    world.person("Hj. SITI HADIJAH", "7503014507900098", "75.03.01.2005", sex="P", birth_on=BORN)
    found = searching.search(actor=actor)
    assert found.method == "EXACT"
    pair = Pair.objects.filter(first__name="SITI HADIJAH", second__name="Hj. SITI HADIJAH").get()
    assert (pair.ppm, pair.method) == (0, "EXACT")
    assert "naungan[linkage]" in searching.how_to_install()


def test_an_area_outside_the_scope_is_refused(world, home):
    from naungan.accounts.access import Actor
    from naungan.accounts.scope import Scope
    from naungan.law.findings import Refused

    with pytest.raises(Refused):
        searching.search(actor=Actor(name="kota", scope=Scope(areas=("75.71",))), area_code="75.03")
    assert not Linkage.objects.exists()


@pytest.mark.slow
@needs_splink
def test_among_twenty_thousand_nine_in_ten_are_found_and_hardly_anybody_is_wronged(tmp_path):
    from benchmarks.doubles import made
    from benchmarks.linkage import compared

    people, true = made(20_000, seed=5)
    assert len(true) == 1_000
    found = compared(people, true, tmp_path)
    assert found["precision"] >= 97
    assert found["recall"] >= 92
    assert json.loads((tmp_path / "model.json").read_text())["unique_id_column_name"] == "person_id"
