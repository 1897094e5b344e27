"""`python -m benchmarks`: measure, print, and with `--write` put the result into docs/performance.md.

Each measurement runs in a process of its own, one at a time. A failed one is shown as such, never left out.
Exit status 1 when engines disagree on a sum, the month costs more than 1.2 times the copy, or a limit breaks.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.child import measure
from benchmarks.members import make

PARTS = ("month", "peers", "lists", "database", "search")
# Above this one round must do, and the peers, which hold everything in memory, are left out.
MANY = 10_000_000


def main() -> int:
    """Measure what was asked; 0 when every limit holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--database-rows", type=int, default=1_000_000)
    parser.add_argument("--list-rows", type=int, default=100_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--scratch", type=Path, help="keep made-up members here for the next time")
    parser.add_argument("--write", action="store_true", help="write the result into docs/performance.md")
    parser.add_argument(
        "--note", default="", help="a sentence about the circumstances, printed with the tables"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="naungan-bench-") as temporary:
        found = _measured(asked, asked.scratch or Path(temporary))
    text = report.text(found, asked.note)
    sys.stdout.write(text)
    if asked.write:
        report.write(text)
    for miss in report.misses(found):
        sys.stdout.write(f"MISSED: {miss}\n")
    return 1 if report.misses(found) else 0


def _measured(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    parts = set(asked.only)
    found: dict[str, Any] = {"month": [], "lists": [], "database": [], "search": []}
    if {"month", "peers"} & parts:
        for rows in asked.rows:
            _say(f"month, {rows:,} memberships")
            found["month"].append(_month(rows, scratch, with_peers="peers" in parts and rows <= MANY))
    if "lists" in parts:
        for kind in ("xlsx", "csv"):
            _say(f"list, {kind}")
            found["lists"].append({"kind": kind} | _list(kind, asked.list_rows, scratch))
    if "database" in parts:
        _say("from SQLite to posted bills")
        found["database"].append(
            {"database": "SQLite"} | _at_home("benchmarks.database:run", asked.database_rows)
        )
        _say("from PostgreSQL to posted bills")
        found["database"].append({"database": "PostgreSQL"} | _on_postgres(asked.database_rows))
    if "search" in parts:
        _say("finding people")
        found["search"].append(
            {"database": "SQLite"} | _at_home("benchmarks.search:run", asked.database_rows)
        )
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
    with tempfile.TemporaryDirectory() as home:
        where = {"NAUNGAN_HOME": home}
        return measure("benchmarks.lists:run", where, rows=rows, kind=kind, scratch=str(scratch / "lists"))


def _at_home(function: str, rows: int, environment: dict[str, str] | None = None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        return measure(function, {"NAUNGAN_HOME": home, **(environment or {})}, rows=rows)


def _on_postgres(rows: int) -> dict[str, Any]:
    from tests.postgres import NoPostgres, server

    try:
        with server() as url:
            return _at_home("benchmarks.database:run", rows, {"NAUNGAN_DATABASE_URL": url})
    except NoPostgres as reason:
        return {"failed": str(reason)}


def _say(what: str) -> None:
    sys.stderr.write(f"measuring: {what}\n")


if __name__ == "__main__":
    sys.exit(main())
