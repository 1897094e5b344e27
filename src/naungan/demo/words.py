"""The table in words, in the language of the reader: values, how, and what one number cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.areas.queries import name_of
from naungan.demo.answers import COMPUTED, NOT_YET, RECORDED, REPORTED
from naungan.demo.facts import Fact
from naungan.demo.table import Line
from naungan.kit import numbers

TONES = {COMPUTED: "good", REPORTED: "info", RECORDED: "info", NOT_YET: "off"}


def how(line: Line) -> str:
    """How the value came about, as a word."""
    return {
        COMPUTED: _("dihitung"),
        REPORTED: _("dilaporkan"),
        RECORDED: _("dicatat"),
        NOT_YET: _("belum"),
    }[line.how]


def published(fact: Fact) -> str:
    """The published value with its qualifier: "sekitar 30,00 %"."""
    if fact.value is None:
        return _("peristiwa")
    text = amount(fact.value, fact.unit)
    return {
        "at_least": _("sedikitnya %(value)s"),
        "about": _("sekitar %(value)s"),
        "above": _("di atas %(value)s"),
        "average": _("rata-rata %(value)s"),
    }.get(fact.qualifier, "%(value)s") % {"value": text}


def amount(value: int, unit: str) -> str:
    """A value with its unit."""
    if unit == "percent":
        return numbers.percent(value / 100)
    if unit == "rupiah":
        return numbers.rupiah(value)
    if unit == "rank":
        return _("urutan %(rank)s") % {"rank": value}
    return numbers.count(value)


def computed(line: Line) -> str:
    """What the system says, or a dash; the month count where an event is held against a year's payments."""
    if line.fact.id in _SAYINGS:
        return _SAYINGS[line.fact.id](line)
    if line.computed is None:
        return numbers.UNKNOWN
    return amount(line.computed, line.fact.unit)


def remark(line: Line) -> str:
    """What belongs to the computed value and fits in no column; empty when nothing does."""
    tell = _REMARKS.get(line.fact.id)
    return tell(line.detail) if tell is not None and line.detail else ""


def _death_grants(line: Line) -> str:
    cases = line.detail.get("deaths", [])
    return "; ".join(numbers.rupiah(case["total"]) for case in cases) or numbers.UNKNOWN


def _on_time(line: Line) -> str:
    if line.computed is None:
        return numbers.UNKNOWN
    return _("%(punctual)s dari %(billed)s bulan") % {
        "punctual": line.computed,
        "billed": line.detail["months_billed"],
    }


def _segments(line: Line) -> str:
    return _("%(found)s dari 4 segmen") % {"found": sum(map(bool, line.detail.values()))}


def _certificates(line: Line) -> str:
    kept = line.detail.get("certificates")
    return _("%(count)s piagam") % {"count": kept} if kept else ""


_SAYINGS: Mapping[str, Callable[[Line], str]] = {
    "S0-4": _death_grants,
    "S2-10": _certificates,
    "S4-1": _on_time,
    "S4-6": _segments,
}


def _deaths_remark(detail: Mapping[str, Any]) -> str:
    return "; ".join(
        _("meninggal %(day)s, %(count)s bulan iur: %(total)s")
        % {
            "day": numbers.day(date.fromisoformat(case["died_on"])),
            "count": case["months_contributed"],
            "total": numbers.rupiah(case["total"]),
        }
        for case in detail["deaths"]
    )


def _share_remark(detail: Mapping[str, Any]) -> str:
    text = _("%(protected)s dari %(eligible)s orang") % {
        "protected": numbers.count(detail["protected"]),
        "eligible": numbers.count(detail["eligible"]),
    }
    if detail.get("highest"):
        return _("%(share)s; tertinggi: %(area)s") % {"share": text, "area": name_of(detail["highest"])}
    return text


