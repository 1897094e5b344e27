"""Computed figures come out of the pipeline: without one of the checks, lists or table are wrong."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.contributions.services import computing
from naungan.demo.lists import BONE_BOLANGO
from naungan.registry.imports import against, checks
from tests.demo.conftest import lines_by_id


def switch_off(monkeypatch, room, name):
    """Let a check find nothing, also where it stands in a table of checks."""
    check = getattr(room, name)
    for table in ("FILE_CHECKS", "REGISTRY_CHECKS"):
        if hasattr(room, table):
            kept = tuple(one for one in getattr(room, table) if one is not check)
            monkeypatch.setattr(room, table, kept)
    monkeypatch.setattr(room, name, lambda *_given, **_named: [])


def accepted(office, key):
    return next(outcome.accepted for outcome in office.outcomes if outcome.key == key)


@pytest.mark.parametrize("check", ["age_out_of_range", "birth_date_against_nik"])
def test_without_a_check_of_the_file_more_than_the_published_people_are_protected(office, monkeypatch, check):
    switch_off(monkeypatch, checks, check)
    office.year_2019()
    assert lines_by_id()["S1-6"].computed > 200


def test_without_the_check_of_other_lists_the_month_still_bills_nobody_twice(office, monkeypatch):
    switch_off(monkeypatch, against, "on_another_roll")
    office.year_2019()
    office.year_2020()
    assert lines_by_id()["S4-1"].computed == 12


def test_without_either_watch_over_lists_the_decreed_payment_no_longer_covers_the_bill(office, monkeypatch):
    switch_off(monkeypatch, against, "on_another_roll")
    monkeypatch.setattr(computing, "yielding", lambda *_given: [])
    office.year_2019()
    office.year_2020()
    line = lines_by_id()["S4-1"]
    assert line.computed < 12
    assert line.detail["most_people"] > 200


def test_without_the_check_of_deaths_the_dead_get_onto_the_list_but_still_are_not_billed(office, monkeypatch):
    switch_off(monkeypatch, against, "deceased")
    office.year_2019()
    office.year_2020()
    assert accepted(office, "bb-2020") == 201
    assert lines_by_id()["S4-1"].detail["most_people"] == 200


def test_the_office_knows_the_real_places(office):
    from naungan.demo.office import places

    found = places()
    assert len(found) == 77
    assert {place.regency for place in found} >= {BONE_BOLANGO, "75.71"}
    assert all(place.villages for place in found)


def test_figures_recorded_again_change_nothing(office):
    from naungan.coverage.models import Denominator, ReportedFigure
    from naungan.demo.figures import record_figures

    record_figures(office.actor)
    before = (Denominator.objects.count(), ReportedFigure.objects.count())
    record_figures(office.actor)
    assert (Denominator.objects.count(), ReportedFigure.objects.count()) == before
    assert ReportedFigure.objects.get(code="S2-1").percent_hundredths == 6173
    assert ReportedFigure.objects.get(code="S4-3").as_of == date(2022, 12, 31)
