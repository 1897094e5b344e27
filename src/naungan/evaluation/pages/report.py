"""The half-yearly report on Presidential Instruction 2/2021: page, PDF, XLSX, CSV, and keeping it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.evaluation.forms import KeepForm, ReportForm
from naungan.evaluation.pack import Field, Kind, Pack, Row
from naungan.evaluation.pages.packs import EDIT, meetings_for
from naungan.evaluation.pages.selection import (
    areas_of,
    as_file,
    clocks,
    day_asked,
    known_asked,
    refuse_if_elsewhere,
    show,
    unknown_words,
)
from naungan.evaluation.paper import draft_pdf
from naungan.evaluation.queries import flat_rows, inpres_report
from naungan.evaluation.queries.inpres import fields
from naungan.evaluation.semesters import Semester, semester_at, semester_of
from naungan.evaluation.services import keep_report
from naungan.kit import numbers
from naungan.kit.asking import Question, ask, bound
from naungan.kit.exports import Heading, csv_lines
from naungan.kit.lists import Column
from naungan.kit.viewer import viewer


@needs("evaluation.view")
def inpres(request: HttpRequest) -> HttpResponseBase:
    """The report of `?wilayah=` for `?semester=2023-2`; `?format=pdf|xlsx|csv` its files."""
    actor = actor_of(request)
    areas = areas_of(actor)
    area, semester = _asked(request, areas[0].code if areas else "")
    refuse_if_elsewhere(actor, area)
    report = inpres_report(
        area,
        semester,
        as_of=timezone.localdate(),
        known_at=known_asked(request),
        scope=actor.scope,
    )
    if request.GET.get("format") == "csv":
        return _csv(request, report, semester)
    chosen = {"wilayah": area, "semester": str(semester), "diketahui": request.GET.get("diketahui", "")}
    keep = f"{reverse('evaluation_inpres_keep')}?{clocks(request, wilayah=area, semester=str(semester))}"
    return as_file(request, report, partial(draft_pdf, report)) or show(
        request,
        report,
        asked_form=ReportForm(chosen, areas=areas, newest=timezone.localdate()),
        csv_href=f"?{clocks(request, wilayah=area, semester=str(semester), format='csv')}",
        keep_href=keep if EDIT in viewer(request).permissions else "",
        unknown_words=unknown_words(),
    )


@needs(EDIT)
def inpres_keep(request: HttpRequest) -> HttpResponseBase:
    """Keep the report as it is now."""
    actor = actor_of(request)
    areas = areas_of(actor)
    area, semester = _asked(request, areas[0].code if areas else "")
    refuse_if_elsewhere(actor, area)
    form = bound(request, KeepForm, meetings=meetings_for(request, area))

    def write(valid: KeepForm) -> str:
        kept = keep_report(
            area=area,
            semester=str(semester),
            known_at=known_asked(request),
            meeting=valid.cleaned_data["meeting"],
            reason=valid.cleaned_data["reason"],
            actor=actor,
        )
        return reverse("evaluation_kept", args=[kept.pk])

    question = Question(
        title=_("Simpan laporan"),
        button=_("Simpan laporan"),
        back=f"{reverse('evaluation_inpres')}?{clocks(request, wilayah=area, semester=str(semester))}",
        done=_("Laporan disimpan; isinya tidak berubah lagi."),
        lead=_("Yang disimpan adalah angka seperti sekarang ditunjukkan, dengan nomor dan kode QR."),
    )
    return ask(request, form, question, write)


def _asked(request: HttpRequest, area: str) -> tuple[str, Semester]:
    chosen = request.GET.get("wilayah", "") or area
    if not chosen:
        raise Http404
    given = request.GET.get("semester", "")
    today = timezone.localdate()
    return chosen, semester_of(given) if given else semester_at(day_asked(request, today))


def _csv(request: HttpRequest, report: Pack, semester: Semester) -> HttpResponseBase:
    """Every line with the code and name of its area before it; unknown is empty."""
    described = f"{report.area} {report.area_name}; {semester.name}; {numbers.day(report.as_of)}"
    heading = Heading(report.title, described, report.parts[0].source, request.user.get_username())
    first = (Field("code", _("Kode wilayah"), "id"), Field("area", _("Wilayah")))
    columns = [
        Column(field.key, field.label, partial(_plain, at, field.kind), kind=field.kind)
        for at, field in enumerate((*first, *fields()))
    ]
    lines = csv_lines(heading, columns, flat_rows(report))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"inpres-{report.area}-{semester}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _plain(at: int, kind: Kind, row: Row) -> Any:
    value = row[at]
    return int(value) / 100 if kind == "percent" and value is not None else value