def _rank_remark(detail: Mapping[str, Any]) -> str:
    unknown = len(detail["unknown"])
    return ngettext(
        "di antara yang diketahui; %(count)s provinsi tanpa angka, jadi urutan %(best)s sampai %(worst)s",
        "di antara yang diketahui; %(count)s provinsi tanpa angka, jadi urutan %(best)s sampai %(worst)s",
        unknown,
    ) % {"count": unknown, "best": detail["best"], "worst": detail["worst"]}


def _readings_remark(detail: Mapping[str, Any]) -> str:
    beside = _("tanpa aparatur desa; bersama aparatur desa %(both)s") % {
        "both": numbers.count(detail["with_village_officials"])
    }
    if detail["inside_is_possible"]:
        return beside
    inside = _(
        "Jika aparatur desa sudah termasuk, sisanya %(rest)s dari potensi %(eligible)s orang: tidak mungkin, "
        "kecuali kedua persentase memakai potensi yang berbeda"
    ) % {
        "rest": numbers.count(detail["rest_if_inside"]),
        "eligible": numbers.count(detail["rest_eligible_if_inside"]),
    }
    return f"{beside}. {inside}"


def _ceiling_remark(detail: Mapping[str, Any]) -> str:
    return _(
        "pagu %(ceiling)s; iuran %(months)s bulan %(contributions)s; "
        "pagu cukup untuk %(bought)s bulan dengan iuran %(a_month)s sebulan"
    ) % {
        "ceiling": numbers.rupiah(detail["ceiling"]),
        "months": detail["months_billed"],
        "contributions": numbers.rupiah(detail["contributions"]),
        "bought": numbers.decimal(detail["months_bought"]),
        "a_month": numbers.rupiah(detail["a_month"]),
    }


def _no_heads_remark(_detail: Mapping[str, Any]) -> str:
    return _("jumlah orang tidak diketahui")


def _on_time_remark(detail: Mapping[str, Any]) -> str:
    fewest, most = detail["fewest_people"], detail["most_people"]
    people = numbers.count(fewest)
    if fewest != most:
        people = f"{people}–{numbers.count(most)}"
    return _("%(people)s orang setiap bulan; ditagih %(billed)s, dibayar %(paid)s") % {
        "people": people,
        "billed": numbers.rupiah(detail["billed"]),
        "paid": numbers.rupiah(detail["paid"]),
    }


def _target_remark(detail: Mapping[str, Any]) -> str:
    return _("capaian 2021: %(percent)s dari target") % {
        "percent": numbers.percent(detail["percent_of_target"])
    }


def _segments_remark(detail: Mapping[str, Any]) -> str:
    return _(
        "2021: %(informal)s informal, di antaranya %(religious)s pegawai syara "
        "dan %(customary)s pemangku adat; 2023: %(staff)s non-ASN"
    ) % {
        "informal": numbers.count(detail["informal_2021"]),
        "religious": numbers.count(detail["pegawai_syara_2021"]),
        "customary": numbers.count(detail["pemangku_adat_2021"]),
        "staff": numbers.count(detail["non_asn_2023"]),
    }


def _scholarships_remark(detail: Mapping[str, Any]) -> str:
    each = [numbers.rupiah(amount) for amounts in detail["per_child"] for amount in amounts]
    return _("per anak %(each)s; seluruhnya %(total)s") % {
        "each": ", ".join(each),
        "total": numbers.rupiah(detail["total"]),
    }


_REMARKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "S0-4": _deaths_remark,
    "S2-1": _share_remark,
    "S2-2": _rank_remark,
    "S2-4": _readings_remark,
    "S2-5": _share_remark,
    "S2-7": _share_remark,
    "S2-8": _share_remark,
    "S3-3": _ceiling_remark,
    "S3-5": _ceiling_remark,
    "S3-7": _no_heads_remark,
    "S4-1": _on_time_remark,
    "S4-3": _target_remark,
    "S4-4": _scholarships_remark,
    "S4-6": _segments_remark,
}
