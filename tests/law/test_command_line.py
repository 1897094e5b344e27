"""`naungan law`: cases, explanations and figures, with the exit statuses of the contract."""

import json

import pytest
from typer.testing import CliRunner

from naungan.cli.law import app

RUN = CliRunner()
CASE = """
- case: satu
  source: PP 44/2015
  ask: contribution
  facts: {month: 2024-04, segment: BPU, income: 1000000, programmes: [JKK, JKM]}
  expect: {total: 16800}
"""
FARMER = [
    "--fact",
    "month=2024-04",
    "--fact",
    "segment=BPU",
    "--fact",
    "income=1000000",
    "--fact",
    "programmes=JKK,JKM",
]


def law(*arguments):
    return RUN.invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("text", "status", "last"),
    [
        (CASE, 0, "1 passed, 0 failed"),
        (CASE.replace("16800", "1"), 1, "0 passed, 1 failed"),
        ("- 5", 2, "0 passed, 0 failed"),
    ],
)
def test_check_ends_with_counts_and_status(tmp_path, text, status, last):
    path = tmp_path / "kasus.yaml"
    path.write_text(text, encoding="utf-8")
    found = law("check", path)
    assert found.exit_code == status
    assert found.stdout.strip().splitlines()[-1] == last
    as_json = law("check", path, "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)["malformed"]) == (status, int(status == 2))


def test_explain_prints_results_steps_and_articles():
    found = law("explain", "contribution", *FARMER)
    assert found.exit_code == 0
    assert "total: 16800" in found.stdout
    assert "PP 44/2015 Lampiran II" in found.stdout


def test_explain_as_json_is_the_contract():
    found = json.loads(law("explain", "contribution", *FARMER, "--json").stdout)
    assert set(found) == {"ask", "facts", "results", "steps", "doubts"}
    assert found["results"]["total"] == 16800


@pytest.mark.parametrize("programmes", ["JKK", "JKK,JKM", "[JKK, JKM]", '["JKK"]'])
def test_a_list_may_be_a_word_commas_or_json(programmes):
    arguments = [*FARMER[:-2], "--fact", f"programmes={programmes}"]
    assert law("explain", "contribution", *arguments, "--json").exit_code == 0


def test_children_are_given_as_json():
    children = '[{"sd_years": 2}, {"tertiary_years": 5}]'
    found = law(
        "explain", "benefit.scholarship", "--fact", "event_on=2024-05-01", "--fact", "cause=WORK_ACCIDENT",
        "--fact", f"children={children}", "--json",
    )  # fmt: skip
    assert json.loads(found.stdout)["results"]["per_child"] == [3_000_000, 60_000_000]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["explain", "pension"], "ask.unknown"),
        (["explain", "contribution", *FARMER[:-2]], "fact.missing"),
        (["explain", "contribution", *FARMER, "--fact", "wages=1"], "fact.unknown"),
        (["explain", "contribution", *FARMER, "--fact", "wages"], "fact.not_written"),
        (["explain", "contribution", *FARMER, *FARMER], "fact.twice"),
        (["explain", "contribution", "--fact", "children=[{"], "fact.not_written"),
        (["parameters", "nothing"], "parameter.unknown"),
        (["parameters", "jkp_wage_ceiling", "--on", "2020-01-01"], "parameter.no_value"),
        (["parameters", "--on", "2020-13-01"], "date.not_written"),
        (["parameters", "--on", "2020-W05-1"], "date.not_written"),
        (["explain", "benefit.jkp", "--fact", "laid_off_on=2024-W05-1", "--fact", "wage=1"], "fact.type"),
    ],
)
def test_a_wrong_input_is_one_line_and_status_2(arguments, code):
    plain, as_json = law(*arguments), law(*arguments, "--json")
    assert (plain.exit_code, as_json.exit_code) == (2, 2)
    assert plain.stdout == ""
    assert plain.stderr.startswith(f"{code}: ")
    assert plain.stderr.count("\n") == 1
    error = json.loads(as_json.stderr)["error"]
    assert error["code"] == code
    assert set(error) == {"code", "message", "where", "mend"}


def test_parameters_list_values_with_their_dates():
    everything = law("parameters", "--json")
    names = {entry["name"] for entry in json.loads(everything.stdout)}
    assert {"jp_wage_ceiling", "bpu_base", "scholarship_sd"} <= names
    one = law("parameters", "jp_wage_ceiling", "--on", "2026-02-28")
    assert "10547400" in one.stdout
    assert len(one.stdout.strip().splitlines()) == 1
    assert len(json.loads(law("parameters", "jp_wage_ceiling", "--json").stdout)) == 12
    today = law("parameters", "--on", "2026-05-01")
    assert "covid_share_payable" not in today.stdout


def test_a_day_that_does_not_exist_is_named_as_it_was_written():
    found = law("explain", "benefit.jkp", "--fact", "laid_off_on=2024-02-30", "--fact", "wage=1")
    assert "2024-02-30" in found.stderr
