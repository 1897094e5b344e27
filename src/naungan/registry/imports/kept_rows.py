"""The rows of an upload as its preview shows them: where they stand, who they name, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from naungan.law.findings import Finding
from naungan.registry.imports.run import ImportResult
from naungan.registry.imports.source import Source

FILE = "rows.parquet"
SOUND, NOTED, BLOCKED = "sound", "noted", "blocked"


def keep(folder: Path, source: Source, result: ImportResult) -> None:
    """Write the rows below a batch's folder."""
    names = pl.Series([sheet.name for sheet in source.sheets], dtype=pl.String)
    marks = {(finding.sheet, line_of(finding)) for finding in result.findings}
    noted = pl.DataFrame(sorted(marks), schema={"sheet": pl.String, "line": pl.Int64}, orient="row")
    rows = source.people.select("sheet", "line", "nik", "name").with_row_index("row")
    rows = rows.with_columns(sheet=names.gather(rows["sheet"]))
    rows = rows.join(noted.with_columns(noted=True), on=["sheet", "line"], how="left", maintain_order="left")
    blocked = pl.col("row").is_in(list(result.blocked_rows))
    outcome = pl.when(blocked).then(pl.lit(BLOCKED)).when(pl.col("noted")).then(pl.lit(NOTED))
    kept = rows.with_columns(outcome=outcome.otherwise(pl.lit(SOUND)))
    kept.select("sheet", "line", "nik", "name", "outcome").write_parquet(folder / FILE)


def read(folder: Path) -> pl.DataFrame | None:
    """The rows (`sheet`, `line`, `nik`, `name`, `outcome`), or None for a batch that kept none."""
    path = folder / FILE
    return pl.read_parquet(path) if path.exists() else None


def line_of(finding: Finding) -> int:
    """The row of a finding's cell as the spreadsheet numbers it."""
    return int("".join(filter(str.isdigit, finding.cell)))
