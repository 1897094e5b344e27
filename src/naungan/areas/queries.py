"""Finding areas: names of codes, the areas below one, a village by the words of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from naungan.areas.models import Area, AreaOrigin, Office

_names: dict[str, str] = {}
_indexes: dict[str, VillageIndex] = {}
_WORD = re.compile(r"[^A-Z0-9]+")
_PREFIXES = re.compile(
    r"^(?:PROVINSI|PROV|PROPINSI|KABUPATEN|KAB|KOTA|KECAMATAN|KEC|KELURAHAN|KEL|DESA|DS|DUSUN|NAGARI)\b[\s.]*"
)
_CHUNK = 900


def names(codes: Iterable[str]) -> dict[str, str]:
    """The names of area codes, kept in memory; a code that is not known is left out."""
    wanted = set(codes)
    missing = [code for code in wanted if code not in _names]
    for start in range(0, len(missing), _CHUNK):
        chunk = missing[start : start + _CHUNK]
        _names.update(Area.objects.filter(code__in=chunk).values_list("code", "name"))
    return {code: _names[code] for code in wanted if code in _names}


def name_of(code: str) -> str:
    """The name of one area, or its code when it is not known."""
    return names([code]).get(code, code)


def path_of(code: str) -> list[tuple[str, str]]:
    """An area and all above it as (code, name), the province first: for breadcrumbs."""
    parts = code.split(".")
    codes = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    known = names(codes)
    return [(one, known[one]) for one in codes if one in known]


def provinces() -> list[Area]:
    """Every province, by code."""
    return list(Area.objects.filter(level=Area.Level.PROVINCE).order_by("code"))


def regencies_of(area_code: str) -> list[Area]:
    """The regencies and cities in an area: of a province all, of a regency or what lies below it that one."""
    if "." in area_code:
        return list(Area.objects.filter(code=".".join(area_code.split(".")[:2])))
    return list(Area.objects.filter(parent_id=area_code).order_by("code"))


def children_of(area_code: str) -> list[Area]:
    """The areas directly below one, by code."""
    return list(Area.objects.filter(parent_id=area_code).order_by("code"))


def search_areas(text: str, *, within: str = "", limit: int = 20) -> list[Area]:
    """Areas whose name or code holds the text, the widest first."""
    found: QuerySet[Area] = Area.objects.filter(Q(name__icontains=text) | Q(code__startswith=text))
    if within:
        found = found.filter(Q(code=within) | Q(code__startswith=within + "."))
    return list(found.order_by("level", "name")[:limit])


def office_areas(office_code: str) -> list[str]:
    """The codes of an office's areas; Office.DoesNotExist for an unknown office."""
    return sorted(Office.objects.get(code=office_code).areas.values_list("code", flat=True))


def former_codes(area_code: str) -> set[str]:
    """The codes that older NIKs of an area may begin with: what it, or what holds it, was split from."""
    above = [code for code, _ in path_of(area_code)]
    return set(AreaOrigin.objects.filter(area__in=above).values_list("former_code", flat=True))


def normalised(name: str) -> str:
    """A name for comparing: capitals, without "Kec.", "Desa", "Kab." and the like, spaces and signs."""
    text = name.upper().strip()
    while (shorter := _PREFIXES.sub("", text)) != text and shorter:
        text = shorter
    return _WORD.sub("", text)


@dataclass(slots=True)
class VillageIndex:
    """The villages below an area by normalised name. Built once for a list, then asked for every row."""

    by_name: dict[str, list[str]] = field(default_factory=dict)
    upper_names: dict[str, str] = field(default_factory=dict)

    def find(self, village: str, *, district: str = "", regency: str = "") -> str | None:
        """The code of the one village that fits; a district or regency that is given must fit too."""
        found = self.by_name.get(normalised(village), [])
        for words, depth in ((district, 3), (regency, 2)):
            wanted = normalised(words)
            if wanted:
                found = [c for c in found if self.upper_names[".".join(c.split(".")[:depth])] == wanted]
        return found[0] if len(found) == 1 else None

    def district(self, district: str, *, regency: str = "") -> str | None:
        """The code of a district by its name, if exactly one fits."""
        wanted, above = normalised(district), normalised(regency)
        found = [
            code
            for code, name in self.upper_names.items()
            if name == wanted and code.count(".") == 2 and (not above or self.upper_names[code[:5]] == above)
        ]
        return found[0] if len(found) == 1 else None


def village_index(within: str) -> VillageIndex:
    """The index of the villages within an area ("75", "75.03"), kept in memory once it holds any."""
    known = _indexes.get(within)
    if known is None:
        known = _build_index(within)
        if known.by_name:
            _indexes[within] = known
    return known


def _build_index(within: str) -> VillageIndex:
    index = VillageIndex()
    below = Q(code__startswith=within + ".") | Q(code__in=[code for code, _ in path_of(within)])
    for code, name, level in Area.objects.filter(below).values_list("code", "name", "level"):
        if level == Area.Level.VILLAGE:
            index.by_name.setdefault(normalised(name), []).append(code)
        else:
            index.upper_names[code] = normalised(name)
    return index


def find_village(within: str, village: str, *, district: str = "", regency: str = "") -> str | None:
    """The code of a village within an area by the words of a list, or None when none or several fit."""
    return village_index(within).find(village, district=district, regency=regency)


def narrowest(codes: Sequence[str]) -> list[str]:
    """The codes without those that lie below another of them."""
    kept = set(codes)
    return sorted(c for c in kept if not any(c != o and c.startswith(o + ".") for o in kept))
