"""Form fields of the registry: months and rupiah as clerks write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from naungan.kit import numbers
from naungan.law import months

_NAMES = (
    (
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"([a-z]+)\.? (\d{4})")
_RUPIAH = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,]00|,-)?", re.IGNORECASE)


def read_month(text: str) -> int:
    """The month number of "2021-01", "01-2021", "1/2021" or "Januari 2021"; ValueError for any other text."""
    text = text.strip().lower()
    if match := _YEAR_FIRST.fullmatch(text):
        return months.parse(f"{match[1]}-{int(match[2]):02d}")
    if match := _MONTH_FIRST.fullmatch(text):
        return months.parse(f"{match[2]}-{int(match[1]):02d}")
    if match := _NAMED.fullmatch(text):
        for names in _NAMES:
            found = [place for place, name in enumerate(names, 1) if name.startswith(match[1])]
            if len(match[1]) >= 3 and found:
                return months.parse(f"{match[2]}-{found[0]:02d}")
    raise ValueError(f"{text!r} is not a month")


def read_rupiah(text: str) -> int:
    """Whole rupiah of "1.000.000", "Rp1,000,000" or "1000000,00"; ValueError for any other text."""
    match = _RUPIAH.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an amount")
    return int(re.sub(r"\D", "", match[1]))


class Month(int):
    """A month number that reads as "Januari 2021" where a page shows it, for example on a filter's chip."""

    def __str__(self) -> str:
        return numbers.month(int(self))


class MonthInput(forms.DateInput):
    """The browser's own month picker; where there is none, a text field."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        """The text that the picker reads."""
        return months.format_month(int(value)) if isinstance(value, int) else value


class MonthField(forms.Field):
    """A contribution month, cleaned to a month number."""

    widget = MonthInput
    default_error_messages = {
        "month": _('"%(found)s" bukan bulan. Tulis tahun dan bulan, misalnya 2021-01 atau Januari 2021.')
    }

    def to_python(self, value: Any) -> Month | None:
        """A month number; None for an empty value."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return Month(value)
        try:
            return Month(read_month(str(value)))
        except ValueError as error:
            raise ValidationError(
                self.error_messages["month"], code="month", params={"found": value}
            ) from error


class RupiahField(forms.Field):
    """A whole amount in rupiah, written with or without "Rp" and points."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "amount": _('"%(found)s" bukan jumlah rupiah. Tulis angka bulat, misalnya 1.000.000.')
    }

    def to_python(self, value: Any) -> int | None:
        """Whole rupiah; None for an empty value."""
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        try:
            return read_rupiah(str(value))
        except ValueError as error:
            raise ValidationError(
                self.error_messages["amount"], code="amount", params={"found": value}
            ) from error
