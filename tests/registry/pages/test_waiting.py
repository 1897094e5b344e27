"""Rows that a check keeps out stay on one page until a later file brings the person or somebody sets them aside."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from naungan.accounts.models import Role
from naungan.journal.models import Entry
from naungan.registry.imports import batches
from naungan.registry.models import WaitingRow
from tests.journeys.lists import dirty_list
from tests.registry.lists import village_rows, workers, write_csv
from tests.registry.pages.test_imports import latest, text, upload
from tests.registry.pages.test_mending import mend, row_of

pytestmark = pytest.mark.django_db
PAGE = "/unggah/terbuka/"


@pytest.fixture
def clerk(world, sign_in, home):
    return sign_in(Role.OPERATOR)


@pytest.fixture
def dirty(clerk, tmp_path: Path):
    upload(clerk, dirty_list(tmp_path / "daftar desa.xlsx"))
    return latest()


def open_rows(client, query: str = "?") -> list[dict[str, str]]:
    """The rows that the page lists, as its CSV gives them."""
    told = client.get(f"{PAGE}{query}&format=csv")
    lines = list(csv.reader(io.StringIO(b"".join(told).decode("utf-8-sig"))))
    head = next(at for at, line in enumerate(lines) if "NIK" in line)
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if line]


def commit(client, batch) -> None:
    client.post(f"/unggah/{batch.pk}/simpan/", {"how": "good"}, follow=True)
    batch.refresh_from_db()
    assert batch.state == "COMMITTED"


def test_every_row_that_is_kept_out_waits_with_its_cause(clerk, dirty):
    rows = open_rows(clerk)
    assert len(rows) == dirty.counts["rejected"] == 7
    page = text(clerk.get(PAGE))
    assert "daftar desa.xlsx" in page
    assert "Nama kosong" in page
    missing = [row for row in rows if "Nama kosong" in row["Sebab"]]
    assert missing == open_rows(clerk, "?sebab=name.missing") != []


def test_a_mended_row_waits_no_longer(clerk, dirty):
    mend(clerk, dirty, row_of(dirty, "name.missing"), name="SITI AMINAH")
    rows = open_rows(clerk)
    assert len(rows) == 6
    assert not any("Nama kosong" in row["Sebab"] for row in rows)


def sent(clerk, folder: Path, name: str, people, change=None) -> None:
    rows = village_rows(people)
    if change:
        change(rows)
    write_csv(folder / name, rows)
    upload(clerk, folder / name)


def test_a_later_file_closes_what_it_brings_until_it_is_undone(clerk, tmp_path):
    people = workers(6, seed=3)

    def broken(rows):
        nik = rows[0].index("NIK")
        rows[1][nik] = rows[1][nik][:15]
        rows[2][rows[0].index("NAMA")] = ""

    sent(clerk, tmp_path, "pertama.csv", people, broken)
    commit(clerk, latest())
    assert {row["NIK"].lstrip("'") for row in open_rows(clerk)} == {people[0].nik[:15], people[1].nik}
    sent(clerk, tmp_path, "kedua.csv", people[:2])
    later = latest()
    commit(clerk, later)
    assert open_rows(clerk) == []
    assert len(open_rows(clerk, "?state=brought")) == 2
    assert set(WaitingRow.objects.values_list("closed_by", flat=True)) == {later.pk}
    clerk.post(f"/unggah/{later.pk}/batalkan/", {"reason": "keliru"}, follow=True)
    later.refresh_from_db()
    assert later.state == "UNDONE"
    assert len(open_rows(clerk)) == 2


def test_rows_are_set_aside_with_a_reason_and_opened_again(clerk, dirty):
    before = Entry.objects.count()
    some = open_rows(clerk, "?sebab=name.missing")
    form = {"expected": len(some), "reason": ""}
    assert "alasan" in text(clerk.post(f"{PAGE}selesai/?sebab=name.missing", form)).lower()
    assert Entry.objects.count() == before
    form["reason"] = "orangnya pindah"
    page = text(clerk.post(f"{PAGE}selesai/?sebab=name.missing", form, follow=True))
    assert "1 baris dicatat sudah ditindaklanjuti." in page
    assert len(open_rows(clerk)) == 6
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.reason, entry.summary["rows"]) == ("registry.set_aside", "orangnya pindah", 1)
    batches.preview_batch(dirty, actor=actor_of(clerk))
    assert len(open_rows(clerk)) == 6, "what was set aside stays aside when the file is checked again"
    again = {"expected": 1, "reason": "masih di sini"}
    clerk.post(f"{PAGE}buka-lagi/?state=aside", again, follow=True)
    assert len(open_rows(clerk)) == 7


def actor_of(client):
    return client.get(PAGE).wsgi_request.actor


def test_a_number_that_changed_since_it_was_shown_is_refused(clerk, dirty):
    page = text(clerk.post(f"{PAGE}selesai/", {"expected": 3, "reason": "semua"}))
    assert "Sekarang 7 baris, bukan 3" in page
    assert len(open_rows(clerk)) == 7


def test_another_regency_sees_none_of_them(clerk, dirty, sign_in):
    other = sign_in(Role.OPERATOR, area="75.71")
    assert open_rows(other) == []
    assert "daftar desa.xlsx" not in text(other.get(f"{PAGE}?state=all"))
    other.post(f"{PAGE}selesai/", {"expected": 7, "reason": "bukan milik kami"})
    assert WaitingRow.objects.filter(aside_entry=None).count() == 7
