"""Bringing in what was published: one line a figure, read as people print them ("93.86", "juta orang").

A line that cannot be kept blocks only itself and comes back as a finding. Figures that are recorded already
change nothing, so the same file may be read again.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.coverage.data import subjects
from naungan.coverage.models import Indicator, Precision, Qualifier, ReportedFigure, Unit
from naungan.coverage.services.common import journal_entry, optional_number
from naungan.coverage.services.figures import INDONESIA, Said, hundredths, keep_reported, write_new
from naungan.coverage.services.files import Loaded, lines_of
from naungan.law.findings import Finding, Refused

COLUMNS = (
    "code",
    "indicator",
    "area",
    "period",
    "value",
    "unit",
    "qualifier",
    "source",
    "link",
    "part_of",
    "highest_in",
    "each",
    "times",
    "speaker",
    "place",
    "note",
)
_NEEDED = ("code", "indicator", "area", "period", "value", "unit", "source")
_SCALES = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000}
# the words of the file -> the field that takes the value, and what it counts
_UNITS: dict[str, tuple[str, str]] = {
    "persen": ("percent_hundredths", Unit.PERCENT),
    "orang": ("people", Unit.PEOPLE),
    "rupiah": ("rupiah", Unit.RUPIAH),
    "rupiah/bulan": ("rupiah", Unit.RUPIAH_MONTH),
    "peringkat": ("rank", Unit.RANK),
    "desa": ("number", Unit.VILLAGES),
    "kasus": ("number", Unit.CASES),
    "bulan": ("number", Unit.MONTHS),
    "calon": ("number", Unit.CANDIDATES),
}
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class _Period:
    since: date | None
    as_of: date
    precision: str


@transaction.atomic
def load_published(path: Path | None = None, *, actor: Actor, reason: str = "") -> Loaded:
    """Record published figures from a CSV, by default the one that ships; one journal entry for all of them.

    Columns: code, indicator (of `data/subjects.csv` if it is to be held against others), area ("ID" for
    Indonesia), period (2023, 2023-11, 2023-11-30, or two of them joined by ".."), value, unit (persen, orang,
    juta orang, rupiah, miliar rupiah, rupiah/bulan, desa, kasus, bulan, calon, peringkat), source; and if
    known qualifier, link, part_of, highest_in, each, times, speaker, place, note. Refused: `file.unreadable`,
    `file.columns`.
    """
    shipped = Path(str(resources.files("naungan.coverage") / "data" / "published.csv"))
    file = path or shipped
    rows = lines_of(file, COLUMNS, _NEEDED)
    findings: list[Finding] = []
    new: dict[str, ReportedFigure] = {}
    known = 0
    named = {one.code for one in subjects()} | set(Indicator.objects.values_list("code", flat=True))
    entry = None
    for number, row in _wholes_first(rows):
        try:
            figure, is_new = _read(row)
        except Refused as refused:
            findings.append(_finding(file, number, refused))
            continue
        if not is_new:
            known += 1
            continue
        if entry is None:
            summary = {"file": file.name, "rows": len(rows), "area": INDONESIA}
            entry = journal_entry(actor, "coverage.published", reason, summary)
        write_new([figure], entry)
        new[figure.code] = figure
        if figure.indicator not in named:
            findings.append(_unnamed(file, number, row))
    return Loaded(len(rows), len(new), known, tuple(sorted(findings, key=lambda one: int(one.cell))))


def read_period(text: str) -> _Period:
    """ "2023" as the year up to 31 December, "2023-11" as the month, "2025-10..2025-12" as all days of both.

    Refused (`reported.period`) for anything else.
    """
    first, _dots, last = text.strip().partition("..")
    begins, precision = _days(first)
    if not last:
        return _Period(None, begins[1], precision)
    ends, _precision = _days(last)
    if begins[0] > ends[1]:
        raise _bad_period(text)
    return _Period(begins[0], ends[1], precision)


def _read(row: Mapping[str, str]) -> tuple[ReportedFigure, bool]:
    period = read_period(row["period"])
    name, unit, value, printed = _value(row["value"], row["unit"])
    fields: dict[str, Any] = {
        "percent_hundredths": None,
        "people": None,
        "rupiah": None,
        "rank": None,
        "number": None,
        "indicator": row["indicator"],
        "as_of": period.as_of,
        "qualifier": row["qualifier"] or Qualifier.EXACT,
        "source": row["source"][:300],
        "note": row["note"][:500],
    }
    said = Said(
        since=period.since,
        precision=period.precision,
        printed=printed,
        unit=unit,
        part_of=row["part_of"],
        highest_in=row["highest_in"],
        each=optional_number(row, "each"),
        times=optional_number(row, "times"),
        speaker=row["speaker"],
        place=row["place"],
        link=row["link"],
    )
    return keep_reported(row["code"], fields | {name: value}, row["area"], said)


def _value(text: str, unit_text: str) -> tuple[str, str, int, str]:
    """Field, unit, whole value and what was printed. A number that is larger than its scale word can mean is
    taken without the word: "792965225 juta rupiah" was in rupiah already; the check on it says so.
    """
    word, _space, rest = unit_text.strip().partition(" ")
    scale = _SCALES.get(word, 1)
    field_and_unit = _UNITS.get(rest if scale > 1 else unit_text.strip())
    if field_and_unit is None:
        raise Refused(
            "reported.unit",
            _("Satuan “%(given)s” tidak dikenal.") % {"given": unit_text},
            where="unit",
            mend=_("Pakai salah satu: %(known)s; boleh didahului ribu, juta, atau miliar.")
            % {"known": ", ".join(_UNITS)},
        )
    name, unit = field_and_unit
    if unit == Unit.PERCENT:
        return name, unit, hundredths(text), text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise Refused(
            "number.unreadable",
            _("“%(given)s” bukan angka.") % {"given": text},
            where="value",
            mend=_("Tulis angka tanpa pemisah ribuan, dengan titik untuk pecahan, misalnya 93.86."),
        )
    number = Decimal(text)
    meant = number if number >= scale else number * scale
    if meant != int(meant):
        raise Refused(
            "number.not_whole",
            _("“%(given)s” bukan bilangan bulat.") % {"given": text},
            where="value",
            mend=_("Bulatkan, dan sebutkan pada catatan."),
        )
    return name, unit, int(meant), f"{text} {word}" if scale > 1 else text


def _days(text: str) -> tuple[tuple[date, date], str]:
    found = _PERIOD.fullmatch(text.strip())
    if not found:
        raise _bad_period(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            one = date(year, month, day)
            return (one, one), Precision.DAY
        if month:
            last = calendar.monthrange(year, month)[1]
            return (date(year, month, 1), date(year, month, last)), Precision.MONTH
        return (date(year, 1, 1), date(year, 12, 31)), Precision.YEAR
    except (ValueError, calendar.IllegalMonthError) as error:
        raise _bad_period(text) from error


def _bad_period(text: str) -> Refused:
    return Refused(
        "reported.period",
        _("“%(given)s” bukan tahun, bulan, tanggal, atau rentang.") % {"given": text},
        where="period",
        mend=_("Tulis seperti 2023, 2023-11, 2023-11-30, atau 2025-10..2025-12."),
    )


def _wholes_first(rows: list[dict[str, str]]) -> list[tuple[int, dict[str, str]]]:
    """The lines with their numbers in the file, each after the line of which it is a part."""
    above = {row["code"]: row["part_of"] for row in rows}

    def depth(row: dict[str, str]) -> int:
        code, seen = row["part_of"], {row["code"]}
        while code in above and code not in seen:
            seen.add(code)
            code = above[code]
        return len(seen)

    return sorted(enumerate(rows, start=2), key=lambda numbered: depth(numbered[1]))


def _finding(file: Path, number: int, refused: Refused) -> Finding:
    return Finding(refused.code, file.name, str(number), refused.where, refused.message, refused.mend)


def _unnamed(file: Path, number: int, row: Mapping[str, str]) -> Finding:
    return Finding(
        "indicator.unnamed",
        file.name,
        str(number),
        row["indicator"],
        _("Perihal yang dikenal, supaya dapat disandingkan dengan angka lain."),
        _("Angkanya sudah dicatat; pakai nama dari daftar perihal bila ada yang cocok."),
        blocking=False,
    )
