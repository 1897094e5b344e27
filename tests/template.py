"""A migrated SQLite database, kept between runs: each worker of each run copies it instead of migrating.

The copy is named by everything that made it: the migrations of every app, Django, SQLite and the list of apps. A
change of one of them gives another name, so that a copy is never older than the models. The first worker that
finds none migrates as ever, and keeps what it got; the others wait for it. PostgreSQL migrates as ever.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / ".pytest_cache" / "databases"

# The connections that keep databases in memory alive while Django closes and opens its own.
_kept: list[sqlite3.Connection] = []


def use_template() -> None:
    """Let Django's maker of the SQLite test database copy the template, or make the template of its own."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    creation: Any = connection.creation
    migrate = creation.create_test_db

    def create(*, serialize: bool = True, **options: Any) -> str:
        with _alone():
            path = FOLDER / f"{_digest()}.sqlite3"
            if path.exists() and not (serialize or options.get("keepdb") or settings.MIGRATION_MODULES):
                return _copied(path, connection)
            name: str = migrate(serialize=serialize, **options)
            if not settings.MIGRATION_MODULES:
                _keep(path, connection)
            return name

    creation.create_test_db = create


def copy_template(path: Path) -> bool:
    """Put a migrated database at a path where there is none yet; False when none was kept so far."""
    with _alone():
        template = FOLDER / f"{_digest()}.sqlite3"
        if template.exists():
            with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
        return template.exists()


def _copied(path: Path, connection: Any) -> str:
    """Fill the database in memory from the template; its name."""
    from django.conf import settings

    name: str = connection.creation._get_test_db_name()
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name
    memory = sqlite3.connect(name, uri=True, check_same_thread=False)
    _kept.append(memory)
    with closing(sqlite3.connect(path)) as source:
        source.backup(memory)
    connection.ensure_connection()
    return name


def _keep(path: Path, connection: Any) -> None:
    """Keep a database that was just migrated, and none of an older day's migrations."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(half)) as target:
        connection.connection.backup(target)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink()
    half.rename(path)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes, copies or clears templates."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _digest() -> str:
    """The name of everything that the schema of a fresh database comes from."""
    import django
    from django.apps import apps
    from django.conf import settings

    made_of = [django.get_version(), sqlite3.sqlite_version, *settings.INSTALLED_APPS]
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            made_of += [app.label, path.name, path.read_text(encoding="utf-8")]
    return hashlib.sha256("\0".join(made_of).encode()).hexdigest()[:24]
