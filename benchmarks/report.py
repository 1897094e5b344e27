"""The measurements as Markdown; ratios first, because they hold on other machines better than seconds."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START, END = "<!-- measured: written by `python -m benchmarks --write` -->", "<!-- end of measured -->"

MOST_OVER_COPY = 1.2
MOST_GIB = 4.0
MOST_LIST_SECONDS = 10.0
MOST_RUN_SECONDS = 15.0
MOST_SEARCH_SECONDS = 0.1
# seconds and GiB of peak memory
IMPORTS = {"million": (120.0, 2.0), "preview": (10.0, 2.0)}
LINKAGE = {"precision": 99.0, "recall": 95.0}
MONEY = {"matching": 10.0, "page": 0.1}
PLAIN_SCAN = "a rare name, plain scan"
_NAMES = {
    "million": "CSV, committed, against a registry of as many",
    "preview": "XLSX, previewed",
    "committed": "XLSX, committed",
    "row_by_row": "XLSX, row by row: openpyxl and the ORM",
    "matching": "10,000 payments received against 100,000 bill lines",
    "page": "a payer's account with 60 months",
}


def texts(found: dict[str, Any], note: str = "") -> dict[str, str]:
    """The tables of each part that was measured, with the machine and the circumstances they were measured under."""
    return {
        part: "\n".join([*filter(None, tables(found[part])), _machine(note)])
        for part, tables in _TABLES.items()
        if part in found
    }


def misses(found: dict[str, Any]) -> list[str]:
    """Each promise that this run did not keep, as a sentence."""
    return [*_month_misses(found.get("month", [])), *_other_misses(found), *_newer_misses(found)]


def write(measured: dict[str, str]) -> None:
    """Replace the parts of docs/performance.md that were measured, each under its own mark; the others stay."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    kept, _, after = rest.partition(END)
    parts = dict(_PART.findall(kept)) | measured
    body = "\n".join(f"<!-- part: {part} -->\n\n{parts[part].strip()}\n" for part in _TABLES if part in parts)
    PAGE.write_text(f"{before}{START}\n\n{body}\n{END}{after}", encoding="utf-8")


_PART = re.compile(r"<!-- part: (\w+) -->\n(.*?)(?=<!-- part: |\Z)", re.DOTALL)


def _month_misses(rows: Iterable[dict[str, Any]]) -> list[str]:
    missed = []
    for row in rows:
        ours, size = row["ours"], f"{row['rows']:,} memberships"
        if "failed" in ours or "failed" in row["once"]:
            missed.append(f"{size}: the month failed")
            continue
        if ours["ratio"] > MOST_OVER_COPY:
            missed.append(f"{size}: {ours['ratio']:.2f} times the copy, not {MOST_OVER_COPY}")
        if row["once"]["peak_gib"] > MOST_GIB:
            missed.append(f"{size}: {row['once']['peak_gib']} GiB, not {MOST_GIB}")
        others = [row[name] for name in ("pandas", "openfisca") if name in row and "sums" in row[name]]
        if any(other["sums"] != ours["sums"] for other in (row["once"], *others)):
            missed.append(f"{size}: the engines disagree on a sum")
    return missed


def _other_misses(found: dict[str, Any]) -> list[str]:
    lists = [r for r in found.get("lists", []) if "failed" in r or r["seconds"] > MOST_LIST_SECONDS]
    runs = [r for r in found.get("database", []) if "failed" in r or r["seconds"] > MOST_RUN_SECONDS]
    pages = [
        (row["database"], what, row.get("failed") or f"{taken * 1000:.0f} ms")
        for row in found.get("search", [])
        for what, taken in row.get("taken", {"finding people": 0.0}).items()
        if "failed" in row or (taken > MOST_SEARCH_SECONDS and what != PLAIN_SCAN)
    ]
    return [
        *(f"the {r['kind']} list: {r.get('failed') or round(r['seconds'], 1)}" for r in lists),
        *(f"{r['database']}: {r.get('failed') or round(r['seconds'], 1)}" for r in runs),
        *(f"{database}, {what}: {said}" for database, what, said in pages),
    ]


