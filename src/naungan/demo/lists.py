"""Which lists the offices of Gorontalo send in, from 2019 to November 2023: `data/lists.csv`, as they come.

Published were Bone Bolango's 20,000, the city's 6,562 and 2,604, the 38,161 non-civil-servants, the 7,092
village officials and the 198 thousand protected people of March 2023 (the lists that begin by then). All else
(how they are split over regencies and payers, wages, months, decrees) is made up, so that the province stands
at the published figures. A list that overlaps an earlier one loses the rows.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

PROVINCE = "75"
BONE_BOLANGO = "75.03"
KOTA = "75.71"
KAB_GORONTALO, BOALEMO, POHUWATO, GORUT = "75.01", "75.02", "75.04", "75.05"

# Birth dates of people who stay from 2019 to 2023, and of later ones; all are of working age throughout.
BORN = {
    "long": (date(1962, 1, 1), date(2000, 12, 31)),
    "late": (date(1963, 1, 1), date(2004, 12, 31)),
}
# How many faults per ten thousand rows of a list; "deceased" and "other_list" stand with the list itself.
COMMON_FAULTS = {
    "repeated": 25,
    "two_names": 4,
    "short_nik": 14,
    "letter_nik": 6,
    "scientific_nik": 12,
    "number_nik": 8,
    "no_name": 4,
    "too_old": 16,
    "too_young": 3,
    "birth_contradicts": 7,
    "swapped_date": 60,
}
# Words of the occupation column with their weights.
MIXTURES: Mapping[str, Mapping[str, int]] = {
    "": {},
    "informal": {
        "Petani": 34,
        "Buruh tani": 11,
        "Nelayan": 12,
        "Pengemudi bentor": 12,
        "Pedagang kecil": 14,
        "Tukang kayu": 5,
        "Guru mengaji": 3,
        "Imam": 2,
        "Pegawai syara'": 3,
        "Pemangku adat": 1,
        "Kader posyandu": 3,
    },
    "kota": {
        "Imam": 4,
        "Guru mengaji": 6,
        "Pegawai syara'": 6,
        "Ketua RT": 9,
        "Ketua RW": 4,
        "Pengemudi bentor": 24,
        "Pedagang kecil": 22,
        "Petani": 8,
        "Buruh harian lepas": 11,
        "Tukang becak": 3,
    },
    "aparatur": {"Kepala desa": 1, "Perangkat desa": 9, "Anggota BPD": 5},
    "kontrak": {"Tenaga kontrak": 1},
    "kebersihan": {"Petugas kebersihan": 4, "Petugas taman": 1},
    "harian": {"Buruh harian lepas": 1},
}


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list file. `count` people remain after the checks; `kept` of them were on the list `keeps`.

    `deceased` of the people in the toll `deceased_of` are still named on it, and `others` who are on the list
    `others_of` in the same months ("swasta@75.03": on a private firm's, living there). `again` of the people of
    the list `again_of` stand on it once more, spelled in the old way and with another NIK.
    """

    key: str
    file: str
    form: str
    payer: str
    payer_name: str
    payer_kind: str
    group: str
    segment: str
    paid_by: str
    fund_source: str
    programmes: frozenset[str]
    count: int
    first: str
    last: str
    area: str
    title: str
    wage_rp: int | None
    income_rp: int | None
    decree: str
    keeps: str
    kept: int
    born: tuple[date, date]
    occupations: Mapping[str, int]
    deceased_of: str
    deceased: int
    others_of: str
    others: int
    again_of: str
    again: int


def _spec(row: Mapping[str, str]) -> ListSpec:
    values: dict[str, Any] = dict(row)
    values |= {name: int(row[name] or 0) for name in ("count", "kept", "deceased", "others", "again")}
    values |= {name: int(row[name]) if row[name] else None for name in ("wage_rp", "income_rp")}
    values["programmes"] = frozenset(row["programmes"].split())
    values["born"] = BORN[row["born"]]
    values["occupations"] = MIXTURES[row["occupations"]]
    return ListSpec(**values)


def _read() -> tuple[ListSpec, ...]:
    path = Path(__file__).resolve().parent / "data" / "lists.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_spec(row) for row in csv.DictReader(file))


_ALL = _read()
# Lists that are brought in lie in the folder of their year; the others wait on a desk or for a visitor.
LISTS = tuple(spec for spec in _ALL if spec.file[:4].isdecimal())


def lists_of(folder: str) -> tuple[ListSpec, ...]:
    """The lists of a folder, in the order in which they come in: a year, "menunggu" or "untuk-dicoba"."""
    return tuple(spec for spec in _ALL if spec.file.startswith(folder + "/"))
