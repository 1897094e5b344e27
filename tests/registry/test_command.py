"""The command line brings lists in as the public contract says: what it prints, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from naungan.journal.models import Entry
from naungan.registry.commands import payer_app, roll_app
from naungan.registry.models import Person, Roll
from tests.registry.lists import village_rows, workers, write_csv

HOW = (
    *(
        "--payer",
        "75.03",
        "--segment",
        "BPU",
        "--group",
        "petani",
        "--paid-by",
        "APBD",
        "--programmes",
        "JKK,JKM",
    ),
    *("--from", "2021-01", "--to", "2021-12"),
)
PEOPLE = workers(4)


@pytest.fixture
def list_(tmp_path: Path) -> Path:
    """Four people, one of them with a short NIK."""
    rows = village_rows(PEOPLE)
    rows[2][1] = "750301"
    return write_csv(tmp_path / "daftar.csv", rows)


def run(*arguments: Any, app: Any = roll_app) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_list_is_answered_with_the_keys_of_the_contract(registry: None, list_: Path) -> None:
    answer = run("import", list_, *HOW, "--json", "--actor", "operator desa", "--reason", "usulan Januari")
    assert answer.exit_code == 0
    told = json.loads(answer.stdout)
    assert {name: told[name] for name in ("rows", "accepted", "rejected", "created", "known")} == {
        "rows": 4, "accepted": 3, "rejected": 1, "created": 3, "known": 0,
    }  # fmt: skip
    (finding,) = told["findings"]
    assert set(finding) == {"code", "sheet", "cell", "found", "expected", "mend", "blocking"}
    assert (finding["code"], finding["cell"], finding["found"], finding["blocking"]) == (
        "nik.shape",
        "B3",
        "750301",
        True,
    )
    entry = Entry.objects.get(action="registry.import")
    assert (entry.actor, entry.reason) == ("operator desa", "usulan Januari")


def test_a_dry_run_and_all_or_nothing_write_nothing(registry: None, list_: Path, tmp_path: Path) -> None:
    assert run("import", list_, *HOW, "--dry-run", "--json").exit_code == 0
    back = tmp_path / "perbaikan.xlsx"
    refused = run("import", list_, *HOW, "--all-or-nothing", "--json", "--rejects", back)
    assert refused.exit_code == 2
    assert json.loads(refused.stderr)["error"]["code"] == "import.not_all_accepted"
    assert len(CalamineWorkbook.from_path(back).get_sheet_by_index(0).to_python()) == 2
    assert not Person.objects.exists()


def test_nothing_accepted_exits_with_2(registry: None, tmp_path: Path) -> None:
    rows = village_rows(PEOPLE[:1])
    rows[1][1] = "1"
    answer = run("import", write_csv(tmp_path / "a.csv", rows), *HOW, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["rejected"]) == (2, 1)
    assert not Roll.objects.exists()


def test_wrong_input_is_one_clear_line(registry: None, tmp_path: Path) -> None:
    for arguments, code in (
        (("import", tmp_path / "tidak-ada.csv", *HOW), "file.missing"),
        (("import", tmp_path / "x", *HOW, "--from", "Januari"), "month.unreadable"),
    ):
        answer = run(*arguments)
        assert answer.exit_code == 2
        assert answer.stderr.startswith(f"{code}: ")
        assert answer.stderr.count("\n") == 1


def test_people_read_what_happened(registry: None, list_: Path) -> None:
    told = run("import", list_, *HOW).stdout
    assert "4 orang: 3 diterima (3 baru, 0 dikenal), 1 ditolak." in told
    assert "B3: '750301'" in told
    assert "tidak ada yang berubah" in run("import", list_, *HOW).stdout


def test_payers_and_groups_have_their_commands(registry: None) -> None:
    added = run("add", "24101780", "CV Maju", "--kind", "company", "--area", "75.71", "--json", app=payer_app)
    assert json.loads(added.stdout)["kind"] == "COMPANY"
    again = run("add", "24101780", "CV Maju", "--kind", "COMPANY", "--area", "75.71", "--json", app=payer_app)
    assert (again.exit_code, json.loads(again.stderr)["error"]["code"]) == (2, "payer.exists")
    groups = json.loads(run("groups", "--json").stdout)
    assert {
        "code": "bentor",
        "segment": "BPU",
        "within": "pekerja-rentan",
        "sector": "TRANSPORT",
    }.items() <= next(group for group in groups if group["code"] == "bentor").items()


@pytest.mark.parametrize("target", ["daftar.csv", "folder", "daftar.csv/ditolak.xlsx"])
def test_rejects_never_overwrite_the_list_and_are_refused_before_anything_is_written(
    registry: None, list_: Path, target: str
) -> None:
    before = list_.read_bytes()
    (list_.parent / "folder").mkdir()
    answer = run("import", list_, *HOW, "--rejects", list_.parent / target, "--json")
    assert answer.exit_code == 2
    code = "rejects.is_the_list" if target == list_.name else "rejects.not_writable"
    assert json.loads(answer.stderr)["error"]["code"] == code
    assert list_.read_bytes() == before
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--from", "0001-01", "--to", "0001-02"), "months.out_of_range"),
        (("--from", "2015-06", "--to", "2015-07"), "months.out_of_range"),
        (("--from", "9999-12", "--to", "9999-12"), "months.out_of_range"),
        (("--proposer", "x" * 61), "proposer.too_long"),
        (("--decree", "x" * 81), "decree_number.too_long"),
    ],
)
def test_what_no_rule_or_column_can_hold_is_refused(
    registry: None, list_: Path, more: tuple[str, ...], code: str
) -> None:
    answer = run("import", list_, *HOW, *more, "--json")
    assert answer.exit_code == 2
    assert json.loads(answer.stderr)["error"]["code"] == code
    assert not Person.objects.exists()
