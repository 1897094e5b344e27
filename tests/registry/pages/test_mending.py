"""Mending in the preview: a cell, one rule for a cause, how the file is read; the file stays as it came."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import python_calamine

from naungan.accounts.models import Role
from naungan.journal.models import Change, Entry
from naungan.registry import tasks
from naungan.registry.imports import batches, run
from naungan.registry.models import Person, RememberedReading
from tests.journeys.lists import dirty_list, people, write_village_list
from tests.registry.lists import write_csv
from tests.registry.pages.test_imports import latest, text, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world, sign_in, home):
    return sign_in(Role.OPERATOR)


@pytest.fixture
def dirty(clerk, tmp_path: Path):
    upload(clerk, dirty_list(tmp_path / "daftar desa.xlsx"))
    return latest()


def counts(batch) -> tuple[int, int, int]:
    batch.refresh_from_db()
    return batch.counts["rows"], batch.counts["accepted"], batch.counts["rejected"]


def row_of(batch, code: str) -> int:
    return next(one.row for one in batches.placed_of(batch.pk) if one.code == code)


def mend(client, batch, row: int, **cells):
    form = {name: str(value) for name, value in shown(client, batch, row).items()}
    return client.post(f"/unggah/{batch.pk}/baris/{row}/", {**form, **cells}, follow=True)


def shown(client, batch, row: int) -> dict[str, str]:
    answer = client.get(f"/unggah/{batch.pk}/baris/{row}/")
    return {name: field.initial for name, field in answer.context["form"].fields.items()}


def test_a_mended_cell_lets_its_row_in_and_leaves_the_file_as_it_came(clerk, dirty):
    kept = batches.folder_of(dirty.pk) / batches.SOURCE
    before, row = kept.read_bytes(), row_of(dirty, "name.missing")
    assert counts(dirty) == (28, 21, 7)
    page = text(mend(clerk, dirty, row, name="SITI AMINAH"))
    assert "Baris 13 diperbaiki. 6 baris lagi harus diperbaiki." in page
    assert counts(dirty) == (28, 22, 6)
    assert kept.read_bytes() == before
    assert "Di berkas: –" in text(clerk.get(f"/unggah/{dirty.pk}/baris/{row}/"))
    clerk.post(f"/unggah/{dirty.pk}/simpan/", {"how": "good"})
    assert Person.objects.filter(name="SITI AMINAH").exists()


def test_the_journal_says_who_changed_which_cell_from_what_to_what(clerk, dirty):
    mend(clerk, dirty, row_of(dirty, "name.missing"), name="SITI AMINAH")
    entry = Entry.objects.get(action="registry.mend_cells")
    change = Change.objects.get(entry=entry)
    assert entry.actor == "operator-75.03"
    assert (change.before, change.after) == ({"Desember!C13": ""}, {"Desember!C13": "SITI AMINAH"})


def test_only_the_rows_that_a_mend_touches_are_checked_again(clerk, dirty, monkeypatch):
    seen = []
    check = run.check_rows
    monkeypatch.setattr(run, "check_rows", lambda part, *rest: seen.append(part.height) or check(part, *rest))
    mend(clerk, dirty, row_of(dirty, "name.missing"), name="SITI AMINAH")
    assert len(seen) == 1
    assert seen[0] <= 3, "the row, and the two that share a NIK"


def test_a_mend_is_checked_against_the_other_rows_too(clerk, dirty):
    """Rows 5 and 27 share a NIK; mending one frees both. Giving it away again blocks both."""
    rows = [one.row for one in batches.placed_of(dirty.pk) if one.code == "nik.repeated"]
    assert len(rows) == 2
    nik = shown(clerk, dirty, rows[0])["nik"]
    mend(clerk, dirty, rows[1], nik=nik[:12] + "0777")
    assert counts(dirty) == (28, 23, 5)
    mend(clerk, dirty, rows[1], nik=nik)
    assert counts(dirty) == (28, 21, 7)


def test_what_the_partial_check_says_is_what_checking_everything_says(clerk, dirty):
    mend(clerk, dirty, row_of(dirty, "name.missing"), name="SITI AMINAH")
    mend(clerk, dirty, row_of(dirty, "birth_date.differs"), birth="")
    partly, placed = dict(latest().counts), batches.placed_of(dirty.pk)
    clerk.post(f"/unggah/{dirty.pk}/periksa/")
    whole = latest().counts
    names = ("rows", "accepted", "rejected", "created", "known", "joined", "updated", "unchanged", "by_code")
    assert {name: partly[name] for name in names} == {name: whole[name] for name in names}
    assert placed == batches.placed_of(dirty.pk)


def test_rejected_rows_carry_what_was_mended(clerk, dirty):
    row = row_of(dirty, "age.out_of_range")
    mend(clerk, dirty, row, address="Dusun Mended")
    answer = clerk.get(f"/unggah/{dirty.pk}/ditolak.xlsx")
    content = io.BytesIO(b"".join(answer.streaming_content))
    rows = python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert len(rows) == 8
    assert sum("Dusun Mended" in line for line in rows) == 1


def test_one_rule_exchanges_day_and_month_in_every_row_of_a_cause(clerk, tmp_path):
    rows = people(12)
    for row in rows:
        day, month, year = row[4].split("-")
        row[4] = f"{month}-{day}-{year}"
    upload(clerk, write_village_list(tmp_path / "tukar.xlsx", rows))
    batch = latest()
    struck = batch.counts["by_code"]["birth_date.swapped"]
    assert struck > 5
    assert f"Perbaiki {struck} baris sekaligus" in text(clerk.get(f"/unggah/{batch.pk}/"))
    given = {"sebab": "birth_date.swapped", "aturan": "swap"}
    page = text(clerk.post(f"/unggah/{batch.pk}/aturan/", given, follow=True))
    assert f"{struck} sel diubah." in page
    assert "birth_date.swapped" not in latest().counts["by_code"]


def test_one_rule_sets_the_area_of_every_row_that_names_an_unknown_one(clerk, tmp_path):
    upload(
        clerk, write_village_list(tmp_path / "desa.xlsx", people(6, villages=[("BONGOIMEE", "TILONGKABILA")]))
    )
    batch = latest()
    assert batch.counts["by_code"] == {"area.unknown": 6}
    given = {"sebab": "area.unknown", "aturan": "area", "nilai": "Bongoime / Tilongkabila"}
    clerk.post(f"/unggah/{batch.pk}/aturan/", given)
    assert latest().counts["by_code"] == {}
    clerk.post(f"/unggah/{batch.pk}/simpan/", {"how": "all"})
    assert set(
        Person.objects.filter(memberships__roll=latest().roll).values_list("domicile__name", flat=True)
    ) == {"Bongoime"}


@pytest.mark.parametrize(
    "given",
    [
        {"sebab": "name.missing", "aturan": "swap"},
        {"sebab": "area.unknown", "aturan": "area", "nilai": " / "},
    ],
)
def test_a_rule_that_does_not_fit_changes_nothing(clerk, dirty, given):
    assert clerk.post(f"/unggah/{dirty.pk}/aturan/", given).status_code == 422
    assert counts(dirty) == (28, 21, 7)


def test_nobody_else_mends_a_batch_and_nobody_mends_a_saved_one(clerk, dirty, sign_in):
    row = row_of(dirty, "name.missing")
    other = sign_in(Role.OPERATOR, "75.71")
    assert other.get(f"/unggah/{dirty.pk}/baris/{row}/").status_code == 404
    assert other.post(f"/unggah/{dirty.pk}/aturan/", {"sebab": "x", "aturan": "swap"}).status_code == 404
    assert other.post(f"/unggah/{dirty.pk}/cara-baca/", {}).status_code == 404
    owner = sign_in(Role.LIST_OWNER, "75.03")
    owner.post(f"/unggah/{dirty.pk}/simpan/", {"how": "good"})
    assert owner.post(f"/unggah/{dirty.pk}/baris/{row}/", {"name": "X"}).status_code == 404


def test_a_file_whose_headings_nobody_knows_is_read_as_somebody_chooses_and_the_next_one_by_itself(
    clerk, tmp_path
):
    rows = [["Sapaan", "Kartu", "Kerja"], *([row[2], row[1], row[10]] for row in people(4))]
    path = write_csv(tmp_path / "aneh.csv", rows, separator=";")
    page = text(upload(clerk, path))
    assert "Pilih cara membaca berkas" in page
    batch = latest()
    assert batch.state == "REFUSED"
    form = text(clerk.get(f"/unggah/{batch.pk}/cara-baca/"))
    assert "Sapaan" in form
    assert "titik koma" in form
    chosen = {"kolom_0": "name", "kolom_1": "nik", "kolom_2": "occupation", "header_line": ""}
    clerk.post(f"/unggah/{batch.pk}/cara-baca/", chosen)
    assert counts(batch) == (4, 4, 0)
    assert RememberedReading.objects.count() == 1
    again = [["Kerja", "Kartu", "Sapaan"], *([row[10], row[1], row[2]] for row in people(5, seed=5))]
    upload(clerk, write_csv(tmp_path / "aneh lagi.csv", again))
    assert counts(latest()) == (5, 5, 0), "known by its headings, in whatever order"


def test_a_column_can_be_left_out_and_the_separator_and_encoding_be_changed(clerk, tmp_path):
    rows = [["NIK", "NAMA", "ALAMAT"], *([row[1], row[2], "Kampung Bañu"] for row in people(3))]
    upload(clerk, write_csv(tmp_path / "a.csv", rows, separator="|", encoding="cp1252"))
    batch = latest()
    assert "garis tegak" in text(clerk.get(f"/unggah/{batch.pk}/"))
    assert "CP1252" in text(clerk.get(f"/unggah/{batch.pk}/"))
    chosen = {"separator": "|", "encoding": "cp1252", "kolom_0": "nik", "kolom_1": "name", "kolom_2": ""}
    clerk.post(f"/unggah/{batch.pk}/cara-baca/", chosen)
    assert "ALAMAT" in latest().counts["ignored"]
    clerk.post(f"/unggah/{batch.pk}/cara-baca/", {**chosen, "separator": ","})
    assert latest().state == "REFUSED"


def test_a_meaning_cannot_be_given_to_two_columns(clerk, dirty):
    headings = latest().counts["header"]
    chosen = {f"kolom_{index}": "name" for index in range(len(headings))}
    assert "sudah dipakai kolom lain" in text(clerk.post(f"/unggah/{dirty.pk}/cara-baca/", chosen))


def test_a_rule_for_very_many_rows_is_checked_in_the_background(clerk, dirty, monkeypatch):
    started = []
    monkeypatch.setattr("naungan.registry.imports.mending.MOST_ROWS", 0)
    monkeypatch.setattr(tasks, "start_check", lambda batch, user: started.append(batch.pk))
    mend(clerk, dirty, row_of(dirty, "name.missing"), name="SITI AMINAH")
    assert started == [dirty.pk]


def test_every_check_is_listed_with_its_words_and_as_files(clerk):
    page = text(clerk.get("/unggah/pemeriksaan/"))
    assert "Kecamatan tidak ada di daerah ini" in page or "Halaman 1" in page
    listed = text(clerk.get("/unggah/pemeriksaan/", {"format": "csv"}))
    assert "nik.shape" in listed
    assert "NIK terdiri dari 16 angka; di sini … angka" in listed
    assert "name.missing" not in text(clerk.get("/unggah/pemeriksaan/", {"format": "csv", "q": "kuota"}))
