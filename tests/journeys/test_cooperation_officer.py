"""A cooperation officer prepares a meeting, records it, prints its minutes, and next month sees what is overdue.

Walked wide and on a telephone, in both languages: what is clicked is found by the words of the page's own language,
asked of gettext, so that the walk holds whatever the catalogue says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.accounts.models import Role
from naungan.agreements.models import ActionItem
from tests.journeys.conftest import SIZES, new_user
from tests.journeys.test_pages_for_everybody import examined

pytestmark = pytest.mark.browser

TITLE, ITEM, ACTION = "KSO triwulan rekaan", "Evaluasi iuran rekaan", "Usulkan pagu rekaan"
AGENCY = "Badan Keuangan rekaan"


def button(page: Any, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def link(page: Any, words: str) -> None:
    page.locator("main").get_by_role("link", name=words, exact=True).first.click()


def fill(page: Any, **fields: str) -> None:
    """Type into the fields of a form by their names; each is reached by its label, as a screen reader says it."""
    for name, text in fields.items():
        box = page.locator(f"[name={name}]")
        assert page.locator(f"label[for={box.get_attribute('id')}]").inner_text().strip()
        if box.evaluate("node => node.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)


def plan(page: Any, title: str, on: date, agenda: str = "") -> None:
    page.goto("/kerja-sama/rapat/")
    assert page.evaluate("document.documentElement.lang") == translation.get_language()
    link(page, _("Rencanakan rapat"))
    fill(page, kind="KSO", area="75.03", title=title, on=on.isoformat(), agenda=agenda)
    # the last field is left and the form sent with the keyboard alone
    page.locator("[name=source]").press("Enter")
    page.get_by_role("heading", level=1, name=title).wait_for()


def write_down(page: Any, path: str, **fields: str) -> None:
    """Fill one of the forms on the meeting's page and send it with its button."""
    form = page.locator(f"form[action$='/{path}/']")
    for name, text in fields.items():
        box = form.locator(f"[name={name}]")
        assert page.locator(f"label[for={box.get_attribute('id')}]").inner_text().strip()
        box.fill(text)
    form.get_by_role("button").click()
    page.wait_for_load_state()


@pytest.fixture(params=["id", "en"])
def language(request: Any) -> Any:
    """The language of the page, which is that of what is clicked."""
    with translation.override(request.param):
        yield request.param


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=("wide", "telephone"))
def test_a_cooperation_officer_keeps_a_meeting_and_sees_what_is_overdue(
    ground: None,
    visit: Callable[..., Any],
    language: str,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    live_server: Any,
) -> None:
    page = visit(new_user("kerja-sama", Role.COOPERATION, "75.03"), size)
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
    page.context.add_cookies([cookie])
    today = timezone.localdate()

    plan(page, TITLE, today, ITEM)
    assert ITEM in page.locator("main").inner_text()
    assert examined(page) == []
    record(page, today)
    minutes(page)
    next_month(page, today, monkeypatch)


def record(page: Any, today: date) -> None:
    """It is held: who came and what they find hard, decisions, an action with its due day."""
    link(page, _("Tandai terlaksana"))
    button(page, _("Tandai terlaksana"))
    write_down(page, "kehadiran", agency=AGENCY, people="Pejabat rekaan", obstacle="Pagu belum cukup")
    write_down(page, "keputusan", texts="Iuran dianggarkan penuh")
    due = (today + timedelta(days=7)).isoformat()
    write_down(page, "tindak-lanjut", text=ACTION, agency=AGENCY, due_on=due)
    shown = page.locator("main").inner_text()
    assert all(words in shown for words in (AGENCY, "Pagu belum cukup", "Iuran dianggarkan penuh", ACTION))
    assert examined(page) == []


def minutes(page: Any) -> None:
    """The minutes are closed and printed; nothing can be written in them any more."""
    link(page, _("Tutup notula"))
    fill(page, number="01/KSO/REKAAN")
    button(page, _("Tutup notula"))
    path = page.get_by_role("link", name=_("Notula PDF"), exact=True).get_attribute("href")
    pdf = page.context.request.get(path)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    assert page.locator("main form[action$='/keputusan/']").count() == 0


def next_month(page: Any, today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month later the start page says what is late, and the next meeting's agenda brings it by itself."""
    later = today + timedelta(days=30)
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_more: later)
    page.goto("/")
    card = page.locator("a[href='/kerja-sama/tindak-lanjut/?state=OVERDUE']").first
    card.click()
    page.wait_for_url("**state=OVERDUE**")
    row = page.locator("main table tbody tr")
    assert row.count() == 1
    assert _("Lewat %(days)s hari") % {"days": 23} in row.first.inner_text()
    assert examined(page) == []

    plan(page, f"{TITLE} kedua", later)
    assert ACTION in page.locator("main").inner_text()
    page.goto(f"/kerja-sama/tindak-lanjut/{ActionItem.objects.get().pk}/")
    link(page, _("Tandai selesai"))
    fill(page, result="Pagu disetujui")
    button(page, _("Tandai selesai"))
    page.goto("/kerja-sama/tindak-lanjut/?state=OVERDUE")
    assert ACTION not in page.locator("main").inner_text()
