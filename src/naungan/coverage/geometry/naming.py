"""Which area a feature is: by its code or, because codes differ between offices, by its name.

Kemendagri and BPS number the regencies differently: 7503 is Bone Bolango at Kemendagri (our codes) and Pohuwato
at BPS, whose numbers the UN's "P-codes" repeat. So a code is believed only when the name, if there is one,
agrees; a P-code or BPS code of a regency or anything smaller needs a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from naungan.areas.queries import normalised

_SIGNS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\D+")
_LEVEL_OF_DIGITS = {2: 1, 4: 2, 6: 3, 10: 4}
_GROUPS = (2, 2, 2, 4)
# our codes, the narrowest first; then the codes of the statistics office
_CODES = (
    "kdepum", "kdebbps", "kodedesa", "kodekeldesa", "kodekel", "kdcpum", "kodekec", "kdkecamatan",
    "kdppum", "kodekk", "kodekab", "kodekabkota", "kdkab", "kdpkab", "kodeprov", "kdprov",
    "kode", "kodewilayah", "kodekemendagri", "code", "kdpum", "idwilayah",
)  # fmt: skip
_FOREIGN = (
    "adm4pcode", "adm3pcode", "adm2pcode", "adm1pcode", "pcode", "kodebps", "kdbps", "idbps", "idkab", "idprov",
)  # fmt: skip
# names by level, the narrowest first; level 0 = whatever the feature is
_NAMES = (
    ("wadmkd", 4), ("adm4en", 4), ("adm4id", 4), ("name4", 4), ("desa", 4), ("kelurahan", 4), ("namadesa", 4),
    ("wadmkc", 3), ("adm3en", 3), ("adm3id", 3), ("name3", 3), ("kecamatan", 3), ("namakec", 3),
    ("wadmkk", 2), ("adm2en", 2), ("adm2id", 2), ("name2", 2), ("kabupaten", 2), ("kabkot", 2), ("kabkota", 2),
    ("kabupatenkota", 2), ("namakab", 2), ("nmkab", 2),
    ("wadmpr", 1), ("adm1en", 1), ("adm1id", 1), ("name1", 1), ("provinsi", 1), ("propinsi", 1), ("nmprov", 1),
    ("namobj", 0), ("nama", 0), ("name", 0), ("shapename", 0), ("namawilayah", 0), ("wilayah", 0),
)  # fmt: skip
_CITY = re.compile(r"^\s*kota\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An area of ours."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """1 province to 4 village."""
        return self.code.count(".") + 1

    @property
    def is_city(self) -> bool:
        """Whether it is a city beside a regency that may bear the same name."""
        return self.level == 2 and self.code[3] == "7"


@dataclass(frozen=True, slots=True)
class Named:
    """What a feature says about itself: our code or another office's, and its names by level."""

    code: str
    foreign: str
    names: Mapping[int, str]

    @property
    def label(self) -> str:
        """How to call it in a finding."""
        name = next((self.names[level] for level in (4, 3, 2, 0, 1) if level in self.names), "")
        return " ".join(part for part in (self.code or self.foreign, name) if part)


@dataclass(frozen=True, slots=True)
class Match:
    """The area of a feature; `code_differs` when its code names another one and the name decided,
    `name_differs` when no area bears its name and the code decided.
    """

    place: Place | None
    code_differs: bool = False
    name_differs: bool = False


def named(properties: Mapping[str, str]) -> Named:
    """The codes and names among the properties of a feature, whatever they are called."""
    given = {_SIGNS.sub("", name.lower()): value for name, value in properties.items() if value}
    code = next((c for name in _CODES if (c := _dotted(given.get(name, "")))), "")
    foreign = next((c for name in _FOREIGN if (c := _dotted(given.get(name, "")))), "")
    names: dict[int, str] = {}
    for name, level in _NAMES:
        if name in given and level not in names:
            names[level] = given[name]
    return Named(code, foreign, names)


class Gazetteer:
    """Areas by code and by name within their parent, for naming many features."""

    def __init__(self, places: Iterable[Place], *, within: str = "", level: int = 0) -> None:
        self._by_code = {place.code: place for place in places}
        self._by_name: dict[tuple[int, str], list[Place]] = {}
        for place in self._by_code.values():
            self._by_name.setdefault((place.level, normalised(place.name)), []).append(place)
        self._within = within
        self._level = level

    def match(self, feature: Named) -> Match:
        """The area of a feature, or none: unknown, or several fit."""
        level, name = self._level_and_name(feature)
        place = self._by_code.get(feature.code) if feature.code else None
        if place is not None and self._agrees(place, level, name) and self._lies_under(place, {}):
            return Match(place)
        by_name = self._find(level, name, feature.names) if name else None
        if by_name is not None:
            coded = feature.code or feature.foreign
            return Match(by_name, code_differs=bool(coded) and coded != by_name.code)
        if place is not None and self._agrees(place, level, "") and self._lies_under(place, {}):
            return Match(place, name_differs=True)
        if not name and not feature.code and "." not in feature.foreign:
            return Match(self._by_code.get(feature.foreign))  # provinces are numbered alike
        return Match(None)

    def _level_and_name(self, feature: Named) -> tuple[int, str]:
        coded = (feature.code or feature.foreign).count(".") + 1 if feature.code or feature.foreign else 0
        level = self._level or coded or next((one for one in (4, 3, 2) if one in feature.names), 0)
        if not level and 0 not in feature.names and 1 in feature.names:
            level = 1
        return level, feature.names.get(level, "") or feature.names.get(0, "")

    @staticmethod
    def _agrees(place: Place, level: int, name: str) -> bool:
        if level and place.level != level:
            return False
        return not name or normalised(name) == normalised(place.name)

    def _find(self, level: int, name: str, names: Mapping[int, str]) -> Place | None:
        levels = [level] if level else [1, 2, 3, 4]
        fitting = [
            place
            for one in levels
            for place in self._by_name.get((one, normalised(name)), ())
            if self._lies_under(place, names)
        ]
        same_kind = [place for place in fitting if place.is_city == bool(_CITY.match(name))]
        chosen = same_kind or fitting
        return chosen[0] if len(chosen) == 1 else None

    def _lies_under(self, place: Place, names: Mapping[int, str]) -> bool:
        """Whether a place lies in the chosen area and under the parents that the feature names."""
        if self._within and place.code != self._within and not place.code.startswith(self._within + "."):
            return False
        parts = place.code.split(".")
        for depth in range(1, place.level):
            parent = self._by_code.get(".".join(parts[:depth]))
            if parent is None or depth not in names:
                continue
            if normalised(names[depth]) != normalised(parent.name):
                return False
            if depth == 2 and parent.is_city != bool(_CITY.match(names[depth])):
                return False
        return True


def _dotted(text: str) -> str:
    """ "7503", "75.03", "ID7503", "75.03.0" (a number's tail) as "75.03"; "" for what is no code."""
    digits = _DIGITS.sub("", text.removesuffix(".0"))
    if len(digits) not in _LEVEL_OF_DIGITS:
        return ""
    parts, start = [], 0
    for length in _GROUPS[: _LEVEL_OF_DIGITS[len(digits)]]:
        parts.append(digits[start : start + length])
        start += length
    return ".".join(parts)
