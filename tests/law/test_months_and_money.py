"""Months count like integers and read like text; rupiah read as offices write them."""

from datetime import date

import pytest

from naungan.law import money, months


def test_a_month_and_its_text_are_the_same_thing():
    assert months.format_month(months.parse("2024-04")) == "2024-04"
    assert months.parse("2025-01") - months.parse("2024-12") == 1


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-00", "2024-4", "202404", "2024-04-01", "", "0000-01", "2024-04\n"]
)
def test_anything_else_is_not_a_month(text):
    with pytest.raises(ValueError, match="YYYY-MM"):
        months.parse(text)


def test_the_last_day_knows_leap_years():
    assert months.last_day(months.parse("2024-02")) == date(2024, 2, 29)
    assert months.last_day(months.parse("2023-02")) == date(2023, 2, 28)
    assert months.last_day(months.parse("2023-12")) == date(2023, 12, 31)


def test_months_iterate_over_the_year_end():
    assert months.texts("2020-11", "2021-02") == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert months.texts("2021-02", "2021-01") == []


def test_age_counts_completed_years():
    assert months.whole_years(date(2000, 5, 2), date(2018, 5, 1)) == 17
    assert months.whole_years(date(2000, 5, 1), date(2018, 5, 1)) == 18
    assert months.whole_years(date(2004, 2, 29), date(2021, 2, 28)) == 16


def test_rates_are_told_as_percentages():
    assert [money.percent(ppm) for ppm in (2400, 1_000_000, 0, 4450, 1)] == [
        "0,24%",
        "100%",
        "0%",
        "0,445%",
        "0,0001%",
    ]


def test_rupiah_are_grouped_by_points():
    assert money.rupiah(1234567) == "Rp1.234.567"
    assert money.rupiah(0) == "Rp0"
    assert money.rupiah(-500) == "-Rp500"
