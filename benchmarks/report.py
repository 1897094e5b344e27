"""The measurements as Markdown; ratios first, because they hold on other machines better than seconds."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START, END = "<!-- measured: written by `python -m benchmarks --write` -->", "<!-- end of measured -->"

MOST_OVER_COPY = 1.2
MOST_GIB = 4.0
MOST_LIST_SECONDS = 10.0


def text(found: dict[str, Any], note: str = "") -> str:
    """All tables, with the machine, the versions and the circumstances they were measured under."""
    tables = (
        _ratios(found["month"]),
        _seconds(found["month"]),
        _lists(found["lists"]),
        _steps(found["database"]),
        _search([row for row in found["search"] if "taken" in row]),
    )
    return "\n".join([_machine(note), *(table for table in tables if table)]) + "\n"


def misses(found: dict[str, Any]) -> list[str]:
    """Each promise that this run did not keep, as a sentence."""
    return [*_month_misses(found["month"]), *_other_misses(found)]


def write(measured: str) -> None:
    """Replace the measured part of docs/performance.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n\n{measured}\n{END}{after}", encoding="utf-8")


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
    lists = [r for r in found["lists"] if "failed" in r or r["seconds"] > MOST_LIST_SECONDS]
    failed = [r for r in [*found["database"], *found["search"]] if "failed" in r]
    return [
        *(f"the {r['kind']} list: {r.get('failed') or round(r['seconds'], 1)}" for r in lists),
        *(f"{r['database']}: {r['failed']}" for r in failed),
    ]


def _machine(note: str) -> str:
    names = ("polars", "narwhals", "pandas", "OpenFisca-Core", "Django")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; {versions}. {note}".rstrip()
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
        plain = row["taken"]["a rare name, plain scan"]
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
