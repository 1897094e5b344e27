"""A candidate: facts, values, evidence; and the whole working of its score on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.awards import forms
from naungan.awards.models import Candidate, Criterion, Evidence, Stage
from naungan.awards.pages.categories import candidate_href, tie_text
from naungan.awards.pages.categories import href as board_href
from naungan.awards.pages.parts import (
    EDIT,
    STATE_TONES,
    VIEW,
    Asked,
    candidate_or_404,
    may_edit,
    point,
    question,
    scale_text,
    tabs,
    today,
    value_text,
)
from naungan.awards.queries import Line, Working, holds, is_closed, organises, workings
from naungan.awards.services import attach_evidence, state_value, verify, withdraw_candidate
from naungan.awards.templatetags.awards import points
from naungan.kit import files, numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response

SCORED = (Stage.NOMINATION, Stage.VERIFICATION, Stage.INTERVIEW)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a working with the words around it."""

    line: Line
    closed: bool

    @property
    def source(self) -> str:
        """Where the points come from, jurors one by one once the edition is closed."""
        if self.line.criterion.method != Criterion.Method.JURY:
            return self.line.value.source if self.line.value else _("belum ada nilai")
        if not self.closed:
            return _("Nilai juri tertutup sampai edisi diperingkat.")
        each = "; ".join(_juror_words(one) for one in self.line.jurors)
        words = {"given": self.line.given, "all": len(self.line.jurors), "each": each}
        return _("Rata-rata %(given)s dari %(all)s juri. %(each)s") % words

    @property
    def added(self) -> float | None:
        """What the line adds to the sum: points x weight, exact."""
        return None if self.line.product is None else self.line.product / 1_000_000


def _juror_words(one: Any) -> str:
    words = {
        "number": one.number,
        "name": one.juror.name,
        "why": one.conflict,
        "score": points(one.score),
    }
    if one.conflict:
        return _("Juri %(number)s (%(name)s) tidak dihitung: %(why)s") % words
    if one.score is None:
        return _("Juri %(number)s (%(name)s) tidak menilai") % words
    return _("Juri %(number)s (%(name)s) %(score)s") % words


@needs(VIEW)
def award_candidate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One candidate."""
    found, scope = candidate_or_404(request, pk), actor_of(request).scope
    edition = found.category.edition
    organiser, own = organises(scope, edition), holds(scope, found)
    open_now = edition.stage in SCORED and found.state != Candidate.State.WITHDRAWN and may_edit(request)
    made = workings(found.category, [found], with_jury=is_closed(edition))[found.pk]
    context = {
        "title": found.name,
        "candidate": found,
        "category": found.category,
        "edition": edition,
        "tone": STATE_TONES[Candidate.State(found.state)],
        "lines": [
            (Row(line, is_closed(edition)), value_text(line.value, line.criterion)) for line in made.lines
        ],
        "documents": points(made.documents),
        "total": points(made.total) if is_closed(edition) else "",
        "tie": tie_text(found),
        "evidence": found.evidence.select_related("entry", "criterion") if organiser or own else None,
        "conflicts": found.conflicts.select_related("juror") if organiser else [],
        "may_attach": open_now and (organiser or own),
        "may_state": open_now and organiser,
        "may_verify": open_now
        and organiser
        and edition.stage == Stage.VERIFICATION
        and found.state == Candidate.State.NOMINATED,
        **tabs("awards"),
    }
    return render(request, "awards/candidate.html", context)


@needs(VIEW)
def award_working(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole working of a candidate's score."""
    return working_page(request, candidate_or_404(request, pk), "award_candidate")


def working_page(request: HttpRequest, found: Candidate, back: str) -> HttpResponseBase:
    """Criterion, value and source, points, weight and what it adds; the sum, and how it is rounded."""
    closed = is_closed(found.category.edition)
    made = workings(found.category, [found], with_jury=closed)[found.pk]
    form = forms.WorkingFilterForm(request.GET)
    wanted = form.cleaned_data["asal"] if form.is_valid() else ""
    rows = [Row(line, closed) for line in made.lines if not wanted or line.criterion.method == wanted]
    return list_response(
        request,
        title=_("Hitungan nilai %(name)s") % {"name": found.name},
        columns=_columns(),
        rows=rows,
        filterset=Asked(form),
        source=_("Naungan, ruang penghargaan; nilai sistem dibekukan ketika calon diverifikasi."),
        name="hitungan",
        template="awards/working.html",
        context={
            **_sums(found, made, closed=closed),
            "back": reverse(back, args=[found.pk]),
            **tabs("awards"),
        },
    )


def _sums(found: Candidate, made: Working, *, closed: bool) -> dict[str, Any]:
    return {
        "candidate": found,
        "category": found.category,
        "edition": found.category.edition,
        "closed": closed,
        "final": points(made.total) if closed else "",
        "documents": points(made.documents),
        "missing": ", ".join(line.criterion.name for line in made.missing) if closed else "",
        "assumed": any(line.criterion.is_assumed for line in made.lines),
        "tie": tie_text(found),
    }


