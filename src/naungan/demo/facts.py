"""The founding facts: what five newspaper articles of 2019 to 2023 reported about Gorontalo, as data.

A fact is what was printed, never the truth: value, unit, qualifier ("at least", "about", "above", "an
average") and the doubt about it. An event has no value.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Article:
    """One newspaper article; `published_on` is a date or only a year, as far as it is known."""

    code: str
    outlet: str
    published_on: str
    address: str
    title_id: str
    title_en: str
    summary_id: str
    summary_en: str

    @property
    def source(self) -> str:
        """Outlet and date, as a source line prints them."""
        return f"{self.outlet}, {self.published_on}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `value` is whole people, rupiah or a rank, or hundredths of a percent; None for an event."""

    id: str
    article: Article
    as_of: date
    area: str
    subject: str
    indicator: str
    value: int | None
    unit: str
    qualifier: str
    label_id: str
    label_en: str
    note_id: str
    note_en: str


@cache
def articles() -> dict[str, Article]:
    """The articles by code, in the order of the file."""
    return {row["code"]: Article(**row) for row in _rows("articles.csv")}


@cache
def facts() -> dict[str, Fact]:
    """The facts by id, in the order of the file."""
    return {row["id"]: _fact(row) for row in _rows("facts.csv")}


def _fact(row: dict[str, str]) -> Fact:
    texts = {key: row[key] for key in ("label_id", "label_en", "note_id", "note_en")}
    return Fact(
        id=row["id"],
        article=articles()[row["article"]],
        as_of=date.fromisoformat(row["as_of"]),
        area=row["area"],
        subject=row["subject"],
        indicator=row["indicator"],
        value=_value(row["value"], row["unit"]),
        unit=row["unit"],
        qualifier=row["qualifier"],
        **texts,
    )


def _value(text: str, unit: str) -> int | None:
    if not text:
        return None
    if unit != "percent":
        return int(text)
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
