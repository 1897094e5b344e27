"""Published figures: brought in by file, listed with their flags, one by one with every check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from naungan.accounts.access import Actor
from naungan.accounts.models import RoleGrant, User
from naungan.areas.models import Area
from naungan.coverage.data import subjects
from naungan.coverage.models import ReportedFigure
from naungan.coverage.queries.published import flags_by_code, told_breaks
from naungan.coverage.services import Loaded, load_published
from naungan.journal.models import Entry

pytestmark = pytest.mark.django_db
HEADER = "code,indicator,area,period,value,unit,qualifier,source,part_of,highest_in,each,times\n"
SWAPPED = (
    "A,potensi-pekerja,75.03,2023-11,102316,orang,,koran,,,,\n"
    "B,potensi-belum,75.03,2023-11,35562,orang,,koran,,,,\n"
    "C,potensi-belum,75.03,2023-11,65.24,persen,,koran,,,,\n"
)


@pytest.fixture
def load(measures: None, tmp_path: Path, actor: Actor) -> Callable[[str], Loaded]:
    def load(lines: str) -> Loaded:
        path = tmp_path / "angka.csv"
        path.write_text(HEADER + lines, encoding="utf-8")
        return load_published(path, actor=actor)

    return load


@pytest.fixture
def leader(measures: None) -> Client:
    user = User.objects.create(username="pimpinan")
    RoleGrant.objects.create(user=user, role="leader", area_id="75")
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.getvalue().decode().replace("\u00a0", " ").split())


def test_what_ships_is_whole_and_its_known_errors_are_found(measures: None, actor: Actor) -> None:
    import csv
    from importlib import resources

    file = resources.files("naungan.coverage") / "data" / "published.csv"
    shipped = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for code in sorted({one["area"] for one in shipped} - {"ID"}):
        Area.objects.get_or_create(code=code, defaults={"name": code, "level": 1 + code.count(".")})
    before = Entry.objects.count()
    loaded = load_published(actor=actor)
    assert (loaded.accepted, loaded.findings) == (len(shipped), ())
    assert Entry.objects.count() == before + 1
    again = load_published(actor=actor)
    assert (again.accepted, again.known) == (0, len(shipped))
    assert Entry.objects.count() == before + 1
    seen = {(flag.check, code) for code, flags in flags_by_code().items() for flag in flags}
    checks = {check for check, _code in seen}
    assert checks == {
        "share_swapped",
        "whole_impossible",
        "highest_twice",
        "product_wrong",
        "sources_differ",
        "base_moved",
        "not_comparable",
    }
    places = {one["code"]: one["area"] for one in shipped}
    assert {places[code] for check, code in seen if check == "share_swapped"} == {"75.03"}
    assert {places[code] for check, code in seen if check == "whole_impossible"} == {"75.04"}


def test_every_subject_has_both_languages_and_a_name_of_its_own() -> None:
    codes = [one.code for one in subjects()]
    assert len(codes) == len(set(codes))
    assert all(one.name and one.name_en and one.name != one.name_en for one in subjects())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("X,potensi,75,2023,61.735,persen,,koran,,,,", "reported.percent"),
        ("X,potensi,99,2023,61,persen,,koran,,,,", "area.unknown"),
        ("X,potensi,75,November,61,persen,,koran,,,,", "reported.period"),
        ("X,potensi,75,2023-13,61,persen,,koran,,,,", "reported.period"),
        ("X,potensi,75,2023,61,karung,,koran,,,,", "reported.unit"),
        ("X,potensi,75,2023,6 ribu,orang,,koran,,,,", "number.unreadable"),
        ("X,potensi,75,2023,6.5,orang,,koran,,,,", "number.not_whole"),
        ("X,potensi,75,2023,61,persen,,,,,,", "reported.empty"),
        ("X,potensi,75,2023,61,persen,kira,koran,,,,", "qualifier.unknown"),
        ("X,potensi,75,2023,61,persen,,koran,Z,,,", "reported.whole_unknown"),
    ],
)
def test_a_bad_line_blocks_only_itself(load: Callable[[str], Loaded], line: str, code: str) -> None:
    loaded = load(f"A,potensi,75,2023,61,persen,,koran,,,,\n{line}\n")
    assert [(one.code, one.cell, one.blocking) for one in loaded.findings] == [(code, "3", True)]
    assert list(ReportedFigure.objects.values_list("code", flat=True)) == ["A"]


def test_a_subject_that_nobody_knows_is_kept_and_told(load: Callable[[str], Loaded]) -> None:
    loaded = load("A,nelayan-senja,75,2023,61,orang,,koran,,,,\n")
    assert loaded.accepted == 1
    assert [(one.code, one.blocking) for one in loaded.findings] == [("indicator.unnamed", False)]


def test_a_part_may_stand_before_its_whole_in_the_file(load: Callable[[str], Loaded]) -> None:
    loaded = load(
        "B,potensi,75,2023,4,orang,,koran,A,,,\n"
        "C,potensi,75,2023,5,orang,,koran,A,,,\n"
        "A,potensi,75,2023,10,orang,,koran,,,,\n"
    )
    assert loaded.findings == ()
    assert [flag.check for flag in flags_by_code()["A"]] == ["parts_wrong"]
    assert "9" in flags_by_code()["A"][0].reason


def test_a_million_after_an_amount_in_rupiah_is_read_without_it_and_flagged(
    load: Callable[[str], Loaded],
) -> None:
    load(
        "A,anggaran,75,2021,792965225,juta rupiah,,koran,,,,\nB,anggaran,75,2021,1.86,miliar rupiah,,koran,,,,\n"
    )
    assert dict(ReportedFigure.objects.values_list("code", "rupiah")) == {
        "A": 792_965_225,
        "B": 1_860_000_000,
    }
    assert {code: [one.check for one in flags] for code, flags in flags_by_code().items()} == {
        "A": ["scale_twice"]
    }


def test_the_list_shows_the_flag_and_the_file_its_reason(
    load: Callable[[str], Loaded], leader: Client
) -> None:
    load(SWAPPED)
    html = text(leader, "/cakupan/dilaporkan/")
    assert "1 angka bertentangan" in html
    assert "Tertukar dengan sisanya" in html
    csv = text(leader, "/cakupan/dilaporkan/?format=csv&pertentangan=ada")
    assert "35.562 dari 102.316 adalah 34,76 %, bukan 65,24 %" in csv
    assert "102.316 orang" not in csv
    sheet = leader.get("/cakupan/dilaporkan/?format=xlsx")
    assert sheet.getvalue().startswith(b"PK")
    sheet.close()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("pertentangan=ada", "C"),
        ("pertentangan=tidak", "ABD"),
        ("perihal=potensi", "DE"),
        ("wilayah=75", "ABCD"),
        ("wilayah=75.03", "ABC"),
        ("wilayah=ID", ""),
        ("tahun=2022", "D"),
        ("sumber=radio", "D"),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    load: Callable[[str], Loaded], leader: Client, query: str, codes: str
) -> None:
    load(SWAPPED + "D,potensi,75,2022,50,persen,,radio,,,,\nE,potensi,71,2023-01-02,50,persen,,koran,,,,\n")
    if query == "pertentangan=tidak":
        codes += "E"
    html = text(leader, f"/cakupan/dilaporkan/?{query}")
    assert {code for code in "ABCDE" if f"/cakupan/dilaporkan/{code}/" in html} == set(codes)


def test_the_computed_figure_stands_beside_with_the_difference_in_points(
    world: Any,
    denominator: Callable[..., Any],
    post_month: Callable[[date], None],
    load: Callable[[str], Loaded],
    leader: Client,
) -> None:
    denominator("75", 6)
    post_month(date(2023, 11, 30))
    load(
        "A,potensi,75,2023-11-30,61.73,persen,,koran,,,,\nB,potensi,71,2023-11-30,80,persen,above,koran,,,,\n"
    )
    html = text(leader, "/cakupan/dilaporkan/")
    assert "66,67 %" in html
    assert "−4,94 poin" in html
    assert "−4,94 poin" in text(leader, "/cakupan/dilaporkan/A/")
    assert "belum diketahui" in text(leader, "/cakupan/dilaporkan/B/")


def test_who_sees_a_part_only_sees_no_computed_figure_of_the_whole(
    world: Any,
    denominator: Callable[..., Any],
    post_month: Callable[[date], None],
    load: Callable[[str], Loaded],
) -> None:
    denominator("75", 6)
    post_month(date(2023, 11, 30))
    load("A,potensi,75,2023-11-30,61.73,persen,,koran,,,,\n")
    user = User.objects.create(username="kabupaten")
    RoleGrant.objects.create(user=user, role="leader", area_id="75.03")
    client = Client()
    client.force_login(user)
    assert "poin" not in text(client, "/cakupan/dilaporkan/A/")
    assert "61,73 %" in text(client, "/cakupan/dilaporkan/A/")


def test_a_figure_says_what_doubts_it_and_what_it_was_used_to_doubt(
    load: Callable[[str], Loaded], leader: Client
) -> None:
    load(SWAPPED)
    doubtful = text(leader, "/cakupan/dilaporkan/C/")
    assert "34,76 %" in doubtful
    assert "/cakupan/dilaporkan/A/" in doubtful
    whole = text(leader, "/cakupan/dilaporkan/A/")
    assert "Tidak ada yang bertentangan dengan angka ini" in whole
    assert "Dipakai untuk memeriksa angka lain" in whole
    assert leader.get("/cakupan/dilaporkan/Z/").status_code == 404


def test_the_trend_names_a_denominator_that_was_counted_anew(
    load: Callable[[str], Loaded], leader: Client
) -> None:
    load(
        "A,potensi-terlindungi,75,2023-03,198000,orang,about,koran,,,,\n"
        "B,potensi,75,2023-03,48.67,persen,,koran,,,,\n"
        "C,potensi-pekerja,75,2024-12-16,582000,orang,about,koran,,,,\n"
        "D,potensi,75,2024-12-16,40,persen,,koran,,,,\n"
        "E,potensi-terlindungi,75,2024-12-16,232800,orang,,koran,,,,\n"
    )
    assert {one.check for one in told_breaks("potensi", "75", date(2024, 1, 1))} == {
        "base_moved",
        "falls_while_rising",
    }
    html = text(leader, "/cakupan/?per=2024-12-31&wilayah=75&tampil=tren")
    assert "Angka yang dilaporkan memakai dasar berbeda" in html
    assert "406.821" in html
