"""Targets: the list with what was achieved, the page of one with its path and working, and the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, needs
from naungan.areas.queries import name_of
from naungan.coverage.drawings import path_drawing
from naungan.coverage.forms import TargetForm, TargetsForm
from naungan.coverage.models import Target
from naungan.coverage.pages import target_columns as columns
from naungan.coverage.pages.drawing import svg_file
from naungan.coverage.pages.selection import EVERYTHING, Selection, selection_of
from naungan.coverage.queries import Achievement, Path, Trend, achievements, history, trend
from naungan.coverage.queries.known import INDONESIA, Question
from naungan.coverage.queries.paths import basis_text, path_of, paths
from naungan.coverage.queries.targets import achievement
from naungan.coverage.services import Aim, add_target
from naungan.kit.asking import Question as Asking
from naungan.kit.asking import ask, bound
from naungan.kit.lists import FORMAT, list_response
from naungan.law import months

LONGEST = 60


@needs("coverage.view")
def targets(request: HttpRequest) -> HttpResponseBase:
    """Every target of an area and of what lies in it, with what was achieved by a day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = TargetsForm(_filled(request))
    asked = selection_of(request, form)
    rows = achievements(
        as_of=asked.as_of,
        known_at=asked.known_at,
        area_code=asked.area or None,
        scope=actor.scope,
        indicator=form.cleaned_data.get("indikator") or None,
    )
    kind, basis = form.cleaned_data.get("jenis"), form.cleaned_data.get("dasar")
    shown = [
        row
        for row in rows
        if (not basis or row.path.basis == basis)
        and (not kind or any(one.kind == kind for one in row.path.targets))
    ]
    return list_response(
        request,
        title=_("Sasaran cakupan dan capaiannya"),
        columns=columns.for_file(asked) if request.GET.get(FORMAT) else columns.of_achievements(asked),
        rows=shown,
        filterset=_Shown(form),
        source=_("sasaran menurut sumber pada barisnya; realisasi dihitung Naungan atau dilaporkan"),
        name="sasaran",
        template="coverage/targets.html",
        context={
            "empty_text": _("Belum ada sasaran. Catat sasaran daerah, atau muat yang nasional."),
            "asked": asked,
            "coverage_href": asked.href(),
        },
    )


