"""A command written wrongly is one clear line, or the error object, on standard error; exit status 2."""

import json
import sys

import pytest

from naungan.cli.law import app
from naungan.cli.usage import run

WRONG = [
    (["check"], "usage.missing", "paths"),
    (["explain", "contribution", "--fact"], "usage.missing", "--fact"),
    (["check", "--loud", "x.yaml"], "usage.unknown_option", "--loud"),
    (["explain", "late_fee", "more"], "usage.unknown", "more"),
    (["weigh"], "usage.unknown", "weigh"),
]


@pytest.mark.parametrize(("words", "code", "where"), WRONG)
def test_a_wrong_command_is_one_line_and_names_the_word(monkeypatch, capsys, words, code, where):
    monkeypatch.setattr(sys, "argv", ["naungan law", *words])
    assert run(app) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{code}: ")
    assert f"[{where}]" in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(("words", "code", "where"), WRONG)
def test_a_wrong_command_with_json_is_the_error_object(monkeypatch, capsys, words, code, where):
    monkeypatch.setattr(sys, "argv", ["naungan law", words[0], "--json", *words[1:]])
    assert run(app) == 2
    told = capsys.readouterr()
    assert told.out == ""
    error = json.loads(told.err)["error"]
    assert set(error) == {"code", "message", "where", "mend"}
    assert (error["code"], error["where"]) == (code, where)


def test_the_status_of_a_command_is_kept(monkeypatch, tmp_path, capsys):
    empty = tmp_path / "kasus.yaml"
    empty.write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["naungan law", "check", str(empty)])
    assert run(app) == 2
    monkeypatch.setattr(sys, "argv", ["naungan law", "parameters"])
    assert run(app) == 0
    assert "jp_wage_ceiling" in capsys.readouterr().out
