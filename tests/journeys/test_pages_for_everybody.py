"""Every kind of page, wide and on a telephone: no serious fault by axe, nothing that runs out of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from naungan.accounts.models import Role
from naungan.contributions.models import Bill, MonthRun
from naungan.journal.models import Entry
from naungan.registry.models import ImportBatch, Membership, Payer, Person, Roll
from tests.journeys.conftest import AXE, SIZES, new_user

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
  found.violations.filter(one => ["serious", "critical"].includes(one.impact)).map(one =>
    `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(" ")).join(" | ")}`))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

PUBLIC = ("/", "/akun/masuk/", "/hukum/", "/hukum/parameter/", "/hukum/jelaskan/", "/artikel/")
PAGES: dict[str, Callable[[], str]] = {
    "home": lambda: "/",
    "people": lambda: "/peserta/",
    "nobody found": lambda: "/peserta/?q=tidak-ada",
    "a filter that cannot be read": lambda: "/peserta/?month=besok",
    "person": lambda: f"/peserta/{Person.objects.earliest('pk').pk}/",
    "payers": lambda: "/pembayar/",
    "payer": lambda: f"/pembayar/{Payer.objects.earliest('pk').code}/",
    "rolls": lambda: "/daftar/",
    "roll": lambda: f"/daftar/{Roll.objects.earliest('pk').pk}/",
    "imports": lambda: "/unggah/",
    "import form": lambda: "/unggah/baru/",
    "preview": lambda: f"/unggah/{ImportBatch.objects.get(state='PREVIEWED').pk}/",
    "preview by row": lambda: f"/unggah/{ImportBatch.objects.get(state='PREVIEWED').pk}/baris/",
    "receipt": lambda: f"/unggah/{ImportBatch.objects.filter(state='COMMITTED').earliest('pk').pk}/",
    "bills": lambda: "/tagihan/",
    "bill": lambda: f"/tagihan/{Bill.objects.earliest('pk').pk}/",
    "why this amount": lambda: (
        f"/tagihan/{Bill.objects.earliest('pk').pk}/mengapa/{Membership.objects.earliest('pk').pk}/"
    ),
    "payments": lambda: "/pembayaran/",
    "payment form": lambda: "/pembayaran/terima/",
    "months": lambda: "/bulan/",
    "month": lambda: f"/bulan/{MonthRun.objects.earliest('pk').pk}/",
    "coverage": lambda: "/cakupan/?posisi=2021-01-31",
    "rank": lambda: "/cakupan/peringkat/",
    "denominators": lambda: "/cakupan/potensi/",
    "reported": lambda: "/cakupan/dilaporkan/",
    "journal": lambda: "/jurnal/",
    "journal entry": lambda: f"/jurnal/{Entry.objects.latest('pk').pk}/",
    "law parameters": lambda: "/hukum/parameter/",
    "not found": lambda: "/peserta/999999/",
}


def faults(page: Any, path: str) -> list[str]:
    """What is wrong with a page: by axe, by its width, by what the console says."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    response = page.goto(path)
    found = [] if response.status in {200, 404} else [f"status {response.status}"]
    return found + examined(page) + [text for text in said if "404" not in text]


def examined(page: Any) -> list[str]:
    """What is wrong with the page that is open: by axe, and by its width."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(FAULTS, RULES)
    if (over := page.evaluate(OVERFLOW)) > 0:
        found.append(f"{over} pixels too wide")
    return found


def test_the_examination_finds_a_planted_fault(ground: None, visit: Any) -> None:
    page = visit(None, SIZES[1])
    page.goto("/akun/masuk/")
    assert examined(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("document.querySelector('main').append(document.createTextNode('x'.repeat(900)))")
    found = examined(page)
    assert any(text.startswith("button-name") for text in found)
    assert any(text.endswith("pixels too wide") for text in found)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=("wide", "telephone"))
def test_no_page_shuts_anybody_out_or_runs_out_of_the_window(
    preview: Any, visit: Any, size: tuple[int, int]
) -> None:
    page = visit(new_user("administrator", Role.ADMINISTRATOR), size)
    found = {name: wrong for name, path in PAGES.items() if (wrong := faults(page, path()))}
    visitor = visit(None, size)
    found |= {path: wrong for path in PUBLIC if (wrong := faults(visitor, path))}
    assert not found
