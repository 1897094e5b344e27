"""Features of a GeoJSON file (RFC 7946) with the faults of real ones told: what is no polygon, not closed,
turned round, in metres, or somewhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from naungan.law.findings import Finding, Refused

Position = tuple[float, float]
Ring = list[Position]
Polygon = list[Ring]
"""The first ring is the shore, the others are holes."""

MOST_BYTES = 64 * 1024 * 1024
MOST_FEATURES = 10_000
MOST_POSITIONS = 1_500_000
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
"""Indonesia with its waters, in degrees."""
_LEAST = 4
_NEARLY = 0.02
_KNOWN_CRS = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84", "WGS 84")


class UnfitGeometry(ValueError):  # noqa: N818 - the name says what happened
    """A feature whose outline cannot be used; `code` and two sentences for the finding."""

    def __init__(self, code: str, expected: str, mend: str, found: str = "") -> None:
        super().__init__(code)
        self.code, self.expected, self.mend, self.found = code, expected, mend, found


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature by its number in the file; `was_open` says that a ring had to be closed."""

    number: int
    properties: Mapping[str, str]
    polygons: list[Polygon]
    was_open: bool


def features_of(content: bytes, name: str) -> tuple[list[Feature], list[Finding]]:
    """The usable features of a file, and a finding for each that is not.

    Refused: `geojson.too_large`, `geojson.unreadable`, `geojson.not_collection`, `geojson.crs`,
    `geojson.too_detailed`.
    """
    raw = _raw_features(content)
    found: list[Feature] = []
    findings: list[Finding] = []
    positions = 0
    for number, one in enumerate(raw, start=1):
        try:
            feature = _feature(number, one)
        except UnfitGeometry as unfit:
            findings.append(Finding(unfit.code, name, str(number), unfit.found, unfit.expected, unfit.mend))
            continue
        positions += sum(len(ring) for polygon in feature.polygons for ring in polygon)
        if positions > MOST_POSITIONS:
            raise _too_detailed()
        found.append(feature)
    return found, findings


