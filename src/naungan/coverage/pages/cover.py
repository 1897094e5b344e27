"""The coverage page: one dataset as table, tile map and trend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.areas.queries import name_of, path_of
from naungan.coverage import svg
from naungan.coverage.drawings import TREND_MONTHS, Drawing, map_drawing, trend_drawing
from naungan.coverage.forms import AskedForm
from naungan.coverage.pages import columns
from naungan.coverage.pages.drawing import svg_file
from naungan.coverage.pages.selection import Selection, selection_of
from naungan.coverage.queries import (
    POTENTIAL,
    CoverageRow,
    Trend,
    areas_whole,
    coverage,
    in_language,
    indicator_named,
    office_of,
    posted_months,
    published_readings,
    trend,
)
from naungan.coverage.queries.published import told_breaks
from naungan.coverage.words import break_lines
from naungan.kit import numbers
from naungan.kit.lists import list_response
from naungan.law import months

NAMED = 3


@needs("coverage.view")
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """Coverage of an area as of a day. `?format=csv|xlsx` gives the table, `?format=svg` the drawing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    # an address without a date is answered with the newest month, and the form shows which
    form = AskedForm(request.GET or None)
    asked = selection_of(request, form)
    total = _ask(asked, actor, by=None)
    place = _place(asked, actor)
    drawing: Drawing | None
    if asked.view == "tren":
        line = _trend(asked, actor)
        drawing = trend_drawing(line, place)
        rows: Sequence[Any] = line.points
        shown = columns.of_trend()
        begins = line.points[0].as_of.replace(day=1)
        told = told_breaks(asked.indicator, asked.area, begins, asked.known_at) if line.reported else []
        more: dict[str, Any] = {
            "trend": line,
            "told_breaks": told,
            "breaks": [break_lines(one) for one in line.breaks],
        }
    else:
        found = _ask(asked, actor, by=asked.by)
        drawing = _map(asked, found, place) if asked.view == "peta" and asked.is_by_area else None
        rows, shown = found, columns.of_rows(asked)
        more = {"rows_found": found}
    if request.GET.get("format") == "svg" and drawing is not None:
        return svg_file(drawing, f"cakupan-{drawing.kind}-{asked.area or 'semua'}-{asked.as_of.isoformat()}")
    context = _context(asked, form, total, drawing, place) | more
    return list_response(
        request,
        title=context["title"],
        columns=shown,
        rows=rows,
        filterset=_Asked(form, asked),
        source=_("bulan iuran final di Naungan; angka yang dilaporkan menurut sumber pada barisnya"),
        name="cakupan",
        template="coverage/coverage.html",
        context=context,
        per_page=200,
    )


class _Asked:
    """What the exports name as filter: the form with every choice filled in."""

    def __init__(self, form: AskedForm, asked: Selection) -> None:
        known = asked.known_on.isoformat() if asked.known_on else ""
        filled = {"per": asked.as_of.isoformat(), "diketahui": known, "indikator": asked.indicator}
        self.form = AskedForm(filled) if not form.is_bound or form.is_valid() else form


def _ask(asked: Selection, actor: Actor, *, by: str | None) -> list[CoverageRow]:
    return coverage(
        as_of=asked.as_of,
        known_at=asked.known_at,
        area_code=asked.area or None,
        by=by,
        scope=actor.scope,
        indicator=asked.indicator,
    )


def _trend(asked: Selection, actor: Actor) -> Trend:
    return trend(
        as_of=asked.as_of,
        count=TREND_MONTHS,
        known_at=asked.known_at,
        area_code=asked.area or None,
        scope=actor.scope,
        indicator=asked.indicator,
    ).trimmed()


def _context(
    asked: Selection,
    form: AskedForm,
    total: Sequence[CoverageRow],
    drawing: Drawing | None,
    place: str,
) -> dict[str, Any]:
    measure = indicator_named(asked.indicator)
    own = [row for row in total if row.key == asked.area]
    computed = [row for row in own if row.is_computed]
    month = months.of(asked.as_of)
    shown_form = _Asked(form, asked).form
    shown_form.is_filter = True  # type: ignore[attr-defined]
    return {
        "title": _title(asked, computed, place),
        "is_partial": bool(asked.area) and not computed,
        "place": place,
        "asked": asked,
        "asked_form": shown_form,
        "filter_form": None,
        "chips": [],
        "measure_name": in_language(measure.name, measure.name_en),
        "definition": in_language(measure.definition, measure.definition_en),
        "method": in_language(measure.method, measure.method_en),
        "origin": in_language(measure.source, measure.source_en),
        "doubt": in_language(measure.doubt, measure.doubt_en),
        "path": [(name, asked.href(area=code)) for code, name in path_of(asked.area)] if asked.area else [],
        "totals": computed,
        "reported": [row for row in own if not row.is_computed],
        "is_posted": month in posted_months(range(month, month + 1), asked.known_at),
        "month": month,
        "ways": _ways(asked),
        "views": _views(asked),
        "drawing": drawing,
        "svg_href": f"{asked.href()}&format=svg" if drawing else "",
        "legend": _legend() if drawing and asked.view == "peta" else [],
        "readings": published_readings(asked.area, asked.as_of, asked.known_at)
        if asked.way in {"indikator", "kelompok"}
        else None,
        "targets_href": f"{reverse('coverage_targets')}?per={asked.as_of.isoformat()}&wilayah={asked.area}",
        "rank_href": f"{reverse('coverage_rank')}?per={asked.as_of.isoformat()}&wilayah={asked.area}",
    }


