"""The rank page: areas of a regional office, or regencies of a province, with what is not known said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.accounts.scope import within
from naungan.areas.models import Office
from naungan.areas.queries import name_of, provinces, regencies_of
from naungan.coverage.dates import EARLIEST, day_of
from naungan.coverage.drawings import rank_drawing
from naungan.coverage.forms import RankForm
from naungan.coverage.pages.columns import of_rank
from naungan.coverage.pages.drawing import svg_file
from naungan.coverage.pages.selection import Selection, selection_of
from naungan.coverage.queries import Ranked, areas_of_office, rank, regions_of
from naungan.coverage.words import place_text
from naungan.kit import numbers
from naungan.kit.lists import list_response
from naungan.law import months

MONTHS_BACK = 6
"""How far back the movement is counted unless another day is chosen: reports are half-yearly."""


@needs("coverage.view")
def rank_page(request: HttpRequest) -> HttpResponseBase:
    """Among whom: `?kantor=` the areas of an office, `?di=` the regencies of a province; else the area's
    region.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RankForm(request.GET or None)
    asked = selection_of(request, form)
    since = _since(form, asked.as_of)
    region, codes, chosen = _field(request, asked)
    rows = rank(
        codes,
        as_of=asked.as_of,
        since=since,
        known_at=asked.known_at,
        scope=actor.scope,
        indicator=asked.indicator,
    )
    shown_form = _shown(asked, since)
    own = next((row for row in rows if row.area == asked.area), None)
    title = _title(region, own, rows, asked.as_of)
    chart_title = _("Peringkat yang diketahui dan yang mungkin, %(region)s") % {"region": region}
    drawing = rank_drawing(rows, asked.area, chart_title)
    if request.GET.get("format") == "svg":
        return svg_file(drawing, f"peringkat-{asked.as_of.isoformat()}")
    context: dict[str, Any] = {
        **drawing.context,
        **_words(asked, rows, chosen, since),
        "svg_href": f"?{request.GET.urlencode()}&format=svg",
        "asked_form": shown_form if not form.is_bound or form.is_valid() else form,
        "filter_form": None,
        "chips": [],
        "own_text": _own_text(own, rows) if own else "",
    }
    return list_response(
        request,
        title=title,
        columns=of_rank(),
        rows=rows,
        filterset=_Shown(shown_form),
        source=_(
            "dihitung Naungan bila wilayah dan potensinya ada di sini; selain itu angka yang dilaporkan"
        ),
        name="peringkat",
        template="coverage/rank.html",
        context=context,
        per_page=200,
    )


def _words(asked: Selection, rows: Sequence[Ranked], chosen: str, since: date) -> dict[str, Any]:
    """What the page says around the table: the fields to choose from, and who is not known."""
    key, _sign, code = chosen.partition("=")
    return {
        "asked": asked,
        "fields": _fields(asked, chosen, since),
        "chosen_key": key,
        "chosen_code": code,
        "since": since,
        "newly_known": _newly_known(rows),
        "unknown": [row for row in rows if row.place.known is None],
        "coverage_href": asked.href(),
    }


def _since(form: RankForm, as_of: date) -> date:
    """The earlier day: the chosen one, else six months before; never after the day itself."""
    chosen = getattr(form, "cleaned_data", {}).get("sejak")
    month = months.of(as_of) - MONTHS_BACK
    back = min(months.last_day(month), months.first_day(month) + timedelta(days=as_of.day - 1))
    return min(day_of(chosen.isoformat(), where="sejak"), as_of) if chosen else max(back, EARLIEST)


def _shown(asked: Selection, since: date) -> RankForm:
    """The form with every choice filled in."""
    form = RankForm(
        {
            "per": asked.as_of.isoformat(),
            "sejak": since.isoformat(),
            "diketahui": asked.known_on.isoformat() if asked.known_on else "",
            "indikator": asked.indicator,
        }
    )
    form.is_filter = True  # type: ignore[attr-defined]
    return form


def _newly_known(rows: Sequence[Ranked]) -> list[str]:
    """Areas known at one of the two days only: they move nobody."""
    return [
        row.name
        for row in rows
        if row.before is not None and (row.place.known is None) != (row.before.place.known is None)
    ]


class _Shown:
    def __init__(self, form: RankForm) -> None:
        self.form = form


def _field(request: HttpRequest, asked: Selection) -> tuple[str, list[str], str]:
    """Name of the region, its areas, and the query that chose it."""
    province = request.GET.get("di", "")
    office = request.GET.get("kantor", "")
    if not province and not office and "." in asked.area:
        province = asked.area[:2]
    if province:
        return name_of(province), [area.code for area in regencies_of(province[:2])], f"di={province}"
    found = Office.objects.filter(code=office).first() if office else None
    if found is None:
        found = next(iter(regions_of(asked.area or "75")), None)
    if found is None:
        return _("Indonesia"), [area.code for area in provinces()], "kantor="
    return found.name, areas_of_office(found.code), f"kantor={found.code}"


def _fields(asked: Selection, chosen: str, since: date) -> list[tuple[str, str, bool]]:
    """The fields in which a rank can be asked: regional offices, and the regencies of the own province."""
    offices = Office.objects.annotate(held=Count("areas")).filter(held__gt=1).order_by("-kind", "name")
    if asked.area:
        near = Q(kind=Office.Kind.REGIONAL) | within("areas__code", asked.area[:2])
        offices = offices.filter(pk__in=Office.objects.filter(near).values("pk"))
    choices = [(one.name, f"kantor={one.code}") for one in offices]
    if asked.area:
        province = asked.area[:2]
        words = _("Kabupaten dan kota di %(area)s") % {"area": name_of(province)}
        choices.append((words, f"di={province}"))
    base = {"per": asked.as_of.isoformat(), "wilayah": asked.area, "indikator": asked.indicator}
    base["sejak"] = since.isoformat()
    if asked.known_on:
        base["diketahui"] = asked.known_on.isoformat()
    address = reverse("coverage_rank")
    return [(label, f"{address}?{urlencode(base)}&{query}", query == chosen) for label, query in choices]


def _title(region: str, own: Ranked | None, rows: Sequence[Ranked], day: date) -> str:
    if own is None or own.place.known is None:
        return _("Peringkat cakupan, %(region)s, per %(day)s") % {"region": region, "day": numbers.day(day)}
    known = sum(row.place.known is not None for row in rows)
    return _("%(area)s peringkat %(place)s dari %(known)s yang diketahui di %(region)s, per %(day)s") % {
        "area": own.name,
        "place": place_text(own.place.known),
        "known": known,
        "region": region,
        "day": numbers.day(day),
    }


def _own_text(own: Ranked, rows: Sequence[Ranked]) -> str:
    """What the rank of the chosen area does and does not say."""
    unknown = sum(row.place.known is None for row in rows)
    if own.place.is_decided or own.place.known is None or not unknown:
        return ""
    form = ngettext(
        "Angka %(unknown)s wilayah tidak diketahui. Apa pun angkanya, peringkat %(area)s di antara %(all)s "
        "wilayah adalah %(place)s.",
        "Angka %(unknown)s wilayah tidak diketahui. Apa pun angkanya, peringkat %(area)s di antara %(all)s "
        "wilayah adalah %(place)s.",
        unknown,
    )
    return form % {
        "unknown": unknown,
        "area": own.name,
        "all": len(rows),
        "place": place_text(own.place.possible),
    }
