"""Values that the system itself has for a candidate, as of a day and as known at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.agreements.queries import matrix, visible_regulations
from naungan.awards.models import AwardEdition, Candidate, Criterion
from naungan.contributions.queries import on_time_summary
from naungan.coverage.queries import coverage, percent_hundredths
from naungan.kit import numbers

Method = Criterion.Method


@dataclass(frozen=True, slots=True)
class Measured:
    """A value in the criterion's unit (percent: in hundredths), and where it comes from in words."""

    value: int
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Clocks:
    """The last day of the assessed period, the day of verifying, and the moment up to which is known."""

    edition: AwardEdition
    verified_on: date
    known_at: datetime

    @property
    def period_end(self) -> date:
        """The last assessed day, but never one to come."""
        return min(self.edition.assessed_to, self.verified_on)


def measure(method: str, candidate: Candidate, clocks: Clocks) -> Measured | None:
    """What the system says; None where it has nothing to say about the candidate."""
    find = _FIND.get(method)
    return find(candidate, clocks) if find is not None else None


def _coverage(candidate: Candidate, clocks: Clocks) -> Measured | None:
    if candidate.area_id is None:
        return None
    day = clocks.period_end
    rows = coverage(as_of=day, known_at=clocks.known_at, area_code=candidate.area_id)
    known = sorted(
        (row for row in rows if row.percent_hundredths is not None), key=lambda row: not row.is_computed
    )
    if not known or known[0].percent_hundredths is None:
        return None
    best = known[0]
    words = {"source": best.source, "method": best.method}
    return Measured(known[0].percent_hundredths, _("Cakupan: %(source)s, %(method)s") % words, day)


def _on_time(candidate: Candidate, clocks: Clocks) -> Measured | None:
    code = candidate.payer.code if candidate.payer else candidate.area_id
    if not code:
        return None
    edition, day = clocks.edition, clocks.verified_on
    years = range(edition.assessed_from.year, edition.assessed_to.year + 1)
    found = [on_time_summary(code, year, as_of=day, known_at=clocks.known_at) for year in years]
    in_time, judged = sum(one.on_time for one in found), sum(one.months - one.open for one in found)
    share = percent_hundredths(in_time, judged)
    if share is None:
        return None
    named = ", ".join(str(year) for year in years)
    words = {"good": in_time, "all": judged, "years": named}
    text = _("%(good)s dari %(all)s bulan iuran %(years)s lunas pada waktunya menurut hukum")
    return Measured(share, text % words, day)


def _regulations(candidate: Candidate, clocks: Clocks) -> Measured | None:
    if candidate.area_id is None:
        return None
    day = clocks.period_end
    in_force = Q(revoked_on=None) | Q(revoked_on__gt=day)
    rows = visible_regulations(EVERYWHERE).filter(in_force, area_id=candidate.area_id, enacted_on__lte=day)
    named = "; ".join(rule.number for rule in rows.order_by("enacted_on", "pk"))
    text = _("Peraturan daerah yang berlaku: %(named)s") % {"named": named or _("tidak ada yang dicatat")}
    return Measured(rows.count(), text[:500], day)


def _budgeted(candidate: Candidate, clocks: Clocks) -> Measured | None:
    if candidate.area_id is None:
        return None
    day = clocks.period_end
    scope = Scope(areas=(candidate.area_id,))
    rows = matrix(candidate.area_id, as_of=day, scope=scope, known_at=clocks.known_at)
    named = [row.group_name for row in rows if row.area == candidate.area_id and row.budgeted.key == "YES"]
    words = {"day": numbers.day(day), "named": "; ".join(named) or _("tidak ada yang dicatat")}
    text = _("Komitmen daerah per %(day)s, dianggarkan: %(named)s") % words
    return Measured(len(named), text[:500], day)


_FIND: dict[str, Callable[[Candidate, Clocks], Measured | None]] = {
    Method.COVERAGE: _coverage,
    Method.ON_TIME: _on_time,
    Method.REGULATIONS: _regulations,
    Method.BUDGETED: _budgeted,
}
