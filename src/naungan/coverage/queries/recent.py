"""Where a page begins when nothing was chosen."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from naungan.contributions.models import MonthRun
from naungan.coverage.models import Denominator
from naungan.law import months
from naungan.registry.models import Payer


def newest_posted_day() -> date | None:
    """The last day of the newest posted month, None if nothing was ever posted."""
    newest = MonthRun.objects.filter(state=MonthRun.State.POSTED).aggregate(month=Max("month"))["month"]
    return None if newest is None else months.last_day(newest)


def provinces_in_use() -> list[str]:
    """The provinces in which somebody pays or a denominator is recorded."""
    paying = Payer.objects.values_list("area_id", flat=True).distinct()
    based = Denominator.objects.values_list("area_id", flat=True).distinct()
    return sorted({code[:2] for code in (*paying, *based)})
