"""A register killed at any statement is not there or whole; brought by three clerks at once it is taken in once."""

from __future__ import annotations

from tests.contributions.test_killed_money import assert_whole, play

QUICK = ["register-at-once:3", "register:18", "register:26"]


def test_a_register_killed_at_a_statement_or_brought_by_three_at_once_is_taken_in_once(tmp_path):
    found = play(tmp_path, QUICK)
    for played in found.values():
        assert_whole(played)
    said = found["register-at-once:3"]["said"]
    assert not [one["error"] for one in said if "error" in one]
    assert sorted(one["matched"] for one in said) == [0, 0, 3]
