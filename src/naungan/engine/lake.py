"""The lake of frozen months: immutable Parquet directories `month=YYYY-MM/run=<hex>/`, a row per membership.

A run is written into a hidden directory, checked, forced to disk and renamed, so that a killed writer leaves
nothing visible. The `MonthRun` row of the database is the commit: readers open only the directories it lists,
and `sweep` removes the rest. No NIK and no name ever stand here.

The digest is the SHA-256 of the run's `manifest.json`, which holds the rows, the sums and the SHA-256 of each
file: whoever has the digest can tell with `sha256sum` alone whether a month is as it was posted. The same
rows in the same parts give the same digest on the same release of Polars. Rows keep the order in which they
are handed over: hand them over payer by payer, and readers skip what does not concern their payer.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from naungan.law import months

AMOUNTS: Final = (
    "jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker",
    "jkp_state", "jkp_from_jkk", "jkp_from_jkm", "total",
)  # fmt: skip
# What payer and worker pay; the state's share and the recomposition of JKP are not in it.
PAID: Final = ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker")

SCHEMA: Final = pl.Schema(
    {
        **dict.fromkeys(("person_id", "membership_id", "roll_id", "registration_id", "payer_id"), pl.Int64()),
        "month": pl.Int32(),
        **dict.fromkeys(("area", "payer_area", "payer_code", "segment", "group", "occupation"), pl.String()),
        "amount_rp": pl.Int64(),
        **dict.fromkeys(("risk_group", "paid_by", "sector"), pl.Int8()),
        "labour_intensive": pl.Boolean(),
        "registered_month": pl.Int32(),
        **dict.fromkeys(("has_jkk", "has_jkm", "has_jht", "has_jp", "has_jkp"), pl.Boolean()),
        **dict.fromkeys(AMOUNTS, pl.Int64()),
    }
)
NULLABLE: Final = frozenset({"occupation", "registered_month"})

# Measured: as fast to write as lz4 and a third smaller. Row groups and their bounds as Polars makes them.
PARQUET: Final[dict[str, Any]] = {"compression": "zstd", "compression_level": 1}

_MANIFEST = "manifest.json"
_HIDDEN = ".writing-"
_RUN_PATH = re.compile(r"month=\d{4}-\d{2}/run=[0-9a-f]{32}")
_GROUP = ("registration_id", "roll_id")


class LakeDamaged(Exception):  # noqa: N818 - the name says what happened
    """A run that the database lists is not in the lake as it was written."""


class UnfitRows(ValueError):  # noqa: N818
    """Rows handed over for a month are not what the lake holds; nothing was made visible."""


@dataclass(frozen=True, slots=True)
class RunFiles:
    """A written run: its path below the lake, row count, digest, the sum of each amount, and its size."""

    path: str
    rows: int
    digest: str
    sums: Mapping[str, int]
    bytes: int


def write_run(lake: Path, month: int, parts: Iterable[pl.LazyFrame | pl.DataFrame]) -> RunFiles:
    """Write one run of a month, part by part, streaming; returns when it is on disk under its final name.

    Each part holds the columns of `SCHEMA` (others are left out, types are cast strictly). Raises UnfitRows
    for a missing column, another month, a null where none may be, a negative amount, a total that is no sum.
    """
    run = f"month={months.format_month(month)}/run={uuid.uuid4().hex}"
    final = lake / run
    hidden = final.with_name(_HIDDEN + final.name)
    hidden.mkdir(parents=True)
    try:
        files = [_write_part(hidden / f"part-{i:05d}.parquet", month, part) for i, part in enumerate(parts)]
        files = files or [_write_part(hidden / "part-00000.parquet", month, pl.DataFrame(schema=SCHEMA))]
        manifest = _manifest(month, files)
        _write_durably(hidden / _MANIFEST, manifest)
        _sync_directory(hidden)
        hidden.rename(final)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise
    final.chmod(0o555)
    _sync_directory(final.parent)
    _sync_directory(lake)
    size = sum(file["bytes"] for file in files)
    sums = _added(files)
    return RunFiles(run, sum(f["rows"] for f in files), hashlib.sha256(manifest).hexdigest(), sums, size)


def open_runs(lake: Path, paths: Sequence[str]) -> pl.LazyFrame:
    """The rows of the runs at `paths`, lazily, with the columns of `SCHEMA`; no rows for no paths.

    Only these directories are opened. Raises LakeDamaged when one, or a file of its manifest, is absent.
    """
    files = [lake / path / file["name"] for path in paths for file in _read_manifest(lake, path)["files"]]
    lost = [str(file) for file in files if not file.is_file()]
    if lost:
        raise LakeDamaged(f"these files of posted runs are missing: {lost}")
    if not files:
        return pl.LazyFrame(schema=SCHEMA)
    return pl.scan_parquet(files, hive_partitioning=False, glob=False)


def check_run(lake: Path, path: str, digest: str) -> None:
    """Assert that a run is as it was written: manifest, bytes of every file, rows and sums. Reads all of it.

    Raises LakeDamaged that says what differs.
    """
    if hashlib.sha256(_manifest_bytes(lake, path)).hexdigest() != digest:
        raise LakeDamaged(f"the manifest of {path} is not the one whose digest was recorded")
    manifest = _read_manifest(lake, path)
    for file in manifest["files"]:
        if _sha256(lake / path / file["name"]) != file["sha256"]:
            raise LakeDamaged(f"{path}/{file['name']} was changed after it was written")
    found = _measured(open_runs(lake, [path])).collect(engine="streaming").row(0, named=True)
    wrong = {name: found[name] for name in AMOUNTS if found[name] != manifest["sums"][name]}
    if wrong or found["rows"] != manifest["rows"]:
        raise LakeDamaged(f"{path} holds {found['rows']} rows and sums {wrong}, not those of its manifest")


def totals(frame: pl.LazyFrame) -> pl.DataFrame:
    """Members and the sum of each amount by `registration_id` and `roll_id`, in order; Int64 rupiah.

    With them `payer_id`, `payer_code`, `segment` and `worker`, the part of the total withheld from wages.
    """
    by_roll = frame.group_by(_GROUP).agg(
        pl.col("payer_id", "payer_code", "segment").first(),
        pl.len().cast(pl.Int64).alias("members"),
        pl.col(AMOUNTS).sum(),
        (pl.col("jht_worker").sum() + pl.col("jp_worker").sum()).alias("worker"),
    )
    return by_roll.sort(_GROUP).collect(engine="streaming")


def sweep(lake: Path, listed: set[str], older_than_s: int) -> list[str]:
    """Remove run directories not `listed` and abandoned hidden ones, untouched for `older_than_s` seconds.

    Returns the removed paths below the lake. The age protects a run that is written but not yet committed.
    """
    before = time.time() - older_than_s
    found = [*lake.glob("month=*/run=*"), *lake.glob(f"month=*/{_HIDDEN}*")]
    orphans = [
        path for path in found if path.relative_to(lake).as_posix() not in listed and _touched(path) < before
    ]
    for path in orphans:
        # Another sweep may be at it as well.
        with suppress(FileNotFoundError):
            path.chmod(0o755)
            shutil.rmtree(path)
    return sorted(path.relative_to(lake).as_posix() for path in orphans)


def _write_part(path: Path, month: int, part: pl.LazyFrame | pl.DataFrame) -> dict[str, Any]:
    rows = _shaped(part.lazy())
    # One pass writes and measures: these sums are what the rules gave; `check_run` compares the file.
    sink = rows.sink_parquet(path, **PARQUET, lazy=True)
    found = pl.collect_all([sink, _measured(rows)], engine="streaming")[1].row(0, named=True)
    _refuse_unfit(found, month)
    path.chmod(0o444)
    _sync_file(path)
    return {
        "name": path.name,
        "rows": found["rows"],
        "bytes": path.stat().st_size,
        "sha256": _sha256(path),
        "sums": {name: found[name] for name in AMOUNTS},
    }


def _shaped(rows: pl.LazyFrame) -> pl.LazyFrame:
    schema = rows.collect_schema()
    missing = [name for name in SCHEMA if name not in schema]
    if missing:
        raise UnfitRows(f"the rows have no columns {missing}")
    return rows.select(pl.col(n) if schema[n] == t else pl.col(n).cast(t) for n, t in SCHEMA.items())


def _measured(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row: the count, first and last month, lowest amount, nulls where none may be, and every sum."""
    return rows.select(
        pl.len().cast(pl.Int64).alias("rows"),
        pl.col("month").min().alias("first_month"),
        pl.col("month").max().alias("last_month"),
        pl.min_horizontal(pl.col(AMOUNTS).min()).alias("lowest"),
        pl.sum_horizontal(pl.col([n for n in SCHEMA if n not in NULLABLE]).null_count()).alias("nulls"),
        pl.col(AMOUNTS).sum(),
    )


