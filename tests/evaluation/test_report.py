"""The half-yearly report: every group of every area, what is unknown marked."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.accounts.scope import EVERYWHERE
from naungan.evaluation.queries import flat_rows, inpres_report
from naungan.evaluation.queries.inpres import fields, told_groups
from naungan.evaluation.semesters import semester_of
from naungan.law.findings import Refused

pytestmark = pytest.mark.django_db
KEYS = ["code", "area", *(f.key for f in fields())]


@pytest.fixture
def lines(world):
    world.pay("75.03", 6 * 16_800, date(2021, 6, 12), "SP2D-3")
    report = inpres_report("75", semester_of("2021-1"), scope=EVERYWHERE)
    return {(row[0], row[2]): dict(zip(KEYS, row, strict=True)) for row in flat_rows(report)}


def test_it_has_the_nine_groups_of_every_area_the_rest_and_the_sum(lines):
    assert len(told_groups()) == 9
    areas = {code for code, _group in lines}
    assert len(areas) == 7
    assert len(lines) == 7 * 11


def test_active_registered_and_paid_are_counted_where_people_live(lines):
    line = lines["75.03", "Pekerja rentan"]
    assert (line["registered"], line["active"], line["paid"]) == (6, 6, 2 * 6 * 16_800)
    assert line["fund"] == "APBD"
    assert line["basis"] == "SK/12/2021"
    assert line["on"] == "2021-06-30"


def test_the_sum_is_the_whole_and_its_areas_add_up_to_it(lines):
    whole = lines["75", "Jumlah"]
    parts = [line for (code, group), line in lines.items() if code != "75" and group == "Jumlah"]
    for key in ("registered", "active", "paid"):
        assert sum(line[key] or 0 for line in parts) == whole[key]
    assert (whole["registered"], whole["active"]) == (10, 6)
    assert whole["share"] == 1500
    groups = [line for (code, group), line in lines.items() if code == "75" and group != "Jumlah"]
    assert sum(line["paid"] or 0 for line in groups) == whole["paid"]


def test_a_group_without_a_list_is_unknown_and_not_zero(lines):
    for group in ("Ketua RT dan RW", "Penyelenggara pemilu", "Pegawai BUMD"):
        line = lines["75", group]
        assert [line[key] for key in ("registered", "active", "share", "paid")] == [None] * 4


def test_people_whose_bill_fell_due_are_registered_and_not_active(lines):
    line = lines["75.71", "Pekerja rentan"]
    assert (line["registered"], line["active"], line["paid"]) == (4, 0, 0)


def test_in_the_middle_of_a_semester_people_are_told_as_of_the_day_itself(world):
    report = inpres_report("75", semester_of("2021-1"), as_of=date(2021, 6, 10), scope=EVERYWHERE)
    assert report.as_of == date(2021, 6, 10)
    assert report.part("whole").figure("active").value == 10


def test_months_that_are_not_final_are_named(world):
    report = inpres_report("75", semester_of("2021-1"), scope=EVERYWHERE)
    assert "Januari 2021" in report.part("whole").missing[0].text
    assert "Mei 2021" not in report.part("whole").missing[0].text


@pytest.mark.parametrize("text", ["2021-3", "2021", "x", ""])
def test_what_is_no_semester_is_refused(text):
    with pytest.raises(Refused) as refused:
        semester_of(text)
    assert refused.value.code == "semester.unreadable"
