"""The words for a figure: how it was meant, where it comes from, where an area stands. The same on every
face.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from naungan.coverage.queries.row import CoverageRow
from naungan.coverage.queries.trend import Break
from naungan.kit import numbers


def qualified(text: str, qualifier: str) -> str:
    """A figure with the word that its publisher put before it: "di atas 80,00 %"."""
    forms = {
        "at_least": _("sedikitnya %(figure)s"),
        "about": _("sekitar %(figure)s"),
        "above": _("di atas %(figure)s"),
        "average": _("rata-rata %(figure)s"),
    }
    form = forms.get(qualifier)
    return form % {"figure": text} if form else text


def share_text(row: CoverageRow) -> str:
    """The percentage with its qualifier; "belum diketahui" when nobody knows it."""
    if row.percent is None:
        return _("belum diketahui")
    return qualified(numbers.percent(row.percent), row.qualifier)


def standing(row: CoverageRow) -> str:
    """Whether the system counted the figure or somebody reported it."""
    return _("dihitung") if row.is_computed else _("dilaporkan")


def place_text(range_: tuple[int, int] | None) -> str:
    """ "2", or "2–8" when it is not decided; a dash for no rank."""
    if range_ is None:
        return numbers.UNKNOWN
    best, worst = range_
    return str(best) if best == worst else _("%(best)s–%(worst)s") % {"best": best, "worst": worst}


def break_lines(one: Break) -> list[str]:
    """What happened to the denominator, a sentence a line: when, from what, to what, and why."""
    words = {
        "number": one.number,
        "day": numbers.day(one.on),
        "old": numbers.count(one.old.people),
        "new": numbers.count(one.new.people),
        "before": one.old.method,
        "after": one.new.method,
        "reason": one.reason,
    }
    lines = [
        _("%(number)s. Penyebut berganti sejak %(day)s.") % words,
        _("Semula %(old)s orang: %(before)s") % words,
        _("Menjadi %(new)s orang: %(after)s") % words,
    ]
    return [*lines, _("Alasan: %(reason)s") % words] if one.reason else lines


def movement_text(movement: int | None) -> str:
    """How many places an area moved: up, down, none; a dash when it is not known."""
    if movement is None:
        return numbers.UNKNOWN
    if movement == 0:
        return _("tetap")
    form = _("naik %(places)s") if movement > 0 else _("turun %(places)s")
    return form % {"places": abs(movement)}


def target_text(value: int | None, *, in_people: bool) -> str:
    """A target or what was reached of it, in its unit."""
    if value is None:
        return _("belum diketahui")
    return (
        _("%(people)s orang") % {"people": numbers.count(value)}
        if in_people
        else numbers.percent(value / 100)
    )
