"""The decree's annex: a short one at once, a long one in the background with progress and the file when it is ready."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.accounts.models import User
from naungan.kit import papers
from naungan.kit.exports import XLSX_TYPE
from naungan.kit.nik import is_masked
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import papers_of
from naungan.registry.decrees import annex, tasks
from naungan.registry.models import Roll
from naungan.registry.pages.verification import find_roll
from naungan.registry.pages.work import viewer_holds

MOST_PAPERS = 10


@needs("registry.view")
def roll_annex(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The forms of a list's annex, what is being made, what lies ready, and the numbers it was given."""
    roll = _find(request, pk)
    people = annex.members_of(roll).count()
    context = {
        "title": _("Lampiran SK"),
        "roll": roll,
        "people": people,
        "is_long": people > tasks.LONG,
        "long": tasks.LONG,
        "forms": [_form(roll, *one) for one in _offered(request)],
        "working": _working(request, roll),
        "issued": [one for one in papers_of(annex.subject_of(roll)) if one.kind == IssuedPaper.Kind.ANNEX][
            :MOST_PAPERS
        ],
    }
    return render(request, "registry/roll_annex.html", context)


@needs("registry.view")
def roll_annex_make(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make an annex: it takes a number, so that it is asked for by a button. A short one is the answer itself."""
    roll = _find(request, pk)
    asked = (request.POST.get("bentuk", ""), request.POST.get("untuk", ""))
    if request.method != "POST" or asked not in _offered(request):
        return redirect("roll_annex", pk=pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    people = annex.members_of(roll).count()
    if not people:
        messages.info(request, _("Belum ada orang yang masuk lampiran daftar ini."))
        return redirect("roll_annex", pk=pk)
    if people > tasks.LONG:
        assert isinstance(actor.user, User)
        tasks.start(roll, *asked, actor.user, request.build_absolute_uri("/"))
        return redirect("roll_annex", pk=pk)
    form, version = asked
    whole = version == tasks.WHOLE
    if form == tasks.XLSX:
        file = annex.annex_xlsx(roll, whole=whole)
        return FileResponse(file, as_attachment=True, filename=f"{_stem(roll)}.xlsx", content_type=XLSX_TYPE)
    return papers.response(annex.annex_pdf(roll, whole=whole, actor=actor, request=request), _stem(roll))


@needs("registry.view")
def roll_annex_progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the annexes are, asked every second; once one is ready the page comes anew."""
    roll = _find(request, pk)
    if not request.headers.get("HX-Request"):
        return redirect("roll_annex", pk=pk)
    working = _working(request, roll)
    if str(len(working)) != request.GET.get("n", ""):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "registry/_annex_working.html", {"roll": roll, "working": working})


@needs("registry.view")
def roll_annex_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A long annex that lies ready; with whole NIKs for who may read them."""
    roll = _find(request, pk)
    found = next(
        (one for one in (tasks.made(roll, *one) for one in _offered(request)) if one and one.name == name),
        None,
    )
    if found is None:
        raise Http404
    return FileResponse(
        tasks.path_of(roll, name).open("rb"), as_attachment=True, filename=f"{_stem(roll)}-{name}"
    )


def _find(request: HttpRequest, pk: int) -> Roll:
    """The list, for who holds its payer: the annex names everybody."""
    roll = find_roll(request, pk)
    if not viewer_holds(request, roll):
        raise Http404
    return roll


def _offered(request: HttpRequest) -> list[tuple[str, str]]:
    """The forms and versions for a viewer: with whole NIKs for who may read them."""
    masked = is_masked(request)
    left_out = (tasks.PDF, tasks.WHOLE), (tasks.XLSX, tasks.WHOLE)
    return [
        one for one in tasks.VERSIONS if one not in (left_out if masked else ((tasks.XLSX, tasks.PUBLIC),))
    ]


def _form(roll: Roll, form: str, version: str) -> dict[str, Any]:
    made, making = tasks.made(roll, form, version), tasks.making(roll, form, version)
    href = reverse("roll_annex_file", args=[roll.pk, made.name]) if made else ""
    return {
        "form": form,
        "version": version,
        "label": _label(form, version),
        "href": href,
        "made": made,
        "making": making if making and not making.stopped else None,
        "stopped": making.stopped if making else "",
    }


def _label(form: str, version: str) -> str:
    return {
        (tasks.PDF, tasks.WHOLE): _("PDF dengan NIK lengkap"),
        (tasks.PDF, tasks.PUBLIC): _("PDF untuk umum, NIK disamarkan"),
        (tasks.XLSX, tasks.WHOLE): _("XLSX dengan NIK lengkap"),
        (tasks.XLSX, tasks.PUBLIC): _("XLSX, NIK disamarkan"),
    }[form, version]


def _working(request: HttpRequest, roll: Roll) -> list[dict[str, Any]]:
    found = [tasks.making(roll, *one) for one in _offered(request)]
    return [
        {"label": _label(one.form, one.version), "percent": one.percent, "left": _left(one)}
        for one in found
        if one and not one.stopped
    ]


def _left(work: tasks.Making) -> str:
    """About how long it still takes, once a part is done."""
    if not work.percent:
        return ""
    left = round((time.time() - work.since) * (100 - work.percent) / work.percent) or 1
    return ngettext("Sekitar %(count)s detik lagi.", "Sekitar %(count)s detik lagi.", left) % {"count": left}


def _stem(roll: Roll) -> str:
    return f"lampiran-sk-{slugify(roll.name)[:60]}"
