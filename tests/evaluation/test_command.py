"""`naungan evaluation`: files, JSON, and one clear line for what is wrong."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from naungan.evaluation.commands import evaluation_app
from tests.evaluation.conftest import DAY

pytestmark = pytest.mark.django_db
run = CliRunner()


def test_pack_writes_its_files_and_answers_json(world, tmp_path):
    pdf, xlsx = tmp_path / "bahan.pdf", tmp_path / "bahan.xlsx"
    answer = run.invoke(
        evaluation_app,
        ["pack", "--area", "75", "--as-of", str(DAY), "--pdf", str(pdf), "--xlsx", str(xlsx), "--json"],
    )
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["area"] == "75"
    assert told["parts"][0]["figures"][0]["value"] == 2500
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert xlsx.read_bytes().startswith(b"PK")


def test_inpres_tells_its_figures_in_words(world):
    answer = run.invoke(evaluation_app, ["inpres", "--area", "75", "--semester", "2021-1"])
    assert answer.exit_code == 0, answer.output
    assert "Laporan Inpres 2/2021" in answer.stdout
    assert "Rp100.800" in answer.stdout


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["inpres", "--area", "75", "--semester", "2021-9"], "semester.unreadable"),
        (["pack", "--area", "99", "--as-of", "2021-06-30"], "area.unknown"),
        (["pack", "--area", "75", "--as-of", "kemarin"], "date.unreadable"),
    ],
)
def test_what_is_wrong_is_said_with_a_code_and_status_two(world, given, code):
    answer = run.invoke(evaluation_app, [*given, "--json"])
    assert answer.exit_code == 2
    assert json.loads(answer.stderr)["error"]["code"] == code
