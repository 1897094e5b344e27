"""The whole story: small, with what waits on the desks; and at full size by the command, against every fact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

AGREE = {
    "S1-6": 20_000,
    "S2-1": 61.73,
    "S2-2": 2,
    "S2-4": 38_161,
    "S2-5": 89.32,
    "S2-6": 7_092,
    "S2-7": 44.23,
    "S2-8": 87.89,
    "S3-4": 6_562,
    "S3-6": 2_604,
    "S4-2": 20_000,
    "S4-4": 4,
}


@pytest.mark.slow
def test_after_the_story_something_waits_on_the_desks_and_a_list_can_be_tried(office, home):
    from naungan.demo.lists import lists_of
    from naungan.demo.office import options_of
    from naungan.registry.models import ImportBatch, Pair, Roll
    from naungan.registry.services import import_roll

    steps = []
    office.say = lambda _text, done, of: steps.append((done, of))
    outcomes = office.work()
    assert steps[-1][0] == steps[-1][1] == len(steps)
    assert all(one.rows == one.accepted + one.rejected for one in outcomes)
    assert [one.accepted for one in outcomes] == [office.world.scaled(spec).count for spec in all_lists()]
    assert Roll.objects.filter(state=Roll.State.PROPOSED).count() == 1
    assert ImportBatch.objects.filter(state=ImportBatch.State.PREVIEWED).count() == 1
    written_again = Pair.objects.get()
    assert "oe" in written_again.second.name.lower()
    trial = office.world.scaled(lists_of("untuk-dicoba")[0])
    result = import_roll(home / "lists" / trial.file, options_of(trial), actor=office.actor)
    assert result.accepted == trial.count
    assert result.rejected > 0


def all_lists():
    from naungan.demo.lists import LISTS

    return LISTS


@pytest.mark.slow
def test_the_whole_demo_agrees_with_the_founding_facts(tmp_path):
    home = tmp_path / "demo"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("NAUNGAN_", "DJANGO_"))
    }
    started = time.monotonic()
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from naungan.cli.main import run; run()",
            "demo",
            "--into",
            str(home),
            "--json",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    outcome = json.loads(told.stdout)
    by_id = {one["id"]: one for one in outcome["facts"]}
    for fact, value in AGREE.items():
        assert (by_id[fact]["published"], by_id[fact]["computed"], by_id[fact]["how"]) == (
            value,
            value,
            "computed",
        )
    assert by_id["S4-1"]["computed"] == 12
    assert by_id["S4-1"]["detail"]["fewest_people"] == by_id["S4-1"]["detail"]["most_people"] == 20_000
    assert [case["total"] for case in by_id["S0-4"]["detail"]["deaths"]] == [24_000_000, 42_000_000]
    assert by_id["S3-7"]["computed"] is None
    assert by_id["S3-3"]["detail"]["months_bought"] == 3.48
    assert outcome["protected"] == 251_131
    assert (by_id["S2-2"]["detail"]["best"], by_id["S2-2"]["detail"]["worst"]) == (2, 8)
    assert (home / "demo.json").exists()
    assert time.monotonic() - started < 300
