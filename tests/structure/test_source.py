"""What the source promises everywhere: one SQLite, a journal that only grows, no signals, short files."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import naungan

SOURCE = Path(naungan.__file__).parent
FILES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
SECOND_SQLITE = {"adbc_driver_sqlite", "connectorx", "duckdb", "apsw", "pysqlite3", "sqlalchemy"}
# Django's own connection is the one that may open the database.
SQLITE_ITSELF = {"sqlite3"}


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes(path: Path) -> list[ast.AST]:
    """The imports and functions of a file, wherever they stand in it."""
    wanted = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(ast.parse(text(path))) if isinstance(node, wanted)]


@cache
def imports(path: Path) -> set[str]:
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_second_sqlite_enters_the_process(path):
    roots = {name.partition(".")[0] for name in imports(path)}
    assert roots & (SECOND_SQLITE | SQLITE_ITSELF) == set()
    assert not re.search(r"read_database_uri|engine=.adbc", text(path))


def test_no_signals_and_no_overridden_save():
    for path in FILES:
        assert not any(name.startswith("django.db.models.signals") for name in imports(path)), path
        assert "django.dispatch" not in imports(path), path
        if path.name == "models.py":
            assert "def save(" not in text(path), path


def test_only_the_journal_writes_entries():
    writing = re.compile(
        r"\b(Entry|Change)(\.objects\.(create|bulk_create|get_or_create|update_or_create)|\()"
    )
    writers = {str(path.relative_to(SOURCE)) for path in FILES if writing.search(text(path))}
    assert writers - {"journal/models.py", "law/parameters/schema.py"} <= {
        "journal/services.py",
        *_other_entries(),
    }


def _other_entries() -> set[str]:
    """Files that have a class Entry of their own, not the journal's."""
    return {
        str(path.relative_to(SOURCE))
        for path in FILES
        if not any(name == "naungan.journal.models" for name in imports(path))
    }


def test_faces_do_not_write():
    writing = re.compile(
        r"\.(save|delete|bulk_create|bulk_update|get_or_create|update_or_create)\(|\.objects\.create\("
    )
    faces = [p for p in FILES if p.stem in {"pages", "api", "commands", "panels"} or "pages" in p.parts]
    assert faces
    assert {str(p.relative_to(SOURCE)) for p in faces if writing.search(text(p))} == set()


def test_a_file_stays_short_and_a_function_within_the_wall():
    long_files = {str(p.relative_to(SOURCE)) for p in FILES if len(text(p).splitlines()) > 400}
    assert long_files == set()
    long_functions = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno > 60
    ]
    assert long_functions == []
