"""Outlines of areas from GeoJSON: what is recognised, what is told, and what the map then is."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.areas.models import Area
from naungan.coverage.geometry.drawing import sheet_of
from naungan.coverage.geometry.outline import UNITS, outline_of, points_in
from naungan.coverage.geometry.simplify import simplified
from naungan.coverage.models import Boundary
from naungan.coverage.services import load_boundaries
from naungan.law.findings import Refused
from tests.coverage.test_pages import DAY, page, signed_in

Ring = list[list[float]]


def square(west: float, south: float, size: float = 0.5) -> Ring:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def coast(west: float, south: float, *, points: int) -> Ring:
    """A made-up coast: a wavy circle."""
    ring = []
    for step in range(points):
        angle = math.tau * step / points
        far = 0.4 + 0.03 * math.sin(37 * angle) + 0.01 * math.sin(331 * angle)
        ring.append([west + far * math.cos(angle), south + far * math.sin(angle)])
    return [*ring, ring[0]]


def feature(ring: Ring, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def file_of(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


REGENCIES = {
    "75.01": square(122.0, 0.5),
    "75.03": square(123.0, 0.5),
    "75.71": square(123.0, 0.0, 0.2),
}


@given(st.integers(1, 60), st.integers(3, 200))
def test_a_simplified_ring_stays_closed_and_near_the_original(tolerance: int, points: int) -> None:
    ring = [
        (round(1000 * math.cos(math.tau * i / points)), round(1000 * math.sin(math.tau * i / points)))
        for i in range(points)
    ]
    ring.append(ring[0])
    made = simplified(ring, tolerance)
    assert len(made) <= len(ring)
    if made:
        assert made[0] == made[-1]
        assert set(made) <= set(ring)


def test_a_point_off_the_line_by_more_than_the_tolerance_stays() -> None:
    ring = [(0, 0), (500, 3), (1000, 0), (1000, 1000), (500, 1100), (0, 1000), (0, 0)]
    made = simplified(ring, 20)
    assert (500, 1100) in made
    assert (500, 3) not in made


def test_an_island_smaller_than_a_dot_is_still_an_area() -> None:
    (polygon,) = outline_of([[[(x, y) for x, y in square(123, 0, 0.0001)]]], 1)
    assert len(polygon[0]) == 5
    assert (
        sheet_of({"75": [polygon], "71": [[[(0, 0), (UNITS, 0), (UNITS, UNITS), (0, 0)]]]}).shapes["75"].path
    )


def test_thirty_eight_detailed_regencies_make_a_drawing_of_less_than_150_kilobytes() -> None:
    outlines = {}
    for number in range(38):
        ring = coast(110 + number % 8, -8 + number // 8, points=4_000)
        outlines[f"35.{number:02d}"] = outline_of([[[(x, y) for x, y in ring]]], 2)
        assert points_in(outlines[f"35.{number:02d}"]) <= 2_500
    sheet = sheet_of(outlines)
    assert 10_000 < sum(len(one.path) for one in sheet.shapes.values()) < 150_000
    assert all(one.path.startswith("M") and one.path.endswith("z") for one in sheet.shapes.values())


pytestmark = pytest.mark.django_db


@pytest.fixture
def load(measures: None, actor: Actor) -> Callable[..., Any]:
    def loading(*features: dict[str, Any], **more: Any) -> Any:
        by = more.pop("by", actor)
        options = {key: more.pop(key) for key in ("within", "level") if key in more}
        content = file_of(*features, **more)
        return load_boundaries(content, "batas.geojson", source="rekaan", actor=by, **options)

    return loading


def codes(loaded: Any) -> list[tuple[str, str, bool]]:
    return [(one.cell, one.code, one.blocking) for one in loaded.findings]


@pytest.mark.parametrize(
    "properties",
    [
        {"kdppum": "75.03"},
        {"KDPPUM": 7503},
        {"KODE_KK": "7503"},
        {"kode": "75.03", "nama": "Bone Bolango"},
        {"kode": 75.03},
        {"WADMPR": "Gorontalo", "WADMKK": "Bone Bolango"},
        {"NAME_1": "Gorontalo", "NAME_2": "BoneBolango"},
        {"ADM2_PCODE": "ID7504", "ADM2_EN": "Bone Bolango", "ADM1_EN": "Gorontalo"},
    ],
)
def test_an_area_is_known_by_whatever_the_file_calls_its_code_or_name(load: Any, properties: Any) -> None:
    loaded = load(feature(square(123, 0.5), **properties))
    assert loaded.accepted == 1, loaded.findings
    assert Boundary.objects.get().area_id == "75.03"


def test_the_city_and_the_regency_of_one_name_are_told_apart(load: Any) -> None:
    loaded = load(
        feature(square(122, 0.5), WADMKK="Gorontalo", WADMPR="Gorontalo"),
        feature(square(123, 0.5), WADMKK="Kota Gorontalo", WADMPR="Gorontalo"),
    )
    assert codes(loaded) == []
    assert set(Boundary.objects.values_list("area_id", flat=True)) == {"75.01", "75.71"}


def test_a_number_of_the_statistics_office_is_not_taken_for_ours(load: Any) -> None:
    """BPS calls Pohuwato 7503; the name decides, and a bare P-code of a regency is not guessed."""
    Area.objects.create(code="75.04", name="Kabupaten Pohuwato", level=2, parent_id="75")
    loaded = load(
        feature(square(122, 0.5), ADM2_PCODE="ID7503", ADM2_EN="Pohuwato"),
        feature(square(123, 0.5), ADM2_PCODE="ID7503"),
        feature(square(122, 0.0), kode="7503", nama="Pohuwato", WADMPR="Gorontalo"),
    )
    assert set(Boundary.objects.values_list("area_id", flat=True)) == {"75.04"}
    assert codes(loaded) == [
        ("1", "area.code_differs", False),
        ("2", "area.code_of_others", True),
        ("3", "area.code_differs", False),
        ("3", "boundary.joined", False),
    ]


def test_a_name_spelt_otherwise_is_decided_by_the_code_and_told(load: Any) -> None:
    loaded = load(feature(square(123, 0.5), kdppum="75.03", namobj="Bonebolangoo"))
    assert codes(loaded) == [("1", "area.name_differs", False)]
    assert Boundary.objects.get().area_id == "75.03"


def test_a_bare_name_needs_a_level_and_a_parent(load: Any) -> None:
    one = feature(square(123, 0.5), name="Gorontalo")
    assert codes(load(one)) == [("1", "area.unmatched", True)]
    assert load(one, within="75", level=2).accepted == 1
    assert Boundary.objects.get().area_id == "75.01"


@pytest.mark.parametrize(
    ("ring", "code", "blocking"),
    [
        (square(123, 0.5)[:-1], "geometry.unclosed", True),
        ([*coast(123, 0.5, points=400)[:-1]], "geometry.closed", False),
        (square(123, 0.5)[:2] + square(123, 0.5)[:1], "geometry.too_few", True),
        ([[y, x] for x, y in square(123, 0.5)], "geometry.swapped", True),
        (square(500_000, 60_000, 4_000), "geometry.other_crs", True),
        (square(10, 50), "geometry.outside", True),
        ([["a", "b"]] * 5, "geometry.unreadable", True),
        ([[123.0, float("inf")]] * 5, "geometry.unreadable", True),
        ([[123.0]] * 5, "geometry.unreadable", True),
        ([], "geometry.unreadable", True),
    ],
)
def test_a_bad_outline_is_told_and_the_good_one_beside_it_kept(
    load: Any, ring: Any, code: str, blocking: bool
) -> None:
    loaded = load(feature(ring, kdppum="75.03"), feature(square(122, 0.5), kdppum="75.01"))
    assert codes(loaded) == [("1", code, blocking)]
    assert (loaded.rows, loaded.accepted) == (2, 1 if blocking else 2)


def test_a_point_is_no_outline(load: Any) -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [123, 0.5]}}
    assert codes(
        load(point, {"type": "Feature", "geometry": None}, feature(square(122, 0.5), kode="75.01"))
    ) == [
        ("1", "geometry.not_polygon", True),
        ("2", "geometry.not_polygon", True),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not json", "geojson.unreadable"),
        (b"[" * 200_000, "geojson.unreadable"),
        (b"{}", "geojson.not_collection"),
        (b'{"type": "FeatureCollection", "features": []}', "geojson.not_collection"),
        (
            file_of(feature(square(1, 1)), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32751"}}),
            "geojson.crs",
        ),
    ],
)
def test_a_file_that_is_none_is_refused(measures: None, actor: Actor, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        load_boundaries(content, "x", source="rekaan", actor=actor)
    assert refused.value.code == code


def test_size_and_detail_have_bounds(measures: None, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    content = file_of(feature(coast(123, 0.5, points=500), kdppum="75.03"))
    for name, code in (("MOST_POSITIONS", "geojson.too_detailed"), ("MOST_BYTES", "geojson.too_large")):
        monkeypatch.setattr(f"naungan.coverage.geometry.reading.{name}", 100)
        with pytest.raises(Refused) as refused:
            load_boundaries(content, "x", source="rekaan", actor=actor)
        assert refused.value.code == code


def test_the_same_file_again_changes_nothing_and_a_newer_one_stands_beside_it(load: Any) -> None:
    assert load(feature(square(123, 0.5), kode="75.03")).accepted == 1
    again = load(feature(square(123, 0.5), kode="75.03"))
    assert (again.accepted, again.known) == (0, 1)
    assert load(feature(square(123, 0.6), kode="75.03")).accepted == 1
    assert Boundary.objects.count() == 2


def test_a_planner_records_outlines_of_the_own_area_only(load: Any) -> None:
    own = Actor(name="p", user=None, scope=Scope(areas=("75.03",)))
    loaded = load(feature(square(123, 0.5), kode="75.03"), feature(square(122, 0.5), kode="75.01"), by=own)
    assert codes(loaded) == [("2", "area.outside_scope", True)]
    assert loaded.accepted == 1


@pytest.fixture
def posted(world: Any, denominator: Any, post_month: Any) -> None:
    from datetime import date

    denominator("75.03", 4)
    post_month(date(2023, 11, 30))


def test_the_map_is_real_once_every_area_has_an_outline(posted: None, load: Any) -> None:
    leader = signed_in("leader", area_id="75")
    load(*(feature(ring, kode=code) for code, ring in REGENCIES.items() if code != "75.71"))
    assert "tile-map" in page(leader, f"{DAY}&tampil=peta")
    load(feature(REGENCIES["75.71"], kode="75.71"))
    html = page(leader, f"{DAY}&tampil=peta")
    assert "tile-map" not in html
    found = re.findall(r'<a href="([^"]+)" class="tile shape"><title>([^<]+)</title><path d="M', html)
    titles = {title.split(":")[0]: (href, title) for href, title in found}
    assert set(titles) == {"Gorontalo", "Bone Bolango", "Kota Gorontalo"}
    assert "wilayah=75.03" in titles["Bone Bolango"][0]
    assert "50,00" in titles["Bone Bolango"][1]
    assert "tidak ada data" in titles["Gorontalo"][1]
    assert html.count('fill="url(#no-data)"') == 3  # two shapes and the legend
    assert 'style="' not in html


def test_the_real_map_downloads_as_well_formed_svg_without_links(posted: None, load: Any) -> None:
    load(*(feature(ring, kode=code) for code, ring in REGENCIES.items()))
    answer = signed_in("leader", area_id="75").get(f"/cakupan/?{DAY}&tampil=peta&format=svg")
    tree = ElementTree.fromstring(answer.content)
    tags = [node.tag.rpartition("}")[2] for node in tree.iter()]
    assert tags.count("path") == 3
    assert "a" not in tags
    assert "style" not in tags


def test_west_is_left_and_north_is_up(posted: None, load: Any) -> None:
    load(*(feature(ring, kode=code) for code, ring in REGENCIES.items()))
    from naungan.coverage.queries.boundaries import outlines

    shapes = sheet_of(outlines(list(REGENCIES))).shapes
    assert shapes["75.01"].x < shapes["75.03"].x
    assert shapes["75.03"].y < shapes["75.71"].y


def upload(client: Client, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("batas.geojson", content, content_type="application/geo+json")
    return client.post("/cakupan/batas/unggah/", {"berkas": file, "sumber": "rekaan 2024", **more})


def test_the_upload_says_what_became_of_each_feature(measures: None) -> None:
    planner = signed_in("planning", area_id="75")
    content = file_of(feature(square(123, 0.5), kode="75.03"), feature(square(10, 50), kode="75.01"))
    html = upload(planner, content).content.decode()
    assert "2 bentuk dibaca: 1 wilayah dicatat" in html
    assert "lintang -12 sampai 7" in html
    assert "rekaan 2024" in page(planner, "", "/cakupan/batas/")
    assert "75.03" in page(planner, "wilayah=75&tingkat=2", "/cakupan/batas/")
    assert "75.03" not in page(planner, "tingkat=1", "/cakupan/batas/").split("batas-results")[1]


def test_a_file_that_is_none_is_told_at_the_field_and_a_leader_uploads_nothing(measures: None) -> None:
    answer = upload(signed_in("planning", area_id="75"), b"nothing")
    assert answer.status_code == 422
    assert "bukan GeoJSON" in answer.content.decode()
    assert upload(signed_in("leader", area_id="75"), b"{}").status_code == 403
    assert not Boundary.objects.exists()


def test_the_command_loads_a_file(measures: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from typer.testing import CliRunner

    from naungan.coverage.commands import coverage_app

    file = tmp_path / "batas.geojson"
    file.write_bytes(file_of(feature(square(123, 0.5), kode="75.03"), feature(square(10, 50), kode="75.01")))
    answer = CliRunner().invoke(coverage_app, ["load-boundaries", str(file), "--source", "rekaan", "--json"])
    assert answer.exit_code == 1
    told = json.loads(answer.output)
    assert (told["rows"], told["accepted"]) == (2, 1)
    assert told["findings"][0]["code"] == "geometry.outside"