def _refuse_unfit(found: Mapping[str, Any], month: int) -> None:
    if found["nulls"]:
        raise UnfitRows(f"{found['nulls']} values are missing in columns that must be whole")
    if found["rows"] and not found["first_month"] == found["last_month"] == month:
        raise UnfitRows(
            f"rows of the months {found['first_month']} to {found['last_month']} in a run of {month}"
        )
    if found["rows"] and found["lowest"] < 0:
        raise UnfitRows(f"an amount is negative: {found['lowest']}")
    if found["total"] != sum(found[name] for name in PAID):
        raise UnfitRows(f"the total {found['total']} is not the sum of its programmes")


def _manifest(month: int, files: Sequence[Mapping[str, Any]]) -> bytes:
    content = {
        "month": months.format_month(month),
        "rows": sum(file["rows"] for file in files),
        "sums": _added(files),
        "files": [{key: file[key] for key in ("name", "rows", "bytes", "sha256")} for file in files],
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def _added(files: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {name: sum(file["sums"][name] for file in files) for name in AMOUNTS}


def _manifest_bytes(lake: Path, path: str) -> bytes:
    if not _RUN_PATH.fullmatch(path):
        raise LakeDamaged(f"{path!r} is not the path of a run")
    try:
        return (lake / path / _MANIFEST).read_bytes()
    except FileNotFoundError:
        raise LakeDamaged(f"the run {path} is missing from the lake {lake}") from None


def _read_manifest(lake: Path, path: str) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(_manifest_bytes(lake, path))
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_durably(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o444)
    _sync_file(path)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _touched(path: Path) -> float:
    try:
        return max(entry.stat().st_mtime for entry in (path, *path.iterdir()))
    except FileNotFoundError:
        # Its writer has just renamed it, or another sweep removed it: nothing of ours any more.
        return math.inf
