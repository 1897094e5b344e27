"""The same month as one would write it in pandas, and in openfisca-core: same input, same output, same sums.

Both read the parameters of the law from where Naungan keeps them, so that only the engines differ. The rules
are those in force in June 2025.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.child import seconds
from benchmarks.members import MONTH, segments
from naungan.engine.lake import AMOUNTS, SCHEMA
from naungan.law import months, parameters

_COMPRESSION = {"compression": "zstd", "compression_level": 1}
_TYPES = {
    "Int64": pa.int64(),
    "Int32": pa.int32(),
    "Int8": pa.int8(),
    "Boolean": pa.bool_(),
    "String": pa.string(),
}


def in_pandas(members: str, scratch: str) -> dict[str, Any]:
    """The month with pandas and NumPy, vectorised, one frame per segment."""
    taken, (rows, sums) = seconds(lambda: _month(Path(members), Path(scratch) / "pandas", _by_pandas))
    return {"seconds": taken.wall, "rows": rows, "sums": sums}


def in_openfisca(members: str, scratch: str) -> dict[str, Any]:
    """The month with openfisca-core: one simulation per segment, formulas as variables."""
    from benchmarks.with_openfisca import simulate

    taken, (rows, sums) = seconds(lambda: _month(Path(members), Path(scratch) / "openfisca", simulate))
    return {"seconds": taken.wall, "rows": rows, "sums": sums}


def value(name: str) -> Any:
    """A parameter's value in the benchmark's month."""
    return parameters.at(name, months.last_day(MONTH)).value


def _month(members: Path, target: Path, amounts_of: Any) -> tuple[int, dict[str, int]]:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    rows, sums = 0, dict.fromkeys(AMOUNTS, 0)
    for segment, frame in _frames(members):
        computed = amounts_of(segment, frame)
        for name in AMOUNTS:
            frame[name] = computed.get(name, 0)
            sums[name] += int(frame[name].sum())
        rows += len(frame)
        schema = pa.schema([(name, _TYPES[str(dtype)]) for name, dtype in SCHEMA.items()])
        table = pa.Table.from_pandas(frame[list(SCHEMA)], schema=schema, preserve_index=False)
        pq.write_table(table, target / f"{segment}.parquet", **_COMPRESSION)
    return rows, sums


def _frames(members: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    for segment, files in segments(members):
        yield segment, pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)


def _by_pandas(segment: str, frame: pd.DataFrame) -> dict[str, Any]:
    computed = {"PU": _wage_earners, "BPU": _own_account, "JAKON": _construction}[segment](frame)
    paid = [
        computed.get(n, 0) for n in ("jkk", "jkm", "jht_employer", "jht_worker", "jp_employer", "jp_worker")
    ]
    return {**computed, "total": sum(paid)}


def share(amount: Any, rate: Any) -> Any:
    """Amount x ppm in whole rupiah, half up."""
    return (amount * rate + 500_000) // 1_000_000


def _wage_earners(frame: pd.DataFrame) -> dict[str, Any]:
    wage, group = frame["amount_rp"], frame["risk_group"].to_numpy()
    usual, lower = value("jkk_rate_by_risk_group"), value("jkk_rate_labour_intensive")
    rate = np.where(
        frame["labour_intensive"], np.array(lower.values)[group - 1], np.array(usual.values)[group - 1]
    )
    pension, jobless = wage.clip(upper=value("jp_wage_ceiling")), wage.clip(upper=value("jkp_wage_ceiling"))
    return {
        "jkk": share(wage, rate).where(frame["has_jkk"], 0),
        "jkm": share(wage, value("jkm_rate")).where(frame["has_jkm"], 0),
        "jht_employer": share(wage, value("jht_rate_employer")).where(frame["has_jht"], 0),
        "jht_worker": share(wage, value("jht_rate_worker")).where(frame["has_jht"], 0),
        "jp_employer": share(pension, value("jp_rate_employer")).where(frame["has_jp"], 0),
        "jp_worker": share(pension, value("jp_rate_worker")).where(frame["has_jp"], 0),
        "jkp_state": share(jobless, value("jkp_rate_state")).where(frame["has_jkp"], 0),
        "jkp_from_jkk": share(jobless, value("jkp_rate_from_jkk")).where(frame["has_jkp"], 0),
        "jkp_from_jkm": share(jobless, value("jkp_rate_from_jkm")).where(frame["has_jkp"], 0),
    }


def _own_account(frame: pd.DataFrame) -> dict[str, Any]:
    table = value("bpu_base")
    row = np.searchsorted(np.array(table.keys), frame["amount_rp"], side="right") - 1
    base = pd.Series(np.array(table.values)[row], index=frame.index)
    jkm = pd.Series(value("bpu_jkm"), index=frame.index)
    return {
        "jkk": share(base, value("bpu_jkk_rate")).where(frame["has_jkk"], 0),
        "jkm": jkm.where(frame["has_jkm"], 0),
        "jht_worker": share(base, value("bpu_jht_rate")).where(frame["has_jht"], 0),
    }


def _construction(frame: pd.DataFrame) -> dict[str, Any]:
    wage = frame["amount_rp"]
    return {
        "jkk": share(wage, value("jakon_jkk_rate")).where(frame["has_jkk"], 0),
        "jkm": share(wage, value("jakon_jkm_rate")).where(frame["has_jkm"], 0),
    }
