"""Pictures of the pages for the README, from the demo's own office year; made only when NAUNGAN_PICTURES=1."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from naungan.accounts.models import User
from naungan.registry.models import ImportBatch
from tests.journeys.conftest import SIZES
from tests.journeys.lists import dirty_list

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("NAUNGAN_PICTURES") != "1", reason="NAUNGAN_PICTURES=1 makes the pictures"
    ),
]

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
NARROW = "telepon"


@pytest.fixture
def demo(transactional_db: None, home: Path) -> dict[str, Any]:
    """The whole demo, in the test's home."""
    from naungan.areas.services import load_areas
    from naungan.coverage.services import load_indicators
    from naungan.demo.run import demo as make
    from naungan.registry.services import load_groups

    cache.clear()
    load_areas()
    load_groups()
    load_indicators()
    divide = int(os.environ.get("NAUNGAN_PICTURES_DIVIDE", "1"))
    make(seed=2026, say=lambda _text, _done, _of: None, divide=divide)
    kept: dict[str, Any] = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    return kept


def upload(page: Any, path: Path) -> int:
    """Bring a dirty list through the form; the number of its batch."""
    page.goto("/unggah/baru/")
    page.get_by_label("Berkas daftar").set_input_files(path)
    page.get_by_label("Kelompok pekerja").select_option("nelayan")
    page.get_by_label("Pembayar iuran").select_option("75.03")
    page.get_by_label("Bulan pertama").fill("2024-01")
    page.get_by_label("Bulan terakhir").fill("2024-12")
    page.get_by_label("Nama daftar").fill("Nelayan 2024")
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_text("Akan dibuat").wait_for()
    return ImportBatch.objects.latest("pk").pk


def test_pictures_for_the_readme(demo: dict[str, Any], visit: Any, tmp_path: Path, settings: Any) -> None:
    settings.DEMO = True
    FOLDER.mkdir(parents=True, exist_ok=True)
    owner, leader = User.objects.get(username="disnaker"), User.objects.get(username="administrator")
    page = visit(owner)
    number = upload(page, dirty_list(tmp_path / "Daftar nelayan 2024.xlsx"))
    for name, path in {"beranda": "/", "unggah": f"/unggah/{number}/", "tagihan": "/tagihan/"}.items():
        page.goto(path)
        page.screenshot(path=FOLDER / f"{name}.png")
    page = visit(leader)
    for name, path in {
        "cakupan": "/cakupan/?per=2023-11-30&wilayah=75&tampil=peta",
        "artikel": "/artikel/",
    }.items():
        page.goto(path)
        page.screenshot(path=FOLDER / f"{name}.png", full_page=name == "cakupan")
    telephone = visit(owner, SIZES[1])
    telephone.goto(f"/unggah/{number}/")
    telephone.screenshot(path=FOLDER / f"unggah-{NARROW}.png")
    assert len(list(FOLDER.glob("*.png"))) >= 6
