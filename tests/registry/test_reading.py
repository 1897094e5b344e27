"""Files of every kind are read by their content, columns found by their words, people told from the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from naungan.law.findings import Refused
from naungan.registry.imports.source import load
from tests.registry.lists import (
    HEADINGS,
    sipp_rows,
    village_rows,
    workers,
    write_csv,
    write_ods,
    write_xlsx,
)

PEOPLE = workers(4)
NIKS = [person.nik for person in PEOPLE]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_separator_and_encoding_holds_the_same_people(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = village_rows(PEOPLE)
    rows[1][2] = "ANDRÉ OLUWOTO"
    path = write_csv(tmp_path / "a.csv", rows, separator=separator, encoding=encoding)
    people = load(path).people
    assert people["nik"].to_list() == NIKS
    assert people["name"][0] == "ANDRÉ OLUWOTO"


def test_the_name_of_a_file_says_nothing_about_its_kind(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", village_rows(PEOPLE))
    renamed = path.rename(tmp_path / "a.csv")
    assert load(renamed).people["nik"].to_list() == NIKS


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    source = load(write_ods(tmp_path / "a.ods", village_rows(PEOPLE)))
    assert source.people["nik"].to_list() == NIKS
    assert source.sheets[0].name == "Desa"


def test_every_sheet_with_a_header_counts_and_others_do_not(tmp_path: Path) -> None:
    notes = [["Catatan"], ["bukan daftar"]]
    path = write_xlsx(tmp_path / "a.xlsx", village_rows(PEOPLE[:2]), notes, village_rows(PEOPLE[2:]))
    source = load(path)
    assert source.people["nik"].to_list() == NIKS
    assert [sheet.name for sheet in source.sheets] == ["Daftar 1", "Daftar 3"]


def test_titles_column_numbers_totals_and_signatures_are_no_people(tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    list_ = [
        ["DAFTAR PEKERJA RENTAN"],
        ["KABUPATEN BONE BOLANGO TAHUN 2021"],
        [],
        rows[0],
        list(range(1, len(HEADINGS) + 1)),
        ["", "DESA TALULOBUTU"],
        *rows[1:3],
        rows[0],
        *rows[3:],
        ["", "JUMLAH", "4 orang"],
        [],
        ["", "", "", "", "Suwawa, 12 Januari 2021"],
        ["", "Mengetahui", "", "", "Kepala Desa"],
        ["", "19700101 199003 1 002", "RIDWAN WALUYA"],
    ]
    assert load(write_xlsx(tmp_path / "a.xlsx", list_)).people["nik"].to_list() == NIKS


def test_a_running_number_and_a_name_make_a_person_whatever_the_nik_says(tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    rows[1][1] = ""
    rows[2][1] = "tidak ada"
    rows[4][1] = "belum"
    assert load(write_csv(tmp_path / "a.csv", rows)).people.height == len(PEOPLE)


def test_blank_numbered_rows_of_a_template_are_no_people(tmp_path: Path) -> None:
    rows = village_rows(PEOPLE) + [[number, *[""] * 8] for number in range(5, 30)]
    assert load(write_xlsx(tmp_path / "a.xlsx", rows)).people.height == len(PEOPLE)


def test_a_header_of_two_lines_is_read_as_one(tmp_path: Path) -> None:
    upper = ["NO", "NOMOR INDUK", "NAMA", "JENIS", "TANGGAL", "ALAMAT", "", "", "JENIS"]
    lower = ["", "KEPENDUDUKAN (NIK)", "LENGKAP", "KELAMIN", "LAHIR", "", "RT", "RW", "PEKERJAAN"]
    rows = [upper, lower, *village_rows(PEOPLE)[1:]]
    source = load(write_xlsx(tmp_path / "a.xlsx", rows))
    assert source.people["nik"].to_list() == NIKS
    assert set(source.headers[0].columns) >= {"nik", "name", "sex", "birth", "rt", "rw", "occupation"}


def test_columns_are_found_in_any_order_and_what_nobody_reads_is_listed(tmp_path: Path) -> None:
    rows = [["KRITERIA", *reversed(row)] for row in village_rows(PEOPLE)]
    source = load(write_csv(tmp_path / "a.csv", rows))
    assert source.people["nik"].to_list() == NIKS
    assert source.ignored == ("KRITERIA",)


def test_the_agencys_list_of_new_workers_is_read_by_its_thirty_columns(tmp_path: Path) -> None:
    source = load(write_xlsx(tmp_path / "a.xlsx", sipp_rows(PEOPLE)))
    assert source.layout == "sipp_new"
    assert source.people["nik"].to_list() == NIKS
    assert source.people["wage"].to_list() == ["3000000"] * 4


def test_kinds_of_cells_are_kept_apart(tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    rows[1][1] = int(NIKS[0])
    rows[2][4] = PEOPLE[1].born
    people = load(write_xlsx(tmp_path / "a.xlsx", rows)).people
    assert people["nik_kind"].to_list() == ["n", "t", "t", "t"]
    assert people["birth_kind"].to_list() == ["t", "d", "t", "t"]
    assert people["birth"][1] == date.isoformat(PEOPLE[1].born)


@pytest.mark.parametrize("at", [1, 3, 4])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_quotation_mark_that_never_closes_swallows_nobody(tmp_path: Path, at: int, ending: str) -> None:
    lines = ["NIK;NAMA;ALAMAT", *(f"{person.nik};{person.name};Dusun Timur" for person in PEOPLE), ""]
    path = tmp_path / "a.csv"
    path.write_bytes(ending.join(lines).replace(f"{PEOPLE[at - 1].nik};", f'{PEOPLE[at - 1].nik};"').encode())
    if at == len(PEOPLE):
        # nothing stands below the last row: the mark costs that row its columns, and nobody else
        assert load(path).people["nik"].to_list() == NIKS
        return
    with pytest.raises(Refused) as refused:
        load(path)
    assert refused.value.code == "file.quotation"


def test_a_line_break_inside_a_cell_keeps_addresses_as_a_sheet_shows_them(tmp_path: Path) -> None:
    rows = village_rows(PEOPLE)
    rows[1][5] = "Dusun Timur\nDesa Bulango"
    assert load(write_csv(tmp_path / "a.csv", rows)).people["line"].to_list() == [2, 3, 4, 5]
