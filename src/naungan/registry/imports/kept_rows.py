"""The rows of an upload as its preview keeps them: what the file says, where it stands, what becomes of it.

`rows.parquet` has a row per person with the fields as the file has them; mends are applied when it is read by
`mending`. With them the preview answers without opening the file again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from naungan.law.findings import Finding
from naungan.registry.imports.run import ImportResult
from naungan.registry.imports.source import Source
from naungan.registry.imports.words import Placed

FILE, SHEETS = "rows.parquet", "sheets.json"
SOUND, NOTED, BLOCKED = "sound", "noted", "blocked"


def keep(folder: Path, source: Source, result: ImportResult) -> pl.DataFrame:
    """Write the rows and where their columns stand below a batch's folder; the rows as written."""
    names = pl.Series([sheet.name for sheet in source.sheets], dtype=pl.String)
    rows = source.people.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    rows = rows.with_columns(sheet_name=names.gather(rows["sheet"]))
    fate = {"new": result.new_rows, "joining": result.joining_rows, "updating": result.updating_rows}
    rows = rows.with_columns(**{name: pl.col("row").is_in(found.implode()) for name, found in fate.items()})
    rows = rows.with_columns(outcome=outcomes(rows["row"], result.placed))
    rows.write_parquet(folder / FILE)
    columns = [
        {"name": s.name, "columns": h.columns} for s, h in zip(source.sheets, source.headers, strict=True)
    ]
    kept = {"purpose": source.purpose, "sheets": columns}
    (folder / SHEETS).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return rows


def outcomes(rows: pl.Series, placed: Iterable[Placed]) -> pl.Series:
    """What becomes of each row: in, in with a remark, or out."""
    noted: set[int] = set()
    blocked: set[int] = set()
    for one in placed:
        (blocked if one.blocking else noted).add(one.row)
    frame = rows.to_frame("row")
    out, marked = pl.col("row").is_in(list(blocked)), pl.col("row").is_in(list(noted))
    told = pl.when(out).then(pl.lit(BLOCKED)).when(marked).then(pl.lit(NOTED)).otherwise(pl.lit(SOUND))
    return frame.select(outcome=told)["outcome"]


def read(folder: Path) -> pl.DataFrame | None:
    """The rows (all fields, with `row`, `sheet_name`, `outcome`), or None for a batch that kept none."""
    path = folder / FILE
    if not path.exists():
        return None
    rows = pl.read_parquet(path)
    # batches of the first version name their sheets in `sheet`
    return rows if "sheet_name" in rows.columns else rows.rename({"sheet": "sheet_name"})


def sheets_of(folder: Path) -> dict[str, Any] | None:
    """The purpose of the file, and its sheets (`name`, `columns`: field to column); None where none were kept."""
    path = folder / SHEETS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def counted(rows: pl.DataFrame, placed: Iterable[Placed]) -> dict[str, Any]:
    """The figures of a batch from its rows: rows = accepted + rejected, accepted = created + known."""
    good = rows.filter(pl.col("outcome") != BLOCKED)
    figures = {
        "rows": rows.height,
        "accepted": good.height,
        "rejected": rows.height - good.height,
        "created": int(good["new"].sum()),
        "joined": int(good["joining"].sum()),
        "updated": int(good["updating"].sum()),
    }
    figures["known"] = figures["accepted"] - figures["created"]
    figures["unchanged"] = figures["accepted"] - figures["joined"]
    return {**figures, "by_code": dict(Counter(one.code for one in placed))}


def line_of(finding: Finding) -> int:
    """The row of a finding's cell as the spreadsheet numbers it."""
    return int("".join(filter(str.isdigit, finding.cell)))