def _newer_misses(found: dict[str, Any]) -> list[str]:
    missed = []
    for name, row in found.get("imports", {}).items():
        seconds, gib = IMPORTS.get(name, (float("inf"), float("inf")))
        if "failed" in row or row["seconds"] > seconds or row["peak_gib"] > gib:
            said = row.get("failed") or f"{row['seconds']:.1f} s, {row['peak_gib']} GiB"
            missed.append(f"{_NAMES[name]}: {said}")
    for row in found.get("linkage", []):
        ours = next(iter(row["ways"].values())) if "ways" in row else {}
        missed += [f"linkage: {row['failed']}"] if "failed" in row else []
        missed += [
            f"linkage: {name} {ours[name]:.2f} %" for name in LINKAGE if ours and ours[name] < LINKAGE[name]
        ]
        missed += [f"linkage: {ours['peak_gib']:.2f} GiB"] if ours and ours["peak_gib"] > MOST_GIB else []
    for row in found.get("money", []):
        missed += [f"{row['database']}, money: {row['failed']}"] if "failed" in row else []
        missed += [
            f"{row['database']}, {_NAMES[name]}: {row[name]['wall']:.3f} s"
            for name, most in MONEY.items()
            if name in row and row[name]["wall"] > most
        ]
    return missed


def _machine(note: str) -> str:
    names = ("polars", "narwhals", "pandas", "OpenFisca-Core", "Django")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}; {versions}. {note}".rstrip()
        + "\n"
    )


def _ratios(rows: Sequence[dict[str, Any]]) -> str:
    header = ("memberships", "month / copy", "by processor time", "pandas / ours", "openfisca-core / ours")
    lines = [
        (
            f"{row['rows']:,}",
            _number(row["ours"], "ratio"),
            _number(row["ours"], "processor_ratio"),
            _times(row, "pandas"),
            _times(row, "openfisca"),
        )
        for row in rows
    ]
    return _table("The month, Parquet to Parquet: ratios", header, lines)


def _seconds(rows: Sequence[dict[str, Any]]) -> str:
    header = ("memberships", "what", "seconds", "memberships a second", "peak GiB")
    lines = []
    for row in rows:
        ours = row["ours"]
        copy = {"seconds": ours["copy_seconds"]} if "copy_seconds" in ours else ours
        whole = ours | {"peak_gib": row["once"].get("peak_gib")}
        measured = {"the month": whole, "copying its files": copy}
        measured |= {name: row[name] for name in ("pandas", "openfisca") if name in row}
        lines += [
            (f"{row['rows']:,}", name, _number(m, "seconds"), _rate(row["rows"], m), _number(m, "peak_gib"))
            for name, m in measured.items()
        ]
    return _table("The month, Parquet to Parquet: seconds on this machine", header, lines)


def _lists(rows: Sequence[dict[str, Any]]) -> str:
    header = ("list", "rows", "seconds to committed", "rows a second", "peak GiB")
    lines = [
        (
            r["kind"],
            f"{r.get('rows', 0):,}",
            _number(r, "seconds"),
            _rate(r.get("rows", 0), r),
            _number(r, "peak_gib"),
        )
        for r in rows
    ]
    return _table("A list, from file to committed", header, lines)


