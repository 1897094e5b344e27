"""What the law gives the family of a worker who died: every amount asked of the law, with its working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from naungan.claims.models import Child, DeathReport
from naungan.claims.queries.standing import AtDeath
from naungan.law import parameters
from naungan.law.explanation import explain
from naungan.law.findings import Refused

JKM, JKK, SCHOLARSHIP = "benefit.jkm", "benefit.jkk.death", "benefit.scholarship"
MONTHS_OF_A_YEAR = 12
_LEVELS = ("tk_years", "sd_years", "smp_years", "sma_years", "tertiary_years")


@dataclass(frozen=True, slots=True)
class Benefit:
    """One question to the law and its answer: amounts in rupiah, the explanation, or why the law gave none."""

    ask: str
    amounts: Mapping[str, int]
    total_rp: int
    explanation: Mapping[str, Any] | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SchoolRule:
    """The scholarship's condition: years of contributions asked, months counted, and whether they suffice."""

    years: int
    months_counted: int
    after_accident: bool
    most_children: int
    reference: str

    @property
    def met(self) -> bool:
        """Whether the children are entitled."""
        return self.after_accident or self.months_counted >= self.years * MONTHS_OF_A_YEAR


def programme_of(cause: str) -> str:
    """Which programme pays: JKK after a work accident, JKM after any other death, and while the cause is unknown."""
    return "JKK" if cause == DeathReport.Cause.ACCIDENT else "JKM"


def benefits_for(
    stood: AtDeath, *, died_on: date, cause: str, children: Sequence[Child] = ()
) -> list[Benefit]:
    """What the law gives, if the month of death is paid; nothing for who was no member then.

    After a work accident by the wage (of a BPU member the base of the bracket), otherwise by the segment and the
    months in a row; the children's scholarships where children are named.
    """
    if stood.membership is None:
        return []
    programme = programme_of(cause)
    if programme not in stood.programmes:
        return []
    found = [_cash(stood, programme, died_on)]
    if children:
        given: dict[str, Any] = {
            "event_on": died_on.isoformat(),
            "cause": "WORK_ACCIDENT" if programme == "JKK" else "DEATH",
            "children": [_years(child) for child in children],
        }
        if programme == "JKM":
            given["months_contributed"] = stood.in_row
        found.append(_asked(SCHOLARSHIP, given))
    return found


def school_rule(stood: AtDeath, *, died_on: date, cause: str) -> SchoolRule:
    """The condition of the scholarship on the day of death."""
    years = parameters.at("scholarship_min_years", died_on)
    most = parameters.at("scholarship_children", died_on).value
    assert isinstance(years.value, int)
    assert isinstance(most, int)
    accident = programme_of(cause) == "JKK"
    return SchoolRule(years.value, stood.in_row, accident, most, years.reference)


def _cash(stood: AtDeath, programme: str, died_on: date) -> Benefit:
    if programme == "JKK":
        return _asked(JKK, {"event_on": died_on.isoformat(), "wage": stood.amount_rp or 0})
    assert stood.membership is not None
    segment = stood.membership.roll.segment
    given = {"event_on": died_on.isoformat(), "segment": segment, "months_contributed": stood.in_row}
    return _asked(JKM, given)


def _asked(ask: str, given: Mapping[str, Any]) -> Benefit:
    try:
        told = explain(ask, given)
    except Refused as refused:
        return Benefit(ask, {}, 0, None, f"{refused.message} {refused.mend}".strip())
    amounts = {name: value for name, value in told["results"].items() if isinstance(value, int)}
    return Benefit(ask, amounts, amounts.get("total", 0), told)


def _years(child: Child) -> dict[str, int]:
    return {name: getattr(child, name) for name in _LEVELS if getattr(child, name)}
