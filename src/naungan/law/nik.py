"""The national identity number (NIK): area of first registration, birth date, sex and serial, in 16 digits.

Layout: `PPKKCC DDMMYY NNNN`: province, regency, district; birth date, where women carry the day + 40; serial.
The birth year has two digits only, so the century is a plausible guess (see `CENTURY_PIVOT`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LENGTH = 16
# Two-digit years up to this one are read as 20xx, later ones as 19xx: the registry holds workers and their
# children, so a person of 95 is less likely than a child.
CENTURY_PIVOT = 30
_WOMAN_DAY_OFFSET = 40
_LOWEST_PROVINCE = 11


@dataclass(frozen=True, slots=True)
class NikParts:
    """What a NIK says; `birth_on` is None when no such date exists. `sex` is "L" (man) or "P" (woman)."""

    area_code: str
    birth_on: date | None
    sex: str
    serial: str

    @property
    def province_code(self) -> str:
        """The first two digits, "75"."""
        return self.area_code[:2]

    @property
    def regency_code(self) -> str:
        """Province and regency, "75.03"."""
        return self.area_code[:5]


def parse(nik: str) -> NikParts | None:
    """The parts of a NIK, or None when it is not 16 ASCII digits."""
    if not _is_digits(nik) or len(nik) != LENGTH:
        return None
    day = int(nik[6:8])
    woman = day > _WOMAN_DAY_OFFSET
    return NikParts(
        area_code=f"{nik[0:2]}.{nik[2:4]}.{nik[4:6]}",
        birth_on=_birth_date(nik[10:12], nik[8:10], day - _WOMAN_DAY_OFFSET if woman else day),
        sex="P" if woman else "L",
        serial=nik[12:16],
    )


def problems(nik: str) -> tuple[str, ...]:
    """What is wrong with a NIK, as codes; empty when nothing is.

    `nik.missing`, `nik.not_digits`, `nik.length`; for 16 digits also `nik.area` (no such province or an area
    part of 00), `nik.birth_date` (no such date) and `nik.serial` (0000).
    """
    if not nik:
        return ("nik.missing",)
    if not _is_digits(nik):
        return ("nik.not_digits",)
    parts = parse(nik)
    if parts is None:
        return ("nik.length",)
    return tuple(_problems_of_parts(parts))


def _problems_of_parts(parts: NikParts) -> list[str]:
    found = []
    if int(parts.province_code) < _LOWEST_PROVINCE or "00" in parts.area_code.split("."):
        found.append("nik.area")
    if parts.birth_on is None:
        found.append("nik.birth_date")
    if parts.serial == "0000":
        found.append("nik.serial")
    return found


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _birth_date(two_digit_year: str, month: str, day: int) -> date | None:
    year = int(two_digit_year)
    try:
        return date(year + (2000 if year <= CENTURY_PIVOT else 1900), int(month), day)
    except ValueError:
        return None
