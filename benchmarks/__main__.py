"""`python -m benchmarks`: measure, print, and with `--write` put the result into docs/performance.md.

Each measurement runs in a process of its own, one at a time. A failed one is shown as such, never left out.
Exit status 1 when engines disagree on a sum or a promise of docs/performance.md is not kept (`report.misses`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.child import measure
from benchmarks.members import make

PARTS = ("month", "peers", "lists", "imports", "database", "search", "linkage", "money")
# Above this one round must do, and the peers, which hold everything in memory, are left out.
MANY = 10_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked; 0 when every limit holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000], help="of the month")
    parser.add_argument("--database-rows", type=int, default=1_000_000, help="of database and search")
    parser.add_argument("--list-rows", type=int, default=100_000, help="of lists, and of the preview")
    parser.add_argument(
        "--import-rows", type=int, default=1_000_000, help="of the large CSV and its registry"
    )
    parser.add_argument("--by-row", type=int, default=10_000, help="rows that go in one by one, for the pace")
    parser.add_argument("--people", type=int, default=1_000_000, help="of linkage")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--scratch", type=Path, help="keep made-up members here for the next time")
    parser.add_argument("--write", action="store_true", help="write the result into docs/performance.md")
    parser.add_argument(
        "--note", default="", help="a sentence about the circumstances, printed with the tables"
    )
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="naungan-bench-") as temporary:
        found = _measured(asked, asked.scratch or Path(temporary))
    texts = report.texts(found, asked.note)
    sys.stdout.write("\n".join(texts.values()))
    if asked.write:
        report.write(texts)
    for miss in report.misses(found):
        sys.stdout.write(f"MISSED: {miss}\n")
    return 1 if report.misses(found) else 0


def _measured(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    parts = set(asked.only)
    found: dict[str, Any] = {}
    if {"month", "peers"} & parts:
        found["month"] = []
        for rows in asked.rows:
            _say(f"month, {rows:,} memberships")
            found["month"].append(_month(rows, scratch, with_peers="peers" in parts and rows <= MANY))
    if "lists" in parts:
        found["lists"] = [{"kind": kind} | _list(kind, asked.list_rows, scratch) for kind in ("xlsx", "csv")]
    if "imports" in parts:
        found["imports"] = _imports(asked, scratch)
    if "database" in parts:
        found["database"] = _on_both("benchmarks.database:run", rows=asked.database_rows)
    if "search" in parts:
        found["search"] = _on_both("benchmarks.search:run", rows=asked.database_rows)
    if "linkage" in parts:
        _say(f"linkage, {asked.people:,} people")
        found["linkage"] = [measure("benchmarks.linkage:run", people=asked.people)]
    if "money" in parts:
        found["money"] = _on_both("benchmarks.money:run")
    return found


def _month(rows: int, scratch: Path, *, with_peers: bool) -> dict[str, Any]:
    scratch.mkdir(parents=True, exist_ok=True)
    given = {"members": str(make(scratch, rows)), "scratch": str(scratch / "work")}
    row: dict[str, Any] = {"rows": rows}
    row["ours"] = measure("benchmarks.month:run", **given, rounds=_rounds(rows))
    row["once"] = measure("benchmarks.month:once", **given)
    if with_peers:
        row["pandas"] = measure("benchmarks.peers:in_pandas", **given)
        row["openfisca"] = measure("benchmarks.peers:in_openfisca", **given)
    return row


def _rounds(rows: int) -> int:
    """More rounds where they are short, so that the best of them was disturbed by nobody."""
    return max(1, min(9, 3 * MANY // rows))


def _list(kind: str, rows: int, scratch: Path) -> dict[str, Any]:
    _say(f"list, {kind}")
    return _at_home("benchmarks.lists:run", rows=rows, kind=kind, scratch=str(scratch / "lists"))


def _imports(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """The four ways of `benchmarks.imports`, by name."""
    place: dict[str, Any] = {"scratch": str(scratch / "lists")}
    rows = asked.list_rows
    _say("lists, large and row by row")
    return {
        "million": _at_home("benchmarks.imports:million", rows=asked.import_rows, **place),
        "preview": _at_home("benchmarks.imports:preview", rows=rows, **place),
        "committed": _at_home("benchmarks.lists:run", rows=rows, kind="xlsx", **place),
        "row_by_row": _at_home(
            "benchmarks.imports:row_by_row", rows=min(asked.by_row, rows), of=rows, **place
        ),
    }


def _on_both(function: str, **given: Any) -> list[dict[str, Any]]:
    """The same on SQLite and on PostgreSQL."""
    _say(f"{function} on SQLite")
    on_sqlite = {"database": "SQLite"} | _at_home(function, **given)
    _say(f"{function} on PostgreSQL")
    return [on_sqlite, {"database": "PostgreSQL"} | _on_postgres(function, **given)]


def _at_home(function: str, database: str = "", **given: Any) -> dict[str, Any]:
    """In an empty home; `database` is the URL of another one than SQLite."""
    with tempfile.TemporaryDirectory(prefix="naungan-home-") as home:
        where = {"NAUNGAN_DATABASE_URL": database} if database else {}
        return measure(function, {"NAUNGAN_HOME": home, **where}, **given)


def _on_postgres(function: str, **given: Any) -> dict[str, Any]:
    from tests.postgres import NoPostgres, server

    try:
        with server() as url:
            return _at_home(function, url, **given)
    except NoPostgres as reason:
        return {"failed": str(reason)}


def _say(what: str) -> None:
    sys.stderr.write(f"measuring: {what}\n")


if __name__ == "__main__":
    sys.exit(main())
