"""A village proposes, the region verifies against the civil registry, decrees with its annex, and the village gets its
return sheet: on a desk and on a telephone.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from naungan.accounts.models import Role
from naungan.registry.models import Membership, Roll
from tests.journeys.conftest import BOTUTONUO, SIZES, VILLAGE, new_user
from tests.journeys.lists import people, write_village_list

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def civil_registry(path: Path, rows: list[list[str]]) -> Path:
    """The civil registry's file: the first of the list has died, the second is not in it."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "STATUS"))
        for at, row in enumerate(rows):
            if at != 1:
                writer.writerow((row[1], row[2], row[4], "MENINGGAL" if at == 0 else "HIDUP"))
    return path


def propose(page: Any, path: Path) -> None:
    page.goto("/unggah/baru/")
    page.get_by_label("Berkas daftar").set_input_files(path)
    page.get_by_label("Kelompok pekerja").select_option("nelayan")
    page.get_by_label("Pembayar iuran").select_option("75.03")
    page.get_by_label("Bulan pertama").fill("2021-04")
    page.get_by_label("Bulan terakhir").fill("2021-12")
    page.get_by_label("Nama daftar").fill("Usulan Botutonuo")
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_text("Akan dibuat").wait_for()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Tanda terima").wait_for()


def bring_reference(page: Any, path: Path) -> None:
    page.goto("/acuan/")
    page.get_by_role("link", name="Unggah data acuan").click()
    page.get_by_label("Wilayah yang dicakup").select_option("75.03")
    page.get_by_label("Posisi data per").fill("2021-03-31")
    page.get_by_label("Asal data").fill("Dukcapil, surat 470/12/2021")
    page.get_by_label("Berkas").set_input_files(path)
    page.get_by_role("button", name="Unggah", exact=True).click()
    page.get_by_text("9 orang disimpan sebagai data acuan.").wait_for()


def decide(page: Any, base: str, result: str, state: str, cause: str, count: int) -> None:
    page.goto(f"{base}pemeriksaan/?result={result}")
    page.get_by_text(f"Putuskan {count} orang yang tersaring").click()
    # the filter above the list is called so too
    form = page.locator("details form.step-form")
    form.get_by_label("Keputusan").select_option(state)
    form.get_by_label("Sebab penolakan").select_option(cause)
    form.get_by_role("button", name=f"Catat untuk {count} orang").click()
    page.get_by_text(f"Keputusan dicatat untuk {count} orang.").wait_for()


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("size", SIZES, ids=["desk", "telephone"])
def test_a_proposal_becomes_a_decree_and_comes_back(
    ground: None, visit: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = people(10, villages=[BOTUTONUO])
    village = visit(new_user("operator-desa", Role.OPERATOR, VILLAGE), size)
    propose(village, write_village_list(tmp_path / "usulan.xlsx", rows))
    base = f"/daftar/{Roll.objects.get().pk}/"

    page = visit(new_user("verifikator", Role.VERIFIER, "75.03"), size)
    bring_reference(page, civil_registry(tmp_path / "dukcapil.csv", rows))
    page.goto(f"{base}pemeriksaan/")
    page.get_by_role("button", name="Cocokkan dengan data acuan").click()
    page.get_by_text("10 orang dicocokkan; 10 hasil baru.").wait_for()
    assert fits(page)
    decide(page, base, "FOUND", "VERIFIED", "", 8)
    decide(page, base, "DEAD", "REJECTED", "DEAD", 1)
    decide(page, base, "NOT_FOUND", "REJECTED", "NOT_FOUND", 1)
    page.goto(base)
    page.get_by_role("button", name="Tandai terverifikasi").click()
    page.get_by_text("Tahap daftar sekarang: Terverifikasi.").wait_for()

    page = visit(new_user("disnaker", Role.LIST_OWNER, "75.03"), size)
    page.goto(base)
    page.get_by_role("link", name="Lampiran SK").click()
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Buat XLSX dengan NIK lengkap").click()
    assert download.value.suggested_filename.startswith("lampiran-sk-usulan-botutonuo")
    page.goto(base)
    page.get_by_label("Nomor SK").fill("140/KEP/2021")
    page.get_by_label("Tanggal SK").fill("2021-04-01")
    page.get_by_role("button", name="Tetapkan dengan SK").click()
    page.get_by_text("Tahap daftar sekarang: Ditetapkan (SK).").wait_for()
    assert Membership.objects.filter(end_cause="REJECTED").count() == 2
    assert fits(page)

    village.goto(f"{base}pengembalian/")
    assert "Botutonuo" in village.locator("table.list").inner_text()
    with village.expect_download() as download:
        village.get_by_role("link", name="Unduh semua desa (ZIP)").click()
    assert download.value.suggested_filename.endswith(".zip")
    assert fits(village)
