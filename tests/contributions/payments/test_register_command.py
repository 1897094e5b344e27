"""`naungan payment register` on the command line: a table for people, an object for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from naungan.contributions.commands import payment_app
from naungan.contributions.models import Payment
from naungan.contributions.register.models import RegisterLine
from naungan.journal.models import Entry

pytestmark = pytest.mark.django_db
HEADINGS = "Nomor SP2D;Tanggal SP2D;Uraian;Penerima;Nilai"
LINES = (
    "1/A;2021-05-10;Iuran JKK JKM Februari 2021;BPJS Ketenagakerjaan;168.000",
    "2/A;2021-05-11;Iuran petani;BPJS Ketenagakerjaan;50.000",
    "3/A;2021-05-12;Gaji pegawai;Bendahara;900.000",
)


def run(*words: object) -> Any:
    return CliRunner().invoke(payment_app, ["register", *map(str, words)])


def register(folder: Path, *lines: str, headings: str = HEADINGS) -> Path:
    path = folder / "register.csv"
    path.write_text("\n".join([headings, *lines]))
    return path


def test_a_register_is_taken_in_and_told_as_json(billed, tmp_path):
    answer = run(
        register(tmp_path, *LINES), "--payer", "75.03", "--json", "--actor", "Ani", "--reason", "uji"
    )
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    counts = ("rows", "matched", "queued", "known", "ignored", "amount", "written", "findings")
    assert [told[key] for key in counts] == [3, 1, 1, 0, 1, 218_000, True, []]
    first, second = told["lines"]
    assert (first["reference"], first["fate"], first["covers"]) == ("1/A", "matched", ["2021-02"])
    assert (second["fate"], bool(second["reasons"])) == ("queued", True)
    entry = Entry.objects.get(action="payment.register")
    assert (entry.actor, entry.reason, RegisterLine.objects.count()) == ("Ani", "uji", 2)


def test_people_get_tables_and_a_trial_writes_nothing(billed, tmp_path):
    answer = run(register(tmp_path, *LINES), "--payer", "75.03", "--dry-run")
    assert answer.exit_code == 0, answer.output
    for words in ("Tidak ada yang disimpan", "1/A", "Cocok", "2/A", "Antrean", "Rp218.000"):
        assert words in answer.stdout, words
    assert (Payment.objects.count(), RegisterLine.objects.count()) == (0, 0)


def test_a_register_that_cannot_be_trusted_ends_with_status_2_and_its_cells(billed, tmp_path):
    path = register(tmp_path, *LINES, ";;;JUMLAH;1.118.001")
    answer = run(path, "--payer", "75.03")
    assert answer.exit_code == 2
    assert "E5" in answer.stdout
    told = json.loads(run(path, "--payer", "75.03", "--json").stdout)
    assert [finding["code"] for finding in told["findings"]] == ["register.sum"]
    assert RegisterLine.objects.count() == 0


def test_a_heading_that_nobody_knows_is_told_once_and_remembered(billed, tmp_path):
    path = register(tmp_path, *LINES, headings=HEADINGS.replace("Nilai", "Angka Cair"))
    asked = run(path, "--payer", "75.03")
    assert (asked.exit_code, "Angka Cair" in asked.stdout) == (2, True)
    assert run(path, "--payer", "75.03", "--column", "Angka Cair=amount").exit_code == 0
    assert RegisterLine.objects.count() == 2
    again = json.loads(run(path, "--payer", "75.03", "--json").stdout)
    assert (again["known"], again["written"]) == (2, False)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--payer", "99.99"), "payer.unknown"),
        (("--payer", "75.03", "--column", "Angka"), "column.unknown"),
        (("--payer", "75.03", "--column", "Nilai=uang"), "column.unknown"),
    ],
)
def test_wrong_words_are_one_clear_error_with_status_2(billed, tmp_path, words, code):
    answer = run(register(tmp_path, *LINES), *words, "--json")
    assert (answer.exit_code, json.loads(answer.stderr)["error"]["code"]) == (2, code)
