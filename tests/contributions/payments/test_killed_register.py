"""A register killed at any statement is not there or whole; brought by three clerks at once it is taken in once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contributions.test_killed_money import play, points

NOTHING = {"payments": 0, "lines": 0, "decided": 0}
WHOLE = {"payments": 3, "lines": 6, "decided": 3}
QUICK = ["register-at-once:3", "register:20", "register:32"]


def assert_whole(played: dict[str, Any]) -> None:
    """Nothing or all was left, and bringing it again ends with all, once."""
    assert {key: played["left"][key] for key in WHOLE} in (NOTHING, WHOLE)
    assert {key: played["then"][key] for key in WHOLE} == WHOLE


def test_a_register_killed_at_a_statement_or_brought_by_three_at_once_is_taken_in_once(tmp_path):
    found = play(tmp_path, QUICK)
    for played in found.values():
        assert_whole(played)
    assert sorted(one["matched"] for one in found["register-at-once:3"]["said"]) == [0, 0, 3]


@pytest.mark.slow
def test_random_points_of_a_register_on_both_databases(tmp_path):
    from tests.postgres import server

    counts = play(tmp_path / "count", ["register:count"])
    rounds = points("register", counts["register:count"]["said"]["statements"], 40, 20211122)
    with server() as url:
        for database in ("", url):
            for played in play(
                tmp_path / ("postgres" if database else "sqlite"), ["register-at-once:3", *rounds], database
            ).values():
                assert_whole(played)
