"""Movement in a rank, and the break of a trend as people see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from naungan.coverage.drawings import map_svg, trend_svg
from naungan.coverage.queries import rank, trend
from tests.coverage.test_pages import DAY, page, signed_in

Add = Callable[..., Any]
pytestmark = pytest.mark.django_db
NOW, BEFORE = date(2023, 11, 30), date(2023, 5, 30)
AREAS = ["71", "72", "73", "75"]


def moved(**more: Any) -> dict[str, tuple[Any, Any, Any]]:
    rows = rank(AREAS, as_of=NOW, since=BEFORE, **more)
    return {
        row.area: (row.place.known, row.before.place.known if row.before else None, row.movement)
        for row in rows
    }


@pytest.fixture
def two_days(reported: Add) -> None:
    for day, shares in ((BEFORE, {"71": 50, "72": 40, "75": 30}), (NOW, {"71": 51, "72": 41, "75": 60})):
        for code, share in shares.items():
            reported(f"{code}-{day}", code, percent=str(share), as_of=day)


def test_who_overtakes_two_moves_up_two_and_those_move_down_one(two_days: None) -> None:
    assert moved() == {
        "75": ((1, 1), (3, 3), 2),
        "71": ((2, 2), (1, 1), -1),
        "72": ((3, 3), (2, 2), -1),
        "73": (None, None, None),
    }


def test_an_area_that_becomes_known_moves_nobody(two_days: None, reported: Add) -> None:
    reported("73-new", "73", percent="90", as_of=NOW)
    found = moved()
    assert found["73"] == ((1, 1), None, None)
    assert found["75"] == ((2, 2), (3, 3), 2)


def test_ties_share_a_place_and_the_next_is_left_out(reported: Add) -> None:
    for code, share in {"71": 50, "72": 50, "75": 30}.items():
        reported(code, code, percent=str(share))
    assert {code: place for code, (place, _before, _movement) in moved().items()} == {
        "71": (1, 1),
        "72": (1, 1),
        "75": (3, 3),
        "73": None,
    }


def test_the_rank_page_shows_the_movement_since_six_months_or_a_chosen_day(two_days: None) -> None:
    leader = signed_in("leader", area_id="75")
    html = page(leader, f"{DAY}&kantor=sulawesi-maluku", "/cakupan/peringkat/")
    assert 'value="2023-05-30"' in html
    assert "naik 2" in html
    assert "turun 1" in html
    chosen = page(leader, f"{DAY}&kantor=sulawesi-maluku&sejak=2023-11-30", "/cakupan/peringkat/")
    assert "naik" not in chosen
    assert "tetap" in chosen
    answer = leader.get(f"/cakupan/peringkat/?{DAY}&kantor=sulawesi-maluku&format=csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    gorontalo = next(line for line in lines if ",Gorontalo," in line)
    assert gorontalo.startswith("1,3,naik 2,")
    unknown = next(line for line in lines if "Provinsi 73" in line)
    assert ",0," not in unknown
    assert "belum diketahui" in unknown


@pytest.fixture
def rebased(world: Any, denominator: Add, post_month: Callable[[date], None]) -> None:
    denominator("75", 6, method="hitungan mundur dari Maret")
    denominator(
        "75", 12, on=date(2023, 11, 1), method="potensi menurut BPJS", reason="penyebut ditetapkan ulang"
    )
    post_month(date(2023, 11, 30))


def test_the_break_names_both_denominators_their_dates_and_the_reason(rebased: None) -> None:
    (one,) = trend(as_of=NOW, area_code="75").breaks
    assert (one.old.people, one.new.people, one.on) == (6, 12, date(2023, 11, 1))
    assert one.reason == "penyebut ditetapkan ulang"


def test_the_drawing_and_its_table_say_the_break(rebased: None) -> None:
    leader = signed_in("leader", area_id="75")
    html = page(leader, f"{DAY}&tampil=tren")
    picture = html[html.index('<svg xmlns="http://www.w3.org/2000/svg" class="trend"') :]
    picture = picture[: picture.index("</svg>")]
    mark = re.search(r'<g class="break"><title>([^<]+)</title>', picture)
    assert mark
    for words in (
        "1 November 2023",
        "Semula 6 orang: hitungan mundur",
        "Menjadi 12 orang: potensi menurut BPJS",
    ):
        assert words in mark[1]
        assert len(re.findall(re.escape(words), picture)) == 2  # the title and the note below the plot
    assert "penyebut ditetapkan ulang" in picture
    answer = leader.get(f"/cakupan/?{DAY}&tampil=tren&format=csv")
    november = next(
        line for line in b"".join(answer).decode("utf-8-sig").splitlines() if line.startswith("2023-11")
    )
    assert "semula 6 orang (hitungan mundur dari Maret)" in november


def test_months_before_the_break_keep_their_denominator(rebased: None) -> None:
    points = {
        point.month % 12 + 1: point for point in trend(as_of=NOW, area_code="75").points if point.eligible
    }
    assert (points[10].eligible, points[11].eligible) == (6, 12)


def test_pictures_for_papers_have_no_links_and_are_the_same_as_on_the_page(rebased: None) -> None:
    for text in (map_svg(as_of=NOW, area_code="75"), trend_svg(as_of=NOW, area_code="75")):
        assert text.startswith("<svg")
        assert "<a " not in text
