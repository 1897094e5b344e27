"""An office at work, small: a list in, two months billed, one paid, coverage measured; and a window to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from naungan.accounts.access import Actor
from naungan.accounts.models import Role, RoleGrant, User
from naungan.law import months
from tests.journeys.lists import dirty_list, people, write_village_list

PASSWORD = "rahasia-sekali-2021"
VILLAGE, BOTUTONUO = "75.03.08.2005", ("BOTUTONUO", "KABILA BONE")
AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
SIZES = ((1366, 768), (360, 740))


def new_user(name: str, role: Role, area: str | None = None) -> User:
    """Somebody with one role in an area (none: everywhere)."""
    user = User.objects.create_user(name, password=PASSWORD)
    RoleGrant.objects.create(user=user, role=role, area_id=area)
    return user


@pytest.fixture
def ground(transactional_db: None, areas: None, home: Path) -> None:
    """Areas, groups and indicators, and nobody yet."""
    from naungan.coverage.services import load_indicators
    from naungan.registry.services import load_groups

    cache.clear()
    load_groups()
    load_indicators()


@pytest.fixture
def office(ground: None, actor: Actor, tmp_path: Path) -> None:
    """Bone Bolango's list of January to March 2021: two months posted, January paid, coverage measured."""
    from naungan.contributions.services import receive_file, run_month
    from naungan.coverage.services import add_denominator
    from naungan.registry.services import RollOptions, import_roll

    options = RollOptions(
        payer_code="75.03",
        segment="BPU",
        group="pekerja-rentan",
        paid_by="APBD",
        programmes=frozenset({"JKK", "JKM"}),
        first_month=months.parse("2021-01"),
        last_month=months.parse("2021-03"),
        income_rp=1_000_000,
        decree_number="188/KEP/2021",
        name="Pekerja rentan 2021",
    )
    import_roll(write_village_list(tmp_path / "rentan.xlsx", people(60, 5)), options, actor=actor)
    paid = 0
    for text in ("2021-01", "2021-02"):
        result = run_month(months.parse(text), actor=actor, post=True)
        paid = paid or result.total
    payment = tmp_path / "bayar.csv"
    payment.write_text(f"paid_on,amount,payer,reference\n2021-01-20,{paid},75.03,SP2D-1\n", encoding="utf-8")
    receive_file(payment, actor=actor)
    for area, count in (("75", 500), ("75.03", 120), ("75.71", 200)):
        add_denominator(
            area_code=area,
            indicator="potensi",
            on=date(2021, 1, 1),
            people=count,
            method="Sakernas",
            source="BPS",
            actor=actor,
        )


@pytest.fixture
def preview(office: None, tmp_path: Path) -> Any:
    """A dirty list that waits for its decision."""
    from naungan.registry.imports import batches
    from naungan.registry.services import RollOptions

    clerk = new_user("operator-desa", Role.OPERATOR, VILLAGE)
    from naungan.accounts.access import actor_for

    actor = actor_for(clerk, "registry.import")
    assert actor is not None
    options = RollOptions(
        payer_code=VILLAGE,
        segment="BPU",
        group="nelayan",
        paid_by="APBDES",
        programmes=frozenset({"JKK", "JKM"}),
        first_month=months.parse("2021-04"),
        last_month=months.parse("2021-12"),
    )
    path = dirty_list(tmp_path / "nelayan botutonuo.xlsx", [BOTUTONUO])
    batch = batches.receive_upload(
        file_name=path.name, chunks=[path.read_bytes()], options=options, actor=actor
    )
    batches.preview_batch(batch, actor=actor)
    return batch


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open the site as a user (None: not signed in) in a window of a width and height; gives a Playwright page."""
    contexts = []

    def enter(user: User | None, size: tuple[int, int] = SIZES[0], **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="id-ID",
            base_url=live_server.url,
            accept_downloads=True,
            **more,
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
            context.add_cookies([cookie])
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()
