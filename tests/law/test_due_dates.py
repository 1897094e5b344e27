"""A contribution falls due on the day of the law, or on the next working day."""

from datetime import date

import pytest

from naungan.law.calendar import due_on
from naungan.law.findings import Refused
from naungan.law.holidays import is_holiday, next_working_day


@pytest.mark.parametrize(
    ("segment", "month", "due"),
    [
        ("PU", "2024-04", date(2024, 5, 15)),
        ("PU", "2024-12", date(2025, 1, 15)),
        ("BPU", "2024-04", date(2024, 4, 15)),
        ("JAKON", "2024-04", date(2024, 5, 15)),
        ("PU", "2019-05", date(2019, 6, 17)),
        ("BPU", "2020-02", date(2020, 2, 17)),
        ("PU", "2020-07", date(2020, 8, 18)),
        ("PU", "2020-08", date(2020, 9, 30)),
        ("BPU", "2020-08", date(2020, 9, 30)),
        ("PU", "2020-12", date(2021, 2, 1)),
        ("PU", "2021-01", date(2021, 3, 1)),
        ("PU", "2021-02", date(2021, 3, 15)),
        ("PU", "2022-03", date(2022, 4, 18)),
    ],
)
def test_the_due_date_of_a_segment_and_month(segment, month, due):
    assert due_on(segment, month) == due


@pytest.mark.parametrize(("segment", "month"), [("PMI", "2024-04"), ("XX", "2024-04"), ("PU", "2015-06")])
def test_no_due_date_where_there_is_no_rule(segment, month):
    with pytest.raises(Refused):
        due_on(segment, month)


def test_holidays_of_fixed_dates_and_of_easter():
    assert is_holiday(date(2024, 3, 29))
    assert is_holiday(date(2026, 5, 14))
    assert is_holiday(date(2017, 6, 1))
    assert not is_holiday(date(2016, 6, 1))
    assert not is_holiday(date(2024, 4, 1))
    assert next_working_day(date(2022, 4, 30)) == date(2022, 5, 2)
    assert next_working_day(date(2021, 12, 25)) == date(2021, 12, 27)
