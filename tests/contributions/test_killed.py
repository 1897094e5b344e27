"""Killed at any point, a month is as it was or done; run at once by several, it is billed once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "killed.py"
KILLS = [
    "before-the-lake-is-written",
    "with-the-lake-half-written",
    "with-the-lake-written",
    "with-the-entry-written",
    "with-bills-without-lines",
    "with-bills-and-lines",
    "with-credit-allocated",
    "with-everything-committed",
]
NOTHING = {"runs": 0, "bills": 0, "total": 0, "members": 0, "covered": 0}
WHOLE = {"runs": 1, "bills": 2, "total": 672_000, "members": 40, "covered": 504_000}


def play(home: Path, rounds: list[str], database: str = "") -> dict[str, Any]:
    """The rounds in a process of their own, by name."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("NAUNGAN_")}
    env = known | {"NAUNGAN_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    if database:
        env["NAUNGAN_DATABASE_URL"] = database
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *rounds],
        env=env,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0] == {"built": None}
    return {line["round"]: line for line in lines[1:]}


def assert_old_or_new(played: dict[str, Any]) -> None:
    assert played["said"] is None, "the process was not killed"
    assert played["left"] in (NOTHING, WHOLE)
    assert (played["again"]["members"], played["again"]["total"]) == (40, 672_000)
    assert played["then"] == WHOLE
    assert played["strays"] == []


def assert_billed_once(played: dict[str, Any]) -> None:
    assert [(said["members"], said["total"], said["state"]) for said in played["said"]] == [
        (40, 672_000, "posted")
    ] * 3
    assert sorted(said["new"]["members"] for said in played["said"]) == [0, 0, 40]
    assert played["left"] == played["then"] == WHOLE


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return play(tmp_path_factory.mktemp("killed"), [*KILLS, "at-once:3"])


@pytest.mark.parametrize("checkpoint", KILLS)
def test_a_month_killed_at_a_checkpoint_is_as_it_was_or_done(on_sqlite, checkpoint):
    assert_old_or_new(on_sqlite[checkpoint])


def test_only_a_month_killed_after_its_commit_is_done(on_sqlite):
    done = {name for name in KILLS if on_sqlite[name]["left"] == WHOLE}
    assert done == {"with-everything-committed"}


def test_three_processes_at_once_bill_a_month_once(on_sqlite):
    assert_billed_once(on_sqlite["at-once:3"])


@pytest.mark.slow
def test_a_month_killed_at_any_moment_is_as_it_was_or_done(tmp_path):
    moments = random.Random(75)
    rounds = [f"after:{moments.uniform(0.05, 0.9):.3f}" for _ in range(15)]
    for played in play(tmp_path, rounds).values():
        if played["said"] is None:
            assert_old_or_new(played)
        else:
            assert played["left"] == WHOLE


@pytest.mark.slow
def test_postgresql_keeps_a_month_whole_too(tmp_path, postgres_url):
    # Arrow comes in batches of its own size there, so that forty members are one part of the lake.
    kills = [name for name in KILLS if name != "with-the-lake-half-written"]
    played = play(tmp_path, [*kills, "at-once:3"], postgres_url)
    for name in kills:
        assert_old_or_new(played[name])
    assert_billed_once(played["at-once:3"])
