"""Published figures as a list with what the system computes beside them, and one of them with all checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, needs
from naungan.coverage.consistency import Flag
from naungan.coverage.filters import ReportedFilter, own_flags, tone_of
from naungan.coverage.models import Precision, ReportedFigure, Unit
from naungan.coverage.queries import CoverageRow
from naungan.coverage.queries.published import Beside, flags_by_code, subject_names
from naungan.coverage.words import qualified
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response


@needs("coverage.view")
def reported(request: HttpRequest) -> HttpResponseBase:
    """Every figure that somebody published, newest first, with flags and the computed figure beside it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    flags = flags_by_code()
    rows = ReportedFigure.objects.select_related("area").order_by("-as_of", "code")
    filterset = ReportedFilter(request.GET, queryset=rows, flags=flags)
    doubted = sum(tone_of(code, found) == "bad" for code, found in flags.items())
    return list_response(
        request,
        title=_("Angka yang dilaporkan"),
        columns=_columns(flags, Beside(actor.scope)),
        rows=rows,
        filterset=filterset,
        source=_("dicatat di Naungan sebagaimana diterbitkan; tidak pernah dianggap sebagai hasil hitungan"),
        name="dilaporkan",
        template="coverage/figures.html",
        context={
            "empty_text": _("Belum ada angka yang dilaporkan."),
            "doubted": doubted,
            "doubted_href": "?pertentangan=ada",
        },
    )


@needs("coverage.view")
def reported_figure(request: HttpRequest, code: str) -> HttpResponse:
    """One published figure: how it was said, what is computed beside it, every check that concerns it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = ReportedFigure.objects.select_related("area", "highest_in", "whole")
    figure = get_object_or_404(rows, code=code)
    flags = flags_by_code().get(code, [])
    names = subject_names()
    involved = {one.code: one for one in rows.filter(code__in={c for flag in flags for c in flag.codes})}
    computed = Beside(actor.scope).of(figure)
    same = rows.filter(indicator=figure.indicator, area=figure.area).exclude(pk=figure.pk)
    context = {
        "title": _("%(subject)s, %(area)s") % {"subject": subject_of(figure, names), "area": area_of(figure)},
        "figure": figure,
        "value": figure_text(figure),
        "period": period_text(figure),
        "own": [_with_figures(flag, code, involved, names) for flag in own_flags(code, flags)],
        "used": [_with_figures(flag, code, involved, names) for flag in flags if code not in flag.doubted],
        "computed": computed,
        "difference": difference_text(figure, computed),
        "parts": [_line(one, names) for one in figure.parts.select_related("area").order_by("code")],
        "whole": _line(figure.whole, names) if figure.whole else None,
        "others": [_line(one, names) for one in same.order_by("-as_of", "code")[:20]],
    }
    return render(request, "coverage/figure.html", context)


def figure_text(row: ReportedFigure) -> str:
    """The one value of a reported figure with its unit and qualifier; nothing for an event."""
    if row.percent_hundredths is not None:
        return qualified(numbers.percent(row.percent_hundredths / 100), row.qualifier)
    if row.people is not None:
        return qualified(_("%(people)s orang") % {"people": numbers.count(row.people)}, row.qualifier)
    if row.rupiah is not None:
        money = numbers.rupiah(row.rupiah)
        text = _("%(money)s sebulan") % {"money": money} if row.unit == Unit.RUPIAH_MONTH else money
        return qualified(text, row.qualifier)
    if row.number is not None:
        words = {"number": numbers.count(row.number), "unit": Unit(row.unit).label}
        return qualified(_("%(number)s %(unit)s") % words, row.qualifier)
    return "" if row.rank is None else _("peringkat %(rank)s") % {"rank": row.rank}


def period_text(row: ReportedFigure) -> str:
    """The day, month or year of a figure, or the days between which it holds."""
    if row.since is not None:
        days = {"first": numbers.day(row.since), "last": numbers.day(row.as_of)}
        return _("%(first)s sampai %(last)s") % days
    if row.precision == Precision.YEAR:
        return str(row.as_of.year)
    return date_format(row.as_of, "F Y") if row.precision == Precision.MONTH else numbers.day(row.as_of)


def subject_of(row: ReportedFigure, names: Mapping[str, str]) -> str:
    """What a figure is about, in words."""
    return names.get(row.indicator, row.indicator.replace("_", " "))


def area_of(row: ReportedFigure) -> str:
    """The place of a figure."""
    return row.area.name if row.area else _("Indonesia")


def difference_text(row: ReportedFigure, computed: CoverageRow | None) -> str:
    """Reported less computed, in percentage points or people; "" when either is not known."""
    if computed is None:
        return ""
    if row.percent_hundredths is not None and computed.percent_hundredths is not None:
        points = row.percent_hundredths - computed.percent_hundredths
        return _("%(points)s poin") % {"points": _signed(points, numbers.decimal(abs(points) / 100))}
    if row.people is not None and computed.protected is not None:
        people = row.people - computed.protected
        return _("%(people)s orang") % {"people": _signed(people, numbers.count(abs(people)))}
    return ""


def _columns(flags: Mapping[str, Sequence[Flag]], beside: Beside) -> list[Column]:
    names = subject_names()

    def found(row: ReportedFigure) -> Sequence[Flag]:
        return own_flags(row.code, flags.get(row.code, ()))

    return [
        Column(
            "kode",
            _("Kode"),
            "code",
            kind="id",
            sort="code",
            link=lambda row: reverse("coverage_reported_figure", args=[row.code]),
        ),
        Column("wilayah", _("Wilayah"), area_of, sort="area__name"),
        Column("perihal", _("Perihal"), lambda row: subject_of(row, names), sort="indicator"),
        Column("per", _("Posisi per"), period_text, sort="as_of"),
        Column("nilai", _("Dilaporkan"), figure_text),
        Column("dihitung", _("Dihitung"), lambda row: _computed_text(row, beside.of(row)) or numbers.UNKNOWN),
        Column("selisih", _("Selisih"), lambda row: difference_text(row, beside.of(row)) or numbers.UNKNOWN),
        Column(
            "pertentangan",
            _("Pertentangan"),
            lambda row: "; ".join(f"{one.title}. {one.reason}" for one in found(row)),
            tone=lambda row: tone_of(row.code, flags.get(row.code, ())),
            show=lambda row: found(row)[0].title if found(row) else numbers.UNKNOWN,
        ),
        Column("sumber", _("Sumber"), "source", sort="source"),
    ]


def _computed_text(row: ReportedFigure, computed: CoverageRow | None) -> str:
    if computed is None:
        return ""
    if row.percent_hundredths is not None:
        return numbers.percent(computed.percent) if computed.percent is not None else ""
    return _("%(people)s orang") % {"people": numbers.count(computed.protected)}


def _signed(value: int, text: str) -> str:
    return f"+{text}" if value > 0 else (f"−{text}" if value < 0 else text)


def _with_figures(
    flag: Flag, code: str, involved: Mapping[str, ReportedFigure], names: Mapping[str, str]
) -> dict[str, Any]:
    others = [involved[one] for one in flag.codes if one != code and one in involved]
    return {"flag": flag, "figures": [_line(one, names) for one in others]}


def _line(row: ReportedFigure, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "href": reverse("coverage_reported_figure", args=[row.code]),
        "code": row.code,
        "subject": subject_of(row, names),
        "area": area_of(row),
        "value": figure_text(row),
        "period": period_text(row),
        "source": row.source,
    }
