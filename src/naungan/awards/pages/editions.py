"""Editions: the list, one edition with its stages, and what its organiser does."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.awards import forms
from naungan.awards.filters import EditionFilter
from naungan.awards.models import AwardEdition, Stage
from naungan.awards.pages.parts import (
    EDIT,
    STAGE_TONES,
    VIEW,
    edition_or_404,
    may_edit,
    own_edition_or_404,
    question,
    tabs,
    today,
)
from naungan.awards.queries import organises, visible_candidates, visible_editions
from naungan.awards.services import NEXT, add_category, advance, appoint, open_edition
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


def href(edition: AwardEdition) -> str:
    """Its page."""
    return reverse("award", args=[edition.pk])


def period(edition: AwardEdition) -> str:
    """The assessed period."""
    words = {"since": numbers.day(edition.assessed_from), "until": numbers.day(edition.assessed_to)}
    return _("%(since)s – %(until)s") % words


def _place(edition: AwardEdition) -> str:
    return edition.area.name if edition.area else _("Indonesia")


@needs(VIEW)
def awards(request: HttpRequest) -> HttpResponseBase:
    """Every edition that the viewer may see."""
    rows = visible_editions(actor_of(request).scope).order_by("-assessed_to", "name")
    return list_response(
        request,
        title=_("Penghargaan"),
        columns=[
            Column("name", _("Edisi"), "name", sort="name", link=href),
            Column("level", _("Tingkat"), "get_level_display", sort="level"),
            Column("area", _("Wilayah"), _place),
            Column("organiser", _("Penyelenggara"), "organiser", sort="organiser"),
            Column("since", _("Dinilai sejak"), "assessed_from", kind="date", sort="assessed_from"),
            Column("until", _("Dinilai sampai"), "assessed_to", kind="date", sort="assessed_to"),
            Column(
                "stage",
                _("Tahap"),
                "get_stage_display",
                kind="tag",
                sort="stage",
                tone=lambda row: STAGE_TONES[row.stage],
            ),
        ],
        rows=rows,
        filterset=EditionFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang penghargaan; satu baris per edisi."),
        name="penghargaan",
        template="awards/awards.html",
        context={
            **tabs("awards"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada edisi penghargaan."),
        },
    )


@needs(VIEW)
def award(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One edition: its stages with dates and who, categories, jurors."""
    found, scope = edition_or_404(request, pk), actor_of(request).scope
    own = organises(scope, found)
    seen = dict(
        visible_candidates(scope)
        .filter(category__edition=found)
        .order_by()
        .values_list("category_id")
        .annotate(total=Count("pk"))
    )
    steps = {step.stage: step for step in found.steps.select_related("entry")}
    following = NEXT.get(Stage(found.stage))
    context: dict[str, Any] = {
        "title": found.name,
        "edition": found,
        "place": _place(found),
        "period": period(found),
        "tone": STAGE_TONES[Stage(found.stage)],
        "stages": [(stage.label, steps.get(stage), stage == found.stage) for stage in Stage],
        "categories": [
            (one, seen.get(one.pk, 0), any(c.is_assumed and c.weight for c in one.criteria.all()))
            for one in found.categories.prefetch_related("criteria")
        ],
        "jurors": found.jurors.all() if own else [],
        "own": own,
        "may_edit": own and may_edit(request),
        "next_label": following.label if following else "",
        **tabs("awards"),
    }
    return render(request, "awards/award.html", context)


@needs(EDIT)
def award_new(request: HttpRequest) -> HttpResponseBase:
    """A new edition."""
    actor = actor_of(request)
    form = bound(request, forms.EditionForm, actor=actor, initial={"opened_on": today()})

    def write(valid: forms.EditionForm) -> str:
        given = dict(valid.cleaned_data)
        return href(open_edition(area_code=given.pop("area") or None, actor=actor, **given))

    words = question(
        "awards",
        title=_("Edisi penghargaan baru"),
        button=_("Buka edisi"),
        back=reverse("awards"),
        done=_("Edisi dibuka; tambahkan kategorinya."),
    )
    return ask(request, form, words, write)


@needs(EDIT)
def award_category(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A category of an edition."""
    found, actor = own_edition_or_404(request, pk), actor_of(request)
    words = question(
        "awards",
        title=_("Kategori baru"),
        lead=_("%(edition)s. Kriteria dan bobot awal diambil dari contoh dan ditandai sebagai asumsi.")
        % {"edition": found.name},
        button=_("Tambah kategori"),
        back=href(found),
        done=_("Kategori ditambahkan; tetapkan bobotnya."),
    )
    return ask(
        request,
        bound(request, forms.CategoryForm),
        words,
        lambda form: reverse("award_board", args=[add_category(found, actor=actor, **form.cleaned_data).pk]),
    )


@needs(EDIT)
def award_juror(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A juror of an edition."""
    found, actor = own_edition_or_404(request, pk), actor_of(request)
    words = question(
        "awards",
        title=_("Angkat juri"),
        lead=_("%(edition)s. Juri ialah pengguna dengan peran Juri penghargaan; ia menilai sendiri.")
        % {"edition": found.name},
        button=_("Angkat juri"),
        back=href(found),
        done=_("Juri diangkat."),
    )
    form = bound(request, forms.JurorForm, edition=found)
    return ask(request, form, words, lambda valid: appoint(found, actor=actor, **valid.cleaned_data))


@needs(EDIT)
def award_stage(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The next stage of an edition."""
    found, actor = own_edition_or_404(request, pk), actor_of(request)
    following = NEXT.get(Stage(found.stage), Stage.AWARDED)
    leads = {
        Stage.VERIFICATION: _("Sesudah ini tidak ada usulan baru dan bobot tidak berubah lagi."),
        Stage.INTERVIEW: _(
            "Sesudah ini juri menilai. Finalis yang belum dipilih diusulkan dari nilai dokumen."
        ),
        Stage.RANKED: _("Sesudah ini penilaian ditutup, peringkat dibekukan, dan nilai juri terbuka."),
        Stage.AWARDED: _("Sesudah ini hasilnya dilihat semua pengguna, dan piagam dapat diterbitkan."),
    }
    words = question(
        "awards",
        title=_("Tahap berikut: %(stage)s") % {"stage": following.label},
        lead=leads[following],
        button=_("Masuk tahap %(stage)s") % {"stage": following.label},
        back=href(found),
        done=_("Tahap dicatat."),
    )
    form = bound(request, forms.StageForm, initial={"on": today(), "expected": following})
    return ask(request, form, words, lambda valid: advance(found, actor=actor, **valid.cleaned_data))
