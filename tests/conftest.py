"""The ground that all tests stand on: a home, an actor, a few real areas, a PostgreSQL and a browser.

`NAUNGAN_REQUIRE=postgres,browser` turns the skip where PostgreSQL or a browser is missing into a failure.
Tests that ask for one of them carry the marker of that name by themselves.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

# `pytest` alone, unlike `python -m pytest`, does not look into the folder it was started in.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NEEDS = {"postgres_server": "postgres", "browser": "browser"}

_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server or a browser, however deep in its fixtures."""
    for item in items:
        for fixture, marker in NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


def missing(what: str, reason: str) -> NoReturn:
    """Skip for a reason, or fail where the environment says that it must not be missing."""
    if what in os.environ.get("NAUNGAN_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Neither the language of the last page nor the names of a test's own areas are the next test's."""
    yield
    if "django" in sys.modules:
        from django.utils import translation

        translation.deactivate()
    areas = sys.modules.get("naungan.areas.queries")
    if areas is not None:
        areas._names.clear()
        areas._indexes.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of the session is a copy of one that was migrated before, where there is one."""
    from tests.template import use_template

    use_template()


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home directory of the test's own: its lake, uploads and static files lie there."""
    folder = tmp_path / "home"
    (folder / "static").mkdir(parents=True)
    settings.HOME = folder
    settings.LAKE = folder / "lake"
    settings.IMPORTS = folder / "imports"
    settings.STATIC_ROOT = folder / "static"
    return folder


@pytest.fixture
def actor() -> Any:
    """Somebody who may do everything everywhere, named in the journal."""
    from naungan.accounts.access import operator

    return operator("penguji")


@cache
def shipped(code: str) -> tuple[Any, ...]:
    """The shipped areas at, below and above a code, read once a session."""
    from naungan.areas.services import read_areas

    return tuple(row for row in read_areas() if row[0] == code or row[0].startswith(code + "."))


@pytest.fixture
def areas(db: None) -> None:
    """Gorontalo (75) down to its villages, Sulawesi Utara (71) with its regencies: real codes and names."""
    from naungan.areas.models import Area

    north = [row for row in shipped("71") if row[2] <= Area.Level.REGENCY]
    put_areas([*shipped("75"), *north])


def put_areas(rows: Iterable[tuple[Any, ...]]) -> None:
    """Areas as `shipped` gives them, those that are there left alone: by SQL, since half of all tests want them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO areas_area (code, name, level, parent_id) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            list(rows),
        )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a database on a PostgreSQL of the session's own; for most tests `postgres_url` is better."""
    from tests.postgres import NoPostgres, server

    with ExitStack() as stack:
        try:
            url = stack.enter_context(server())
        except NoPostgres as reason:
            missing("postgres", str(reason))
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database for this test alone, as NAUNGAN_DATABASE_URL takes it."""
    from tests.postgres import drop_database, new_database

    url = new_database(postgres_server, f"test{next(_numbers)}")
    yield url
    drop_database(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright, which never downloads one."""
    from playwright.sync_api import sync_playwright

    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        missing("browser", f"none of {', '.join(CHROMIUM)} is installed")
    # Playwright keeps an event loop in this thread, where Django would refuse the tests' own queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page at 1366 x 768 in Indonesian; `page.set_viewport_size` makes it a telephone."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    yield context.new_page()
    context.close()
