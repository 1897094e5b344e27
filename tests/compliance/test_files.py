"""A file of employers: read by its header, remarks by cell, noted once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import xlsxwriter
from typer.testing import CliRunner

from naungan.accounts.access import Actor
from naungan.compliance.models import Employer, LeadFile
from naungan.compliance.services import Origin, commit_leads, files, preview_leads, receive_leads
from naungan.law.findings import Refused

ORIGIN = Origin("75.03", "LICENCES", "DPMPTSP rekaan", date(2026, 10, 1))
HEADER = "No;Nama Perusahaan;NIB;Kecamatan;Skala Usaha;Jumlah Tenaga Kerja;Upah;Status"
GOOD = "1;PT Maju Rekaan;1234567890123;Tapa;Usaha Kecil;12;2.800.000;PWBD"


def received(*rows: str, actor: Actor, header: str = HEADER, origin: Origin = ORIGIN) -> LeadFile:
    content = "\n".join(["Daftar perusahaan (rekaan);;;;;;;", header, *rows]).encode()
    return receive_leads("daftar.csv", [content], origin, actor=actor)


def codes(file: LeadFile) -> dict[str, str]:
    return {one.code: one.cell for one in preview_leads(file).findings}


def test_a_good_row_is_noted_with_its_place_and_estimates(actor: Actor) -> None:
    file = received(GOOD, "JUMLAH;1;;;;12;;", actor=actor)
    assert file.counts == {"rows": 1, "created": 1, "known": 0, "rejected": 0}
    assert not Employer.objects.exists()
    commit_leads(file, actor=actor)
    made = Employer.objects.get()
    assert (made.name, made.nib, made.area_id, made.size) == (
        "PT Maju Rekaan",
        "1234567890123",
        "75.03.01",
        "SMALL",
    )
    assert (made.estimates.get().workers, made.estimates.get().wage_rp) == (12, 2_800_000)
    assert made.source == "DPMPTSP rekaan"


@pytest.mark.parametrize(
    ("row", "code", "cell", "blocks"),
    [
        ("1;;1234567890123;;;;;", "lead.name", "B3", True),
        ("1;PT A;12345;;;;;", "lead.nib", "C3", True),
        ("1;PT A;;;;banyak;;", "lead.workers", "F3", True),
        ("1;PT A;;;;;dua juta;", "lead.wage", "G3", True),
        ("1;PT A;;Entah;;;;", "lead.place", "D3", False),
        ("1;PT A;;;raksasa;;;", "lead.size", "E3", False),
        ("1;PT A;;;;;;entahlah", "lead.kind", "H3", False),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(
    actor: Actor, row: str, code: str, cell: str, blocks: bool
) -> None:
    file = received(row, actor=actor)
    assert codes(file) == {code: cell}
    assert file.counts["rejected"] == int(blocks)


def test_a_row_of_another_regency_goes_back(actor: Actor) -> None:
    file = received("PT A;75.04", actor=actor, header="Nama;Kode Wilayah")
    assert codes(file) == {"lead.area": "B3"}
    assert file.counts["rejected"] == 1


def test_good_rows_go_in_while_bad_ones_wait(actor: Actor) -> None:
    file = received(GOOD, "2;PT B;99;;;;;", actor=actor)
    reading = commit_leads(file, actor=actor)
    assert (reading.counts()["created"], reading.rejected) == (1, 1)
    assert Employer.objects.count() == 1


def test_the_same_employer_is_noted_once(actor: Actor) -> None:
    commit_leads(received(GOOD, "2;CV. Dua Rekaan;;;;;;", actor=actor), actor=actor)
    again = received(GOOD, "9;Dua Rekaan CV;;;;;;", "10;CV Tiga;;;;;;", "11;Tiga;;;;;;", actor=actor)
    assert again.counts == {"rows": 4, "created": 1, "known": 2, "rejected": 1}
    assert codes(again) == {"lead.repeated": "B6"}


def test_the_same_file_is_recognised_and_saved_once(actor: Actor) -> None:
    file = received(GOOD, actor=actor)
    commit_leads(file, actor=actor)
    assert received(GOOD, actor=actor) == file
    with pytest.raises(Refused) as refused:
        commit_leads(file, actor=actor)
    assert refused.value.code == "leads.committed"


def test_a_file_is_read_again_only_when_an_employer_was_noted_since(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = received(GOOD, "2;;1234567890124;Tapa;;;;", actor=actor)
    read = Mock(side_effect=files.read_leads)
    monkeypatch.setattr(files, "read_leads", read)
    first = preview_leads(file)
    assert preview_leads(file) == first
    assert (len(first.leads), first.rejected, read.call_count) == (1, 1, 1)
    commit_leads(file, actor=actor)
    after = preview_leads(file)
    assert (len(after.leads), after.known, after.rejected) == (0, 1, 1)


def test_a_file_without_a_column_of_names_is_refused_and_leaves_nothing(actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        received("1;2", actor=actor, header="Tanggal;Jumlah")
    assert refused.value.code == "layout.employers"
    assert not LeadFile.objects.exists()


def test_a_regency_brings_no_list_of_another(regency_actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        received(GOOD, actor=regency_actor, origin=Origin("75.04", "LICENCES", "x", date(2026, 10, 1)))
    assert refused.value.code == "area.out_of_scope"


def test_the_command_line_says_counts_and_remarks(tmp_path: Path, actor: Actor) -> None:
    from naungan.compliance.commands import compliance_app

    path = tmp_path / "leads.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Izin")
        for at, row in enumerate([HEADER.split(";"), GOOD.split(";"), ["2", "PT B", "99"]]):
            sheet.write_row(at, 0, row)
    arguments = ["import", str(path), "--area", "75.03", "--source", "rekaan", "--json"]
    trial = CliRunner().invoke(compliance_app, [*arguments, "--dry-run"])
    assert not Employer.objects.exists()
    done = CliRunner().invoke(compliance_app, arguments)
    said: dict[str, Any] = json.loads(done.stdout)
    assert json.loads(trial.stdout) == said
    assert {key: said[key] for key in ("rows", "created", "known", "rejected")} == {
        "rows": 2, "created": 1, "known": 0, "rejected": 1,
    }  # fmt: skip
    assert [(one["sheet"], one["cell"]) for one in said["findings"]] == [("Izin", "C3")]
    assert Employer.objects.count() == 1
    wrong = CliRunner().invoke(compliance_app, [*arguments[:-1], "--kind", "ANEH"])
    assert wrong.exit_code == 2
