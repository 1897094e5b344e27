"""The ground of the tests itself: the real areas, a throw-away PostgreSQL, a browser, and what is without."""

import psycopg
import pytest

from tests.conftest import missing
from tests.postgres import NoPostgres, server


def test_the_areas_are_real_and_few(areas, django_assert_num_queries):
    from naungan.areas.models import Area

    with django_assert_num_queries(1):
        levels = list(Area.objects.order_by("level").values_list("level", "code"))
    assert (1, "75") in levels
    assert (1, "71") in levels
    assert sum(level == Area.Level.REGENCY and code.startswith("75.") for level, code in levels) == 6
    assert sum(level == Area.Level.VILLAGE for level, _ in levels) > 700
    assert len(levels) < 1_500


def test_the_home_is_the_tests_own(home, settings):
    assert home / "lake" == settings.LAKE
    assert settings.IMPORTS.parent == home


def test_each_test_has_an_empty_postgres_database_on_loopback(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        assert connection.info.host == "127.0.0.1"
        assert connection.info.server_version >= 150_000
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)


def test_the_page_shows_what_it_is_given(page):
    page.set_content("<h1>Naungan</h1>")
    assert page.inner_text("h1") == "Naungan"
    assert page.viewport_size == {"width": 1366, "height": 768}


@pytest.mark.parametrize(
    ("required", "outcome"),
    [("", pytest.skip.Exception), ("browser", pytest.fail.Exception), ("postgres", pytest.skip.Exception)],
)
def test_a_missing_browser_skips_unless_it_is_required(monkeypatch, required, outcome):
    monkeypatch.setenv("NAUNGAN_REQUIRE", required)
    with pytest.raises(outcome, match="no chromium"):
        missing("browser", "no chromium")


def test_a_missing_postgres_is_said_with_its_remedy(monkeypatch):
    monkeypatch.setattr("tests.postgres.shutil.which", lambda name: None)
    monkeypatch.setattr("tests.postgres.Path.glob", lambda path, pattern: [])
    with pytest.raises(NoPostgres, match=r"initdb.*install postgresql"), server():
        pytest.fail("a server started")


def test_what_needs_a_server_or_a_browser_is_marked_so(request):
    marks = {item.name: {mark.name for mark in item.iter_markers()} for item in request.session.items}
    assert "postgres" in marks.get("test_each_test_has_an_empty_postgres_database_on_loopback", {"postgres"})
    assert "browser" in marks.get("test_the_page_shows_what_it_is_given", {"browser"})
    assert "postgres" not in marks[request.node.name]
