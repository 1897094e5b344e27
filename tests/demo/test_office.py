"""The office year at a hundredth: what the checks leave is the lists' own people, billed and paid."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from django.db import transaction
from django.test import override_settings

from naungan.demo.lists import lists_of
from naungan.demo.world import MadeList, World
from tests.demo.conftest import lines_by_id, new_office

# Each planted fault and the remark by which the checks must know it.
CODE_OF = {
    "repeated": "nik.repeated",
    "short_nik": "nik.shape",
    "letter_nik": "nik.shape",
    "scientific_nik": "nik.number",
    "number_nik": "nik.number",
    "no_name": "name.missing",
    "too_old": "age.out_of_range",
    "too_young": "age.out_of_range",
    "deceased": "person.deceased",
    "other_list": "programme.on_another_roll",
    "birth_contradicts": "birth_date.differs",
}


def planted(made) -> Counter[str]:
    found: Counter[str] = Counter()
    for fault, count in made.faults.items():
        if fault == "two_names":
            found["nik.repeated"] += 2 * count
        elif fault in CODE_OF:
            found[CODE_OF[fault]] += count
    return found


class Watched(World):
    """A world that remembers the lists it made."""

    made: ClassVar[list[MadeList]] = []

    def lists(self, specs):
        for one in super().lists(specs):
            self.made.append(one)
            yield one


@pytest.fixture(scope="module")
def two_years(django_db_setup, django_db_blocker, tmp_path_factory):
    """2019 and 2020 of Bone Bolango, worked through once for the file, and the lists as made."""
    home = tmp_path_factory.mktemp("demo")
    own = override_settings(HOME=home, LAKE=home / "lake", IMPORTS=home / "imports")
    with django_db_blocker.unblock(), own, transaction.atomic():
        office = new_office(home, Watched)
        Watched.made.clear()
        office.year_2019()
        office.year_2020()
        yield office, Watched.made
        transaction.set_rollback(True)


def test_each_list_loses_exactly_the_rows_with_planted_faults_each_for_its_cause(two_years):
    office, made = two_years
    assert [one.spec.key for one in made] == [spec.key for spec in (*lists_of("2019"), *lists_of("2020"))]
    for one, outcome in zip(made, office.outcomes, strict=True):
        assert outcome.accepted == one.spec.count, outcome
        assert outcome.rejected == one.rows_lost, outcome
        assert Counter(outcome.causes) == planted(one), outcome.key
        assert outcome.mended.get("birth_date.swapped", 0) == one.faults.get("swapped_date", 0)


def test_everybody_is_billed_and_paid_on_time_in_twelve_of_twelve_months(two_years):
    line = lines_by_id()["S4-1"]
    assert (line.computed, line.how) == (12, "computed")
    detail = line.detail
    assert (detail["months_billed"], detail["fewest_people"], detail["most_people"]) == (12, 200, 200)
    assert detail["billed"] == detail["paid"] == 7 * 200 * 16_800 + 5 * 200 * 168


def test_the_lists_of_2019_are_protected_in_november(two_years):
    assert lines_by_id()["S1-6"].computed == 200


def test_benefits_follow_the_day_of_death(two_years):
    deaths = lines_by_id()["S0-4"].detail["deaths"]
    assert [(case["died_on"], case["total"]) for case in deaths] == [
        ("2019-11-20", 24_000_000),
        ("2020-02-14", 42_000_000),
    ]


def test_four_children_get_tens_of_millions_each(two_years):
    line = lines_by_id()["S4-4"]
    each = [amount for amounts in line.detail["per_child"] for amount in amounts]
    assert line.computed == len(each) == 4
    assert all(10_000_000 <= amount < 100_000_000 for amount in each)


def test_what_has_no_lists_yet_is_not_called_computed(two_years):
    found = lines_by_id()
    assert found["S4-2"].how == "not yet"
    assert found["S3-3"].how == "not yet"
    assert found["S0-1"].how == "reported"
    assert found["S0-1"].computed is None
