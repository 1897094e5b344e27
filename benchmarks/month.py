"""The month, Parquet to Parquet: all of `write_run` (rules, sums, digest, to disk) over copying its files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.child import seconds
from benchmarks.members import MONTH, segments
from naungan.engine.lake import PARQUET, RunFiles, totals, write_run
from naungan.engine.lake import open_runs as opened
from naungan.engine.month import lake_rows
from naungan.law import months
from naungan.law.contributions import contribution_graph


def run(members: str, scratch: str, rounds: int) -> dict[str, Any]:
    """Run the month and copy its files, in turn, `rounds` times after one to warm up; seconds of the best."""
    lake, copied = Path(scratch) / "lake", Path(scratch) / "copied"
    runs, copies = [], []
    for _ in range(rounds + 1):
        for folder in (lake, copied):
            shutil.rmtree(folder, ignore_errors=True)
        taken, files = seconds(lambda: _month(Path(members), lake))
        runs.append(taken)
        copies.append(seconds(lambda path=files.path: _copy(lake / path, copied))[0])  # type: ignore[misc]
    reading, _ = seconds(lambda: totals(opened(lake, [files.path])))
    return {
        "seconds": min(taken.wall for taken in runs[1:]),
        "copy_seconds": min(taken.wall for taken in copies[1:]),
        "ratio": _ratio([t.wall for t in runs[1:]], [t.wall for t in copies[1:]]),
        "processor_ratio": _ratio([t.processor for t in runs[1:]], [t.processor for t in copies[1:]]),
        "rows": files.rows,
        "mib": files.bytes / 1024**2,
        "sums": dict(files.sums),
        "totals_seconds": reading.wall,
    }


def _ratio(runs: list[float], copies: list[float]) -> float:
    """Best over best: what else the machine does can only slow either down."""
    return min(runs) / min(copies)


def once(members: str, scratch: str) -> dict[str, Any]:
    """Run the month once and nothing else: for the memory it takes."""
    lake = Path(scratch) / "lake"
    shutil.rmtree(lake, ignore_errors=True)
    taken, files = seconds(lambda: _month(Path(members), lake))
    return {"seconds": taken.wall, "rows": files.rows, "sums": dict(files.sums)}


def _month(members: Path, lake: Path) -> RunFiles:
    text = months.format_month(MONTH)
    parts = (
        lake_rows(pl.scan_parquet(files), contribution_graph(segment, text))
        for segment, files in segments(members)
    )
    return write_run(lake, MONTH, parts)


def _copy(run_folder: Path, target: Path) -> None:
    # The same work without the rules: read, write with the same codec, force to disk.
    target.mkdir(parents=True)
    for file in sorted(run_folder.glob("*.parquet")):
        pl.scan_parquet(file).sink_parquet(target / file.name, **PARQUET)
        with (target / file.name).open("rb") as written:
            os.fsync(written.fileno())
