"""Coverage counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, NOWHERE, Scope
from naungan.coverage.models import Denominator, ReportedFigure
from naungan.coverage.queries import CoverageRow, coverage, rank, trend
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.duplicates.models import Pair
from naungan.registry.models import Person

DAY = date(2023, 11, 30)
Add = Callable[..., Any]
pytestmark = pytest.mark.django_db


def ask(by: str | None = None, **more: Any) -> dict[str, CoverageRow]:
    rows = coverage(**({"as_of": DAY, "area_code": "75", "by": by} | more))
    return {row.key: row for row in rows if row.is_computed}


def protected(by: str | None = None, **more: Any) -> dict[str, int | None]:
    return {key: row.protected for key, row in ask(by, **more).items()}


def test_a_person_on_two_lists_counts_once_and_a_civil_servant_not_at_all(world: Any) -> None:
    assert protected() == {"75": 4}


def test_every_regency_appears_even_with_nobody_protected(world: Any) -> None:
    assert protected("regency") == {"75.01": 0, "75.03": 2, "75.71": 2}


def test_people_whose_village_is_not_known_are_told_apart(world: Any) -> None:
    assert protected("village") == {
        "75.03.01.2001": 1,
        "75.03.01.2002": 1,
        "75.71.01.1001": 1,
        "": 1,
    }


def test_a_person_counts_in_each_segment_and_payer_once(world: Any) -> None:
    assert protected("segment") == {"PU": 3, "BPU": 2}
    assert protected("payer") == {"75": 4, "OPD-1": 1}


def test_by_group_each_list_shows_its_own_people_and_civil_servants_too(world: Any) -> None:
    assert protected("group") == {"petani": 2, "non-asn": 1, "aparatur-desa": 1, "tpkd": 1, "korpri": 1}


def test_narrow_and_broad_non_asn_are_two_readings_of_the_same_people(world: Any) -> None:
    counts = protected("indicator")
    assert counts["non-asn-sempit"] == 2
    assert counts["non-asn-luas"] == 3
    assert counts["non-asn-luas-tanpa-desa"] == 2
    assert counts["pekerja-rentan"] == 2


def test_an_unknown_denominator_gives_no_percentage(world: Any) -> None:
    row = ask()["75"]
    assert (row.eligible, row.percent, row.denominator_on) == (None, None, None)


def test_a_share_has_two_decimals_and_names_its_denominator(world: Any, denominator: Add) -> None:
    denominator("75", 6, on=date(2023, 3, 1))
    shown = ask()["75"].as_json()
    assert shown["percent"] == 66.67
    assert shown["eligible"] == 6
    assert shown["denominator_on"] == "2023-03-01"
    assert shown["method"] == "Sakernas"
    assert "BPS" in str(shown["source"])


def test_the_newest_denominator_up_to_the_day_is_taken(world: Any, denominator: Add) -> None:
    denominator("75", 10, on=date(2022, 1, 1))
    denominator("75", 8, on=date(2023, 11, 30))
    denominator("75", 5, on=date(2023, 12, 1))
    assert ask()["75"].eligible == 8


def test_a_denominator_recorded_later_does_not_change_what_was_known_before(
    world: Any, denominator: Add
) -> None:
    old = denominator("75", 10)
    Denominator.objects.filter(pk=old.pk).update(recorded_at=timezone.now() - timedelta(days=9))
    denominator("75", 8, method="dasar baru")
    assert ask()["75"].eligible == 8
    assert ask(known_at=timezone.now() - timedelta(days=1))["75"].eligible == 10


def test_a_month_posted_later_was_not_known_before(empty: Any) -> None:
    empty.add(1, "75.03", "petani", known_from=datetime(2024, 1, 1, tzinfo=UTC))
    assert protected() == {"75": 1}
    earlier = datetime(2023, 12, 1, tzinfo=UTC)
    assert protected(known_at=earlier) == {"75": 0}


def test_segments_have_denominators_of_their_own(world: Any, denominator: Add) -> None:
    denominator("75", 100)
    denominator("75", 20, segment="BPU")
    rows = ask("segment")
    assert (rows["BPU"].eligible, rows["BPU"].percent) == (20, 10.0)
    assert rows["PU"].eligible is None


def test_a_group_takes_the_denominator_of_the_measure_that_counts_it_alone(
    world: Any, denominator: Add
) -> None:
    denominator("75", 4, indicator="aparatur-desa")
    denominator("75", 9, indicator="non-asn-luas")
    rows = ask("group")
    assert (rows["aparatur-desa"].eligible, rows["aparatur-desa"].percent) == (4, 25.0)
    assert rows["non-asn"].eligible is None
    assert ask("indicator")["non-asn-luas"].percent == 33.33


def test_an_office_adds_the_denominators_of_its_areas_only_when_all_are_known(
    world: Any, denominator: Add
) -> None:
    denominator("75", 8)
    rows = ask("office", area_code=None)
    assert (rows["gorontalo"].protected, rows["gorontalo"].percent) == (4, 50.0)
    assert (rows["sulawesi-maluku"].protected, rows["sulawesi-maluku"].eligible) == (4, None)


def test_reported_figures_stand_beside_computed_ones_and_are_marked(world: Any, reported: Add) -> None:
    reported("R1", "75", percent="61.73")
    reported("R2", "75", percent="30", as_of=date(2019, 12, 19))
    rows = coverage(as_of=DAY, area_code="75")
    assert [(row.kind, row.percent, row.protected) for row in rows] == [
        ("computed", None, 4),
        ("reported", 61.73, None),
    ]
    earlier = coverage(as_of=date(2020, 1, 1), area_code="75")[1]
    assert (earlier.percent, earlier.as_of) == (30.0, date(2019, 12, 19))


def test_contradicting_figures_of_one_day_are_all_shown(world: Any, reported: Add) -> None:
    reported("R1", None, percent="35.68", source="A")
    reported("R2", None, percent="35.86", source="B")
    rows = [row for row in coverage(as_of=DAY) if row.kind == "reported"]
    assert [row.percent for row in rows] == [35.68, 35.86]


def test_a_count_and_a_percentage_of_one_source_are_one_row(world: Any, reported: Add) -> None:
    reported("S4", "75", indicator="non-asn-luas", people=38161)
    reported("S5", "75", indicator="non-asn-luas", percent="89,32")
    rows = [row for row in coverage(as_of=DAY, area_code="75", by="group") if row.kind == "reported"]
    assert [(row.key, row.protected, row.percent, row.codes) for row in rows] == [
        ("non-asn-luas", 38161, 89.32, ("S4", "S5"))
    ]


def test_a_figure_heard_later_was_not_known_before(world: Any, reported: Add) -> None:
    reported("R1", "75", percent="61.73")
    ReportedFigure.objects.update(recorded_at=timezone.now())
    known_at = timezone.now() - timedelta(days=1)
    assert all(row.is_computed for row in coverage(as_of=DAY, area_code="75", known_at=known_at))


def test_a_regency_user_sees_own_numbers_and_the_public_figures_of_others(
    world: Any, denominator: Add, reported: Add
) -> None:
    denominator("75.03", 4)
    reported("R1", "75", percent="61.73")
    reported("R2", "75.71", percent="50")
    scope = Scope(areas=("75.03",))
    assert protected("regency", scope=scope) == {"75.03": 2}
    rows = coverage(as_of=DAY, area_code="75", by="regency", scope=scope)
    assert [(row.key, row.kind) for row in rows] == [("75.03", "computed"), ("75.71", "reported")]
    assert protected(scope=scope) == {"75.03": 2}
    assert protected(scope=scope, area_code=None) == {"75.03": 2}
    assert protected(scope=scope, area_code="75.71") == {}
    assert protected("office", scope=scope, area_code=None) == {}
    assert {row.area for row in ask("segment", scope=scope).values()} == {"75.03"}
    assert protected("group", scope=scope) == {"petani": 1, "non-asn": 1, "aparatur-desa": 1}


def test_who_pays_sees_only_the_people_they_pay_for(world: Any) -> None:
    scope = Scope(payer_codes=("OPD-1",))
    assert protected(scope=scope, area_code=None) == {}
    assert protected("payer", scope=scope, area_code=None) == {"OPD-1": 1}


def test_who_has_no_scope_sees_no_computed_figure(world: Any) -> None:
    for way in (None, "regency", "segment", "group", "payer", "office"):
        assert not any(protected(way, scope=NOWHERE).values())


def test_without_an_area_every_province_in_use_is_shown(world: Any) -> None:
    assert protected(area_code=None) == {"": 4}
    assert protected("regency", area_code=None) == {"75.01": 0, "75.03": 2, "75.71": 2}
    assert protected("province", area_code=None) == {"75": 4}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": "agama"}, "coverage.by_unknown"),
        ({"area_code": "99"}, "area.unknown"),
        ({"area_code": None, "by": "village"}, "coverage.too_wide"),
        ({"indicator": "x"}, "indicator.unknown"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_code(world: Any, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(**asked)
    assert refused.value.code == code


def test_a_denominator_below_twenty_is_marked_small(world: Any, denominator: Add) -> None:
    denominator("75.03", 19)
    denominator("75.71", 20)
    rows = ask("regency")
    assert (rows["75.03"].is_small, rows["75.71"].is_small, rows["75.01"].is_small) == (True, False, False)


def test_a_rank_uses_computed_figures_first_and_names_unknown_ones(
    world: Any, denominator: Add, reported: Add
) -> None:
    denominator("75", 8)
    denominator("72", 10)
    reported("R1", "71", percent="80", qualifier="above")
    reported("R2", "75", percent="61.73")
    reported("R3", "73", percent="90", as_of=date(2021, 1, 1))
    rows = rank(["71", "72", "73", "74", "75", "76", "81", "82"], as_of=DAY)
    assert [(row.area, row.kind) for row in rows[:2]] == [("71", "reported"), ("75", "computed")]
    assert (rows[1].percent, rows[1].place.known, rows[1].place.possible) == (50.0, (2, 2), (2, 8))
    unknown = {row.area: row for row in rows[2:]}
    assert len(unknown) == 6
    assert all(row.place.known is None and row.percent is None for row in unknown.values())
    assert unknown["73"].stale is not None
    assert unknown["72"].kind == "unknown"


def test_a_rank_outside_the_scope_rests_on_public_figures(
    world: Any, denominator: Add, reported: Add
) -> None:
    denominator("75", 8)
    reported("R2", "75", percent="61.73")
    assert rank(["75"], as_of=DAY, scope=Scope(areas=("75.03",)))[0].percent == 61.73
    assert rank(["75"], as_of=DAY, scope=EVERYWHERE)[0].percent == 50.0


def test_the_trend_breaks_where_the_denominator_is_counted_another_way(
    world: Any, denominator: Add, post_month: Callable[[date], None]
) -> None:
    denominator("75", 8, on=date(2023, 1, 1))
    denominator("75", 9, on=date(2023, 10, 1))
    denominator("75", 16, on=date(2023, 11, 1), method="Potensi BPJS")
    post_month(DAY)
    points = trend(as_of=DAY, count=3, area_code="75").points
    assert [(p.protected, p.eligible, p.percent, p.breaks) for p in points] == [
        (None, 8, None, False),
        (None, 9, None, False),
        (4, 16, 25.0, True),
    ]


def test_every_point_of_the_trend_is_what_coverage_gives_for_that_day(
    empty: Any, denominator: Add, post_month: Callable[[date], None]
) -> None:
    denominator("75", 4)
    for number in range(1, 4):
        day = date(2023, 8 + number, 28)
        post_month(day)
        for person in range(number):
            empty.add(person, "75.03", "petani", month=day.year * 12 + day.month - 1)
    points = trend(as_of=DAY, count=3, area_code="75").points
    assert [point.percent for point in points] == [25.0, 50.0, 75.0]
    for point in points:
        assert coverage(as_of=point.as_of, area_code="75")[0].percent == point.percent


def test_two_records_found_to_be_one_person_count_once_from_then_on(world: Any, actor: Actor) -> None:
    assert protected("segment") == {"PU": 3, "BPU": 2}
    before = timezone.now()
    entry = record(actor=actor.name, action="uji")
    lead, alias = (
        Person.objects.create(
            pk=pk,
            nik=f"750301010180000{pk}",
            name=f"Rekaan {pk}",
            domicile_id="75.03",
            nik_area="75.03.01",
            entry=entry,
        )
        for pk in (1, 2)
    )
    Person.objects.filter(pk=alias.pk).update(merged_into=lead)
    Pair.objects.create(
        first=lead,
        second=alias,
        ppm=999_000,
        method=Pair.Method.PROBABLE,
        digest="x" * 64,
        found_on=DAY,
        entry=entry,
        state=Pair.State.SAME,
        lead=lead,
        decision=entry,
    )
    assert protected() == {"75": 3}
    assert protected(known_at=before) == {"75": 4}
    Person.objects.filter(pk=alias.pk).update(merged_into=None)
    assert protected() == {"75": 4}
