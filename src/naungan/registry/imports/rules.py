"""One rule for all rows of a cause: what a cell becomes, from the row and what was typed. Pure.

A rule answers with the fields that change, or nothing where it does not fit the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from naungan.law import nik
from naungan.registry.imports.columns import day_text, read_date

Row = Mapping[str, Any]
Change = dict[str, str]
_TITLES = re.compile(
    r"(,\s*\S.*$)|(\b(S\.?\s?(Pd|Kom|E|H|Sos|T|IP|Ag|Kep|KM|Pi)|M\.?\s?(Pd|Si|M|H)|A\.?Md|Drs?|Dra|Ir|Hj?)\b\.?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """`asks` says what has to be typed: nothing, a text, or an area's names."""

    code: str
    label: str
    asks: str
    apply: Callable[[Row, str, str], Change]


def swap_day_and_month(row: Row, field: str, _value: str) -> Change:
    """The birth date with day and month exchanged."""
    swapped = read_date(row[field], row.get(f"{field}_kind", "t")).swapped
    return {field: day_text(swapped)} if swapped else {}


def birth_from_nik(row: Row, field: str, _value: str) -> Change:
    """The birth date as the NIK says it."""
    parts = nik.parse(re.sub(r"[\s.\-']", "", row["nik"]))
    return {field: day_text(parts.birth_on)} if parts and parts.birth_on else {}


def set_text(_row: Row, field: str, value: str) -> Change:
    """The same text in every row."""
    return {field: value.strip()} if value.strip() else {}


def clear(_row: Row, field: str, _value: str) -> Change:
    """Nothing in the cell."""
    return {field: ""}


def set_area(_row: Row, _field: str, value: str) -> Change:
    """Village and district, typed as "village / district"; either may be left out."""
    village, _slash, district = (part.strip() for part in value.partition("/"))
    return {"village": village, "district": district, "regency": ""} if village or district else {}


def without_titles(row: Row, field: str, _value: str) -> Change:
    """The name without academic and other titles."""
    plain = " ".join(_TITLES.sub(" ", row[field]).replace(".", " ").split())
    return {field: plain} if plain and plain != row[field] else {}


RULES = {
    rule.code: rule
    for rule in (
        Rule("swap", _("Tukar hari dan bulan"), "", swap_day_and_month),
        Rule("nik_birth", _("Pakai tanggal lahir menurut NIK"), "", birth_from_nik),
        Rule("text", _("Isi semua dengan"), "text", set_text),
        Rule("clear", _("Kosongkan isiannya"), "", clear),
        Rule("area", _("Isi wilayah (desa / kecamatan)"), "area", set_area),
        Rule("titles", _("Hapus gelar dari nama"), "", without_titles),
    )
}
# Which rules fit which cause; a cause that is not here is mended cell by cell.
RULES_OF: Mapping[str, tuple[str, ...]] = {
    "birth_date.differs": ("swap", "nik_birth"),
    "birth_date.swapped": ("swap",),
    "birth_date.unreadable": ("nik_birth",),
    "birth_date.missing": ("nik_birth",),
    "area.unknown": ("area",),
    "area.differs": ("area",),
    "district.outside": ("area",),
    "domicile.differs": ("area",),
    "occupation.unknown": ("text",),
    "occupation.wage_earner": ("text",),
    "occupation.not_working": ("text",),
    "occupation.civil_servant": ("text",),
    "wage.missing": ("text",),
    "wage.unreadable": ("text",),
    "wage.below_minimum": ("text",),
    "wage.too_high": ("text",),
    "address.missing": ("text",),
    "rt.unreadable": ("text", "clear"),
    "name.title": ("titles",),
    "mother.same_name": ("clear",),
    "phone.shape": ("clear",),
    "phone.repeated": ("clear",),
    "email.shape": ("clear",),
    "npwp.shape": ("clear",),
    "postcode.shape": ("text", "clear"),
    "kpj.shape": ("clear",),
    "kpj.of_another": ("clear",),
    "registered.unreadable": ("text", "clear"),
    "registered.outside": ("text", "clear"),
    "contract.ended": ("text", "clear"),
    "contract.order": ("clear",),
    "end.date_unreadable": ("text",),
    "end.cause_unknown": ("text",),
    "blth.unreadable": ("text",),
}
