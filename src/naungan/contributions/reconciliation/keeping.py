"""The agency's members on disk: Parquet below `NAUNGAN_HOME/reconciliation/`, written whole, never changed."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from naungan.contributions.reconciliation.export import SCHEMA
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList
from naungan.law import months
from naungan.law.findings import Finding


def folder() -> Path:
    """Where the lists lie."""
    return Path(settings.HOME) / "reconciliation"


def keep(members: pl.DataFrame, findings: Sequence[Finding], month: int) -> str:
    """Write a list and its remarks; the path below `folder()`. What no record names is left behind by a refusal."""
    name = f"{months.format_month(month)}/{uuid.uuid4().hex}"
    place = folder() / name
    hidden = place.with_name(f".writing-{place.name}")
    hidden.mkdir(parents=True)
    members.write_parquet(hidden / "members.parquet", compression="zstd", compression_level=1)
    told = [finding.as_json() for finding in findings]
    (hidden / "remarks.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    with (hidden / "members.parquet").open("rb") as file:
        os.fsync(file.fileno())
    hidden.rename(place)
    return name


def members_of(kept: AgencyList | AgencyBill | None) -> pl.DataFrame:
    """The members of a list or the lines of a bill by person (`export.SCHEMA`); nobody for none."""
    if kept is None:
        return pl.DataFrame(schema=SCHEMA)
    return pl.read_parquet(folder() / kept.path / "members.parquet")


def remarks_of(kept: AgencyList | AgencyBill) -> list[dict[str, Any]]:
    """The remarks on a list or a bill by person, as `Finding.as_json` wrote them."""
    found: list[dict[str, Any]] = json.loads((folder() / kept.path / "remarks.json").read_text("utf-8"))
    return found
