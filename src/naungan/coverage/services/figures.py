"""Recording what somebody said or printed. A recorded figure is never edited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.coverage.models import Precision, Qualifier, ReportedFigure, Unit
from naungan.coverage.services.common import area_named, journal_entry
from naungan.journal.models import Entry
from naungan.law.findings import Refused

INDONESIA = "ID"
_PERCENT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
_VALUES = ("percent_hundredths", "people", "rupiah", "rank", "number")
_UNIT_OF = {
    "percent_hundredths": Unit.PERCENT,
    "people": Unit.PEOPLE,
    "rupiah": Unit.RUPIAH,
    "rank": Unit.RANK,
}


@dataclass(frozen=True, slots=True)
class Said:
    """How a figure was said: who, where, for which days, and what it was put in relation to.

    `printed` is the number with its scale word ("93.86 juta"); `part_of` the code of the figure of which this
    one is a part; `highest_in` the code of the area whose highest it is said to be; `each` x `times` how the
    number was explained.
    """

    since: date | None = None
    precision: str = Precision.DAY
    printed: str = ""
    unit: str = ""
    part_of: str = ""
    highest_in: str = ""
    each: int | None = None
    times: int | None = None
    speaker: str = ""
    place: str = ""
    link: str = ""


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
    number: int | None = None,
    qualifier: str = Qualifier.EXACT,
    source: str,
    note: str = "",
    said: Said | None = None,
    actor: Actor,
    reason: str = "",
) -> ReportedFigure:
    """Record what somebody said or printed, with its source. `area_code` None is the whole of Indonesia.

    `percent` is text or Decimal with at most two decimals ("61.73"). At most one of the five values; none is
    an event. `number` counts what `said.unit` names. The same row again changes nothing; the same code with
    another content is refused (`reported.exists`). Also refused: `reported.many_values`, `reported.percent`,
    `reported.empty`, `reported.unit`, `reported.period`, `reported.whole_unknown`, `area.unknown`,
    `qualifier.unknown`.
    """
    values = {
        "percent_hundredths": None if percent is None else hundredths(str(percent)),
        "people": people,
        "rupiah": rupiah,
        "rank": rank,
        "number": number,
    }
    fields = values | {
        "indicator": indicator.strip(),
        "as_of": as_of,
        "qualifier": qualifier,
        "source": source.strip()[:300],
        "note": note.strip()[:500],
    }
    kept, is_new = keep_reported(code.strip(), fields, area_code, said or Said())
    if is_new:
        summary = {"code": kept.code, "area": kept.area_id or INDONESIA}
        kept.entry = journal_entry(actor, "coverage.reported", reason, summary)
        kept.save(force_insert=True)
    return kept


def keep_reported(
    code: str, fields: dict[str, Any], area_code: str | None, said: Said
) -> tuple[ReportedFigure, bool]:
    """The figure as it would be recorded, and whether it is new; refused as `add_reported` says. The caller
    gives a new one its journal entry and writes it.
    """
    given = [name for name in _VALUES if fields[name] is not None]
    _refuse_if_not_one_value(code, given)
    _refuse_if_words_are_missing(code, fields)
    unit = said.unit or (_UNIT_OF.get(given[0], "") if given else Unit.EVENT)
    if unit not in Unit.values or (given == ["number"] and not said.unit):
        raise Refused(
            "reported.unit", _("Satuan angka %(code)s belum disebut.") % {"code": code}, where="unit"
        )
    fields = fields | {
        "area": None if area_code in (None, "", INDONESIA) else area_named(str(area_code)),
        "highest_in": area_named(said.highest_in) if said.highest_in else None,
        "whole": _whole(said.part_of),
        "unit": unit,
        "since": said.since,
        "precision": said.precision,
        "printed": said.printed[:40],
        "each": said.each,
        "times": said.times,
        "speaker": said.speaker.strip()[:150],
        "place": said.place.strip()[:150],
        "link": said.link.strip()[:600],
    }
    if said.since is not None and said.since > fields["as_of"]:
        raise Refused("reported.period", _("Awal periode sesudah akhirnya."), where="period")
    known = ReportedFigure.objects.select_related("area", "highest_in", "whole").filter(code=code).first()
    if known is None:
        return ReportedFigure(code=code, **fields), True
    if all(getattr(known, name) == value for name, value in fields.items()):
        return known, False
    raise Refused(
        "reported.exists",
        _("Angka terlapor %(code)s sudah dicatat dengan isi lain.") % {"code": code},
        where=code,
        mend=_("Angka yang dicatat tidak diubah; catat angka baru dengan kode lain."),
    )


def write_new(figures: list[ReportedFigure], entry: Entry) -> None:
    """Write new figures under one journal entry. Wholes come before their parts."""
    for figure in figures:
        figure.entry = entry
        figure.save(force_insert=True)


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


def _refuse_if_not_one_value(code: str, given: list[str]) -> None:
    if len(given) > 1:
        raise Refused(
            "reported.many_values",
            _("Satu angka terlapor hanya memuat satu nilai: persen, orang, rupiah, atau peringkat."),
            where=code,
            mend=_("Catat tiap nilai dengan kode sendiri."),
        )


def _refuse_if_words_are_missing(code: str, fields: dict[str, Any]) -> None:
    if not code or not fields["indicator"] or not fields["source"]:
        raise Refused(
            "reported.empty", _("Kode, indikator, dan sumber angka terlapor wajib diisi."), where=code
        )
    if fields["qualifier"] not in Qualifier.values:
        raise Refused(
            "qualifier.unknown",
            _("Keterangan “%(given)s” tidak dikenal.") % {"given": fields["qualifier"]},
            where="qualifier",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(Qualifier.values)},
        )


def _whole(code: str) -> ReportedFigure | None:
    if not code:
        return None
    found = ReportedFigure.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            "reported.whole_unknown",
            _("Angka %(code)s, yang disebut sebagai keseluruhannya, tidak ada.") % {"code": code},
            where="part_of",
            mend=_("Catat dahulu angka keseluruhannya, atau perbaiki kodenya."),
        )
    return found
