"""Recording the outlines of areas from an official GeoJSON file, so that the map is real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.coverage.geometry.naming import Gazetteer, Match, Named, Place, named
from naungan.coverage.geometry.outline import outline_of, points_in
from naungan.coverage.geometry.reading import Feature, Polygon, features_of
from naungan.coverage.models import Boundary
from naungan.coverage.services.common import area_named, journal_entry
from naungan.coverage.services.files import Loaded
from naungan.law.findings import Finding, Refused

_REGENCY = 2


@dataclass(slots=True)
class _Drawn:
    """What a file holds of one area; several features of it are its islands."""

    place: Place
    polygons: list[Polygon]


@transaction.atomic
def load_boundaries(
    content: bytes,
    name: str,
    *,
    source: str,
    within: str = "",
    level: int = 0,
    actor: Actor,
    reason: str = "",
) -> Loaded:
    """Record the outlines of a GeoJSON file, with a finding for each feature that cannot be used.

    A feature is known by its code or its name (see `geometry.naming`); `within` and `level` (1 to 4) help where
    the file names no parents. What stands already changes nothing. Refused: `boundary.source`, `area.unknown`
    and what `features_of` refuses.
    """
    if not source.strip():
        raise Refused(
            "boundary.source",
            _("Batas wilayah harus menyebut sumbernya."),
            where="source",
            mend=_("Tulis lembaga, nama data, dan tahunnya, misalnya BIG, batas wilayah administrasi 2024."),
        )
    if within:
        area_named(within)
    features, findings = features_of(content, name)
    drawn, told = _place_all(features, name, within, level, actor)
    new = [one for one in map(_boundary, drawn.values()) if not _is_known(one)]
    if new:
        summary = {"file": name, "rows": len(new), "area": within or _common(drawn)}
        entry = journal_entry(actor, "coverage.boundaries", reason, summary)
        for one in new:
            one.source, one.entry = source.strip()[:300], entry
        Boundary.objects.bulk_create(new, batch_size=100)
    findings += told
    return Loaded(
        rows=len(features) + sum(one.blocking for one in findings) - sum(one.blocking for one in told),
        accepted=len(new),
        known=len(drawn) - len(new),
        findings=tuple(sorted(findings, key=lambda one: int(one.cell))),
    )


def _place_all(
    features: Iterable[Feature], name: str, within: str, level: int, actor: Actor
) -> tuple[dict[str, _Drawn], list[Finding]]:
    """The areas of the features, and what is to be said about each."""
    read = [(feature, named(feature.properties)) for feature in features]
    gazetteer = Gazetteer(_places(read, level), within=within, level=level)
    drawn: dict[str, _Drawn] = {}
    findings: list[Finding] = []
    for feature, words in read:
        match = gazetteer.match(words)
        findings += [_finding(one, name, feature, words) for one in _remarks(feature, words, match, actor)]
        place = match.place
        if place is None or not actor.scope.holds_area(place.code):
            continue
        if place.code in drawn:
            drawn[place.code].polygons += feature.polygons
            findings.append(_finding("boundary.joined", name, feature, words))
        else:
            drawn[place.code] = _Drawn(place, list(feature.polygons))
    return drawn, findings


def _places(read: Iterable[tuple[Feature, Named]], level: int) -> Iterator[Place]:
    """The areas that can be meant: smaller ones only when the file has them."""
    deepest = max([level, *(_depth(words) for _feature, words in read)], default=_REGENCY)
    rows = Area.objects.filter(level__lte=max(_REGENCY, deepest)).values_list("code", "name")
    return (Place(code, name) for code, name in rows.iterator(chunk_size=5000))


def _depth(words: Named) -> int:
    code = words.code or words.foreign
    return max([code.count(".") + 1 if code else 0, *words.names], default=0)


def _remarks(feature: Feature, words: Named, match: Match, actor: Actor) -> Iterator[str]:
    if match.place is None:
        yield "area.code_of_others" if words.foreign and not words.code else "area.unmatched"
        return
    if not actor.scope.holds_area(match.place.code):
        yield "area.outside_scope"
        return
    if match.code_differs:
        yield "area.code_differs"
    if match.name_differs:
        yield "area.name_differs"
    if feature.was_open:
        yield "geometry.closed"


def _finding(code: str, file: str, feature: Feature, words: Named) -> Finding:
    """The remark of a code on a feature; what was mended or decided here does not block."""
    expected, mend = {
        "area.unmatched": (
            _("Kode Kemendagri atau nama wilayah yang dikenal, satu saja yang cocok."),
            _("Tambahkan kode (misalnya 75.03), atau sebut tingkat dan induk wilayahnya saat mengunggah."),
        ),
        "area.code_of_others": (
            _("Kode Kemendagri, atau nama wilayah di samping kode BPS/P-code."),
            _(
                "Nomor BPS berbeda dari nomor Kemendagri (7503 di BPS adalah Pohuwato); sertakan nama wilayah."
            ),
        ),
        "area.outside_scope": (
            _("Wilayah di dalam wilayah kerja Anda."),
            _("Batas wilayah ini dicatat oleh yang membawahinya."),
        ),
        "area.code_differs": (
            _("Kode yang sama dengan kode Kemendagri wilayah bernama itu."),
            _("Wilayah ditentukan menurut namanya; kode pada berkas tampaknya penomoran lain."),
        ),
        "area.name_differs": (
            _("Nama seperti pada daftar wilayah."),
            _("Wilayah ditentukan menurut kodenya; periksa apakah namanya hanya beda ejaan."),
        ),
        "geometry.closed": (_("Garis batas yang tertutup."), _("Ujungnya disambung; periksa gambarnya.")),
        "boundary.joined": (_("Satu bentuk per wilayah."), _("Digabung dengan bagian sebelumnya.")),
    }[code]
    blocking = code in {"area.unmatched", "area.code_of_others", "area.outside_scope"}
    return Finding(code, file, str(feature.number), words.label[:80], expected, mend, blocking=blocking)


def _boundary(drawn: _Drawn) -> Boundary:
    outline = outline_of(drawn.polygons, drawn.place.level)
    polygons = [[[list(point) for point in ring] for ring in polygon] for polygon in outline]
    return Boundary(area_id=drawn.place.code, polygons=polygons, points=points_in(outline))


def _is_known(boundary: Boundary) -> bool:
    """Whether the newest outline of the area is this very one."""
    newest = Boundary.objects.filter(area=boundary.area_id).order_by("-recorded_at", "-pk").first()
    return newest is not None and newest.polygons == boundary.polygons


def _common(drawn: Iterable[str]) -> str:
    """The province of all areas for the journal, or the whole country when they lie in several."""
    provinces = {code[:2] for code in drawn}
    return provinces.pop() if len(provinces) == 1 else "ID"
