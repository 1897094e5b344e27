"""Deaths: the list, one by hand on a person's page, and taking one back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.claims import forms
from naungan.claims.filters import DeathFilter
from naungan.claims.models import DeathReport, IncomingFile
from naungan.claims.pages.files import file_rows
from naungan.claims.pages.parts import DEATHS, VIEW, may, tabs, today
from naungan.claims.queries import visible_deaths
from naungan.claims.queries.cases import deaths_without_case
from naungan.claims.services import (
    DeathNotice,
    months_credited,
    open_missing_cases,
    record_one_death,
    standing_on,
    take_back,
)
from naungan.kit import numbers
from naungan.kit.asking import Question, ask, bound
from naungan.kit.lists import Column, list_response
from naungan.registry.queries import visible_people

_MOST_AT_ONCE = 500


@needs(DEATHS)
def deaths(request: HttpRequest) -> HttpResponseBase:
    """Every death reported in the scope, the newest first."""
    actor = actor_of(request)
    rows = visible_deaths(actor.scope).order_by("-died_on", "-pk")
    opens = may(request, VIEW)
    return list_response(
        request,
        title=_("Kematian"),
        columns=[
            Column(
                "name",
                _("Nama"),
                "person.name",
                sort="person__name",
                link=lambda row: reverse("person", args=[row.person_id]),
            ),
            Column("nik", _("NIK"), "person.nik", kind="nik"),
            Column("died", _("Meninggal"), "died_on", kind="date", sort="died_on"),
            Column("place", _("Tempat"), "place"),
            Column("certificate", _("Nomor akta"), "certificate", kind="id"),
            Column("cause", _("Sebab"), "get_cause_display", sort="cause"),
            Column("area", _("Domisili"), "area.name", sort="area_id"),
            Column("source", _("Dilaporkan oleh"), "get_source_display", sort="source"),
            Column(
                "claim",
                _("Kasus keluarga"),
                _case_words,
                link=lambda row: (
                    reverse("claim", args=[row.claim.pk]) if opens and hasattr(row, "claim") else ""
                ),
            ),
            Column("undo", _("Koreksi"), lambda _row: _("Batalkan pencatatan"), link=_undo_href),
        ],
        rows=rows,
        filterset=DeathFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang klaim; satu baris per kematian yang dilaporkan."),
        name="kematian",
        template="claims/deaths.html",
        context={
            **tabs(request, "deaths"),
            "files": file_rows(request, IncomingFile.Kind.DEATHS),
            "unreported": deaths_without_case(actor.scope).count(),
            "empty_text": _("Belum ada kematian yang dilaporkan. Unggah daftar dari Dukcapil atau desa."),
        },
    )


def _case_words(row: DeathReport) -> str:
    return str(row.claim.get_state_display()) if hasattr(row, "claim") else _("Bukan peserta saat meninggal")


def _undo_href(row: DeathReport) -> str:
    return reverse("death_undo", args=[row.pk])


@needs(DEATHS)
def death_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Report the death of a person by hand."""
    actor = actor_of(request)
    person = visible_people(actor.scope).filter(pk=pk).first()
    if person is None:
        raise Http404
    form = bound(request, forms.DeathForm, initial={"died_on": person.deceased_on, "source": "FAMILY"})

    def write(given: forms.DeathForm) -> str:
        told = dict(given.cleaned_data)
        reason = told.pop("reason")
        record_one_death(DeathNotice(nik=person.nik, **told), actor=actor, reason=reason)
        return reverse("person", args=[person.pk])

    question = Question(
        title=_("Catat kematian"),
        button=_("Catat kematian"),
        back=reverse("person", args=[person.pk]),
        done=_("Kematian dicatat. Kepesertaan berakhir, dan kasus keluarga dibuka bila berhak."),
        lead=person.name,
        context=tabs(request, "deaths"),
    )
    return ask(request, form, question, write)


@needs(DEATHS)
def death_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a reported death back; memberships run again as before."""
    actor = actor_of(request)
    report = visible_deaths(actor.scope).filter(pk=pk).first()
    if report is None:
        raise Http404
    reasons = "; ".join(dict.fromkeys(standing_on([report])))
    lead = _("%(name)s: kepesertaan kembali persis seperti sebelum kematian dicatat.") % {
        "name": report.person.name
    }
    if reasons:
        lead = _("%(name)s: tidak dapat dibatalkan, %(reasons)s.") % {
            "name": report.person.name,
            "reasons": reasons,
        }
    again = _billed_again(report)
    question = Question(
        title=_("Batalkan kematian"),
        button=_("Batalkan kematian"),
        back=reverse("deaths"),
        done=" ".join(filter(None, (_("Kematian dibatalkan."), again))),
        lead=lead if reasons or not again else f"{lead} {again}",
        context=tabs(request, "deaths"),
    )
    return ask(
        request,
        bound(request, forms.ReasonForm),
        question,
        lambda given: take_back([report], actor=actor, reason=given.cleaned_data["reason"]),
    )


def _billed_again(report: DeathReport) -> str:
    """How months that were credited because of the death are billed again; "" when none was."""
    found = months_credited([report])
    if not found:
        return ""
    return _(
        "Iuran %(months)s sudah dikreditkan karena kematian ini; jalankan lagi bulan itu di halaman Bulan iuran: hanya "
        "yang kembali yang ditagih, kreditnya tetap tercatat."
    ) % {"months": ", ".join(numbers.month(month) for month in found)}


@needs(DEATHS)
def deaths_open(request: HttpRequest) -> HttpResponseBase:
    """Open the cases of deaths that were recorded without this room."""
    actor = actor_of(request)
    rows = list(deaths_without_case(actor.scope).order_by("deceased_on", "pk")[:_MOST_AT_ONCE])
    lead = _("%(count)s kematian tercatat pada data peserta tanpa laporan di sini.") % {"count": len(rows)}
    question = Question(
        title=_("Buka kasus yang tertinggal"),
        button=_("Buka kasus"),
        back=reverse("deaths"),
        done=_("Laporan dan kasusnya dibuka."),
        lead=lead,
        context={**tabs(request, "deaths"), "today": today()},
    )
    return ask(
        request,
        bound(request, forms.ReasonForm),
        question,
        lambda given: open_missing_cases(actor=actor, people=rows, reason=given.cleaned_data["reason"]),
    )
