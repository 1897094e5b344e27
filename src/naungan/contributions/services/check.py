"""Comparing posted months with what was recorded when they were posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.contributions.models import MonthRun
from naungan.contributions.queries.audit import CHECKED, fault_of
from naungan.contributions.queries.rows import posted_runs
from naungan.journal.services import record
from naungan.law import months
from naungan.law.findings import Refused


@dataclass(frozen=True, slots=True)
class Checked:
    """One posted run and what is wrong with it; `fault` is "" when it is as it was posted."""

    run: MonthRun
    fault: str

    def as_json(self) -> dict[str, Any]:
        """Which run, where it lies, and how it stands."""
        return {
            "month": months.format_month(self.run.month),
            "area": self.run.area_id,
            "run": self.run.pk,
            "path": self.run.lake_path,
            "digest": self.run.digest,
            "rows": self.run.members,
            "law_version": self.run.law_version,
            "whole": not self.fault,
            "fault": self.fault,
        }


def check_months(month: int | None = None, *, actor: Actor, reason: str = "") -> list[Checked]:
    """Compare the posted runs of a month, or of all, with their digests, bills and lines; journalled.

    For who sees everything, because a run covers all its payers. Refused: scope.outside, month.not_posted.
    """
    if not actor.scope.everywhere:
        raise Refused("scope.outside", _("Pemeriksaan bulan mencakup semua wilayah."), where="area")
    runs = posted_runs() if month is None else posted_runs().filter(month=month)
    checked = [Checked(run, fault_of(run)) for run in runs]
    if month is not None and not checked:
        raise Refused(
            "month.not_posted",
            _("Bulan %(month)s belum final.") % {"month": months.format_month(month)},
            where="BULAN",
            mend=_("Finalkan bulan itu dahulu."),
        )
    damaged = [one.run.pk for one in checked if one.fault]
    told = {"month": None if month is None else months.format_month(month), "every_month": month is None}
    record(
        actor=actor.name,
        user=actor.user,
        action=CHECKED,
        reason=reason,
        summary={**told, "area": None, "runs": len(checked), "damaged": damaged},
    )
    return checked
