"""The made-up lists: their counts are the published ones, their people nobody, their faults planted."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from naungan.demo.faults import ROWS_LOST
from naungan.demo.lists import LISTS, lists_of
from naungan.demo.people import FIRST_SERIAL, Place
from naungan.demo.world import DEATHS_AT_WORK, World
from naungan.law import months, nik
from tests.demo.conftest import SEED, SMALL, places

NOT_OFFICIALS = {"non-asn", "petugas-kebersihan", "buruh-harian"}


def people_on(lists, **wanted):
    return sum(
        spec.count for spec in lists if all(getattr(spec, name) == value for name, value in wanted.items())
    )


def test_bone_bolango_has_twenty_thousand_in_each_year_even_after_deaths():
    assert people_on(lists_of("2019"), payer="75.03") == 20_000
    assert people_on(lists_of("2021"), payer="75.03") == 20_000
    first = [spec for spec in lists_of("2020") if spec.payer == "75.03" and spec.first == "2020-01"]
    assert sum(spec.count for spec in first) == 20_000


def test_the_supplements_of_2020_replace_exactly_who_died_that_year(world):
    list(world.lists((*lists_of("2019"), *lists_of("2020"))))
    gone = Counter(months.of(death.on) for death in world.deaths("2020") if death.on < date(2020, 12, 1))
    come = Counter()
    for spec in lists_of("2020"):
        if "sk-perubahan" in spec.file:
            come[spec.first] += spec.count
    alive = [
        20_000
        - sum(n for month, n in gone.items() if month < at)
        + sum(n for first, n in come.items() if months.parse(first) <= at)
        for at in months.iterate(months.parse("2020-01"), months.parse("2020-12"))
    ]
    assert alive == [20_000] * 12


def test_the_province_stands_at_the_published_counts():
    year = lists_of("2023")
    assert sum(spec.count for spec in year if spec.group in NOT_OFFICIALS) == 38_161
    assert people_on(year, group="aparatur-desa") == 7_092
    assert sum(spec.count for spec in year if spec.first <= "2023-03") == 198_000
    total = sum(spec.count for spec in year)
    assert (total * 20_000 // 406_821 + 1) // 2 == 6_173


def test_the_city_has_its_two_counted_lists_and_none_for_the_uncounted():
    assert people_on(lists_of("2021"), payer="75.71", group="pekerja-rentan") == 6_562
    assert people_on(lists_of("2021"), payer="75.71", group="tpkd") == 2_604
    assert {spec.group for spec in lists_of("2021") if spec.payer == "75.71"} == {"pekerja-rentan", "tpkd"}


def test_the_same_seed_makes_the_same_lists_and_another_makes_others():
    def rows(seed):
        return [row for made in World.of(seed, places(), SMALL).lists(LISTS[:5]) for row in made.rows]

    assert rows(SEED) == rows(SEED)
    assert rows(SEED) != rows(SEED + 1)


def test_every_made_up_person_has_a_sound_number_that_nobody_can_hold(world):
    people = world.people.make(500, "75", (date(1962, 1, 1), date(2000, 12, 31)))
    for one in people:
        parts = nik.parse(one.nik)
        assert nik.problems(one.nik) == ()
        assert (parts.birth_on, parts.sex, parts.area_code) == (one.birth_on, one.sex, one.place.code)
        assert int(parts.serial) >= FIRST_SERIAL
    assert len({one.nik for one in people}) == 500


def test_no_two_people_share_a_number_even_in_one_village():
    one_place = [Place("75.03", "Bone Bolango", "75.03.01", "Tapa", ("Talulobutu",))]
    made = World.of(SEED, one_place).people.make(300, "75.03", (date(1980, 1, 1), date(1980, 1, 2)))
    assert len({one.nik for one in made}) == 300


def test_good_people_are_of_working_age_through_every_list_they_stand_on(world):
    for made in world.lists(LISTS):
        good = {
            row.worker.nik: row.worker for row in made.rows if row.worker.birth_on.year in range(1955, 2006)
        }
        first = months.first_day(months.parse(made.spec.first))
        assert len(good) >= made.spec.count
        assert all(17 <= months.whole_years(one.birth_on, first) <= 64 for one in good.values())


@pytest.mark.parametrize("year", ["2019", "2020", "2021", "2023"])
def test_a_list_holds_its_people_and_its_faulty_rows_and_no_other(year):
    made_world = World.of(SEED, places(), SMALL)
    for made in made_world.lists(LISTS):
        if not made.spec.file.startswith(year):
            continue
        lost = sum(ROWS_LOST.get(fault, 0) * count for fault, count in made.faults.items())
        assert len(made.rows) == made.spec.count + lost == made.spec.count + made.rows_lost


def test_the_dead_are_on_the_next_list_only_as_a_fault(world):
    for made in world.lists(LISTS):
        if made.spec.deceased_of:
            dead = {death.worker.nik for death in world.deaths(made.spec.deceased_of)}
            named = Counter(row.worker.nik for row in made.rows if row.worker.nik in dead)
            assert named == Counter(dict.fromkeys(dead, 1))


def test_two_people_died_at_work_in_2020(world):
    list(world.lists((*lists_of("2019"), *lists_of("2020"))))
    assert tuple(death.on for death in world.deaths("2020") if death.at_work) == DEATHS_AT_WORK


def test_a_csv_has_no_typed_numbers_so_the_fault_becomes_scientific_notation(world):
    for made in world.lists(LISTS):
        if made.spec.file.endswith(".csv"):
            assert "number_nik" not in made.faults
            assert not any(isinstance(row.nik, int) for row in made.rows)
