"""Deaths as somebody told them, before anything is written; and a list of deaths as such notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from naungan.claims.models import DeathReport
from naungan.claims.reading import Layout, Row, Texts, load, shared
from naungan.registry.imports.source import Source

Cause = DeathReport.Cause


@dataclass(frozen=True, slots=True)
class DeathNotice:
    """One death as told: the worker by NIK or KPJ, the day (None: not told or not readable), the papers.

    `reported_on` is the day on which it was told, today where nobody says; the family's case opens that day.
    `found` is the day as it was written; `is_death` is false for a list's row with another cause.
    """

    nik: str
    died_on: date | None
    name: str = ""
    kpj: str = ""
    place: str = ""
    certificate: str = ""
    cause: str = Cause.UNKNOWN
    source: str = DeathReport.Source.OTHER
    reported_on: date | None = None
    found: str = ""
    is_death: bool = True


@dataclass(frozen=True, slots=True)
class DeathList:
    """A list of deaths: a notice a row."""

    source: Source
    rows: Sequence[Row]
    notices: Sequence[DeathNotice]


def read_deaths(path: Path, *, source: str = DeathReport.Source.OTHER) -> DeathList:
    """Read a list of deaths, of a civil registry, a village, or the agency's form of inactive workers.

    `Refused` when it is none.
    """
    layout = Layout(_SYNONYMS, _NEEDS, _("NIK (atau KPJ), NAMA, TANGGAL MENINGGAL"), _is_row)
    read, rows = load(path, layout)
    return DeathList(read, rows, [_notice(row, source) for row in rows])


# A list of deaths has a person and a day; the agency's form of inactive workers a cause, too.
_NEEDS = (("nik", "kpj"), ("name",), ("died_on",))
_SYNONYMS = {
    **shared("no", "nik", "kpj"),
    "name": (*shared("name")["name"], "NAMA ALMARHUM", "NAMA JENAZAH", "NAMA YANG MENINGGAL", "NAMA ALMARHUM AH"),
    "died_on": (
        "TANGGAL MENINGGAL", "TGL MENINGGAL", "TANGGAL MENINGGAL DUNIA", "TGL MENINGGAL DUNIA",
        "TANGGAL KEMATIAN", "TGL KEMATIAN", "TANGGAL WAFAT", "TGL WAFAT", "MENINGGAL TANGGAL", "MENINGGAL PADA",
        "TANGGAL KEJADIAN", "TGL KEJADIAN", "DIED ON", "DATE OF DEATH",
    ),
    "place": (
        "TEMPAT MENINGGAL", "TEMPAT KEMATIAN", "TEMPAT MENINGGAL DUNIA", "LOKASI MENINGGAL", "PLACE",
        "TEMPAT WAFAT",
    ),
    "certificate": (
        "NOMOR AKTA", "NO AKTA", "NOMOR AKTA KEMATIAN", "NO AKTA KEMATIAN", "AKTA KEMATIAN", "NOMOR AKTE",
        "NO AKTE KEMATIAN", "NOMOR SURAT KEMATIAN", "NO SURAT KEMATIAN", "NOMOR SURAT KETERANGAN KEMATIAN",
        "NO SURAT KETERANGAN KEMATIAN", "CERTIFICATE",
    ),
    "cause": (
        "SEBAB NA", "SEBAB NONAKTIF", "SEBAB", "SEBAB KEMATIAN", "PENYEBAB KEMATIAN", "PENYEBAB", "CAUSE",
        "SEBAB MENINGGAL",
    ),
}  # fmt: skip
_ACCIDENT = re.compile(r"KECELAKAAN KERJA|\bKK\b|\bJKK\b|WORK ACCIDENT", re.IGNORECASE)
_DEATH = re.compile(r"MENINGGAL|KEMATIAN|WAFAT|TEWAS|MATI|DEATH|DIED", re.IGNORECASE)
# Other causes of the agency's form; anything else told of a cause is the illness or the place, and a death.
_ALIVE = re.compile(
    r"MENGUNDURKAN|PHK|PENSIUN|PINDAH|MUTASI|KONTRAK|CACAT|HABIS|BERHENTI|KELUAR|RESIGN|USIA", re.IGNORECASE
)


def _is_row(texts: Texts) -> bool:
    digits = max(sum(map(str.isdigit, texts.get(field, ""))) for field in ("nik", "kpj"))
    return digits >= 6 or bool(texts.get("name") and texts.get("died_on"))


def _notice(row: Row, source: str) -> DeathNotice:
    cause = row.texts.get("cause", "")
    return DeathNotice(
        nik=re.sub(r"[\s.\-'`’_=\"]", "", row.texts.get("nik", "")),
        died_on=row.day("died_on"),
        name=row.texts.get("name", ""),
        kpj=re.sub(r"\D", "", row.texts.get("kpj", "")),
        place=row.texts.get("place", "")[:150],
        certificate=row.texts.get("certificate", "")[:80],
        cause=Cause.ACCIDENT if _ACCIDENT.search(cause) else Cause.UNKNOWN,
        source=source,
        found=row.texts.get("died_on", ""),
        is_death=bool(_DEATH.search(cause)) or not _ALIVE.search(cause),
    )
