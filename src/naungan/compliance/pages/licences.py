"""Licence checks: who asked, for which permit, what they were told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.compliance import forms
from naungan.compliance.filters import LicenceFilter
from naungan.compliance.models import LicenceCheck
from naungan.compliance.pages.parts import EDIT, RESULT_TONES, VIEW, find, may_edit, question, tabs
from naungan.compliance.queries import visible_checks
from naungan.compliance.services import record_licence_check
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


@needs(VIEW)
def licence_checks(request: HttpRequest) -> HttpResponseBase:
    """Every licence check of the scope."""
    rows = visible_checks(actor_of(request).scope)
    return list_response(
        request,
        title=_("Pemeriksaan izin"),
        columns=[
            Column("on", _("Tanggal"), "on", kind="date", sort="on"),
            Column("applicant", _("Pemohon izin"), "applicant", sort="applicant", link=_employer),
            Column("nib", _("NIB"), "nib", kind="id"),
            Column("permit", _("Izin yang dimohon"), "permit", sort="permit"),
            Column("asked_by", _("Instansi penanya"), "asked_by", sort="asked_by"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column(
                "result",
                _("Hasil"),
                "get_result_display",
                kind="tag",
                sort="result",
                tone=lambda row: RESULT_TONES[LicenceCheck.Result(row.result)],
            ),
            Column("note", _("Catatan"), "note"),
        ],
        rows=rows,
        filterset=LicenceFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang kepatuhan; diperiksa dan dicatat, tidak menghalangi izin."),
        name="pemeriksaan-izin",
        template="compliance/licences.html",
        context={
            **tabs("licence_checks"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada pemeriksaan izin yang dicatat."),
        },
    )


def _employer(row: LicenceCheck) -> str:
    return reverse("employer", args=[row.employer_id]) if row.employer_id else ""


@needs(EDIT)
def licence_check_new(request: HttpRequest) -> HttpResponseBase:
    """A licence office asked; `?pemberi-kerja=` names the employer that it asked about."""
    actor = actor_of(request)
    pk = request.GET.get("pemberi-kerja", "")
    about = find(request, int(pk)) if pk.isdecimal() else None
    known = {"applicant": about.name, "nib": about.nib, "area": about.area_id} if about else {}
    form = bound(request, forms.LicenceForm, actor=actor, initial={"on": timezone.localdate(), **known})
    words = question(
        "licence_checks",
        title=_("Catat pemeriksaan izin"),
        lead=_("Naungan mencatat dan mengarahkan; keputusan izin tetap pada instansinya."),
        button=_("Simpan"),
        back=reverse("licence_checks"),
        done=_("Pemeriksaan izin dicatat."),
    )
    payer = about.payer if about else None
    return ask(
        request,
        form,
        words,
        lambda given: record_licence_check(actor=actor, employer=about, payer=payer, **given.facts()),
    )
