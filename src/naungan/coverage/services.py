"""Writing measures, denominators and reported figures. A figure is never edited: a newer row stands beside
it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.coverage.data import Measure, measures
from naungan.coverage.models import Denominator, Indicator, Qualifier, ReportedFigure
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law.findings import Finding, Refused
from naungan.registry.models import Group, Segment

INDONESIA = "ID"
_WHOLE = re.compile(r"[0-9]{1,15}")
_PERCENT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
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


def load_indicators() -> None:
    """Bring the shipped measures up to date; quick when nothing changed.

    Groups that do not exist yet are left out, and a measure none of whose groups exist is not made, because
    no groups would mean all of them. Call it after the groups are loaded.
    """
    groups = frozenset(Group.objects.values_list("code", flat=True))
    known = {one.code: one for one in Indicator.objects.prefetch_related("groups")}
    wanted = [
        (position, one)
        for position, one in enumerate(measures())
        if not one.groups or groups.intersection(one.groups)
    ]
    stale = [(p, one) for p, one in wanted if not _is_current(known.get(one.code), one, p, groups)]
    if not stale:
        return
    with transaction.atomic():
        for position, measure in stale:
            indicator, _created = Indicator.objects.update_or_create(
                code=measure.code, defaults=_fields(measure, position)
            )
            indicator.groups.set(Group.objects.filter(code__in=measure.groups))


@transaction.atomic
def add_denominator(
    *,
    indicator: str,
    area_code: str,
    people: int,
    on: date,
    method: str,
    source: str,
    segment: str = "",
    actor: Actor,
    reason: str = "",
) -> Denominator:
    """Record how many people could be covered in an area at a date. The same row again changes nothing.

    Refused: `indicator.unknown`, `area.unknown`, `area.outside_scope`, `denominator.empty` (method or source
    not given), `denominator.not_positive`, `segment.unknown`.
    """
    fields: dict[str, Any] = {
        "indicator": _indicator(indicator),
        "area": _area_within(area_code, actor),
        "segment": _segment(segment),
        "on": on,
        "people": people,
        "method": method.strip()[:300],
        "source": source.strip()[:300],
    }
    if not fields["method"] or not fields["source"]:
        raise Refused(
            "denominator.empty",
            _("Penyebut harus menyebut cara menghitung dan sumbernya."),
            where="method" if not fields["method"] else "source",
            mend=_("Tulis dari data apa dan bagaimana jumlah ini dihitung."),
        )
    if people <= 0:
        raise Refused(
            "denominator.not_positive",
            _("Penyebut %(people)s orang tidak dapat dipakai; harus lebih dari nol.") % {"people": people},
            where="people",
        )
    known = Denominator.objects.filter(**fields).first()
    if known is not None:
        return known
    entry = _entry(actor, "coverage.denominator", reason, {"area": area_code, "people": people})
    return Denominator.objects.create(entry=entry, **fields)


@transaction.atomic
def add_reported(
    *,
    code: str,
    indicator: str,
    area_code: str | None,
    as_of: date,
    percent: Decimal | str | None = None,
    people: int | None = None,
    rupiah: int | None = None,
    rank: int | None = None,
    qualifier: str = Qualifier.EXACT,
    source: str,
    note: str = "",
    actor: Actor,
    reason: str = "",
) -> ReportedFigure:
    """Record what somebody said or printed, with its source. `area_code` None is the whole of Indonesia.

    `percent` is text or Decimal with at most two decimals ("61.73"). At most one of the four values; none is
    an event. The same row again changes nothing; the same code with another content is refused
    (`reported.exists`). Also refused: `reported.many_values`, `reported.percent`, `reported.empty`,
    `area.unknown`, `qualifier.unknown`.
    """
    if sum(value is not None for value in (percent, people, rupiah, rank)) > 1:
        raise Refused(
            "reported.many_values",
            _("Satu angka terlapor hanya memuat satu nilai: persen, orang, rupiah, atau peringkat."),
            where=code,
            mend=_("Catat tiap nilai dengan kode sendiri."),
        )
    if not code.strip() or not indicator.strip() or not source.strip():
        raise Refused(
            "reported.empty", _("Kode, indikator, dan sumber angka terlapor wajib diisi."), where=code
        )
    if qualifier not in Qualifier.values:
        raise Refused(
            "qualifier.unknown",
            _("Keterangan “%(given)s” tidak dikenal.") % {"given": qualifier},
            where="qualifier",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(Qualifier.values)},
        )
    fields: dict[str, Any] = {
        "indicator": indicator.strip(),
        "area": None if area_code in (None, "", INDONESIA) else _area(str(area_code)),
        "as_of": as_of,
        "percent_hundredths": None if percent is None else hundredths(str(percent)),
        "people": people,
        "rupiah": rupiah,
        "rank": rank,
        "qualifier": qualifier,
        "source": source.strip()[:300],
        "note": note.strip()[:500],
    }
    return _keep_reported(code.strip(), fields, actor, reason)


def hundredths(text: str) -> int:
    """ "61.73" or "61,73" as 6173; refused (`reported.percent`) for anything else."""
    cleaned = text.strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(cleaned):
        raise Refused(
            "reported.percent",
            _("“%(given)s” bukan persen dengan paling banyak dua angka di belakang koma.") % {"given": text},
            where="percent",
            mend=_("Tulis seperti 61,73."),
        )
    return int(Decimal(cleaned.replace(",", ".")) * 100)


def load_denominators(path: Path, *, actor: Actor, reason: str = "") -> Loaded:
    """Read denominators from CSV (indicator, area, segment, on, people, method, source)."""

    def keep(row: Mapping[str, str]) -> Denominator:
        return add_denominator(
            indicator=row["indicator"],
            area_code=row["area"],
            segment=row.get("segment") or "",
            on=_day(row["on"]),
            people=_whole(row["people"], "people"),
            method=row["method"],
            source=row["source"],
            actor=actor,
            reason=reason,
        )

    return _load(path, _DENOMINATOR_COLUMNS, keep, Denominator.objects.count)


def load_reported(path: Path, *, actor: Actor, reason: str = "") -> Loaded:
    """Read reported figures from CSV (code, indicator, area, as_of, one value, qualifier, source, note)."""

    def keep(row: Mapping[str, str]) -> ReportedFigure:
        return add_reported(
            code=row["code"],
            indicator=row["indicator"],
            area_code=row["area"],
            as_of=_day(row["as_of"]),
            percent=row.get("percent") or None,
            people=_optional(row, "people"),
            rupiah=_optional(row, "rupiah"),
            rank=_optional(row, "rank"),
            qualifier=row.get("qualifier") or Qualifier.EXACT,
            source=row["source"],
            note=row.get("note") or "",
            actor=actor,
            reason=reason,
        )

    return _load(path, _REPORTED_COLUMNS, keep, ReportedFigure.objects.count)


def _load(
    path: Path, columns: Iterable[str], keep: Callable[[Mapping[str, str]], object], count: Callable[[], int]
) -> Loaded:
    """Keep every good line and return a finding for every bad one, each numbered as in the file."""
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            "file.unreadable", _("Berkas tidak dapat dibaca sebagai CSV UTF-8."), where=str(path)
        ) from error
    missing = [name for name in columns if name in _NEEDED and lines and name not in lines[0]]
    if missing or not lines:
        raise Refused(
            "file.columns",
            _("Berkas harus berisi baris judul dengan kolom: %(columns)s.") % {"columns": ", ".join(columns)},
            where=str(path),
        )
    findings = []
    before = count()
    for number, row in enumerate(lines, start=2):
        try:
            keep({name: (row.get(name) or "").strip() for name in columns})
        except Refused as refused:
            findings.append(
                Finding(refused.code, path.name, str(number), refused.where, refused.message, refused.mend)
            )
    accepted = count() - before
    return Loaded(len(lines), accepted, len(lines) - accepted - len(findings), tuple(findings))


def _keep_reported(code: str, fields: dict[str, Any], actor: Actor, reason: str) -> ReportedFigure:
    known = ReportedFigure.objects.select_related("area").filter(code=code).first()
    if known is None:
        entry = _entry(actor, "coverage.reported", reason, {"code": code})
        return ReportedFigure.objects.create(code=code, entry=entry, **fields)
    if all(getattr(known, name) == value for name, value in fields.items()):
        return known
    raise Refused(
        "reported.exists",
        _("Angka terlapor %(code)s sudah dicatat dengan isi lain.") % {"code": code},
        where=code,
        mend=_("Angka yang dicatat tidak diubah; catat angka baru dengan kode lain."),
    )


def _is_current(known: Indicator | None, measure: Measure, position: int, groups: frozenset[str]) -> bool:
    if known is None:
        return False
    linked = {group.code for group in known.groups.all()}
    same = all(getattr(known, name) == value for name, value in _fields(measure, position).items())
    return same and linked == groups.intersection(measure.groups)


def _fields(measure: Measure, position: int) -> dict[str, object]:
    names = ("name", "name_en", "definition", "definition_en", "doubt", "doubt_en")
    rules = ("segment", "programmes", "basis")
    return {name: getattr(measure, name) for name in (*names, *rules)} | {"position": position}


def _indicator(code: str) -> Indicator:
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            "indicator.unknown",
            _("Indikator “%(code)s” tidak dikenal.") % {"code": code},
            where="indicator",
            mend=_("Yang dikenal: %(known)s.")
            % {"known": ", ".join(Indicator.objects.order_by("position").values_list("code", flat=True))},
        )
    return found


def _area(code: str) -> Area:
    found = Area.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            "area.unknown",
            _("Kode wilayah “%(code)s” tidak dikenal.") % {"code": code},
            where="area",
            mend=_("Pakai kode Kemendagri, misalnya 75 atau 75.03."),
        )
    return found


def _area_within(code: str, actor: Actor) -> Area:
    area = _area(code)
    if not actor.scope.holds_area(code):
        raise Refused(
            "area.outside_scope",
            _("Wilayah %(area)s di luar wilayah kerja Anda.") % {"area": area.name},
            where="area",
        )
    return area


def _segment(code: str) -> str:
    if code and code not in Segment.values:
        raise Refused(
            "segment.unknown",
            _("Segmen “%(code)s” tidak dikenal.") % {"code": code},
            where="segment",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(Segment.values)},
        )
    return code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            "date.unreadable",
            _("“%(given)s” bukan tanggal.") % {"given": text},
            where="date",
            mend=_("Tulis seperti 2023-11-30."),
        ) from error


def _whole(text: str, where: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise Refused(
            "number.not_whole",
            _("“%(given)s” bukan bilangan bulat.") % {"given": text},
            where=where,
            mend=_("Tulis angka saja, tanpa titik pemisah ribuan."),
        )
    return int(text)


def _optional(row: Mapping[str, str], name: str) -> int | None:
    text = row.get(name) or ""
    return _whole(text, name) if text else None


def _entry(actor: Actor, action: str, reason: str, summary: dict[str, object]) -> Entry:
    return record(actor=actor.name, user=actor.user, action=action, reason=reason, summary=summary)