def _raw_features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise Refused(
            "geojson.too_large",
            _("Berkas lebih besar dari %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024},
            where="file",
            mend=_("Ambil hanya tingkat wilayah yang diperlukan, atau sederhanakan batasnya dulu."),
        )
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(
            "geojson.unreadable",
            _("Berkas ini bukan GeoJSON yang dapat dibaca."),
            where="file",
            mend=_("Simpan sebagai GeoJSON (UTF-8); shapefile perlu diubah dulu."),
        ) from error
    features = given.get("features") if isinstance(given, dict) else None
    if not isinstance(features, list) or not features or len(features) > MOST_FEATURES:
        raise Refused(
            "geojson.not_collection",
            _("Berkas harus FeatureCollection dengan 1 sampai %(most)s wilayah.") % {"most": MOST_FEATURES},
            where="file",
        )
    _refuse_other_crs(given.get("crs"))
    return features


def _refuse_other_crs(crs: object) -> None:
    """RFC 7946 knows WGS 84 only; older files name their system in `crs`."""
    if crs is None:
        return
    text = json.dumps(crs)
    if not any(known in text for known in _KNOWN_CRS):
        raise Refused(
            "geojson.crs",
            _("Berkas memakai sistem koordinat lain (%(crs)s).") % {"crs": text[:80]},
            where="file",
            mend=_("Ubah ke WGS 84 (EPSG:4326, bujur dan lintang dalam derajat), lalu unggah lagi."),
        )


def _too_detailed() -> Refused:
    return Refused(
        "geojson.too_detailed",
        _("Berkas memuat lebih dari %(most)s titik.") % {"most": MOST_POSITIONS},
        where="file",
        mend=_("Sederhanakan batasnya dulu, atau unggah per provinsi."),
    )


def _feature(number: int, one: object) -> Feature:
    geometry = one.get("geometry") if isinstance(one, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(one, dict) or not isinstance(geometry, dict) or kind not in {"Polygon", "MultiPolygon"}:
        raise UnfitGeometry(
            "geometry.not_polygon",
            _("Polygon atau MultiPolygon."),
            _("Titik dan garis tidak dapat digambar sebagai wilayah."),
            str(kind or "")[:40],
        )
    coordinates = geometry.get("coordinates")
    given = [coordinates] if kind == "Polygon" else coordinates
    closed = [[_ring(ring) for ring in _listed(polygon)] for polygon in _listed(given)]
    polygons = [[ring for ring, _was_open in polygon] for polygon in closed]
    _check_place([position for polygon in polygons for ring in polygon for position in ring])
    was_open = any(open_ for polygon in closed for _ring_, open_ in polygon)
    return Feature(number, dict(_texts(one.get("properties"))), polygons, was_open)


def _listed(given: object) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise _unreadable(given)
    return given


def _ring(given: object) -> tuple[Ring, bool]:
    """The ring, closed; an end that nearly meets its beginning is joined to it."""
    ring = [_position(one) for one in _listed(given)]
    was_open = ring[0] != ring[-1]
    if was_open:
        (x, y), (end_x, end_y) = ring[0], ring[-1]
        wide = max(p[0] for p in ring) - min(p[0] for p in ring)
        high = max(p[1] for p in ring) - min(p[1] for p in ring)
        if abs(x - end_x) > wide * _NEARLY or abs(y - end_y) > high * _NEARLY:
            raise UnfitGeometry(
                "geometry.unclosed",
                _("Garis batas yang berakhir di titik awalnya."),
                _("Berkas mungkin terpotong; ekspor ulang dari sumbernya."),
                f"{x}, {y} … {end_x}, {end_y}",
            )
        ring.append(ring[0])
    if len(ring) < _LEAST:
        raise UnfitGeometry(
            "geometry.too_few",
            _("Garis batas dengan sedikitnya tiga titik berbeda."),
            _("Ekspor ulang wilayah ini dari sumbernya."),
            str(len(ring)),
        )
    return ring, was_open


def _position(given: object) -> Position:
    if not isinstance(given, list) or len(given) < len(("x", "y")):
        raise _unreadable(given)
    x, y = given[0], given[1]
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in (x, y))
    if not numbers or abs(x) > 1e12 or abs(y) > 1e12 or not (isfinite(x) and isfinite(y)):
        raise _unreadable(given)
    return float(x), float(y)


def _unreadable(given: object) -> UnfitGeometry:
    return UnfitGeometry(
        "geometry.unreadable",
        _("Pasangan angka bujur dan lintang."),
        _("Ekspor ulang wilayah ini dari sumbernya."),
        str(given)[:40],
    )


def _check_place(positions: list[Position]) -> None:
    """Every point in Indonesia; what lies elsewhere is told by its likely cause."""
    if all(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in positions):
        return
    x, y = next((x, y) for x, y in positions if not (WEST <= x <= EAST and SOUTH <= y <= NORTH))
    found = f"{x}, {y}"
    if any(abs(a) > 180 or abs(b) > 90 for a, b in positions) and not _turned(positions):
        raise UnfitGeometry(
            "geometry.other_crs",
            _("Bujur dan lintang dalam derajat (WGS 84)."),
            _("Koordinat ini tampaknya dalam meter (misalnya UTM); ubah ke EPSG:4326."),
            found,
        )
    if _turned(positions):
        raise UnfitGeometry(
            "geometry.swapped",
            _("Bujur dulu, lalu lintang."),
            _("Bujur dan lintang tertukar; tukar kembali saat mengekspor."),
            found,
        )
    raise UnfitGeometry(
        "geometry.outside",
        _("Titik di Indonesia: bujur 94 sampai 142, lintang -12 sampai 7."),
        _("Periksa apakah berkas ini memang batas wilayah Indonesia."),
        found,
    )


def _turned(positions: list[Position]) -> bool:
    return all(WEST <= y <= EAST and SOUTH <= x <= NORTH for x, y in positions)


def _texts(properties: object) -> Iterator[tuple[str, str]]:
    """Properties that are text or whole numbers, as text; a number such as 75.03 keeps its digits."""
    if not isinstance(properties, dict):
        return
    for name, value in properties.items():
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield str(name), str(value).strip()[:200]
