"""Numbers, money and dates as people read them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from naungan.kit import numbers


@pytest.mark.parametrize(
    ("show", "value", "indonesian", "english"),
    [
        (numbers.rupiah, 1_234_567, "Rp1.234.567", "Rp1,234,567"),
        (numbers.rupiah, -500, "-Rp500", "-Rp500"),
        (numbers.rupiah, None, "–", "–"),
        (numbers.count, 38_161, "38.161", "38,161"),
        (numbers.percent, Decimal("61.73"), "61,73\u00a0%", "61.73%"),
        (numbers.percent, "5", "5,00\u00a0%", "5.00%"),
        (numbers.percent, None, "–", "–"),
        (numbers.day, date(2026, 11, 21), "21 November 2026", "21 November 2026"),
        (numbers.day, date(2023, 8, 17), "17 Agustus 2023", "17 August 2023"),
        (numbers.short_day, date(2023, 8, 7), "07-08-2023", "07-08-2023"),
        (numbers.month, 2021 * 12, "Januari 2021", "January 2021"),
    ],
)
def test_each_language_writes_numbers_its_own_way(show, value, indonesian, english):
    with translation.override("id"):
        assert show(value) == indonesian
    with translation.override("en"):
        assert show(value) == english


def test_a_moment_is_told_in_the_zone_of_the_region():
    at = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
    with translation.override("id"), timezone.override("Asia/Makassar"):
        assert numbers.moment(at) == "21 November 2026 14.05 WITA"
    with translation.override("id"), timezone.override("Asia/Jakarta"):
        assert numbers.moment(at) == "21 November 2026 13.05 WIB"
