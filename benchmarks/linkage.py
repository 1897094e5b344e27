"""Who stands twice among made-up people, found by parts and by exact matching: `python -m benchmarks --only linkage`.

The comparison runs as the product runs it: a process of its own, from Parquet to Parquet, trained on the people.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.doubles import made, score
from naungan.registry.duplicates import keys

THRESHOLDS = tomllib.loads(Path(keys.__file__).with_name("thresholds.toml").read_text(encoding="utf-8"))


def run(people: int) -> dict[str, Any]:
    """Both ways among `people`, five of a hundred of them doubled; `seconds` is the way by parts'."""
    frame, true = made(people)
    with tempfile.TemporaryDirectory(prefix="naungan-bench-") as folder:
        found = compared(frame, true, Path(folder))
    ways = {
        "by parts (trained and compared)": found,
        "name as heard, birth date, district": exact(frame, true),
    }
    return {"people": people, "doubled": len(true), "ways": ways}


def compared(people: pl.DataFrame, true: set[tuple[int, int]], folder: Path) -> dict[str, Any]:
    """Precision, recall (percent), seconds and peak memory (GiB) of the comparison by parts."""
    people.write_parquet(folder / "people.parquet")
    order = {
        "people": str(folder / "people.parquet"),
        "pairs": str(folder / "pairs.parquet"),
        "model": str(folder / "model.json"),
        "train": True,
        "least_ppm": THRESHOLDS["likely_ppm"],
        "memory_mib": THRESHOLDS["memory_mib"],
        "threads": 2,
    }
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    begun = time.perf_counter()
    command = [sys.executable, "-m", "naungan.registry.duplicates.worker", str(folder / "order.json")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken = time.perf_counter() - begun
    pairs = pl.read_parquet(folder / "pairs.parquet")
    peak = json.loads(done.stdout.splitlines()[-1])["peak_mib"] / 1024
    return {"seconds": taken, "peak_gib": peak, "pairs": pairs.height} | _scored(pairs, true)


def exact(people: pl.DataFrame, true: set[tuple[int, int]]) -> dict[str, Any]:
    """The same of exact matching: name as it is heard, birth date and district."""
    begun = time.perf_counter()
    pairs = keys.exact_pairs(people)
    taken = time.perf_counter() - begun
    return {"seconds": taken, "pairs": pairs.height} | _scored(pairs, true)


def _scored(pairs: pl.DataFrame, true: set[tuple[int, int]]) -> dict[str, float]:
    return score(set(pairs.select("first_id", "second_id").iter_rows()), true)


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.exit(main(["--only", "linkage", *sys.argv[1:]]))
