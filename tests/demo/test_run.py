"""Running the demo: once, safe on somebody's own data, whole after an interruption."""

from __future__ import annotations

import json
import stat

import pytest

from naungan.demo import run
from naungan.demo.office import Office
from naungan.law.findings import Refused
from tests.demo.conftest import SEED, SMALL, new_office


@pytest.fixture
def start(db, home, monkeypatch):
    """Start a demo of one year in a home with areas and groups."""
    new_office(home)
    monkeypatch.setattr(Office, "work", lambda office: (office.year_2019(), office.outcomes)[1])
    return lambda seed=SEED: run.demo(seed=seed, say=lambda _text, _done, _of: None, divide=SMALL)


def test_a_demo_leaves_its_lists_its_logins_and_what_was_given_back(start, home):
    outcome = start()
    assert outcome.is_new
    written = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    assert stat.S_IMODE((home / "demo.json").stat().st_mode) == 0o600
    assert not (home / "demo.partial").exists()
    assert {one["role"] for one in written["logins"]} == set(run_roles())
    for one in written["lists"]:
        assert (home / "lists" / one["file"]).is_file()
        assert one["rows"] == one["accepted"] + one["rejected"]
    assert len(list((home / "returned").rglob("*.xlsx"))) == 3


def run_roles():
    from naungan.accounts.models import Role

    return Role.values


def test_the_json_has_every_fact_and_the_keys_of_the_contract(start):
    from naungan.demo.facts import facts

    told = start().as_json()
    assert list(told) == ["lists", "billed", "paid", "protected", "facts"]
    assert [one["id"] for one in told["facts"]] == list(facts())
    assert {one["how"] for one in told["facts"]} <= {"computed", "reported", "recorded", "not yet"}
    assert all({"id", "published", "computed", "how"} <= set(one) for one in told["facts"])
    assert json.loads(json.dumps(told)) == told
    assert told["billed"] == told["paid"] == (200 + 199) * 16_800


def test_a_second_run_shows_the_same_demo_and_makes_nothing(start):
    from naungan.registry.models import Membership

    first = start()
    before = Membership.objects.count()
    again = start()
    assert not again.is_new
    assert Membership.objects.count() == before
    assert again.as_json() == first.as_json()


def test_another_seed_does_not_replace_a_demo_that_is_there(start):
    start()
    with pytest.raises(Refused) as refused:
        start(SEED + 1)
    assert refused.value.code == "demo.other_seed"


def test_somebodys_own_people_are_never_mixed_with_made_up_ones(start, home):
    start()
    (home / "demo.json").unlink()
    with pytest.raises(Refused) as refused:
        start()
    assert refused.value.code == "demo.not_empty"


def test_an_interrupted_demo_is_cleared_and_made_anew(transactional_db, start, home, monkeypatch):
    import naungan.demo.run as module

    def torn(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(module, "add_logins", torn)
        with pytest.raises(KeyboardInterrupt):
            start()
    assert (home / "demo.partial").exists()
    outcome = start()
    assert outcome.is_new
    assert outcome.as_json()["billed"] == (200 + 199) * 16_800


def test_the_same_seed_gives_the_same_figures(start, home):
    told = start().as_json()
    assert sum(one["accepted"] for one in told["lists"]) == 200
    assert next(one for one in told["facts"] if one["id"] == "S1-6")["computed"] == 200
