"""A list from upload to registry: preview first, good rows by choice, receipt, undo; a wrong file changes nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile

from naungan.accounts.models import Role
from naungan.journal.models import Entry
from naungan.kit import dependents
from naungan.registry import tasks
from naungan.registry.models import ImportBatch, Membership, Person, Roll
from tests.journeys.lists import dirty_list, people, write_village_list

pytestmark = pytest.mark.django_db

FORM = {
    "payer": "75.03",
    "group": "nelayan",
    "programmes": ["JKK", "JKM"],
    "first_month": "2021-01",
    "last_month": "Desember 2021",
    "paid_by": "APBD",
    "name": "Nelayan unggahan",
    "amount": "1.000.000",
}


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def upload(client, path: Path, **more):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/unggah/baru/", {**FORM, **more, "file": file}, follow=True)


@pytest.fixture
def clerk(world, sign_in, home):
    return sign_in(Role.OPERATOR)


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    return dirty_list(tmp_path / "daftar desa.xlsx")


def latest() -> ImportBatch:
    return ImportBatch.objects.order_by("pk").last()


def test_the_preview_tells_what_would_happen_and_writes_nobody(clerk, dirty):
    before = Person.objects.count()
    page = text(upload(clerk, dirty))
    for words in (
        "Pratinjau",
        "Akan dibuat",
        "Simpan 21 baris yang baik",
        "7 baris lainnya menunggu",
        "NIK tersimpan sebagai angka",
        "Usia di luar 17–64 tahun",
        "B25",
        "Excel (XLSX)",
        "Daftar desa",
        "Desember",
        "KETERANGAN",
        "diabaikan",
    ):
        assert words in page
    assert re.search(r"<dt>TANGGAL LAHIR</dt>\s*<dd>Tanggal lahir</dd>", page)
    assert Person.objects.count() == before
    assert latest().roll is None


def test_good_rows_are_saved_by_choice_and_the_list_waits_as_a_proposal(clerk, dirty):
    upload(clerk, dirty)
    batch = latest()
    page = text(clerk.post(f"/unggah/{batch.pk}/simpan/", {"how": "good"}, follow=True))
    assert "Tanda terima" in page
    assert "21 baris disimpan." in page
    assert "7 baris menunggu perbaikan." in page
    roll = Roll.objects.get(name="Nelayan unggahan")
    assert roll.state == "PROPOSED"
    assert roll.memberships.count() == 21
    assert "Nelayan unggahan" in text(clerk.get(f"/daftar/{roll.pk}/"))
    assert str(batch.entry.actor) == "operator-75.03"


def test_all_or_nothing_saves_nothing_while_rows_must_be_mended(clerk, dirty):
    upload(clerk, dirty)
    before = Person.objects.count()
    page = text(clerk.post(f"/unggah/{latest().pk}/simpan/", {"how": "all"}, follow=True))
    assert "7 dari 28 baris harus diperbaiki; tidak ada yang disimpan." in page
    assert latest().state == "PREVIEWED"
    assert Person.objects.count() == before


def test_without_a_choice_nothing_is_saved(clerk, dirty):
    upload(clerk, dirty)
    page = text(clerk.post(f"/unggah/{latest().pk}/simpan/", {}, follow=True))
    assert "Pilih dahulu cara menyimpannya." in page
    assert latest().state == "PREVIEWED"


def test_rejected_rows_come_back_as_a_spreadsheet_with_remarks(clerk, dirty):
    upload(clerk, dirty)
    answer = clerk.get(f"/unggah/{latest().pk}/ditolak.xlsx")
    content = io.BytesIO(b"".join(answer.streaming_content))
    rows = python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["NO", "NIK", "NAMA"]
    assert rows[0][-1] == "Catatan perbaikan"
    assert len(rows) == 8
    assert all(row[-1] for row in rows)


def test_findings_are_filtered_in_the_address_and_downloaded_as_filtered(clerk, dirty):
    upload(clerk, dirty)
    address = f"/unggah/{latest().pk}/"
    everything = text(clerk.get(address, {"format": "csv"}))
    assert everything.count("Desember,") == 8
    blocking = text(clerk.get(address, {"format": "csv", "berat": "harus"}))
    assert blocking.count("Desember,") == 7
    one = text(clerk.get(address, {"format": "csv", "sebab": "name.missing"}))
    assert one.count("Desember,") == 1
    assert "C13" in one


def test_the_same_file_again_is_recognised_and_changes_nothing(clerk, dirty):
    upload(clerk, dirty)
    first = latest()
    clerk.post(f"/unggah/{first.pk}/simpan/", {"how": "good"})
    people_then, spells_then = Person.objects.count(), Membership.objects.count()
    page = text(upload(clerk, dirty))
    assert "Berkas ini sudah pernah diunggah." in page
    assert f'href="/unggah/{first.pk}/"' in page
    clerk.post(f"/unggah/{latest().pk}/simpan/", {"how": "good"})
    assert (Person.objects.count(), Membership.objects.count()) == (people_then, spells_then)
    assert "tidak ada yang berubah" in text(clerk.get(f"/unggah/{latest().pk}/"))


def test_a_saved_batch_is_undone_with_a_reason_while_nothing_stands_on_it(clerk, dirty):
    upload(clerk, dirty)
    batch = latest()
    clerk.post(f"/unggah/{batch.pk}/simpan/", {"how": "good"})
    page = text(clerk.post(f"/unggah/{batch.pk}/batalkan/", {"reason": ""}, follow=True))
    assert "Tulis alasan pembatalan" in page
    page = text(clerk.post(f"/unggah/{batch.pk}/batalkan/", {"reason": "berkas keliru"}, follow=True))
    assert "Impor dibatalkan." in page
    assert latest().state == "UNDONE"
    assert "Tanda terima" not in page


def test_what_depends_on_a_batch_is_named_instead_of_the_undo_button(clerk, dirty, monkeypatch):
    upload(clerk, dirty)
    batch = latest()
    clerk.post(f"/unggah/{batch.pk}/simpan/", {"how": "good"})
    monkeypatch.setitem(dependents._asks, "registry.batch", [lambda _batch: "Tagihan Januari 2021"])
    page = text(clerk.get(f"/unggah/{batch.pk}/"))
    assert "Tagihan Januari 2021" in page
    assert f"/unggah/{batch.pk}/batalkan/" not in page
    answer = clerk.post(f"/unggah/{batch.pk}/batalkan/", {"reason": "tetap saja"})
    assert answer.status_code == 422
    assert latest().state == "COMMITTED"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "foto.xlsx"),
        ("kosong.xlsx", b"", "Berkas ini kosong"),
        ("surat.csv", b"Kepada Yth.\nBapak Bupati\ndi tempat\n", "Judul kolom"),
        ("rumus.csv", b"NO,NIK,NAMA\n1,7503014507900111,=UPPER(A1)\n", "rumus"),
    ],
)
def test_a_wrong_file_is_told_clearly_and_changes_nothing(clerk, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    before = (Person.objects.count(), Membership.objects.count(), Roll.objects.count())
    page = text(upload(clerk, tmp_path / name))
    assert told in page
    assert (Person.objects.count(), Membership.objects.count(), Roll.objects.count()) == before
    if content:
        assert "Berkas ini tidak dapat diterima" in page
        assert latest().state == "REFUSED"


def test_the_form_says_all_that_is_wrong_at_once_and_keeps_what_was_typed(clerk, dirty):
    page = text(upload(clerk, dirty, payer="", first_month="2021-06", last_month="2021-01", amount="banyak"))
    assert "Ada yang harus diperbaiki" in page
    assert "Bulan terakhir mendahului bulan pertama." in page
    assert "bukan jumlah rupiah" in page
    assert 'value="Nelayan unggahan"' in page
    assert ImportBatch.objects.count() == 0


def test_a_list_of_more_than_twelve_months_is_not_taken(clerk, dirty):
    assert "paling lama 12 bulan" in text(upload(clerk, dirty, last_month="2022-03"))


def test_what_the_law_forbids_stands_beside_its_field(clerk, dirty):
    page = text(upload(clerk, dirty, programmes=["JKK", "JP"]))
    assert "Segmen BPU tidak mengenal program JP" in page
    assert ImportBatch.objects.count() == 0


def test_an_operator_cannot_bring_a_list_for_a_payer_outside_the_scope(clerk, dirty):
    page = text(upload(clerk, dirty, payer="75.71"))
    assert "Ada yang harus diperbaiki" in page
    assert ImportBatch.objects.count() == 0


def test_nobody_outside_the_scope_sees_a_batch_its_findings_or_its_rejected_rows(clerk, dirty, sign_in):
    upload(clerk, dirty)
    pk = latest().pk
    other = sign_in(Role.OPERATOR, "75.71")
    assert dirty.name not in text(other.get("/unggah/"))
    for path in ("", "baris/", "kemajuan/", "ditolak.xlsx"):
        assert other.get(f"/unggah/{pk}/{path}").status_code == 404
    for path in ("simpan/", "batalkan/", "periksa/"):
        assert other.post(f"/unggah/{pk}/{path}", {"how": "good", "reason": "x"}).status_code == 404
    assert latest().state == "PREVIEWED"


def test_while_the_work_goes_on_the_page_asks_again_and_stops_when_it_ends(clerk, dirty, monkeypatch):
    monkeypatch.setattr(tasks, "check", type("Waiting", (), {"enqueue": staticmethod(lambda *given: None)}))
    page = text(upload(clerk, dirty))
    batch = latest()
    assert "Membaca dan memeriksa berkas" in page
    assert 'hx-trigger="every 1s"' in page
    assert "Muat ulang" in page, "the way on without JavaScript"
    tasks._mark(batch.pk, tasks.CHECK, 40, 0)
    assert "40 persen" in text(clerk.get(f"/unggah/{batch.pk}/kemajuan/", headers={"HX-Request": "true"}))
    tasks.cache.delete(tasks._key(batch.pk))
    ended = clerk.get(f"/unggah/{batch.pk}/kemajuan/", headers={"HX-Request": "true"})
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")
    monkeypatch.undo()
    assert "Pemeriksaan terhenti" in text(clerk.get(f"/unggah/{batch.pk}/"))
    assert "Simpan 21 baris yang baik" in text(clerk.post(f"/unggah/{batch.pk}/periksa/", follow=True))


def test_a_mended_file_starts_with_the_particulars_of_the_first(clerk, dirty):
    upload(clerk, dirty)
    page = text(clerk.get("/unggah/baru/", {"dari": latest().pk}))
    assert 'value="Nelayan unggahan"' in page
    assert 'value="2021-12"' in page
    assert '<option value="75.03" selected>' in page


def test_batches_are_listed_with_who_when_and_how_many(clerk, dirty):
    upload(clerk, dirty)
    page = text(clerk.get("/unggah/"))
    for words in (dirty.name, "operator-75.03", ">28<", ">7<", "Pratinjau"):
        assert words in page
    assert dirty.name not in text(clerk.get("/unggah/", {"state": "COMMITTED"}))


@pytest.mark.parametrize(("layout", "columns"), [("desa", 11), ("sipp-tk-baru", 30)])
def test_an_empty_list_has_its_headings_an_example_and_the_allowed_values(clerk, layout, columns):
    answer = clerk.get(f"/unggah/kosong/{layout}/")
    content = io.BytesIO(b"".join(answer.streaming_content))
    book = python_calamine.CalamineWorkbook.from_filelike(content)
    head, example = book.get_sheet_by_index(0).to_python()[:2]
    assert len(head) == columns
    assert "CONTOH (hapus baris ini)" in example
    assert all(isinstance(cell, str) for cell in example)
    values = [cell for row in book.get_sheet_by_index(1).to_python() for cell in row]
    assert {"L", "P", "Nelayan"} <= set(values)


def test_the_example_of_an_empty_list_never_becomes_a_person(clerk, tmp_path):
    answer = clerk.get("/unggah/kosong/desa/")
    (tmp_path / "contoh.xlsx").write_bytes(b"".join(answer.streaming_content))
    page = text(upload(clerk, tmp_path / "contoh.xlsx"))
    assert "Tidak ada baris yang dapat disimpan." in page


def test_a_clean_list_needs_no_choice(clerk, tmp_path):
    page = text(upload(clerk, write_village_list(tmp_path / "bersih.xlsx", people(12))))
    assert "12 orang masuk ke registri" in page
    assert 'type="hidden" name="how" value="all"' in page
    assert "Semua baris lolos pemeriksaan." in page


def test_every_row_is_shown_with_what_becomes_of_it_or_only_those_with_remarks(clerk, dirty):
    upload(clerk, dirty)
    address = f"/unggah/{latest().pk}/baris/"
    everything = text(clerk.get(address, {"format": "csv"}))
    assert everything.count("Desember,") == 28
    assert everything.count(",Ditahan,") == 7
    remarked = text(clerk.get(address, {"format": "csv", "hanya": "on"}))
    assert remarked.count("Desember,") == 8
    assert "C13: nama menurut KTP. Isi nama." in remarked
    noted = text(clerk.get(address, {"hasil": "noted"}))
    assert "Masuk, dengan catatan" in noted
    assert "1 baris" in noted


@pytest.mark.parametrize("earlier", ["²", "٣", "9" * 30, "-1", "x"])
def test_an_earlier_batch_that_is_no_number_of_one_leaves_the_form_empty(clerk, earlier):
    assert clerk.get("/unggah/baru/", {"dari": earlier}).status_code == 200


@pytest.mark.parametrize(
    ("uploaded", "read", "words"),
    [("en", "id", "NIK terdiri dari 16 angka"), ("id", "en", "NIK of 16 digits")],
)
def test_remarks_are_read_in_the_reader_s_language_whoever_uploaded(
    clerk, dirty, settings, uploaded, read, words
):
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = uploaded
    upload(clerk, dirty)
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = read
    assert words in text(clerk.get(f"/unggah/{latest().pk}/"))


def test_a_masked_reader_finds_no_whole_nik_in_a_preview_nor_in_its_files(clerk, dirty, sign_in):
    upload(clerk, dirty)
    page = f"/unggah/{latest().pk}/"
    whole = re.compile(r"(?<!\d)\d{12,}(?!\d)")
    faces = (page, f"{page}?format=csv", f"{page}baris/", f"{page}baris/?format=csv")
    assert whole.search(text(clerk.get(faces[2])))
    nik = whole.search(text(clerk.get(faces[3])))[0]
    auditor = sign_in(Role.AUDITOR)
    for face in faces:
        assert not whole.findall(text(auditor.get(face))), face
    assert auditor.get(f"{page}perbaikan.xlsx").status_code == 404
    assert "perbaikan.xlsx" not in text(auditor.get(page))
    for typed, found in ((nik[:12], 0), (nik, 1)):
        rows = text(auditor.get(faces[2], {"q": typed, "format": "csv"})).count("Desember,")
        assert min(rows, 1) == found


def test_a_masked_reader_reads_mended_cells_masked_in_the_journal(clerk, dirty, sign_in):
    upload(clerk, dirty)
    clerk.post(f"/unggah/{latest().pk}/baris/0/", {"nik": "7503010101850999", "name": "AMIR REKAAN"})
    entry = Entry.objects.get(action="registry.mend_cells")
    told = text(sign_in(Role.AUDITOR).get(f"/jurnal/{entry.pk}/"))
    assert "AMIR REKAAN" in told
    assert "7503010101850999" not in told
    assert "7503•••••••••999" in told
