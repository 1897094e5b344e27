"""A village clerk brings a dirty list: signs in, uploads, reads what is wrong, takes back bad rows, saves the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import python_calamine

from naungan.accounts.models import Role
from naungan.registry.models import ImportBatch, Roll
from tests.journeys.conftest import BOTUTONUO, PASSWORD, VILLAGE, new_user
from tests.journeys.lists import dirty_list

pytestmark = pytest.mark.browser


def sign_in(page: Any, name: str) -> None:
    page.goto("/akun/masuk/")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/")


def fill_in(page: Any, path: Path) -> None:
    page.get_by_label("Berkas daftar").set_input_files(path)
    page.get_by_label("Kelompok pekerja").select_option("nelayan")
    page.get_by_label("Pembayar iuran").select_option(VILLAGE)
    page.get_by_label("Dibayar dari").select_option("APBDES")
    page.get_by_label("Bulan pertama").fill("2021-01")
    page.get_by_label("Bulan terakhir").fill("2021-12")
    page.get_by_label("Nama daftar").fill("Nelayan Botutonuo")
    page.get_by_role("button", name="Unggah dan periksa").click()


def mend_the_missing_name(page: Any) -> None:
    """From the preview: the cell of the remark, the right name, and back."""
    page.get_by_role("link", name="Nama kosong").click()
    page.wait_for_url("**sebab=name.missing**")
    page.locator("#catatan-results").get_by_role("link", name="C13", exact=True).click()
    page.get_by_role("heading", name="Baris 13").wait_for()
    page.get_by_label("Nama", exact=True).fill("SITI AMINAH")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_text("Baris 13 diperbaiki. 6 baris lagi harus diperbaiki.").wait_for()


def test_a_village_clerk_brings_a_dirty_list(ground: None, visit: Any, tmp_path: Path) -> None:
    new_user("operator-desa", Role.OPERATOR, VILLAGE)
    page = visit(None)
    sign_in(page, "operator-desa")
    page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name="Peserta").click()
    page.get_by_role("navigation", name="Peserta").get_by_role("link", name="Unggah").click()
    page.get_by_role("link", name="Unggah daftar baru").click()
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_role("heading", name="Ada yang harus diperbaiki").wait_for()
    page.get_by_role("link", name="Berkas daftar").click()
    assert page.evaluate("document.activeElement.name") == "file"

    fill_in(page, dirty_list(tmp_path / "nelayan.xlsx", [BOTUTONUO]))
    page.get_by_text("Akan dibuat").wait_for()
    page.get_by_role("link", name="NIK tersimpan sebagai angka").click()
    page.wait_for_url("**sebab=nik.number**")
    rows = page.locator("#catatan-results tbody tr")
    assert rows.count() == 1
    assert "B25" in rows.first.inner_text()

    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh baris yang ditolak (XLSX)").click()
    sheet = python_calamine.CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 8

    mend_the_missing_name(page)
    page.get_by_label("Simpan 22 baris yang baik").check()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Tanda terima").wait_for()
    page.get_by_role("link", name="Buka daftarnya").click()
    page.get_by_role("heading", name="Nelayan Botutonuo").wait_for()
    assert "22 baris" in page.locator(".list-count").inner_text()
    assert Roll.objects.get().state == "PROPOSED"


def test_the_list_owner_takes_the_proposal_to_its_decree(preview: Any, visit: Any) -> None:
    page = visit(new_user("disnaker", Role.LIST_OWNER, "75.03"))
    page.goto(f"/unggah/{preview.pk}/")
    page.get_by_label("Simpan 21 baris yang baik").check()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("link", name="Buka daftarnya").click()
    page.get_by_role("button", name="Tandai terverifikasi").click()
    page.get_by_label("Nomor SK").fill("140/KEP/2021")
    page.get_by_label("Tanggal SK").fill("2021-04-02")
    page.get_by_role("button", name="Tetapkan dengan SK").click()
    page.get_by_text("Tahap daftar sekarang: Ditetapkan (SK).").wait_for()
    assert "140/KEP/2021" in page.locator("main").inner_text()


def test_all_of_it_works_without_javascript(ground: None, visit: Any, tmp_path: Path) -> None:
    page = visit(new_user("operator-desa", Role.OPERATOR, VILLAGE), java_script_enabled=False)
    page.goto("/unggah/baru/")
    fill_in(page, dirty_list(tmp_path / "nelayan.xlsx", [BOTUTONUO]))
    page.get_by_label("Simpan 21 baris yang baik").check()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Tanda terima").wait_for()
    page.goto("/peserta/")
    page.get_by_label("NIK, KPJ, atau nama").fill("ini tidak ada")
    page.get_by_role("button", name="Terapkan").click()
    page.get_by_role("heading", name="Tidak ada baris").wait_for()
    assert ImportBatch.objects.get().state == "COMMITTED"


def test_a_filter_changes_the_address_and_the_way_back_works(office: None, visit: Any) -> None:
    page = visit(new_user("auditor", Role.AUDITOR))
    page.goto("/peserta/")
    page.get_by_label("Wilayah").select_option("75.71")
    page.get_by_role("heading", name="Tidak ada baris").wait_for()
    assert "area=75.71" in page.url
    page.go_back()
    page.get_by_text("60 baris", exact=True).wait_for()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
