"""A category: its board of candidates, its criteria and weights, finalists, certificates of the winners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.awards import forms
from naungan.awards.filters import CandidateFilter
from naungan.awards.models import Candidate, Category, Stage
from naungan.awards.pages.parts import (
    EDIT,
    STAGE_TONES,
    STATE_TONES,
    VIEW,
    category_or_404,
    may_edit,
    own_category_or_404,
    point,
    question,
    scale_text,
    tabs,
    today,
)
from naungan.awards.queries import (
    Working,
    is_closed,
    organises,
    proposed_finalists,
    visible_candidates,
    workings,
)
from naungan.awards.services import (
    Handing,
    add_criterion,
    choose_finalists,
    issue_for_winners,
    nominate,
    set_weights,
)
from naungan.awards.templatetags.awards import points
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


def href(category: Category) -> str:
    """Its page."""
    return reverse("award_board", args=[category.pk])


def candidate_href(candidate: Candidate) -> str:
    """A candidate's page."""
    return reverse("award_candidate", args=[candidate.pk])


def tie_text(candidate: Candidate) -> str:
    """How a tie in the total was broken."""
    tie = candidate.placing.tie if hasattr(candidate, "placing") else ""
    if tie == "*":
        return _("seri, peringkat dibagi")
    return _("seri, diputus oleh %(criterion)s") % {"criterion": tie} if tie else ""


