"""Targets, their paths, what was achieved of them, and what the gap costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.coverage.models import Target
from naungan.coverage.queries import achievements, history, paths
from naungan.coverage.queries.interpolation import reached_by, value_at
from naungan.coverage.queries.tariff import gap_cost, tariff_of
from naungan.coverage.services import Aim, add_target, load_targets
from naungan.law import months
from naungan.law.findings import Refused
from naungan.law.questions import answer

Add = Callable[..., Any]
DAY = date(2023, 11, 30)
DATED = st.lists(
    st.tuples(st.integers(24_000, 24_400), st.integers(0, 10**7)),
    min_size=2,
    max_size=6,
    unique_by=lambda one: one[0],
).map(sorted)


@given(DATED)
def test_a_path_hits_every_target_and_never_turns_between_two(targets: list[tuple[int, int]]) -> None:
    for (first, low), (last, high) in pairwise(targets):
        values = [value_at(targets, month) for month in range(first, last + 1)]
        assert (values[0], values[-1]) == (low, high)
        rises = [b >= a if high >= low else b <= a for a, b in pairwise(values)]  # type: ignore[operator]
        assert all(rises)
        assert all(min(low, high) <= value <= max(low, high) for value in values if value is not None)


@given(DATED)
def test_there_is_no_path_before_the_first_and_after_the_last_target(targets: list[tuple[int, int]]) -> None:
    assert value_at(targets, targets[0][0] - 1) is None
    assert value_at(targets, targets[-1][0] + 1) is None


def test_halfway_between_two_yearly_targets_lies_half_of_the_difference_rounded_half_up() -> None:
    rpjmn = [(months.parse("2025-12"), 3215), (months.parse("2026-12"), 3500)]
    assert value_at(rpjmn, months.parse("2026-06")) == 3358


def test_a_year_with_one_target_is_measured_by_that_target() -> None:
    ucj = [(months.parse("2025-06"), 5215)]
    assert reached_by(ucj, months.parse("2025-01"), months.parse("2025-12")) == 5215
    assert reached_by(ucj, months.parse("2026-01"), months.parse("2026-12")) is None


def test_the_cost_of_a_gap_is_people_times_what_the_law_asks_each_month() -> None:
    asked = {"segment": "BPU", "income": 1_000_000, "programmes": ["JKK", "JKM"], "paid_by": "APBD"}
    one = answer("contribution", {**asked, "month": "2023-10"}).results["total"]
    cost = gap_cost(1_000, date(2023, 10, 15))
    assert cost is not None
    assert (cost.tariff_rp, cost.rupiah_month) == (one, 1_000 * one) == (16_800, 16_800_000)
    assert (cost.months, cost.rupiah_rest_of_year) == (2, 2 * 16_800_000)
    assert "PP 44/2015" in cost.reference
    assert tariff_of(months.parse("1990-01")) is None
    assert gap_cost(1, date(2023, 12, 31)).rupiah_rest_of_year == 0  # type: ignore[union-attr]


@pytest.fixture
def aim(measures: None, actor: Actor) -> Add:
    def add(**more: Any) -> Target:
        first = {
            "indicator": "potensi",
            "area_code": "75",
            "period": "2023",
            "kind": "OWN",
            "source": "RPJMD",
        }
        return add_target(Aim(**(first | more)), actor=actor)

    return add


def only(rows: list[Any]) -> Any:
    assert len(rows) == 1, rows
    return rows[0]


pytestmark = pytest.mark.django_db


def test_achievement_is_realisation_over_target_as_in_the_lkpj(aim: Add, reported: Add) -> None:
    aim(percent="16.73")
    reported("R1", "75", percent="13.68")
    row = only(achievements(as_of=DAY, area_code="75"))
    assert (row.target, row.realised, row.achieved_hundredths) == (1673, 1368, 8177)
    assert (row.realised_kind, row.gap_people) == ("reported", None)


def test_the_gap_is_the_people_missing_to_the_target_rounded_up(
    aim: Add, world: Any, denominator: Add
) -> None:
    denominator("75", 7)
    aim(percent="90")
    row = only(achievements(as_of=DAY, area_code="75"))
    assert (row.protected, row.eligible, row.gap_people) == (4, 7, 3)  # 6.3 people are 7
    assert row.gap.rupiah_month == 3 * 16_800
    aim(percent="50")
    assert only(achievements(as_of=DAY, area_code="75")).gap_people == 0


def test_a_share_of_employed_people_is_never_held_against_the_potential(
    aim: Add, world: Any, denominator: Add
) -> None:
    denominator("75", 6)
    aim(indicator="bekerja", percent="32.15", kind="RPJMD")
    row = only(achievements(as_of=DAY, area_code="75"))
    assert (row.realised, row.achieved_hundredths, row.realised_kind) == (None, None, "unknown")
    with pytest.raises(Refused) as refused:
        aim(percent="32.15", basis="EMPLOYED")
    assert refused.value.code == "target.basis"
    assert "penduduk bekerja" in refused.value.message


def test_a_target_in_people_needs_no_denominator(aim: Add, world: Any) -> None:
    aim(indicator="rentan-apbd", people=20, period="2022")
    aim(indicator="rentan-apbd", people=40, period="2023")
    row = only(achievements(as_of=DAY, area_code="75"))
    assert (row.target, row.path_value, row.realised, row.gap_people) == (40, 38, 2, 38)
    assert row.achieved_hundredths == 500


def test_only_people_paid_by_the_budget_count_for_the_target_of_the_budget(aim: Add, world: Any) -> None:
    world.add(9, "75.03.01.2001", "petani", paid_by=1)
    aim(indicator="rentan-apbd", people=40)
    assert only(achievements(as_of=DAY, area_code="75")).realised == 2


def test_a_newer_row_holds_and_the_older_report_can_be_given_again(aim: Add) -> None:
    aim(percent="40")
    between = timezone.now()
    newer = aim(percent="45")
    assert only(achievements(as_of=DAY, area_code="75")).target == 4500
    assert only(achievements(as_of=DAY, area_code="75", known_at=between)).target == 4000
    assert [one.pk for one in only(paths()).targets] == [newer.pk]
    assert Target.objects.count() == 2
    assert aim(percent="45").pk == newer.pk
    assert aim(percent="40").pk not in {newer.pk, newer.pk - 1}
    assert only(achievements(as_of=DAY, area_code="75")).target == 4000


def test_before_anything_was_recorded_nothing_was_to_be_reached(aim: Add) -> None:
    aim(percent="40")
    assert achievements(as_of=DAY, area_code="75", known_at=datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_yearly_plans_lie_on_the_path_of_the_medium_plan_and_ucj_does_not(
    actor: Actor, measures: None
) -> None:
    loaded = load_targets(actor=actor)
    assert (loaded.accepted, loaded.findings) == (5, ())
    assert load_targets(actor=actor).known == 5
    plan, ucj = sorted(paths(), key=lambda one: one.basis)
    assert [one.kind for one in plan.targets] == ["RPJMN", "RKP", "RPJMN", "RPJPN"]
    assert plan.value_in(months.parse("2029-12")) == 4392
    assert (ucj.basis, [one.percent_hundredths for one in ucj.targets]) == ("POTENTIAL", [5215])
    rows = achievements(as_of=date(2025, 11, 30), area_code="75")
    assert all(row.is_reference for row in rows)
    assert {(row.path.track, row.target) for row in rows} == {("national", 3215), ("ucj", 5215)}


def test_history_has_a_line_for_each_of_five_years_and_says_what_is_unknown(aim: Add, reported: Add) -> None:
    aim(percent="20", period="2022")
    aim(percent="30", period="2023")
    reported("R1", "75", percent="15", as_of=date(2022, 6, 30))
    lines = history(only(paths()), "75", as_of=DAY)
    assert [(one.year, one.target, one.figure.value, one.achieved_hundredths) for one in lines[-2:]] == [
        (2022, 2000, 1500, 7500),
        (2023, 3000, None, None),
    ]
    assert [one.year for one in lines] == [2019, 2020, 2021, 2022, 2023]


def test_a_passed_target_stays_the_measure_and_a_coming_one_is_none_yet(aim: Add) -> None:
    aim(percent="20", period="2022")
    row = only(achievements(as_of=DAY, area_code="75"))
    assert (row.target, row.is_past, row.path_value) == (2000, True, None)
    assert only(achievements(as_of=date(2021, 5, 1), area_code="75")).target is None


def test_a_regency_sees_the_public_target_of_its_province_but_not_its_count(
    aim: Add, world: Any, denominator: Add
) -> None:
    denominator("75", 6)
    aim(percent="90")
    row = only(achievements(as_of=DAY, area_code="75", scope=Scope(areas=("75.03",))))
    assert (row.target, row.realised_kind, row.protected) == (9000, "unknown", None)
    assert achievements(as_of=DAY, scope=Scope(areas=("75.03",))) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"percent": "0"}, "target.value"),
        ({"percent": "100.01"}, "target.value"),
        ({"percent": "40", "people": 4}, "target.value"),
        ({}, "target.value"),
        ({"percent": "40", "kind": "XYZ"}, "target.kind"),
        ({"percent": "40", "source": " "}, "target.source"),
        ({"percent": "40", "link": "javascript:alert(1)"}, "target.link"),
        ({"percent": "40", "period": "2023..2024"}, "target.period"),
        ({"percent": "40", "period": "besok"}, "reported.period"),
        ({"percent": "40", "area_code": "99"}, "area.unknown"),
        ({"percent": "40", "area_code": "ID"}, "target.kind"),
        ({"percent": "40", "indicator": "x"}, "indicator.unknown"),
        ({"percent": "40", "basis": "PEOPLE"}, "target.basis"),
    ],
)
def test_what_is_no_target_is_refused(aim: Add, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        aim(**wrong)
    assert refused.value.code == code
    assert not Target.objects.exists()


def test_a_region_records_neither_a_neighbour_nor_the_country(measures: None) -> None:
    actor = Actor(name="p", user=None, scope=Scope(areas=("75.03",)))
    for code in ("75", "71", "ID"):
        with pytest.raises(Refused) as refused:
            add_target(Aim("potensi", code, "2025", "UCJ", percent="40", source="s"), actor=actor)
        assert refused.value.code == "area.outside_scope"


def test_a_bad_line_of_a_file_blocks_only_itself(tmp_path: Path, actor: Actor, measures: None) -> None:
    file = tmp_path / "sasaran.csv"
    file.write_text(
        "indicator,area,period,kind,value,unit,basis,source\n"
        "potensi,75,2026,RPJMD,60,persen,POTENTIAL,Perda 1/2025\n"
        "potensi,75,2027,RPJMD,65,persen,EMPLOYED,Perda 1/2025\n"
        "potensi,75,2028,RPJMD,65,buah,POTENTIAL,Perda 1/2025\n"
    )
    loaded = load_targets(file, actor=actor)
    assert (loaded.rows, loaded.accepted) == (3, 1)
    assert [(one.cell, one.code) for one in loaded.findings] == [("3", "target.basis"), ("4", "target.unit")]


def test_every_shipped_measure_says_its_method_and_source(measures: None) -> None:
    from naungan.coverage.data import measures as shipped

    silent = [
        one.code for one in shipped() if not (one.method and one.method_en and one.source and one.source_en)
    ]
    assert silent == []
    bases = {one.code: (one.basis, one.segment, one.programmes) for one in shipped()}
    assert bases["bekerja"][0] == "EMPLOYED"
    assert bases["bpu-jkk-jkm"] == ("POTENTIAL", "BPU", "JKK,JKM")