@needs("coverage.view")
def target(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One target: its path, what was reached beside it, achievement by year, gap and its cost."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    one = get_object_or_404(Target.objects.select_related("indicator", "area", "entry"), pk=pk)
    form = TargetsForm(_filled(request))
    asked = selection_of(request, form)
    path = path_of(one)
    area = asked.area if path.area == INDONESIA and request.GET.get("wilayah") else path.area
    question = Question(asked.as_of, asked.known_at, actor.scope)
    row = achievement(path, area, question)
    line = _trend(path, area, asked, actor)
    drawing = path_drawing(path, line, row.area_name)
    if request.GET.get("format") == "svg":
        return svg_file(drawing, f"sasaran-{pk}-{asked.as_of.isoformat()}")
    years = history(path, area, as_of=asked.as_of, known_at=asked.known_at, scope=actor.scope)
    return list_response(
        request,
        title=_title(one, row),
        columns=columns.of_months(path),
        rows=_months(path, line),
        source=_("jalur sasaran dihitung dari sasaran bertanggal; realisasi dihitung Naungan"),
        name="jalur",
        template="coverage/target.html",
        per_page=60,
        context={
            "target": one,
            "row": row,
            "is_replaced": one not in path.targets,
            "facts": columns.facts_of(row),
            "drawing": drawing,
            "years": columns.year_lines(path, years),
            "on_path": columns.target_lines(path),
            "others": _of_other_bases(path, area),
            "why_apart": basis_text(path.basis),
            "svg_href": f"?{_without_format(request)}&format=svg",
            "list_href": f"{reverse('coverage_targets')}?per={asked.as_of.isoformat()}",
        },
    )


@needs("coverage.edit")
def target_new(request: HttpRequest) -> HttpResponseBase:
    """Record a target of an area in the viewer's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = actor.scope.areas[0] if len(actor.scope.areas) == 1 else ""
    first = {"wilayah": request.GET.get("wilayah", own), "jenis": Target.Kind.RPJMD, "indikator": "bekerja"}

    def write(form: TargetForm) -> str:
        given = form.cleaned_data
        aim = Aim(
            indicator=given["indikator"],
            area_code=given["wilayah"].strip(),
            period=given["masa"],
            kind=given["jenis"],
            percent=given["persen"].replace("%", "").strip(),
            people=given["orang"],
            source=given["sumber"],
            link=given["tautan"],
            note=given["catatan"],
        )
        made = add_target(aim, actor=actor, reason=given["alasan"])
        return reverse("coverage_target", args=[made.pk])

    words = Asking(
        title=_("Catat sasaran"),
        button=_("Catat"),
        back=reverse("coverage_targets"),
        done=_("Sasaran dicatat. Yang lama tetap tersimpan dengan tanggal pencatatannya."),
        lead=_("Tulis seperti bunyi rencananya: persen dari dasar indikator itu, atau jumlah orang."),
    )
    return ask(request, bound(request, TargetForm, initial=first), words, write)


class _Shown:
    def __init__(self, form: TargetsForm) -> None:
        self.form = form


@dataclass(frozen=True, slots=True)
class PathMonth:
    """A month of a path: what was to be reached and what was, in the unit of the path."""

    month: int
    target: int | None
    realised: int | None
    protected: int | None
    eligible: int | None
    note: str


def _filled(request: HttpRequest) -> dict[str, str]:
    """The filters of the address; a wilayah of "semua" is none."""
    given = {name: request.GET.get(name, "") for name in TargetsForm.base_fields}
    return given | ({"wilayah": ""} if given["wilayah"] == EVERYTHING else {})


def _title(one: Target, row: Achievement) -> str:
    return _("Sasaran %(kind)s %(year)s: %(measure)s, %(area)s") % {
        "kind": one.kind if one.kind != Target.Kind.OWN else _("daerah"),
        "year": one.on.year,
        "measure": row.path.name,
        "area": row.area_name,
    }


def _trend(path: Path, area: str, asked: Selection, actor: Actor) -> Trend:
    """What was reached month by month, from a year before the path as far as a trend goes."""
    reach = months.of(asked.as_of) - path.dated[0][0] + 13
    line = trend(
        as_of=asked.as_of,
        count=max(13, min(reach, LONGEST)),
        known_at=asked.known_at,
        area_code=area or None,
        scope=actor.scope,
        indicator=path.indicator.code,
    )
    if area == INDONESIA:
        unknown = tuple(one.without_figure() for one in line.points)
        return Trend(unknown, line.reported)
    return line.trimmed()


def _months(path: Path, line: Trend) -> list[PathMonth]:
    """The twin of the chart: every month of path and trend, the newest first."""
    known = {point.month: point for point in line.points}
    first = min([path.dated[0][0], *known])
    last = max([path.dated[-1][0], *known])
    rows = []
    for month in range(last, first - 1, -1):
        point = known.get(month)
        share = None if point is None else point.percent_hundredths
        rows.append(
            PathMonth(
                month=month,
                target=path.value_in(month),
                realised=(point.protected if point else None) if path.in_people else share,
                protected=point.protected if point else None,
                eligible=point.eligible if point else None,
                note=columns.point_note(point) if point else "",
            )
        )
    return rows


def _of_other_bases(path: Path, area: str) -> Sequence[dict[str, Any]]:
    """Targets of the same area on another basis, which are not held against this one, each with its page."""
    areas = {path.area, area, INDONESIA}
    return [
        {
            "text": f"{other.kind_label}: {other.name}",
            "area": name_of(other.area) if other.area else _("Indonesia"),
            "why": basis_text(other.basis),
            "href": reverse("coverage_target", args=[other.targets[-1].pk]),
        }
        for other in paths(areas=areas)
        if other.basis != path.basis and not other.in_people
    ]


def _without_format(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("format", None)
    return query.urlencode()
