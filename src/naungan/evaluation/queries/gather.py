"""The evaluation pack: every part of it, each number asked of the room that knows it, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from naungan.accounts.scope import Scope
from naungan.evaluation.pack import Figure, Pack, Part
from naungan.evaluation.queries import cooperation, money, reach, returned, standing
from naungan.evaluation.queries.asking import Asked, asked_of
from naungan.kit import numbers

MONEV = "MONEV"
YEAR = timedelta(days=365)


def evaluation_pack(area: str, *, as_of: date, known_at: datetime | None = None, scope: Scope) -> Pack:
    """The *Bahan Rapat Monev* of an area as of a day, with what was known at a moment.

    Refused: `area.unknown`, `area.out_of_scope`, `evaluation.too_small`.
    """
    asked = asked_of(area, as_of=as_of, known_at=known_at, scope=scope)
    matrix_rows = cooperation.matrix_of(asked)
    since = asked.meeting_before
    before = since.on if since is not None else as_of - YEAR
    parts = (
        reach.by_group(asked),
        reach.by_area(asked),
        reach.told_by_others(asked),
        standing.months_behind(asked),
        standing.rank_and_movement(asked, before),
        standing.targets(asked),
        cooperation.budget_and_basis(asked, matrix_rows),
        money.contributions(asked),
        returned.benefits(asked),
        money.arrears(asked),
        cooperation.actions(asked),
        cooperation.changes(asked, matrix_rows),
    )
    return Pack(
        kind=MONEV,
        title=_("Bahan Rapat Monev %(place)s") % {"place": asked.place},
        area=area,
        area_name=asked.place,
        as_of=as_of,
        known_at=known_at,
        since=f"{since.title}, {numbers.day(since.on)}" if since is not None else "",
        parts=(_summary(asked, parts), *parts),
    )


def _summary(asked: Asked, parts: tuple[Part, ...]) -> Part:
    """The first page: the figures of the parts that a leader asks for first, none computed anew."""
    wanted = (
        ("rank", "rank"),
        ("contributions", "paid"),
        ("contributions", "outstanding"),
        ("arrears", "arrears"),
        ("arrears", "lost"),
        ("benefits", "benefits"),
        ("actions", "overdue"),
        ("actions", "open"),
    )
    found: dict[tuple[str, str], Figure] = {
        (part.key, figure.key): figure for part in parts for figure in part.figures
    }
    chosen = [found[one] for one in wanted if one in found]
    return Part(
        "summary",
        _("Ikhtisar"),
        source=asked.source,
        figures=(*reach.summary_figures(asked), *chosen),
        missing=tuple(one for part in parts for one in part.missing if not part.tables),
    )
