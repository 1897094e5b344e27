"""Every law case holds; a case file that is not one is told apart from a case that fails."""

from pathlib import Path

import pytest

from naungan.law import cases

CASES = Path(__file__).parent / "cases"
GOOD = """
- case: BPU terendah
  source: PP 44/2015 Lampiran II
  ask: contribution
  facts: {month: 2024-04, segment: BPU, income: 1000000, programmes: [JKK, JKM]}
  expect: {total: 16800}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "kasus.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_case_of_the_file_holds(path):
    report = cases.check([path])
    assert report.lines == ()
    assert report.passed > 0


def test_there_are_enough_cases_and_no_two_have_one_name():
    names = [(path.stem, case["case"]) for path in CASES.rglob("*.yaml") for case in cases.read(path)]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_a_wrong_expectation_fails_and_says_what_was_found(tmp_path):
    report = cases.check([write(tmp_path, GOOD.replace("16800", "16801"))])
    assert (report.passed, report.failed, report.malformed, report.status) == (0, 1, 0, 1)
    assert "16801" in report.lines[0]
    assert "16800" in report.lines[0]
    assert report.summary == "0 passed, 1 failed"


@pytest.mark.parametrize(
    "outcome", ["expect: {total: true}", "expect: {total: 16800.0}", 'expect: {total: "16800"}']
)
def test_an_amount_of_another_type_is_not_the_same(tmp_path, outcome):
    assert cases.check([write(tmp_path, GOOD.replace("expect: {total: 16800}", outcome))]).failed == 1


def test_a_result_that_does_not_exist_fails(tmp_path):
    assert cases.check([write(tmp_path, GOOD.replace("total:", "totals:"))]).failed == 1


def test_a_wrong_result_that_comes_out_fails(tmp_path):
    assert cases.check([write(tmp_path, GOOD.replace("expect:", "expect_not:"))]).failed == 1
    report = cases.check([write(tmp_path, GOOD.replace("expect: {total: 16800}", "expect_not: {total: 1}"))])
    assert report.status == 0


def test_a_refusal_with_another_code_fails(tmp_path):
    refused = GOOD.replace("BPU, income", "BPU, wages").replace(
        "expect: {total: 16800}", "refuse: fact.missing"
    )
    assert cases.check([write(tmp_path, refused)]).failed == 1
    assert cases.check([write(tmp_path, refused.replace("fact.missing", "fact.unknown"))]).status == 0


def test_an_answer_where_a_refusal_is_expected_fails(tmp_path):
    text = GOOD.replace("expect: {total: 16800}", "refuse: fact.missing")
    assert cases.check([write(tmp_path, text)]).failed == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "- 5",
        "- case: [",
        GOOD.replace("source:", "sources:"),
        GOOD.replace("  source: PP 44/2015 Lampiran II\n", ""),
        GOOD.replace("PP 44/2015 Lampiran II", '""'),
        GOOD.replace("expect: {total: 16800}", ""),
        GOOD.replace("expect: {total: 16800}", "expect: {}"),
        GOOD.replace("expect: {total: 16800}", "expect: 16800"),
        GOOD + "  refuse: fact.missing\n",
        GOOD + "  note: lain\n",
        GOOD.replace("{month", "[month").replace("JKM]}", "JKM]]"),
        GOOD.replace("month: 2024-04", "month: 2024-04, month: 2024-05"),
        "[" * 3000,
    ],
)
def test_a_file_that_is_no_case_file_is_malformed(tmp_path, text):
    report = cases.check([write(tmp_path, text)])
    assert (report.malformed, report.status, len(report.lines)) == (1, 2, 1)


def test_a_date_that_does_not_exist_is_refused_in_its_case_alone(tmp_path):
    wrong = GOOD.replace("2024-04", "2024-13-45").replace("expect: {total: 16800}", "refuse: fact.type")
    report = cases.check([write(tmp_path, wrong + GOOD)])
    assert (report.passed, report.status) == (2, 0)


def test_malformed_wins_over_failed_and_the_rest_still_runs(tmp_path):
    broken, failing = tmp_path / "a.yaml", tmp_path / "b.yaml"
    broken.write_text("- 5", encoding="utf-8")
    failing.write_text(GOOD.replace("16800", "1") + GOOD, encoding="utf-8")
    report = cases.check([tmp_path])
    assert (report.passed, report.failed, report.malformed, report.status) == (1, 1, 1, 2)


def test_a_path_without_cases_is_malformed(tmp_path):
    assert cases.check([tmp_path]).status == 2
    assert cases.check([tmp_path / "nowhere.yaml"]).status == 2
