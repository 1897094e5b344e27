"""A NIK tells area, birth date, sex and serial; what it cannot be has a code."""

from datetime import date

import pytest

from naungan.law import nik


def test_a_mans_nik_tells_area_birth_date_and_serial():
    parts = nik.parse("7503011708850003")
    assert parts is not None
    assert parts.area_code == "75.03.01"
    assert parts.regency_code == "75.03"
    assert parts.birth_on == date(1985, 8, 17)
    assert parts.sex == "L"
    assert parts.serial == "0003"


def test_a_womans_day_carries_forty_more():
    parts = nik.parse("7571025702010001")
    assert parts is not None
    assert (parts.birth_on, parts.sex) == (date(2001, 2, 17), "P")


@pytest.mark.parametrize(("year", "born"), [("30", 2030), ("31", 1931), ("99", 1999), ("00", 2000)])
def test_the_century_is_the_plausible_one(year, born):
    parts = nik.parse(f"7503010101{year}0001")
    assert parts is not None
    assert parts.birth_on == date(born, 1, 1)


@pytest.mark.parametrize("digits", ["320285", "310485", "710285", "001285", "400185", "011385", "290285"])
def test_a_date_that_does_not_exist_is_none_and_a_problem(digits):
    text = f"750301{digits}0001"
    parts = nik.parse(text)
    assert parts is not None
    assert parts.birth_on is None
    assert nik.problems(text) == ("nik.birth_date",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nik.missing"),
        ("737101", "nik.length"),
        ("75030117088500031", "nik.length"),
        ("7.50301170885E+15", "nik.not_digits"),
        ("7503O11708850003", "nik.not_digits"),
        ("٧٥٠٣٠١١٧٠٨٨٥٠٠٠٣", "nik.not_digits"),
        ("0903011708850003", "nik.area"),
        ("7500011708850003", "nik.area"),
        ("7503011708850000", "nik.serial"),
    ],
)
def test_each_broken_shape_has_its_code(text, code):
    assert nik.problems(text) == (code,)


def test_a_sound_nik_has_no_problem():
    assert nik.problems("7503011708850003") == ()
