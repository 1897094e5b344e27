"""Killed at any statement, payments and corrections are as they were or done; done at once by several, done once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "killed_money.py"
QUICK = {"receive": (8, 14), "adjust": (60, 90)}
PAID = {"payments": 20, "words": 4}
# Three months are corrected one after the other: each is whole or not there.
CORRECTED = (0, 3, 6, 9)


def play(home: Path, rounds: list[str], database: str = "") -> dict[str, Any]:
    """The rounds in a process of their own, by name."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("NAUNGAN_")}
    home.mkdir(parents=True, exist_ok=True)
    env = known | {"NAUNGAN_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    if database:
        env["NAUNGAN_DATABASE_URL"] = database
    command = [sys.executable, str(SCRIPT), *rounds]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0] == {"built": None}
    return {line["round"]: line for line in lines[1:]}


def assert_whole(played: dict[str, Any]) -> None:
    """Nothing or all was left, and doing it again ends with all, once."""
    assert "left" in played, played
    work = played["round"].partition(":")[0].removesuffix("-at-once")
    left, then = played["left"], played["then"]
    assert played["strays"] == []
    if work == "receive":
        assert {key: left[key] for key in PAID} in ({"payments": 0, "words": 0}, PAID)
        assert {key: then[key] for key in PAID} == PAID
    else:
        assert (left["corrections"], left["payments"]) in {(count, 20) for count in CORRECTED}
        assert (then["corrections"], then["credits"], then["billed"]) == (9, 3, 3 * 336_000 - 9 * 16_800)


def points(work: str, statements: int, count: int, seed: int) -> list[str]:
    """Random statements to die at."""
    chosen = random.Random(seed).sample(range(1, statements + 1), min(count, statements))
    return [f"{work}:{number}" for number in sorted(chosen)]


def both(home: Path, count: int, databases: tuple[str, str] = ("", "")) -> dict[str, Any]:
    """Rounds at random points of both works, and both done by three at once; each of two databases is used once."""
    counts = play(home / "count", ["receive:count", "adjust:count"], databases[0])
    rounds = ["receive-at-once:3", "adjust-at-once:3"]
    for work in ("receive", "adjust"):
        rounds += points(work, counts[f"{work}:count"]["said"]["statements"], count, 20211122)
    return play(home / "rounds", rounds, databases[1])


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    rounds = [f"{work}:{number}" for work in ("receive", "adjust") for number in QUICK[work]]
    return play(tmp_path_factory.mktemp("killed-money"), ["receive-at-once:3", "adjust-at-once:3", *rounds])


def test_payments_and_corrections_killed_at_a_statement_are_as_they_were_or_done(on_sqlite):
    for played in on_sqlite.values():
        assert_whole(played)
    assert any(played["said"] is None for played in on_sqlite.values())


@pytest.mark.slow
def test_three_clerks_at_once_receive_and_correct_once(on_sqlite):
    said = on_sqlite["receive-at-once:3"]["said"]
    assert sorted(one["known"] for one in said) == [0, 20, 20]
    said = on_sqlite["adjust-at-once:3"]["said"]
    assert sum(one["posted"]["total"] for one in said) == -9 * 16_800


@pytest.mark.slow
def test_a_hundred_random_points_of_each_on_sqlite(tmp_path):
    for played in both(tmp_path, 100).values():
        assert_whole(played)


@pytest.mark.slow
def test_random_points_of_each_on_postgresql(tmp_path):
    from tests.postgres import new_database, server

    with server() as url:
        for played in both(tmp_path, 100, (url, new_database(url, "naungan_money"))).values():
            assert_whole(played)