def _place(asked: Selection, actor: Actor) -> str:
    """The place whose people are counted: the chosen area, or the part of it that the viewer sees whole."""
    seen = areas_whole(asked.area or None, actor.scope)
    if seen is None:
        return _("Semua wilayah")
    if seen in {(asked.area,), ()}:
        return name_of(asked.area) if asked.area else _("Wilayah Anda")
    office = office_of(seen)
    if office is not None and not asked.area:
        return office.name
    names = ", ".join(name_of(code) for code in seen[:NAMED])
    if len(seen) > NAMED:
        names = _("%(names)s, dan %(more)s lainnya") % {"names": names, "more": len(seen) - NAMED}
    return _("%(parts)s di %(area)s") % {"parts": names, "area": name_of(asked.area)} if asked.area else names


def _title(asked: Selection, computed: Sequence[CoverageRow], area: str) -> str:
    """The message of the page: "Gorontalo: 61,73 % terlindungi per 30 November 2023"."""
    if asked.indicator != POTENTIAL:
        measure = indicator_named(asked.indicator)
        area = _("%(area)s, %(measure)s") % {
            "area": area,
            "measure": in_language(measure.name, measure.name_en),
        }
    words = {"area": area, "day": numbers.day(asked.as_of)}
    row = computed[0] if computed else None
    if row is None or (row.percent is None and not row.protected):
        return _("Cakupan kepesertaan, %(area)s, per %(day)s") % words
    if row.percent is not None:
        share = numbers.percent(row.percent)
        return _("%(area)s: %(share)s terlindungi per %(day)s") % {**words, "share": share}
    people = row.protected or 0
    form = ngettext(
        "%(area)s: %(people)s orang terlindungi per %(day)s",
        "%(area)s: %(people)s orang terlindungi per %(day)s",
        people,
    )
    return form % {**words, "people": numbers.count(people)}


def _ways(asked: Selection) -> list[tuple[str, str, bool]]:
    """The breakdowns as links: label, address, whether it is the one shown."""
    below = {
        "province": _("Provinsi"),
        "regency": _("Kabupaten/kota"),
        "district": _("Kecamatan"),
        "village": _("Desa/kelurahan"),
        "area": _("Wilayah ini"),
    }
    place = below[Selection(asked.as_of, None, "", asked.area, "wilayah", "").by]
    labels = {
        "wilayah": place,
        "segmen": _("Segmen"),
        "kelompok": _("Kelompok pekerja"),
        "pembayar": _("Pembayar iuran"),
        "kantor": _("Kantor"),
        "indikator": _("Indikator"),
    }
    view = asked.view if asked.view != "peta" else "tabel"
    return [
        (label, asked.href(way=way, view=asked.view if way == "wilayah" else view), way == asked.way)
        for way, label in labels.items()
    ]


def _views(asked: Selection) -> list[tuple[str, str, bool]]:
    labels = {"tabel": _("Tabel"), "peta": _("Peta"), "tren": _("Tren")}
    return [
        (label, asked.href(view=view, **({"way": "wilayah"} if view == "peta" else {})), view == asked.view)
        for view, label in labels.items()
    ]


def _map(asked: Selection, rows: Sequence[CoverageRow], place: str) -> Drawing:
    return map_drawing(
        rows, place, asked.as_of, href_of=lambda code: asked.href(area=code), known_at=asked.known_at
    )


def _legend() -> list[tuple[str, str]]:
    """The classes as colour and text range."""
    uppers = [numbers.percent((bound - 1) / 100) for bound in svg.BOUNDS[1:]]
    lowers = [numbers.percent(bound / 100, 0) for bound in svg.BOUNDS]
    texts = [
        _("%(low)s sampai %(high)s") % {"low": low, "high": high}
        for low, high in zip(lowers, uppers, strict=False)
    ]
    return list(zip(svg.FILLS, [*texts, _("%(low)s ke atas") % {"low": lowers[-1]}], strict=True))