@needs(VIEW)
def award_board(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The candidates of a category with their points; places once the edition is ranked."""
    found, scope = category_or_404(request, pk), actor_of(request).scope
    closed, own = is_closed(found.edition), organises(scope, found.edition)
    rows = visible_candidates(scope).filter(category=found)
    rows = rows.order_by(F("placing__place").asc(nulls_last=True), "-is_finalist", "name")
    made = workings(found, rows, with_jury=closed)
    criteria = list(found.criteria.all())
    return list_response(
        request,
        title=_("%(category)s: %(edition)s") % {"category": found, "edition": found.edition.name},
        columns=_columns(made, closed=closed),
        rows=rows,
        filterset=CandidateFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang penghargaan; nilai 0–100 dengan dua desimal, pembulatan setengah ke atas."),
        name="calon",
        template="awards/board.html",
        context={
            **tabs("awards"),
            "category": found,
            "edition": found.edition,
            "closed": closed,
            "criteria": [(one, scale_text(one), numbers.percent(one.weight / 100)) for one in criteria],
            "assumed": any(one.is_assumed and one.weight for one in criteria),
            "whole": numbers.percent(sum(one.weight for one in criteria) / 100),
            "stage_tone": STAGE_TONES[Stage(found.edition.stage)],
            "may_edit": own and may_edit(request),
            "may_nominate": may_edit(request) and found.edition.stage == Stage.NOMINATION,
            "empty_text": _("Belum ada calon yang dapat Anda lihat dalam kategori ini."),
        },
    )


def _columns(made: dict[int, Working], *, closed: bool) -> list[Column]:
    def got(read: Callable[[Working], int | None]) -> dict[str, Any]:
        return {
            "value": lambda row: point(read(made[row.pk])),
            "show": lambda row: points(read(made[row.pk])),
        }

    columns = [
        Column("name", _("Calon"), "name", sort="name", link=candidate_href),
        Column("area", _("Wilayah"), "area.name", sort="area_id"),
        Column(
            "state",
            _("Status"),
            "get_state_display",
            kind="tag",
            sort="state",
            tone=lambda row: STATE_TONES[row.state],
        ),
        Column("finalist", _("Finalis"), lambda row: _("ya") if row.is_finalist else "", sort="is_finalist"),
        Column("documents", _("Nilai dokumen"), kind="percent", **got(lambda one: one.documents)),
    ]
    if not closed:
        return columns
    return [
        Column("place", _("Peringkat"), "placing.place", kind="count", sort="placing__place"),
        *columns,
        Column(
            "total", _("Nilai akhir"), kind="percent", sort="placing__total", **got(lambda one: one.total)
        ),
        Column("tie", _("Seri"), tie_text),
    ]


@needs(EDIT)
def award_nominate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A candidate for a category."""
    found, actor = category_or_404(request, pk), actor_of(request)
    form = bound(request, forms.NominateForm, actor=actor, category=found, initial={"on": today()})

    def write(valid: forms.NominateForm) -> str:
        given = dict(valid.cleaned_data)
        area, payer = given.pop("area", ""), given.pop("payer", "")
        made = nominate(found, area_code=area or None, payer_code=payer or None, actor=actor, **given)
        return candidate_href(made)

    words = question(
        "awards",
        title=_("Usulkan calon"),
        lead=str(found.edition.name),
        button=_("Usulkan"),
        back=href(found),
        done=_("Calon diusulkan."),
    )
    return ask(request, form, words, write)


@needs(EDIT)
def award_weights(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The committee's weights."""
    found, actor = own_category_or_404(request, pk), actor_of(request)
    form = bound(request, forms.WeightsForm, criteria=list(found.criteria.all()))
    words = question(
        "awards",
        title=_("Tetapkan bobot"),
        lead=_("Jumlahnya harus tepat 100,00 %. Bobot contoh hanyalah asumsi; panitia yang menetapkannya."),
        button=_("Simpan bobot"),
        back=href(found),
        done=_("Bobot ditetapkan."),
    )
    return ask(
        request,
        form,
        words,
        lambda valid: set_weights(found, valid.weights(), actor=actor, reason=valid.cleaned_data["reason"]),
    )


@needs(EDIT)
def award_criterion(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One more criterion."""
    found, actor = own_category_or_404(request, pk), actor_of(request)
    words = question(
        "awards",
        title=_("Kriteria baru"),
        lead=_("Kriteria baru mulai dengan bobot 0; tetapkan bobotnya sesudah ini."),
        button=_("Tambah kriteria"),
        back=href(found),
        done=_("Kriteria ditambahkan dengan bobot 0."),
    )
    return ask(
        request,
        bound(request, forms.CriterionForm),
        words,
        lambda form: add_criterion(found, actor=actor, **form.cleaned_data),
    )


@needs(EDIT)
def award_finalists(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who is invited to the interview; ticked is what the documents propose, or what was chosen before."""
    found, actor = own_category_or_404(request, pk), actor_of(request)
    rows = list(found.candidates.filter(state=Candidate.State.VERIFIED).order_by("name"))
    made = workings(found, rows, with_jury=False)
    chosen = [one.pk for one in rows if one.is_finalist] or proposed_finalists(found)
    labels = [
        (
            one.pk,
            _("%(name)s: nilai dokumen %(points)s")
            % {"name": one.name, "points": points(made[one.pk].documents)},
        )
        for one in rows
    ]
    form = bound(request, forms.FinalistsForm, candidates=labels, initial={"chosen": chosen})
    words = question(
        "awards",
        title=_("Pilih finalis"),
        lead=_(
            "Yang dicentang ialah usulan menurut nilai dokumen: %(count)s terbaik, yang seri di batas ikut masuk."
        )
        % {"count": found.finalists},
        button=_("Simpan finalis"),
        back=href(found),
        done=_("Finalis disimpan."),
    )
    return ask(
        request,
        form,
        words,
        lambda valid: choose_finalists(found, actor=actor, **valid.cleaned_data),
    )


@needs(EDIT)
def award_certificates(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Certificates for all winners at once."""
    found, actor = own_category_or_404(request, pk), actor_of(request)
    initial = {"giver": found.edition.organiser, "given_on": today()}
    words = question(
        "certificates",
        title=_("Terbitkan piagam pemenang"),
        lead=_(
            "Untuk %(count)s pemenang kategori %(category)s. Pemenang yang sudah punya piagam tidak diberi lagi."
        )
        % {"count": found.winners, "category": found},
        button=_("Terbitkan piagam"),
        back=href(found),
        done=_("Piagam diterbitkan."),
    )

    def write(form: forms.HandingForm) -> str:
        issue_for_winners(found, Handing(**form.cleaned_data), actor=actor)
        return reverse("certificates")

    return ask(request, bound(request, forms.HandingForm, initial=initial), words, write)
