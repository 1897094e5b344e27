"""What ships with the product as dated data with source: rules of fund sources, account codes seen in regions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from naungan.kit.numbers import is_english

FOLDER = Path(__file__).with_name("data")
# Nothing was found that says which account vulnerable workers are paid from: each region chooses.
UNKNOWN_ACCOUNT = "pekerja-rentan"


@dataclass(frozen=True, slots=True)
class FundRule:
    """A rule of a fund source from a day on: "forbidden", or "share" with a limit in parts per million."""

    kind: str
    since: date
    limit_ppm: int
    reference: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund source with its rules, the newest last."""

    code: str
    name_id: str
    name_en: str
    rules: tuple[FundRule, ...]

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if is_english() else self.name_id

    def rule_on(self, day: date) -> FundRule | None:
        """The rule in force on a day, or None."""
        held = [rule for rule in self.rules if rule.since <= day]
        return held[-1] if held else None


@dataclass(frozen=True, slots=True)
class SeenAccount:
    """An account code that was seen in some region's budget."""

    code: str
    name: str
    programme: str
    groups: tuple[str, ...]
    source: str


@cache
def funds() -> dict[str, Fund]:
    """Every fund source by its code."""
    return {
        row["code"]: Fund(row["code"], row["name"], row["name_en"], tuple(map(_rule, row.get("rule", ()))))
        for row in _read("funds.toml")["fund"]
    }


@cache
def seen_accounts() -> tuple[SeenAccount, ...]:
    """Every account code seen, in order."""
    return tuple(
        SeenAccount(row["code"], row["name"], row["programme"], tuple(row["groups"]), row["source"])
        for row in _read("accounts.toml")["account"]
    )


def fund_name(code: str) -> str:
    """The name of a fund source; the code itself for one that is not in the table."""
    found = funds().get(code)
    return found.name if found else code


def _rule(row: dict[str, Any]) -> FundRule:
    return FundRule(
        row["kind"], row["from"], row.get("limit_ppm", 0), row["reference"], row["source"], row["confidence"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
