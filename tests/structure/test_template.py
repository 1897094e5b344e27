"""The database that tests stand on: a copy of a migrated one is as good as one migrated here and now."""

import sqlite3

import pytest

from tests import template


@pytest.mark.django_db
def test_no_migration_is_missing_whether_the_database_was_copied_or_made():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    assert executor.loader.graph.leaf_nodes()
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_changed_migration_gives_another_name(monkeypatch):
    from django.apps import apps

    before = template._digest.__wrapped__()
    assert template._digest.__wrapped__() == before
    path = apps.get_app_config("areas").path
    read = template.Path.read_text
    monkeypatch.setattr(
        template.Path,
        "read_text",
        lambda self, **how: read(self, **how) + ("# lain" if str(self).startswith(path) else ""),
    )
    assert template._digest.__wrapped__() != before


def test_a_file_is_filled_from_what_was_kept_or_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(template, "FOLDER", tmp_path / "kept")
    assert not template.copy_template(tmp_path / "one.sqlite3")
    assert not (tmp_path / "one.sqlite3").exists()
    with sqlite3.connect(tmp_path / "kept" / f"{template._digest()}.sqlite3") as made:
        made.execute("CREATE TABLE uji (satu)")
    made.close()
    assert template.copy_template(tmp_path / "one.sqlite3")
    with sqlite3.connect(tmp_path / "one.sqlite3") as copied:
        assert copied.execute("SELECT name FROM sqlite_master").fetchall() == [("uji",)]
    copied.close()
