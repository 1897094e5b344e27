"""What it costs to close a gap: people times what the law asks for each, month by month.

The amounts are the law's own answers; nothing is computed here but the product and the sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from naungan.kit import numbers
from naungan.law import months
from naungan.law.explanation import explain
from naungan.law.findings import Refused

_ASSUMED = {"segment": "BPU", "income": 1_000_000, "programmes": ["JKK", "JKM"], "paid_by": "APBD"}
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Tariff:
    """The contribution of one worker for one month in rupiah, and the articles that say so."""

    month: int
    rupiah: int
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapCost:
    """A gap in rupiah: for the month itself, and for the months of the year that are left after it."""

    people: int
    tariff: Tariff
    rupiah_month: int
    rupiah_rest_of_year: int
    months: int

    @property
    def tariff_rp(self) -> int:
        """The contribution of one worker for the month."""
        return self.tariff.rupiah

    @property
    def reference(self) -> str:
        """The articles of the tariff."""
        return "; ".join(self.tariff.references)

    @property
    def assumption(self) -> str:
        """What is taken for granted, in words."""
        return _(
            "Andaian: semua yang belum terlindungi didaftarkan sebagai Bukan Penerima Upah dengan JKK dan JKM "
            "pada dasar penghasilan terendah (Rp1.000.000) dan iurannya dibayar APBD, %(tariff)s sebulan per "
            "orang. Yang menjadi Penerima Upah dibayar pemberi kerjanya."
        ) % {"tariff": numbers.rupiah(self.tariff.rupiah)}


@lru_cache(maxsize=600)
def tariff_of(month: int) -> Tariff | None:
    """The law's contribution of a BPU worker paid by a regional budget in a month; None when no law tells."""
    try:
        explained = explain("contribution", {**_ASSUMED, "month": months.format_month(month)})
    except Refused:
        return None  # a month before the first article: there is no amount to show
    used = [step["reference"] for step in explained["steps"] if step["name"].startswith(("jkk", "jkm"))]
    return Tariff(month, explained["results"]["total"], tuple(dict.fromkeys(used)))


def gap_cost(people: int, as_of: date) -> GapCost | None:
    """What a gap of people costs in the month of a day and in the rest of its year; None when no law tells."""
    month = months.of(as_of)
    now = tariff_of(month)
    if now is None:
        return None
    left = range(month + 1, months.of(date(as_of.year, _DECEMBER, 1)) + 1)
    later = [one.rupiah for one in map(tariff_of, left) if one is not None]
    return GapCost(people, now, people * now.rupiah, people * sum(later), len(later))
