"""What is known of an area's coverage at a day: computed where the system can count, published else, or
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.coverage.models import Indicator
from naungan.coverage.queries.asking import indicator_named
from naungan.coverage.queries.counts import Asked, fits_of, stamps, total
from naungan.coverage.queries.figures import Bases, Reported, reported_in_force
from naungan.coverage.queries.row import POTENTIAL
from naungan.coverage.queries.shares import percent_hundredths
from naungan.law import months

FRESH = timedelta(days=366)
"""A published figure stands for an area for a year; an older one is named but does not count."""
INDONESIA = ""
"""The code of the whole country, of which only published figures are known."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share in hundredths of a percent, or a count of people where people were asked; None = unknown.

    `kind` is "computed", "reported" or "unknown"; `method` is that of the denominator.
    """

    value: int | None
    kind: str
    qualifier: str = "exactly"
    as_of: date | None = None
    source: str = ""
    protected: int | None = None
    eligible: int | None = None
    method: str = ""


UNKNOWN = Figure(None, "unknown")


@dataclass(frozen=True, slots=True)
class Question:
    """When, as known when, seen by whom, of which measure; `in_people` asks for a count, not a share.

    `oldest` is the first day of which a published figure still counts; by default a year before the day.
    """

    as_of: date
    known_at: datetime | None = None
    scope: Scope = field(default=EVERYWHERE)
    indicator: str = POTENTIAL
    in_people: bool = False
    oldest: date | None = None

    @property
    def since(self) -> date:
        """The first day of which a published figure counts."""
        return self.oldest or self.as_of - FRESH


def known_figures(areas: Sequence[str], question: Question) -> dict[str, Figure]:
    """The figure of each area ("" = Indonesia), `UNKNOWN` where there is none.

    It is the computed one if the scope holds the area, anybody there is protected (lists of other regions
    are not in this system: their zero would be our ignorance) and, for a share, the denominator is known;
    else the newest published one that is not too old.
    """
    computed = _computed([code for code in areas if code != INDONESIA], question)
    told = told_figures(areas, question)
    found = {}
    for code in areas:
        newest = told.get(code)
        fresh = newest if newest is not None and newest.as_of >= question.since else None
        found[code] = computed.get(code) or (_public(fresh, question) if fresh else UNKNOWN)
    return found


def told_figures(areas: Sequence[str], question: Question) -> dict[str, Reported]:
    """The newest published figure of each area however old; of two contradicting ones the lower."""
    found: dict[str, Reported] = {}
    told = reported_in_force([question.indicator], areas, as_of=question.as_of, known_at=question.known_at)
    for figure in told:
        value = _said(figure, question)
        if value is None or figure.qualifier == "average":
            continue
        kept = found.get(figure.area)
        if kept is None or (_said(kept, question) or 0) > value:
            found[figure.area] = figure
    return found


def _computed(areas: Sequence[str], question: Question) -> dict[str, Figure]:
    measure = indicator_named(question.indicator)
    held = [code for code in areas if question.scope.holds_area(code)]
    if not held:
        return {}
    bases = Bases([measure.code], held, until=question.as_of, known_at=question.known_at)
    stamp = stamps([months.of(question.as_of)])[months.of(question.as_of)]
    found = {code: _counted(code, measure, bases, question, stamp) for code in held}
    return {code: figure for code, figure in found.items() if figure is not None}


def _counted(code: str, measure: Indicator, bases: Bases, question: Question, stamp: str) -> Figure | None:
    base = bases.of(question.as_of, measure, code)
    if base is None and not question.in_people:
        return None
    asked = Asked(question.as_of, question.known_at, (code,), question.scope, stamp)
    protected = total(asked, fits_of(measure))
    if not protected:
        return None
    people = base.people if base else None
    return Figure(
        value=protected if question.in_people else percent_hundredths(protected, people),
        kind="computed",
        as_of=question.as_of,
        source=base.source if base else "",
        protected=protected,
        eligible=people,
        method=base.method if base else "",
    )


def _said(figure: Reported, question: Question) -> int | None:
    return figure.people if question.in_people else figure.percent_hundredths


def _public(figure: Reported, question: Question) -> Figure:
    return Figure(
        value=_said(figure, question),
        kind="reported",
        qualifier=figure.qualifier,
        as_of=figure.as_of,
        source=figure.source,
        protected=figure.people,
    )
