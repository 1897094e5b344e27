"""Parameters of the law as rows and words for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from naungan.kit import numbers
from naungan.law import parameters
from naungan.law.arithmetic import Table

CONFIDENCE_TONES = {"high": "good", "medium": "warn", "low": "bad"}


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One dated value of a parameter, in words."""

    name: str
    title: str
    group: str
    value: str
    start: date
    end: date | None
    reference: str
    source: str
    confidence: str
    note: str

    @property
    def confidence_words(self) -> str:
        """How sure the reading is, in words."""
        return confidence_words(self.confidence)

    @property
    def tone(self) -> str:
        """The tone of the confidence tag."""
        return CONFIDENCE_TONES[self.confidence]


def confidence_words(confidence: str) -> str:
    """How sure the reading of the law is, in words."""
    return {"high": _("teks hukum dibaca"), "medium": _("sumber kedua"), "low": _("diragukan")}[confidence]


def rows(
    *, group: str = "", text: str = "", confidence: str = "", on: date | None = None
) -> list[ParameterRow]:
    """The dated values that fit the filters; with `on`, only what is in force that day."""
    found = []
    for name, parameter in sorted(parameters.catalogue().items()):
        title = parameter.title["en" if numbers.is_english() else "id"]
        if (group and parameter.group != group) or (text and text.lower() not in f"{name} {title}".lower()):
            continue
        found += [_row(parameter, title, vintage) for vintage in parameters.history(name)]
    return [
        row
        for row in found
        if (not confidence or row.confidence == confidence)
        and (on is None or (row.start <= on and (row.end is None or on <= row.end)))
    ]


def short_source(source: str) -> str:
    """A source for a table: of an address only the site."""
    return urlsplit(source).hostname or source if source.startswith("http") else source


def title_of(name: str) -> str:
    """The title of a parameter in the language of the page; the name itself for what is no parameter."""
    parameter = parameters.catalogue().get(name)
    return parameter.title["en" if numbers.is_english() else "id"] if parameter else name


def groups() -> list[str]:
    """The groups of parameters, by name."""
    return sorted({parameter.group for parameter in parameters.catalogue().values()})


def value_words(value: Any, unit: str) -> str:
    """A value with its unit as people read it: ppm as a percentage; a table by its count of rows."""
    if not isinstance(value, int):
        return _("tabel")
    base = unit.partition("_per_")[0]
    if base == "rupiah":
        return numbers.rupiah(value)
    if base == "ppm":
        return numbers.percent(Decimal(value) / 10_000, _places(value))
    if unit == "month":
        return str(value)
    words = {
        "months": _("%(n)s bulan"),
        "years": _("%(n)s tahun"),
        "days": _("%(n)s hari"),
        "working_days": _("%(n)s hari kerja"),
        "hours": _("%(n)s jam"),
        "persons": _("%(n)s orang"),
        "times": _("%(n)s kali"),
        "wage_multiple": _("%(n)s kali upah"),
        "day_of_month": _("tanggal %(n)s"),
        "months_after": _("%(n)s bulan sesudahnya"),
    }
    return words.get(unit, "%(n)s") % {"n": numbers.count(value)}


def table_rows(value: Any, unit: str) -> list[tuple[str, str]]:
    """The rows of a table parameter as (key, value) texts; empty for a plain number."""
    if not isinstance(value, Table):
        return []
    return [
        (numbers.count(key), value_words(amount, unit))
        for key, amount in zip(value.keys, value.values, strict=True)
    ]


def _places(ppm: int) -> int:
    text = f"{ppm % 10_000:04d}".rstrip("0")
    return max(len(text), 0)


def _row(parameter: parameters.Parameter, title: str, vintage: parameters.Vintage) -> ParameterRow:
    return ParameterRow(
        name=parameter.name,
        title=title,
        group=parameter.group,
        value=value_words(vintage.value, vintage.unit),
        start=vintage.start,
        end=vintage.end,
        reference=vintage.reference,
        source=vintage.source,
        confidence=vintage.confidence,
        note=vintage.note,
    )