def _steps(rows: Sequence[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        steps = {**row.get("steps", {}), "all, to posted bills": row.get("seconds")}
        steps |= {"run again, nothing new": row.get("again_seconds")}
        lines += [
            (row["database"], name, f"{taken:.2f}", f"{row['rows'] / taken:,.0f}")
            if taken
            else (row["database"], name, "failed", "")
            for name, taken in steps.items()
        ]
    header = ("database", "step", "seconds", "memberships a second")
    size = f"{rows[0].get('rows', 0):,}" if rows else ""
    return _table(f"{size} memberships from the database to posted bills", header, lines)


def _search(rows: Sequence[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        plain = row["taken"][PLAIN_SCAN]
        lines += [
            (row["database"], what, f"{taken * 1000:.0f}", f"{plain / taken:.1f}")
            for what, taken in row["taken"].items()
        ]
    size = f"{rows[0].get('rows', 0):,}" if rows else ""
    return _table(
        f"Finding one of {size} people: the whole page",
        ("database", "asked", "ms", "plain scan / this"),
        lines,
    )


def _imports(rows: dict[str, dict[str, Any]]) -> str:
    ours = rows.get("committed", {}).get("seconds")
    lines = []
    for name, row in rows.items():
        most = "{:.0f} s, {:.0f} GiB".format(*IMPORTS[name]) if name in IMPORTS else ""
        times = f"{row['seconds'] / ours:.1f}" if name == "row_by_row" and ours and "seconds" in row else ""
        told = f"{_NAMES[name]} (pace of {row['read']:,})" if "read" in row else _NAMES[name]
        lines.append((told, f"{row.get('rows', 0):,}", *_figures(row), _number(row, "peak_gib"), most, times))
    header = ("list", "rows", "seconds", "by processor", "peak GiB", "promised", "times ours")
    return _table("Large lists", header, lines)


def _linkage(row: dict[str, Any]) -> str:
    if "failed" in row:
        return _table("People written twice", ("way", "seconds"), [("by parts", "failed")])
    names = ("seconds", "pairs", "precision", "recall", "peak_gib")
    lines = [
        (way, *(f"{found[name]:,.{0 if name == 'pairs' else 2}f}" if name in found else "" for name in names))
        for way, found in row["ways"].items()
    ]
    return _table(
        f"{row['doubled']:,} of {row['people']:,} people written twice",
        ("way", "seconds", "pairs found", "precision %", "recall %", "peak GiB"),
        lines,
    )


def _money(rows: Sequence[dict[str, Any]]) -> str:
    lines = [
        (
            row["database"],
            _NAMES[name],
            f"{row[name]['wall']:.3f}" if name in row else "failed",
            f"{row[name]['processor']:.3f}" if name in row else "",
            f"{most:.1f}",
        )
        for row in rows
        for name, most in MONEY.items()
    ]
    return _table("Payments and accounts", ("database", "what", "seconds", "by processor", "promised"), lines)


def _figures(row: dict[str, Any]) -> tuple[str, str]:
    return _number(row, "seconds"), _number(row, "processor")


def _table(title: str, header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    if not lines:
        return ""
    rule = "|".join("---" if i == 0 else "---:" for i in range(len(header)))
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"### {title}\n\n| {' | '.join(header)} |\n|{rule}|\n{body}\n"


def _number(measured: dict[str, Any], key: str) -> str:
    value = measured.get(key)
    return f"{value:.2f}" if isinstance(value, int | float) else "failed" if "failed" in measured else ""


def _rate(rows: int, measured: dict[str, Any]) -> str:
    return f"{rows / measured['seconds']:,.0f}" if measured.get("seconds") else ""


def _times(row: dict[str, Any], name: str) -> str:
    other = row.get(name)
    if other is None:
        return "not run"
    return f"{other['seconds'] / row['ours']['seconds']:.1f}" if "seconds" in other else "failed"


# the parts in the order of the page
_TABLES: dict[str, Callable[[Any], list[str]]] = {
    "month": lambda rows: [_ratios(rows), _seconds(rows)],
    "lists": lambda rows: [_lists(rows)],
    "imports": lambda rows: [_imports(rows)],
    "database": lambda rows: [_steps(rows)],
    "search": lambda rows: [_search([row for row in rows if "taken" in row])],
    "linkage": lambda rows: [_linkage(row) for row in rows],
    "money": lambda rows: [_money(rows)],
}
