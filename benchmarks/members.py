"""Made-up memberships of one month as the database hands them over: Parquet by segment, in order of payer.

Fixed seed, no person behind any row. Half work without an employer, most of them on the lowest bracket; wages
crowd at a minimum wage and reach far above every ceiling.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from naungan.engine.lake import PARQUET, SCHEMA
from naungan.engine.month import MEMBERSHIP_COLUMNS
from naungan.law import months

MONTH = months.parse("2025-06")
SHARES = {"BPU": 50, "PU": 45, "JAKON": 5}
CHUNK = 1_000_000
ROLL_SIZE = 200
_MINIMUM_WAGE = 3_221_731
_OCCUPATIONS = ("petani", "nelayan", "bentor", "imam", "guru-ngaji", "pedagang", "penjahit", "buruh-tani")
_AREAS = [f"75.{r:02d}.{d:02d}.2{v:03d}" for r in range(1, 7) for d in range(1, 13) for v in range(1, 11)]
_HAS = {
    "PU": ("jkk", "jkm", "jht", "jp", "jkp"),
    "BPU": ("jkk", "jkm"),
    "JAKON": ("jkk", "jkm"),
}


def make(folder: Path, rows: int) -> Path:
    """Write `rows` memberships below the folder, unless they are there; the folder `members-<rows>`."""
    final = folder / f"members-{rows}"
    if final.exists():
        return final
    working = final.with_name(final.name + ".part")
    start = 0
    for segment, percent in SHARES.items():
        count = rows * percent // 100
        target = working / segment
        target.mkdir(parents=True, exist_ok=True)
        for index, first in enumerate(range(0, count, CHUNK)):
            frame = _chunk(segment, start + first, min(CHUNK, count - first))
            frame.lazy().sink_parquet(target / f"{index:05d}.parquet", **PARQUET)
        start += count
    working.rename(final)
    return final


def segments(folder: Path) -> list[tuple[str, list[Path]]]:
    """Each segment with its files, in order."""
    return [(path.name, sorted(path.glob("*.parquet"))) for path in sorted(folder.iterdir())]


def _chunk(segment: str, first: int, count: int) -> pl.DataFrame:
    random = np.random.default_rng([first, len(segment)])
    number = np.arange(first, first + count, dtype=np.int64)
    roll = number // ROLL_SIZE + 1
    occupations = pl.Series(_OCCUPATIONS).gather(random.integers(0, len(_OCCUPATIONS), count))
    known = {
        "person_id": number + 1,
        "membership_id": number + 1,
        "roll_id": roll,
        "registration_id": roll // 2 + 1,
        "payer_id": roll // 4 + 1,
        "area": pl.Series(_AREAS).gather(random.integers(0, len(_AREAS), count)),
        "occupation": occupations
        if segment == "BPU"
        else pl.repeat(None, count, dtype=pl.String, eager=True),
        "amount_rp": _amounts(segment, count, random),
        "risk_group": random.integers(1, 6, count),
        "labour_intensive": (roll % 10 == 0) & (segment == "PU"),
        "registered_month": random.integers(MONTH - 80, MONTH, count),
    }
    fixed = {
        "month": MONTH,
        "payer_area": "75.03",
        "segment": segment,
        "group": "pekerja-rentan" if segment == "BPU" else "non-asn",
        "paid_by": 4 if segment == "BPU" else 2,
        "sector": 1,
        **{f"has_{name}": name in _HAS[segment] for name in ("jkk", "jkm", "jht", "jp", "jkp")},
    }
    frame = pl.DataFrame(known).with_columns(**{name: pl.lit(value) for name, value in fixed.items()})
    code = pl.format("P{}", pl.col("payer_id").cast(pl.String).str.zfill(8)).alias("payer_code")
    return frame.with_columns(code).select(pl.col(n).cast(SCHEMA[n]) for n in MEMBERSHIP_COLUMNS)


def _amounts(segment: str, count: int, random: np.random.Generator) -> np.ndarray:
    if segment == "BPU":
        other = random.integers(10, 80, count) * 100_000
        return np.where(random.random(count) < 0.7, 1_000_000, other)
    free = (random.lognormal(15.2, 0.6, count) // 100 * 100).astype(np.int64)
    return np.where(random.random(count) < 0.4, _MINIMUM_WAGE, np.clip(free, 1_000_000, 2_000_000_000))
