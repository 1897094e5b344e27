"""The demo at its full size, by the command: the table agrees with every published count and percentage."""

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
