"""A registry with real areas and the shipped groups, and one way to bring a list in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from naungan.law import months
from naungan.registry.services import ImportResult, RollOptions, import_roll, load_groups
from tests.registry.lists import Worker, village_rows, write_csv

Bring = Callable[..., ImportResult]


@pytest.fixture
def registry(areas: None, home: Path) -> None:
    """Areas and groups are there; nobody is registered yet."""
    load_groups()


@pytest.fixture
def options() -> RollOptions:
    """Bone Bolango pays JKK and JKM of farmers for 2021."""
    return RollOptions(
        payer_code="75.03",
        segment="BPU",
        group="pekerja-rentan",
        paid_by="APBD",
        programmes=frozenset({"JKK", "JKM"}),
        first_month=months.parse("2021-01"),
        last_month=months.parse("2021-12"),
    )


@pytest.fixture
def bring(registry: None, options: RollOptions, actor: Any, tmp_path: Path) -> Bring:
    """Bring in a file, rows, or people; options can be changed by name (`payer_code=...`)."""

    def bring_in(list_: Path | Sequence[Any], **given: Any) -> ImportResult:
        how = {name: given.pop(name) for name in ("dry_run", "all_or_nothing", "rejects") if name in given}
        who = given.pop("actor", actor)
        path = list_ if isinstance(list_, Path) else tmp_path / "daftar.csv"
        if not isinstance(list_, Path):
            rows = village_rows(list_) if isinstance(list_[0], Worker) else list_
            write_csv(path, rows)
        return import_roll(path, replace(options, **given), actor=who, **how)

    return bring_in


def codes(result: ImportResult, *, blocking: bool | None = None) -> list[str]:
    """The codes of the findings, sorted; only blocking or only informing ones if asked."""
    found = [f for f in result.findings if blocking is None or f.blocking is blocking]
    return sorted(f.code for f in found)
