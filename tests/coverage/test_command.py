"""`naungan coverage show`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from naungan.coverage.commands import coverage_app

pytestmark = pytest.mark.django_db
KEYS = {
    "by", "key", "area", "name", "protected", "eligible", "percent", "kind", "qualifier", "method", "source",
    "as_of", "denominator_on",
}  # fmt: skip


def run(*args: str) -> Result:
    from typer import Typer

    app = Typer()
    app.add_typer(coverage_app, name="coverage")
    return CliRunner().invoke(app, ["coverage", "show", *args])


def test_json_has_the_keys_of_the_contract(world: Any, denominator: Callable[..., Any]) -> None:
    denominator("75", 6)
    answer = run("--as-of", "2023-11-30", "--area", "75", "--json")
    assert answer.exit_code == 0
    (row,) = json.loads(answer.stdout)
    assert set(row) == KEYS
    assert (row["by"], row["key"], row["protected"], row["percent"]) == ("area", "75", 4, 66.67)


def test_csv_leaves_the_unknown_empty(world: Any) -> None:
    answer = run("--as-of", "2023-11-30", "--area", "75", "--by", "regency", "--csv")
    rows = list(csv.DictReader(answer.stdout.splitlines()))
    assert [(row["key"], row["protected"], row["percent"]) for row in rows] == [
        ("75.01", "0", ""),
        ("75.03", "2", ""),
        ("75.71", "2", ""),
    ]


def test_the_table_is_for_people(world: Any, reported: Callable[..., Any]) -> None:
    reported("R1", "71", percent="80", qualifier="above")
    answer = run("--as-of", "2023-11-30", "--area", "71")
    assert answer.exit_code == 0
    assert "80,00" in answer.stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--as-of", "30-11-2023"], "date.unreadable"),
        (["--as-of", "2023-W48-4"], "date.unreadable"),
        (["--as-of", "1999-01-01"], "date.out_of_range"),
        (["--as-of", "2023-11-30", "--known-at", "kemarin dulu"], "date.unreadable"),
        (["--as-of", "2023-11-30", "--area", "99"], "area.unknown"),
        (["--as-of", "2023-11-30", "--by", "agama"], "coverage.by_unknown"),
    ],
)
def test_wrong_input_is_one_error_object_and_status_2(measures: None, args: list[str], code: str) -> None:
    answer = run(*args, "--json")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert json.loads(answer.stderr)["error"]["code"] == code


def test_known_at_a_day_means_its_end(world: Any, denominator: Callable[..., Any]) -> None:
    from datetime import timedelta

    from django.utils import timezone

    denominator("75", 8)
    today = timezone.localdate()
    known = json.loads(
        run("--as-of", "2023-11-30", "--area", "75", "--known-at", str(today), "--json").stdout
    )
    before = str(today - timedelta(days=1))
    unknown = json.loads(run("--as-of", "2023-11-30", "--area", "75", "--known-at", before, "--json").stdout)
    assert (known[0]["percent"], unknown[0]["percent"]) == (50.0, None)
    assert date.fromisoformat(known[0]["as_of"]) == date(2023, 11, 30)


def test_a_month_that_was_never_posted_is_not_called_final(world: Any) -> None:
    (not_posted,) = json.loads(run("--as-of", "2022-05-31", "--area", "75", "--json").stdout)
    assert (not_posted["protected"], not_posted["source"][-11:]) == (0, "belum final")
