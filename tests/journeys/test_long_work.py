"""Long work survives leaving the page: the pages and the worker run as `naungan serve` starts them, on a home of their
own; a clerk closes the tab while a list of 20,000 is read, and again while it is saved.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import BOTUTONUO, PASSWORD, VILLAGE
from tests.journeys.lists import people, write_village_list
from tests.journeys.test_village_list import fill_in, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMMAND = [sys.executable, "-c", "from naungan.cli.main import run; run()"]
STARTS_S, WORKS_MS = 90, 180_000
NAME = "nelayan besar.xlsx"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Naungan with its web processes and its worker; the address."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("NAUNGAN_", "DJANGO_"))}
    env |= {"NAUNGAN_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "ignore"}
    clerk = [
        *COMMAND,
        "user",
        "add",
        "operator-desa",
        "--role",
        "operator",
        "--area",
        VILLAGE,
        "--password-stdin",
    ]
    subprocess.run(clerk, input=PASSWORD, text=True, check=True, capture_output=True, env=env)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = (tmp_path / "serve.log").open("w")
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=env, stdout=log, stderr=log, start_new_session=True
    )
    try:
        until = time.monotonic() + STARTS_S
        while not answers(f"{address}/akun/masuk/"):
            log.flush()
            told = (tmp_path / "serve.log").read_text()
            assert server.poll() is None, told
            assert time.monotonic() < until, told
            time.sleep(0.2)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        finally:
            log.close()
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def big_list(path: Path) -> int:
    """A sound list of about 20,000; how many."""
    found = {row[1]: row for seed in (1, 2, 3) for row in people(7_000, seed, [BOTUTONUO])}
    rows = [[str(number), *row[1:]] for number, row in enumerate(found.values(), 1)][:20_000]
    write_village_list(path, rows)
    return len(rows)


def come_back(context: Any) -> Any:
    """A new tab, from the start page to the upload."""
    page = context.new_page()
    page.goto("/")
    page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name="Peserta").click()
    page.get_by_role("navigation", name="Peserta").get_by_role("link", name="Unggah").click()
    page.get_by_role("link", name=NAME).click()
    return page


def test_a_list_of_twenty_thousand_is_read_and_saved_while_nobody_looks(
    served: str, browser: Any, tmp_path: Path
) -> None:
    count = big_list(tmp_path / NAME)
    assert count > 19_900
    context = browser.new_context(
        base_url=served, locale="id-ID", viewport={"width": 1366, "height": 768}, accept_downloads=True
    )
    context.set_default_timeout(WORKS_MS)
    page = context.new_page()
    sign_in(page, "operator-desa")
    page.goto("/unggah/baru/")
    fill_in(page, tmp_path / NAME)
    page.get_by_role("heading", name="Membaca dan memeriksa berkas").wait_for()
    page.get_by_text("Anda boleh meninggalkan halaman ini").wait_for()
    page.close()

    page = come_back(context)
    page.get_by_text("Semua baris lolos pemeriksaan.").or_(
        page.get_by_text("persen selesai")
    ).first.wait_for()
    page.get_by_role("button", name="Simpan", exact=True).wait_for()
    assert f"{count:,}".replace(",", ".") in page.locator("main").inner_text()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Menyimpan ke registri").wait_for()
    page.close()

    page = come_back(context)
    page.get_by_role("heading", name="Tanda terima").wait_for()
    page.get_by_role("link", name="Buka daftarnya").click()
    page.get_by_role("heading", name="Nelayan Botutonuo").wait_for()
    assert f"{count:,} baris".replace(",", ".") in page.locator(".list-count").inner_text()
    context.close()
