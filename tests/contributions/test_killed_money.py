"""Killed at any statement, payments, registers, months and corrections are as they were or done; done at once by
several, they are done once.
"""

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
WORKS = ("receive", "register", "post", "adjust")
QUICK = {"receive": (8, 14), "post": (20,), "adjust": (60, 90)}
PAID = {"payments": 20, "words": 4}
TAKEN_IN = {"payments": 3, "lines": 6, "decided": 3}
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
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=1800, check=False)
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
    if work in {"receive", "register"}:
        whole = PAID if work == "receive" else TAKEN_IN
        assert {key: left[key] for key in whole} in (dict.fromkeys(whole, 0), whole)
        assert {key: then[key] for key in whole} == whole
    elif work == "post":
        # three of the twenty farmers are known to be dead by then
        assert (left["posted"], left["payments"]) in {(0, 20), (2, 20)}
        assert (then["posted"], then["billed"]) == (2, 3 * 336_000 + 17 * 16_800)
    else:
        assert (left["corrections"], left["payments"]) in {(count, 20) for count in CORRECTED}
        assert (then["corrections"], then["credits"], then["billed"]) == (9, 3, 3 * 336_000 - 9 * 16_800)


def points(statements: dict[str, int], count: int, seed: int) -> list[str]:
    """Random statements of the works to die at."""
    every = [f"{work}:{number}" for work, most in statements.items() for number in range(1, most + 1)]
    return sorted(random.Random(seed).sample(every, min(count, len(every))))


def at_random(home: Path, count: int, databases: tuple[str, str] = ("", "")) -> dict[str, Any]:
    """Rounds at random points of all works, and each done by three at once; each of two databases is used once."""
    counted = play(home / "count", [f"{work}:count" for work in WORKS], databases[0])
    statements = {work: counted[f"{work}:count"]["said"]["statements"] for work in WORKS}
    rounds = [f"{work}-at-once:3" for work in WORKS]
    return play(home / "rounds", [*rounds, *points(statements, count, 20211122)], databases[1])


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    rounds = [f"{work}:{number}" for work in QUICK for number in QUICK[work]]
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
def test_two_hundred_random_points_on_sqlite(tmp_path):
    found = at_random(tmp_path, 200)
    for played in found.values():
        assert_whole(played)
    assert sum(played["said"] is None for played in found.values()) >= 195


@pytest.mark.slow
def test_two_hundred_random_points_on_postgresql(tmp_path):
    from tests.postgres import new_database, server

    with server() as url:
        found = at_random(tmp_path, 200, (url, new_database(url, "naungan_money")))
    for played in found.values():
        assert_whole(played)
    # writing there takes fewer statements than that: each of them is tried
    assert sum(played["said"] is None for played in found.values()) >= 160
