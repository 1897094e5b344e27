"""The command line answers as the contract says."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from naungan.contributions.commands import month_app, payment_app
from naungan.journal.models import Entry

pytestmark = pytest.mark.django_db


def run(app, *words: str):
    return CliRunner().invoke(app, list(words))


def test_a_month_is_run_and_posted_and_answers_as_json(world):
    world.farmers(3)
    answer = run(month_app, "run", "2021-02", "--post", "--json", "--actor", "Ani", "--reason", "uji")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert {key: told[key] for key in ("month", "members", "bills", "total")} == {
        "month": "2021-02",
        "members": 3,
        "bills": 1,
        "total": 50_400,
    }
    assert told["by_programme"]["jkk"] + told["by_programme"]["jkm"] == 50_400
    entry = Entry.objects.get(action="month.post")
    assert (entry.actor, entry.reason, entry.summary["total"]) == ("Ani", "uji", 50_400)


def test_people_get_a_table(world):
    world.farmers(3)
    answer = run(month_app, "run", "2021-02", "--area", "75.03")
    assert answer.exit_code == 0
    assert "rancangan" in answer.stdout
    assert "Rp50.400" in answer.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("0001-01",), "month.out_of_range"),
        (("2021-13",), "month.format"),
        (("2021-02", "--area", "99"), "area.unknown"),
        (("2010-01",), "month.out_of_range"),
    ],
)
def test_wrong_input_is_one_clear_error_with_status_2(world, words, code):
    world.farmers(1, months=("2010-01", "2021-12"))
    answer = run(month_app, "run", *words, "--json")
    assert answer.exit_code == 2
    error = json.loads(answer.stderr)["error"]
    assert error["code"].startswith(code)
    assert error.keys() == {"code", "message", "where", "mend"}
    plain = run(month_app, "run", *words)
    assert plain.exit_code == 2
    assert len(plain.stderr.strip().splitlines()) == 1


def test_payments_are_received_and_answered_as_json(world, tmp_path):
    world.farmers(3)
    run(month_app, "run", "2021-02", "--post")
    path = tmp_path / "bayar.csv"
    path.write_text("paid_on,amount,payer,reference\n2021-02-10,60000,75.03,A\n2021-02-10,x,75.03,B\n")
    answer = run(payment_app, "receive", str(path), "--json")
    told = json.loads(answer.stdout)
    counts = ("rows", "accepted", "rejected", "known", "amount", "allocated", "credit")
    assert answer.exit_code == 0
    assert [told[key] for key in counts] == [2, 1, 1, 0, 60_000, 50_400, 9_600]
    assert told["findings"][0].keys() >= {"code", "sheet", "cell", "found", "expected", "mend", "blocking"}
    plain = run(payment_app, "receive", str(path))
    assert "Rp50.400" in plain.stdout


def test_a_file_of_which_nothing_can_go_in_ends_with_status_2(world, tmp_path):
    path = tmp_path / "bayar.csv"
    path.write_text("paid_on,amount,payer,reference\n2021-02-10,x,75.03,B\n")
    assert run(payment_app, "receive", str(path), "--json").exit_code == 2
    missing = run(payment_app, "receive", str(tmp_path / "tidak-ada.csv"), "--json")
    assert missing.exit_code == 2
    assert json.loads(missing.stderr)["error"]["code"] == "file.missing"


def test_a_final_month_is_checked_and_a_flipped_byte_ends_with_status_1(world, settings):
    world.farmers(3)
    run(month_app, "run", "2021-02", "--post")
    whole = run(month_app, "check", "--json")
    assert (whole.exit_code, [one["whole"] for one in json.loads(whole.stdout)]) == (0, [True])
    assert run(month_app, "check", "2021-03").exit_code == 2
    file = next(settings.LAKE.rglob("*.parquet"))
    file.chmod(0o644)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    damaged = run(month_app, "check", "2021-02", "--json", "--actor", "Ani")
    (told,) = json.loads(damaged.stdout)
    assert (damaged.exit_code, told["whole"], file.name in told["fault"]) == (1, False, True)
    entry = Entry.objects.filter(action="month.check").latest("pk")
    assert (entry.actor, entry.summary["damaged"]) == ("Ani", [told["run"]])
