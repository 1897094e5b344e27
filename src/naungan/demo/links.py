"""From a fact to the page that shows it: coverage as of its day, the bill, the list, the law."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from naungan.agreements.models import ActionItem, Agreement, Commitment, Meeting
from naungan.demo.answers import CHILDREN, REGION_OFFICE
from naungan.demo.awards import certificates_of, edition_of
from naungan.demo.facts import Fact
from naungan.demo.lists import BONE_BOLANGO, KOTA
from naungan.demo.meetings import record_of
from naungan.demo.table import Line
from naungan.demo.world import DEATHS_AT_WORK
from naungan.law import months
from naungan.registry.models import Roll

# The measure, and the breakdown where areas are not what the fact is about.
_COVERAGE = {
    "S0-2": ("target", ""),
    "S0-3": ("potensi", ""),
    "S2-1": ("potensi", ""),
    "S2-3": ("potensi", ""),
    "S2-4": ("potensi", "indikator"),
    "S2-5": ("potensi", "indikator"),
    "S2-6": ("aparatur-desa", ""),
    "S2-7": ("aparatur-desa", ""),
    "S2-8": ("aparatur-desa", ""),
}
# The list of workers that a fact counts: payer, group and a month in which it holds.
_ROLLS = {
    "S1-6": (BONE_BOLANGO, "pekerja-rentan", "2019-11"),
    "S4-2": (BONE_BOLANGO, "pekerja-rentan", "2021-10"),
    "S4-6": (BONE_BOLANGO, "pekerja-rentan", "2021-10"),
    "S3-4": (KOTA, "pekerja-rentan", "2021-10"),
    "S3-6": (KOTA, "tpkd", "2021-10"),
}
# What the room of awards shows.
_AWARDS = {"S2-10", "S4-1", "S4-5"}
# The bills that a fact rests on: payer, segment, first and last month, and the day as of which they are looked at.
_BILLS = {
    "S3-3": (KOTA, "BPU", "2021-01", "2021-12", "2022-06-30"),
    "S3-5": (KOTA, "PU", "2021-01", "2021-12", "2022-06-30"),
}


def of(line: Line) -> tuple[str, str] | None:
    """Address and words of the page that shows a fact; None when no page does."""
    fact = line.fact
    day = fact.as_of.isoformat()
    if fact.id in _COVERAGE:
        indicator, way = _COVERAGE[fact.id]
        query = {"per": day, "wilayah": fact.area, "indikator": indicator, "menurut": way}
        return _page("coverage", _("Cakupan"), query)
    if fact.id in {"S2-2", "S4-3"}:
        return _rank_or_target(fact, day)
    if fact.id in _ROLLS or fact.id in _BILLS:
        return _roll(*_ROLLS[fact.id]) if fact.id in _ROLLS else _bills(*_BILLS[fact.id])
    if fact.id in _AWARDS:
        return _award(fact)
    record = record_of(fact)
    if record is not None:
        return _record(record)
    asked = _asked(line)
    return _page("law_explain", _("Hukum"), asked) if asked else None


def _rank_or_target(fact: Fact, day: str) -> tuple[str, str] | None:
    """The rank of the region, or the targets of the area."""
    if fact.id == "S2-2":
        return _page("coverage_rank", _("Peringkat"), {"per": day, "kantor": REGION_OFFICE})
    return _page("coverage_targets", _("Sasaran"), {"per": day, "wilayah": fact.area, "jenis": "OWN"})


def _award(fact: Fact) -> tuple[str, str] | None:
    """The working of punctuality; the board of the edition's first category; the certificates of the occasion."""
    if fact.id == "S4-1":
        return _page("punctual_payer", _("Tepat waktu"), {"tahun": fact.as_of.year}, BONE_BOLANGO)
    edition, kept = edition_of(fact), certificates_of(fact)
    if edition is not None:
        board = edition.categories.first()
        return _page("award_board", _("Penghargaan"), {}, board.pk) if board else None
    return _page("certificates", _("Piagam"), {"q": kept[0].occasion}) if kept else None


def _record(record: Model) -> tuple[str, str] | None:
    """The page of an agreement, a meeting or an action; of a promise the matrix on its day."""
    if isinstance(record, Commitment):
        query = {"wilayah": record.area_id, "per": record.stated_on.isoformat()}
        return _page("commitments", _("Komitmen daerah"), query)
    name, words = {
        Agreement: ("agreement", _("Perjanjian")),
        Meeting: ("meeting", _("Rapat")),
        ActionItem: ("action", _("Tindak lanjut")),
    }[type(record)]
    return _page(name, words, {}, record.pk)


def _asked(line: Line) -> dict[str, object]:
    """The question to the law that a fact rests on; empty when it rests on none."""
    if line.fact.id == "S0-4" and line.detail.get("deaths"):
        case = line.detail["deaths"][-1]
        contributed = case["months_contributed"]
        return {
            "ask": "benefit.jkm",
            "event_on": case["died_on"],
            "segment": "BPU",
            "months_contributed": contributed,
        }
    if line.fact.id == "S4-4":
        day, children = DEATHS_AT_WORK[0].isoformat(), json.dumps(CHILDREN[0])
        return {
            "ask": "benefit.scholarship",
            "event_on": day,
            "cause": "WORK_ACCIDENT",
            "children": children,
        }
    return {}


def _roll(payer: str, group: str, month: str) -> tuple[str, str] | None:
    """The one list that holds the people, or all such lists of the payer."""
    at = months.parse(month)
    rolls = Roll.objects.filter(
        registration__payer__code=payer, group_id=group, first_month__lte=at, last_month__gte=at
    )
    if len(rolls) == 1:
        return _page("roll", _("Daftar peserta"), {}, rolls[0].pk)
    return _page("rolls", _("Daftar peserta"), {"payer": payer, "group": group, "month": month})


def _bills(payer: str, segment: str, since: str, until: str, per: str) -> tuple[str, str] | None:
    query = {"payer": payer, "segment": segment, "since": since, "until": until, "per": per}
    return _page("bills", _("Tagihan iuran"), query)


def _page(name: str, words: str, query: Mapping[str, object], *arguments: object) -> tuple[str, str] | None:
    try:
        address = reverse(name, args=arguments)
    except NoReverseMatch:
        return None
    given = {key: value for key, value in query.items() if value != ""}
    return (f"{address}?{urlencode(given)}" if given else address), words
