"""The pages and commands of targets as each viewer gets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from naungan.accounts.access import Actor
from naungan.coverage.commands import coverage_app
from naungan.coverage.models import Target
from naungan.coverage.services import Aim, add_target, load_targets
from tests.coverage.test_pages import DAY, heading, page, signed_in

pytestmark = pytest.mark.django_db
LIST = "/cakupan/sasaran/"


@pytest.fixture
def set_targets(
    world: Any, denominator: Any, post_month: Callable[[date], None], actor: Actor
) -> list[Target]:
    denominator("75", 6)
    post_month(date(2023, 11, 30))
    load_targets(actor=actor)
    plan = {"indicator": "potensi", "area_code": "75", "kind": "RPJMD", "source": "Perda 2/2022"}
    return [
        add_target(Aim(**plan, period="2022", percent="60"), actor=actor),
        add_target(Aim(**plan, period="2024", percent="90"), actor=actor),
    ]


def test_the_list_holds_each_target_beside_what_was_reached(set_targets: list[Target]) -> None:
    leader = signed_in("leader", area_id="75")
    answer = leader.get(f"{LIST}?{DAY}&format=csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    own = next(line for line in lines if line.startswith("Cakupan potensi pekerja,Gorontalo,75,RPJMD"))
    # 75 percent by December 2023, 66.67 reached by 4 of 6: the fifth is missing, for 16,800 a month
    assert ",75.0,,66.67,4,88.89,1,16800,16800," in own
    html = page(leader, DAY, LIST)
    assert "sasaran nasional, sebagai acuan" in html
    assert 'style="' not in html


def test_filters_narrow_the_list_and_stand_in_the_address(set_targets: list[Target]) -> None:
    leader = signed_in("leader", area_id="75")
    for query, held, gone in (
        ("jenis=RPJMD", "RPJMD", "RPJMN / RKP"),
        ("dasar=EMPLOYED", "RPJMN / RKP", ">RPJMD<"),
        ("indikator=bekerja", "RPJMN / RKP", ">RPJMD<"),
    ):
        shown = page(leader, f"{DAY}&{query}", LIST).split('id="sasaran-results"')[1].split("<thead")[1]
        assert held in shown
        assert gone not in shown


def test_the_page_of_a_target_shows_path_achievement_gap_and_its_law(set_targets: list[Target]) -> None:
    leader = signed_in("leader", area_id="75")
    html = page(leader, DAY, f"{LIST}{set_targets[1].pk}/")
    assert heading(html) == "Sasaran RPJMD 2024: Cakupan potensi pekerja, Gorontalo"
    for words in (
        "75,00",
        "66,67",
        "88,89",
        "Rp16.800",
        "PP 44/2015",
        "iurannya dibayar APBD",
        "sama besar tiap bulan",
        "Perda 2/2022",
        "Sasaran dengan dasar lain, tidak disandingkan",
    ):
        assert words in html, words
    assert 'class="path"' in html
    months = b"".join(leader.get(f"{LIST}{set_targets[1].pk}/?{DAY}&format=csv")).decode("utf-8-sig")
    assert any(line.startswith("2023-12,75.0,") for line in months.splitlines())
    assert any(line.startswith("2023-11,73.75,66.67,4,6") for line in months.splitlines())


def test_the_path_downloads_as_well_formed_svg(set_targets: list[Target]) -> None:
    leader = signed_in("leader", area_id="75")
    answer = leader.get(f"{LIST}{set_targets[1].pk}/?{DAY}&format=svg")
    tree = ElementTree.fromstring(answer.content)
    assert [node for node in tree.iter() if node.get("class") == "path"]
    assert len([node for node in tree.iter() if node.get("class") == "target"]) == 2


def test_every_target_opens_for_a_regency_without_counting_the_province(set_targets: list[Target]) -> None:
    regency = signed_in("leader", area_id="75.03")
    for one in Target.objects.all():
        html = page(regency, DAY, f"{LIST}{one.pk}/")
        assert "66,67" not in html
    national = Target.objects.get(kind="UCJ")
    assert "acuan bagi Kabupaten Bone Bolango" in page(
        regency, f"{DAY}&wilayah=75.03", f"{LIST}{national.pk}/"
    )


@pytest.mark.parametrize("query", ["per=kemarin", "wilayah=99", "dasar=x", "jenis=y&indikator=z"])
def test_nonsense_in_the_address_never_breaks_a_page(set_targets: list[Target], query: str) -> None:
    leader = signed_in("leader", area_id="75")
    assert leader.get(f"{LIST}?{query}").status_code in {200, 422}
    assert leader.get(f"{LIST}{set_targets[0].pk}/?{query}").status_code in {200, 422}


GIVEN = {
    "indikator": "bekerja",
    "wilayah": "75.03",
    "jenis": "RPJMD",
    "masa": "2026",
    "persen": "48,5",
    "sumber": "Perda 3/2025",
}


def test_planning_records_a_target_of_its_own_area(measures: None) -> None:
    planner = signed_in("planning", area_id="75.03")
    answer = planner.post(f"{LIST}catat/", GIVEN)
    assert answer.status_code == 302, answer.content.decode()
    made = Target.objects.get()
    assert (made.percent_hundredths, made.basis, made.on) == (4850, "EMPLOYED", date(2026, 12, 31))
    html = planner.post(f"{LIST}catat/", {**GIVEN, "wilayah": "75"}).content.decode()
    assert "di luar wilayah kerja" in html
    assert "isi salah satu saja" in planner.post(f"{LIST}catat/", {**GIVEN, "orang": "5"}).content.decode()
    assert signed_in("leader", area_id="75.03").post(f"{LIST}catat/", GIVEN).status_code == 403
    assert Target.objects.count() == 1


def test_the_commands_record_and_show_targets(set_targets: list[Target]) -> None:
    run = CliRunner().invoke
    made = run(
        coverage_app,
        [
            "add-target",
            "rentan-apbd",
            "75.03",
            "2024",
            "--people",
            "40",
            "--kind",
            "OWN",
            "--source",
            "s",
            "--json",
        ],
    )
    assert json.loads(made.output)["basis"] == "PEOPLE"
    shown = run(coverage_app, ["targets", "--as-of", "2023-11-30", "--area", "75", "--json"])
    rows = {(row["area"], row["plan"]): row for row in json.loads(shown.output)}
    own = rows["75", "RPJMD"]
    assert (own["target"], own["realised"], own["achieved_percent"], own["gap_people"]) == (
        75.0,
        66.67,
        88.89,
        1,
    )
    refused = run(coverage_app, ["add-target", "potensi", "75", "2024", "--source", "s", "--json"])
    assert refused.exit_code == 2
