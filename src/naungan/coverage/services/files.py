"""Reading denominators and reported figures from CSV, a finding for each line that cannot be kept."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.coverage.models import Denominator, Qualifier, ReportedFigure
from naungan.coverage.services.common import day_named, optional_number, whole_number
from naungan.coverage.services.denominators import add_denominator
from naungan.coverage.services.figures import add_reported
from naungan.law.findings import Finding, Refused

_DENOMINATOR_COLUMNS = ("indicator", "area", "segment", "on", "people", "method", "source")
_REPORTED_COLUMNS = (
    "code",
    "indicator",
    "area",
    "as_of",
    "percent",
    "people",
    "rupiah",
    "rank",
    "qualifier",
    "source",
    "note",
)
_NEEDED = frozenset({"indicator", "area", "on", "people", "method", "source", "code", "as_of"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file of figures: lines read, written, already known, and the findings by line."""

    rows: int
    accepted: int
    known: int
    findings: tuple[Finding, ...]


def load_denominators(path: Path, *, actor: Actor, reason: str = "") -> Loaded:
    """Read denominators from CSV (indicator, area, segment, on, people, method, source)."""

    def keep(row: Mapping[str, str]) -> Denominator:
        return add_denominator(
            indicator=row["indicator"],
            area_code=row["area"],
            segment=row.get("segment") or "",
            on=day_named(row["on"]),
            people=whole_number(row["people"], "people"),
            method=row["method"],
            source=row["source"],
            actor=actor,
            reason=reason,
        )

    return load_lines(path, _DENOMINATOR_COLUMNS, keep, Denominator.objects.count)


def load_reported(path: Path, *, actor: Actor, reason: str = "") -> Loaded:
    """Read reported figures from CSV (code, indicator, area, as_of, one value, qualifier, source, note)."""

    def keep(row: Mapping[str, str]) -> ReportedFigure:
        return add_reported(
            code=row["code"],
            indicator=row["indicator"],
            area_code=row["area"],
            as_of=day_named(row["as_of"]),
            percent=row.get("percent") or None,
            people=optional_number(row, "people"),
            rupiah=optional_number(row, "rupiah"),
            rank=optional_number(row, "rank"),
            qualifier=row.get("qualifier") or Qualifier.EXACT,
            source=row["source"],
            note=row.get("note") or "",
            actor=actor,
            reason=reason,
        )

    return load_lines(path, _REPORTED_COLUMNS, keep, ReportedFigure.objects.count)


def load_lines(
    path: Path,
    columns: Iterable[str],
    keep: Callable[[Mapping[str, str]], object],
    count: Callable[[], int],
    *,
    needed: Collection[str] = _NEEDED,
) -> Loaded:
    """Keep every good line and return a finding for every bad one, each numbered as in the file."""
    lines = lines_of(path, columns, [name for name in columns if name in needed])
    findings = []
    before = count()
    for number, row in enumerate(lines, start=2):
        try:
            keep(row)
        except Refused as refused:
            findings.append(
                Finding(refused.code, path.name, str(number), refused.where, refused.message, refused.mend)
            )
    accepted = count() - before
    return Loaded(len(lines), accepted, len(lines) - accepted - len(findings), tuple(findings))


def lines_of(path: Path, columns: Iterable[str], needed: Iterable[str]) -> list[dict[str, str]]:
    """The lines of a CSV with the named columns, trimmed; a column that is not there is empty.

    Refused: `file.unreadable`, `file.columns` (no line, or a needed column is missing).
    """
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            "file.unreadable", _("Berkas tidak dapat dibaca sebagai CSV UTF-8."), where=str(path)
        ) from error
    if not lines or any(name not in lines[0] for name in needed):
        raise Refused(
            "file.columns",
            _("Berkas harus berisi baris judul dengan kolom: %(columns)s.") % {"columns": ", ".join(columns)},
            where=str(path),
        )
    return [{name: (row.get(name) or "").strip() for name in columns} for row in lines]
