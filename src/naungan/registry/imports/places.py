"""Where people live and what they do, from the words of a list: villages by name, occupations by synonym."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from naungan.areas.models import Area, AreaOrigin
from naungan.areas.queries import former_codes, names
from naungan.registry.imports.headers import normal
from naungan.registry.models import Group

_PREFIX = re.compile(r"^(DESA|KELURAHAN|KEL|DS|KECAMATAN|KEC|KABUPATEN|KAB|PROVINSI|PROV)\s+")
OUTSIDE, UNKNOWN, NO_DISTRICT = "outside", "unknown", "no_district"


@dataclass(frozen=True, slots=True)
class Occupation:
    """A group that an occupation text names."""

    code: str
    risk_group: int


def occupations() -> dict[str, Occupation]:
    """Every synonym, name and code of the groups, in normal form, to its occupation."""
    found: dict[str, Occupation] = {}
    for group in Group.objects.all():
        occupation = Occupation(group.code, group.risk_group)
        for word in (*group.synonyms, group.name, group.code):
            found.setdefault(normal(word), occupation)
    return found


def occupation_codes(texts: pl.Series) -> pl.DataFrame:
    """Frame of distinct occupation texts with `occupation` (group code or null) and `occupation_risk`."""
    known = occupations()
    distinct = texts.unique()
    found = [_occupation(text, known) for text in distinct]
    return pl.DataFrame(
        {
            "occupation": distinct,
            "occupation_code": pl.Series([o.code if o else None for o in found], dtype=pl.String),
            "occupation_risk": pl.Series([o.risk_group if o else None for o in found], dtype=pl.Int64),
        }
    )


def domiciles(people: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Frame of distinct (village, district, regency) texts with `domicile` (area code) and `place_note`.

    Names are sought within the list's area; a regency may also name another one of the country (`outside`).
    A name
    that is not found, or found twice, leaves the domicile at the smallest area that is sure (`unknown`).
    """
    triples = people.select("village", "district", "regency").unique()
    gazetteer = _Gazetteer(area)
    found = [gazetteer.find(*row) for row in triples.iter_rows()]
    return triples.with_columns(
        domicile=pl.Series([code for code, _ in found], dtype=pl.String),
        place_note=pl.Series([note for _, note in found], dtype=pl.String),
    )


def accepted_nik_prefixes(area_code: str) -> tuple[str, ...]:
    """Prefixes of NIKs that belong to a list's area: its regency (or province), and codes that it was split
    from.
    """
    own = area_code[:5]
    return (own, *sorted(former_codes(own)))


def unknown_districts(codes: Sequence[str]) -> set[str]:
    """Those district codes that are in no regency known to have districts, now or before it was split."""
    known = set(names(codes))
    regencies = names(code[:5] for code in codes)
    former = set(AreaOrigin.objects.values_list("former_code", flat=True))
    return {
        code
        for code in codes
        if code not in known and code[:5] in regencies and not {code, code[:5]} & former
    }


class _Gazetteer:
    """Names of areas below one area, loaded once; all regencies of the country when a list names one."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self._below: dict[str, dict[tuple[int, str], list[str]]] = {}
        self._regencies: dict[str, list[str]] = {}

    def find(self, village: str, district: str, regency: str) -> tuple[str, str]:
        """The lowest sure area for the names, and "" or why it is not lower."""
        base, note = self.area.code, ""
        if regency.strip():
            base, note = self._regency(regency, base)
        for level, name in ((Area.Level.DISTRICT, district), (Area.Level.VILLAGE, village)):
            if name.strip():
                base, note = self._below_base(base, level, name, note)
        outside = not (base == self.area.code or base.startswith(self.area.code + "."))
        return base, OUTSIDE if outside and not self.area.code.startswith(base) else note

    def _regency(self, name: str, base: str) -> tuple[str, str]:
        if not self._regencies:
            for code, known in Area.objects.filter(level=Area.Level.REGENCY).values_list("code", "name"):
                self._regencies.setdefault(_key(known), []).append(code)
        codes = self._regencies.get(_key(name), [])
        if any(base == code or base.startswith(code + ".") for code in codes):
            return base, ""
        inside = [code for code in codes if code.startswith(base[:2])]
        if len(inside or codes) == 1:
            return (inside or codes)[0], ""
        return base, UNKNOWN

    def _below_base(self, base: str, level: int, name: str, note: str) -> tuple[str, str]:
        if base.count(".") + 1 >= level:
            own = (
                Area.objects.filter(code=".".join(base.split(".")[:level]))
                .values_list("name", flat=True)
                .first()
            )
            return base, note if own and _key(own) == _key(name) else UNKNOWN
        codes = self._names_below(base[:2]).get((level, _key(name)), [])
        codes = [code for code in codes if code.startswith(base + ".")]
        if len(codes) == 1:
            return codes[0], note
        return base, NO_DISTRICT if level == Area.Level.DISTRICT and not codes else UNKNOWN

    def _names_below(self, province: str) -> dict[tuple[int, str], list[str]]:
        if province not in self._below:
            named: dict[tuple[int, str], list[str]] = defaultdict(list)
            areas = Area.objects.filter(code__startswith=province, level__gte=Area.Level.DISTRICT)
            for code, level, name in areas.values_list("code", "level", "name"):
                named[level, _key(name)].append(code)
            self._below[province] = named
        return self._below[province]


def _key(name: str) -> str:
    """An area's name in one form: without "Desa", "Kec." or "Kab.", without spaces ("Kota" stays: it is
    another area).
    """
    return _PREFIX.sub("", normal(name)).replace(" ", "")


def _occupation(text: str, known: dict[str, Occupation]) -> Occupation | None:
    """The whole text, else its first words, else a part of it ("Petani/Pekebun", "Sopir bentor")."""
    word = normal(text)
    if not word:
        return None
    if word in known:
        return known[word]
    parts = [normal(part) for part in re.split(r"[/,;&]| dan ", text)]
    for part in parts:
        if part in known:
            return known[part]
    words = word.split()
    return next(
        (known[head] for n in range(len(words), 0, -1) if (head := " ".join(words[:n])) in known), None
    )
