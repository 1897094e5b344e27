"""Numbers, money and dates as people read them, by the language of the page.

Indonesian: `Rp1.234.567`, `1.234`, `61,73 %`; English: `Rp1,234,567`, `1,234`, `61.73%`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from naungan.law import months

Number = int | float | Decimal
UNKNOWN = "–"
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def is_english() -> bool:
    """Whether the page is in English."""
    return (get_language() or "id").startswith("en")


def count(value: int | None) -> str:
    """A whole number with its thousands grouped; a dash for an unknown one."""
    if value is None:
        return UNKNOWN
    grouped = f"{int(value):,}"
    return grouped if is_english() else grouped.replace(",", ".")


def rupiah(value: int | None) -> str:
    """Whole rupiah, without a space after Rp; a negative amount carries its sign in front."""
    if value is None:
        return UNKNOWN
    sign = "-" if value < 0 else ""
    return f"{sign}Rp{count(abs(int(value)))}"


def decimal(value: Number | str | None, places: int = 2) -> str:
    """A number with a fixed count of decimals; rounding is the business of whoever computed it."""
    if value is None or value == "":
        return UNKNOWN
    text = f"{Decimal(str(value)):,.{places}f}"
    return text if is_english() else text.translate(str.maketrans(",.", ".,"))


def percent(value: Number | str | None, places: int = 2) -> str:
    """A percentage given in percent (61.73), with the sign as each language sets it."""
    if value is None or value == "":
        return UNKNOWN
    return decimal(value, places) + ("%" if is_english() else "\u00a0%")


def day(value: date | datetime | None) -> str:
    """A day: "21 November 2026"."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


def short_day(value: date | datetime | None) -> str:
    """A day as tables show it: "21-11-2026"."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d-%m-%Y}"


def short_moment(value: datetime | None) -> str:
    """A moment as tables show it: "21-11-2026 14.05"."""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%d-%m-%Y %H:%M" if is_english() else "%d-%m-%Y %H.%M")


def moment(value: datetime | None) -> str:
    """A moment with its zone: "21 November 2026 14.05 WITA"."""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = local.strftime("%H:%M" if is_english() else "%H.%M")
    zone = _ZONES.get(timezone.get_current_timezone_name(), local.strftime("%Z"))
    return f"{date_format(local, 'j F Y')} {clock} {zone}".strip()


def month(value: int | None) -> str:
    """A month number as "Januari 2021"."""
    if value is None:
        return UNKNOWN
    return date_format(months.first_day(value), "F Y")
