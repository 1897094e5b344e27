"""The pages of the room as each viewer gets them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from naungan.accounts.models import RoleGrant, User
from naungan.coverage.models import Denominator

Add = Callable[..., Any]
pytestmark = pytest.mark.django_db
DAY = "per=2023-11-30"


def signed_in(role: str, **place: Any) -> Client:
    user = User.objects.create(username=f"{role}{User.objects.count()}")
    RoleGrant.objects.create(user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def leader() -> Client:
    return signed_in("leader", area_id="75")


def page(client: Client, query: str = DAY, path: str = "/cakupan/") -> str:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def heading(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert found
    return found[1].strip()


@pytest.fixture
def posted(world: Any, denominator: Add, post_month: Callable[[date], None]) -> None:
    denominator("75", 6)
    denominator("75.03", 4)
    post_month(date(2023, 11, 30))


def test_the_title_is_the_message(posted: None, leader: Client) -> None:
    assert heading(page(leader)) == "Gorontalo: 66,67\u00a0% terlindungi per 30 November 2023"


def test_without_a_denominator_the_title_counts_people(world: Any, leader: Client) -> None:
    html = page(leader)
    assert heading(html) == "Gorontalo: 4 orang terlindungi per 30 November 2023"
    assert "belum diketahui" in html
    assert "belum difinalkan" in html


def test_without_a_date_the_page_shows_the_newest_posted_month(posted: None, leader: Client) -> None:
    assert "per 30 November 2023" in heading(page(leader, ""))


def test_english_has_english_numbers(posted: None, leader: Client) -> None:
    leader.cookies["naungan_language"] = "en"
    assert "66.67%" in heading(page(leader))


def test_a_visitor_is_sent_to_sign_in_and_civil_registry_is_kept_out(posted: None) -> None:
    assert Client().get("/cakupan/").status_code == 302
    assert signed_in("civil_registry", area_id="75").get("/cakupan/").status_code == 403


@pytest.mark.parametrize("way", ["wilayah", "segmen", "kelompok", "pembayar", "kantor", "indikator"])
@pytest.mark.parametrize("view", ["tabel", "peta", "tren"])
def test_every_way_and_view_opens_and_downloads(posted: None, leader: Client, way: str, view: str) -> None:
    query = f"{DAY}&menurut={way}&tampil={view}"
    html = page(leader, query)
    assert 'style="' not in html
    for kind in ("csv", "xlsx"):
        answer = leader.get(f"/cakupan/?{query}&format={kind}")
        assert answer.status_code == 200
        assert len(b"".join(answer)) > 200  # type: ignore[arg-type]


def test_csv_holds_what_the_table_shows(posted: None, leader: Client) -> None:
    answer = leader.get(f"/cakupan/?{DAY}&format=csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    rows = [line.split(",") for line in lines if line.startswith("Kabupaten Bone Bolango")]
    assert [row[1:5] for row in rows] == [["75.03", "2", "4", "50.0"]]
    assert any("30 November 2023" in line for line in lines)


def test_the_tile_map_hatches_what_is_not_known_and_links_every_tile(posted: None, leader: Client) -> None:
    html = page(leader, f"{DAY}&tampil=peta")
    tiles = re.findall(r'<a href="([^"]+)" class="tile"><title>([^<]+)</title>', html)
    assert [title.split(":")[0] for _href, title in tiles] == ["Gorontalo", "Bone Bolango", "Kota Gorontalo"]
    assert "wilayah=75.03" in tiles[1][0]
    assert "50,00" in tiles[1][1]
    assert "tidak ada data" in tiles[0][1]
    assert html.count('fill="url(#no-data)"') == 3  # two tiles and the legend


@pytest.mark.parametrize("view", ["peta", "tren"])
def test_a_drawing_downloads_as_well_formed_svg_without_style(
    posted: None, leader: Client, view: str
) -> None:
    answer = leader.get(f"/cakupan/?{DAY}&tampil={view}&format=svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    tree = ElementTree.fromstring(answer.content)
    assert tree.tag.endswith("svg")
    assert not [node for node in tree.iter() if "style" in node.attrib or node.tag.endswith("}style")]
    for node in tree.iter():
        for name in ("x", "y", "x1", "y1", "cx", "cy"):
            assert node.get(name, "0").lstrip("-").isdigit()


def test_the_trend_says_where_the_base_changed(posted: None, leader: Client, denominator: Add) -> None:
    denominator("75", 12, on=date(2023, 11, 1), method="Potensi menurut BPJS")
    html = page(leader, f"{DAY}&tampil=tren")
    assert "Dasar penyebut berubah" in html
    assert "Potensi menurut BPJS" in html


def test_drilling_down_follows_the_tree_of_areas(posted: None, leader: Client) -> None:
    html = page(leader, f"{DAY}&wilayah=75.03")
    assert "Tapa" in html
    assert "Kota Barat" not in html
    assert page(leader, f"{DAY}&wilayah=75.03.01").count("Talulobutu") >= 1


def test_a_regency_leader_sees_neither_other_regencies_nor_the_province_counted(
    posted: None, reported: Add
) -> None:
    reported("R1", "75", percent="61.73")
    client = signed_in("leader", area_id="75.03")
    html = page(client, f"{DAY}&wilayah=75")
    assert "66,67" not in html
    assert "61,73" in html
    assert heading(html) == "Cakupan kepesertaan, Kabupaten Bone Bolango di Gorontalo, per 30 November 2023"
    assert "Anda tidak melihat Gorontalo seutuhnya" in html
    assert "tidak melihat" not in page(client, f"{DAY}&wilayah=75.03")
    rows = b"".join(client.get(f"/cakupan/?{DAY}&wilayah=75&format=csv")).decode()
    assert "75.03" in rows
    assert "75.71" not in rows
    assert "Bone Bolango" in heading(page(client))


def test_a_regional_office_sees_its_provinces_under_its_own_name(posted: None, reported: Add) -> None:
    reported("R1", "71", percent="80", qualifier="above")
    html = page(signed_in("regional_office", office_id="sulawesi-maluku"), f"{DAY}&tampil=peta")
    assert heading(html) == "Cakupan kepesertaan, Kantor Wilayah, per 30 November 2023"
    tiles = dict(re.findall(r'class="tile"><title>([^:<]+): ([^<]+)</title>', html))
    assert tiles["Gorontalo"].startswith("66,67")
    assert tiles["Sulawesi Utara"].startswith("di atas 80,00")
    assert tiles["Provinsi 72"] == "tidak ada data"


def test_an_unknown_area_is_a_refusal_and_not_an_empty_page(posted: None, leader: Client) -> None:
    answer = leader.get(f"/cakupan/?{DAY}&wilayah=99")
    assert answer.status_code == 422
    assert "99" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["per=kemarin", "per=9999-12-31", "diketahui=x", "menurut=x&tampil=y", "indikator=z"]
)
def test_nonsense_in_the_address_never_breaks_the_page(posted: None, leader: Client, query: str) -> None:
    assert leader.get(f"/cakupan/?{query}").status_code in {200, 422}
    assert leader.get(f"/cakupan/peringkat/?{query}").status_code in {200, 422}


def test_the_rank_names_the_unknown_and_the_range(posted: None, leader: Client, reported: Add) -> None:
    reported("R1", "71", percent="80", qualifier="above")
    html = page(leader, f"{DAY}&kantor=sulawesi-maluku&wilayah=75", "/cakupan/peringkat/")
    assert heading(html).startswith("Gorontalo peringkat 2 dari 2 yang diketahui")
    assert "2–8" in html
    assert "Provinsi 72" in html


def test_the_rank_of_regencies_is_asked_from_a_regency(posted: None, leader: Client) -> None:
    html = page(leader, f"{DAY}&wilayah=75.03", "/cakupan/peringkat/")
    assert "Kota Gorontalo" in html
    assert "Sulawesi Utara" not in html


def test_both_readings_of_the_published_figure_are_shown_with_the_impossible_one_named(
    posted: None, leader: Client, reported: Add
) -> None:
    reported("S4", "75", indicator="non-asn-luas", people=38161)
    reported("S5", "75", indicator="non-asn-luas", percent="89.32")
    reported("S6", "75", indicator="aparatur-desa", people=7092)
    reported("S7", "75", indicator="aparatur-desa", percent="44.23")
    html = page(leader, f"{DAY}&menurut=indikator")
    assert "Dua bacaan" in html
    assert "45.253" in html
    assert html.count("tidak mungkin") == 1


def test_planning_records_a_denominator_and_a_leader_may_not(posted: None, leader: Client) -> None:
    given = {
        "indikator": "potensi",
        "wilayah": "75.71",
        "per": "2023-11-01",
        "orang": "10",
        "cara": "Sakernas",
        "sumber": "BPS",
    }
    assert leader.post("/cakupan/potensi/catat/", given).status_code == 403
    planner = signed_in("planning", area_id="75")
    assert planner.post("/cakupan/potensi/catat/", given).status_code == 302
    assert Denominator.objects.filter(area="75.71", people=10).count() == 1
    outside = planner.post("/cakupan/potensi/catat/", {**given, "wilayah": "71"})
    assert outside.status_code == 422
    assert "di luar wilayah kerja" in outside.content.decode()
    assert "BPS" in page(leader, "", "/cakupan/potensi/")


def test_reported_figures_are_listed_as_they_were_said(measures: None, leader: Client, reported: Add) -> None:
    reported("R1", "71", percent="80", qualifier="above")
    reported("R2", None, indicator="registered", people=50_000_000, qualifier="at_least")
    html = page(leader, "", "/cakupan/dilaporkan/")
    assert "di atas 80,00" in html
    assert "sedikitnya 50.000.000 orang" in html