def _columns() -> list[Column]:
    return [
        Column("criterion", _("Kriteria"), "line.criterion.name"),
        Column("method", _("Asal nilai"), "line.criterion.get_method_display"),
        Column("value", _("Nilai"), lambda row: value_text(row.line.value, row.line.criterion)),
        Column("source", _("Sumber"), "source"),
        Column("as_of", _("Posisi per"), "line.value.as_of", kind="date"),
        Column("known", _("Diketahui pada"), "line.value.known_at", kind="moment"),
        Column("scale", _("Skala"), lambda row: scale_text(row.line.criterion)),
        Column(
            "points",
            _("Angka (0–100)"),
            lambda row: point(row.line.points),
            kind="percent",
            show=lambda row: points(row.line.points),
        ),
        Column("weight", _("Bobot nilai"), lambda row: row.line.criterion.weight / 100, kind="percent"),
        Column(
            "added",
            _("Angka × bobot"),
            "added",
            kind="percent",
            show=lambda row: numbers.decimal(row.added, 4),
        ),
    ]


@needs(EDIT)
def award_value(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A value that the committee states."""
    found, actor = candidate_or_404(request, pk), actor_of(request)
    form = bound(request, forms.ValueForm, candidate=found, initial={"as_of": today()})
    words = question(
        "awards",
        title=_("Nyatakan nilai"),
        lead=found.name,
        button=_("Simpan nilai"),
        back=candidate_href(found),
        done=_("Nilai disimpan."),
    )

    def write(valid: forms.ValueForm) -> None:
        given = valid.cleaned_data
        state_value(
            found,
            given["criterion"],
            value=given["whole_value"],
            source=given["source"],
            as_of=given["as_of"],
            actor=actor,
        )

    return ask(request, form, words, write)


@needs(EDIT)
def award_verify(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The candidate is verified."""
    found, actor = candidate_or_404(request, pk), actor_of(request)
    words = question(
        "awards",
        title=_("Verifikasi calon"),
        lead=_("%(name)s. Nilai yang dimiliki sistem dibekukan sekarang, per akhir masa penilaian.")
        % {"name": found.name},
        button=_("Verifikasi"),
        back=candidate_href(found),
        done=_("Calon terverifikasi; nilai sistem dibekukan."),
    )
    form = bound(request, forms.DayForm, initial={"on": today()})
    return ask(request, form, words, lambda valid: verify(found, actor=actor, **valid.cleaned_data))


@needs(EDIT)
def award_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The candidate does not go on."""
    found, actor = candidate_or_404(request, pk), actor_of(request)
    words = question(
        "awards",
        title=_("Calon tidak dilanjutkan"),
        lead=found.name,
        button=_("Catat"),
        back=candidate_href(found),
        done=_("Calon tidak dilanjutkan."),
    )
    form = bound(request, forms.ReasonForm)
    return ask(
        request, form, words, lambda valid: withdraw_candidate(found, actor=actor, **valid.cleaned_data)
    )


@needs(EDIT)
def award_evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file for a candidate."""
    found, actor = candidate_or_404(request, pk), actor_of(request)
    form = bound(request, forms.EvidenceForm, category=found.category)
    words = question(
        "awards",
        title=_("Unggah bukti"),
        lead=found.name,
        button=_("Unggah"),
        back=candidate_href(found),
        done=_("Bukti disimpan."),
    )

    def write(valid: forms.EvidenceForm) -> None:
        file = valid.cleaned_data["file"]
        attach_evidence(
            found,
            name=file.name,
            chunks=file.chunks(),
            title=valid.cleaned_data["title"],
            criterion=valid.cleaned_data["criterion"],
            actor=actor,
        )

    return ask(request, form, words, write)


@needs(VIEW)
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a candidate, for who organises the edition and for the candidate's own people."""
    scope = actor_of(request).scope
    found = _evidence(Q(pk=pk))
    candidate = found.candidate
    if not (organises(scope, candidate.category.edition) or holds(scope, candidate)):
        raise Http404
    return download(request, found, board_href(candidate.category))


def _evidence(condition: Q) -> Evidence:
    rows = Evidence.objects.select_related("candidate__category__edition", "candidate__payer")
    found = rows.filter(condition).first()
    if found is None:
        raise Http404
    return found


def download(request: HttpRequest, found: Evidence, back: str) -> HttpResponseBase:
    """The file as a download; told when the store has lost it."""
    path = files.path_of(found.sha256)
    if not path.exists():
        messages.error(request, _("Berkas dokumen ini tidak ada di penyimpanan. Beri tahu administrator."))
        return redirect(back)
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name)
