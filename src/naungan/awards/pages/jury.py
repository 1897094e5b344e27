"""The judge's desk: the finalists of the juror's editions, and only the juror's own scores."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.accounts.models import User
from naungan.awards import forms
from naungan.awards.filters import DeskFilter
from naungan.awards.models import Candidate, Criterion, Evidence, Juror, JuryScore, Stage
from naungan.awards.pages.candidates import download, working_page
from naungan.awards.pages.parts import JUDGE, STAGE_TONES
from naungan.awards.queries import conflict, is_closed, own_scores
from naungan.awards.services import declare_conflict, give_scores
from naungan.kit.asking import Question, ask, bound
from naungan.kit.lists import Column, list_response


def _user(request: HttpRequest) -> User:
    user = actor_of(request).user
    assert user is not None
    return user


def _desk(request: HttpRequest, pk: int) -> tuple[Juror, Candidate]:
    """The juror and a finalist of the juror's own editions."""
    found = (
        Candidate.objects.select_related("category__edition", "area", "payer", "entry")
        .filter(pk=pk, is_finalist=True, category__edition__stage__in=_JUDGED)
        .first()
    )
    juror = found and Juror.objects.filter(edition=found.category.edition_id, user=_user(request)).first()
    if not found or not juror:
        raise Http404
    return juror, found


_JUDGED = (Stage.INTERVIEW, Stage.RANKED, Stage.AWARDED)


@needs(JUDGE)
def jury(request: HttpRequest) -> HttpResponseBase:
    """The finalists to judge, with how many criteria the juror has scored."""
    user = _user(request)
    rows = (
        Candidate.objects.select_related("category__edition", "area", "payer")
        .filter(is_finalist=True, category__edition__jurors__user=user, category__edition__stage__in=_JUDGED)
        .order_by("category__edition__name", "category", "name")
    )
    jurors = {one.edition_id: one for one in Juror.objects.filter(user=user).select_related("user")}
    given = _given(user)
    asked = {
        category: len(list(criteria))
        for category, criteria in _jury_criteria(list(rows.values_list("category_id", flat=True))).items()
    }

    def progress(row: Candidate) -> str:
        near = conflict(jurors[row.category.edition_id], row)
        if near:
            return _("tidak dinilai: %(why)s") % {"why": near}
        words = {"given": given.get(row.pk, 0), "all": asked.get(row.category_id, 0)}
        return _("%(given)s dari %(all)s kriteria") % words

    return list_response(
        request,
        title=_("Meja juri"),
        columns=[
            Column(
                "name",
                _("Calon"),
                "name",
                sort="name",
                link=lambda row: reverse("jury_candidate", args=[row.pk]),
            ),
            Column("edition", _("Edisi"), "category.edition.name"),
            Column("kind", _("Kategori"), "category.get_kind_display"),
            Column(
                "stage",
                _("Tahap"),
                "category.edition.get_stage_display",
                kind="tag",
                tone=lambda row: STAGE_TONES[row.category.edition.stage],
            ),
            Column("progress", _("Nilai Anda"), progress),
        ],
        rows=rows,
        filterset=DeskFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, meja juri; hanya nilai Anda sendiri."),
        name="meja-juri",
        template="awards/jury.html",
        context={"empty_text": _("Belum ada finalis yang menunggu nilai Anda.")},
    )


def _given(user: User) -> dict[int, int]:
    """How many criteria of each candidate the juror has scored."""
    pairs = set(
        JuryScore.objects.filter(juror__user=user).order_by().values_list("candidate_id", "criterion_id")
    )
    found: dict[int, int] = {}
    for candidate, _criterion in pairs:
        found[candidate] = found.get(candidate, 0) + 1
    return found


def _jury_criteria(categories: list[int]) -> dict[int, list[Criterion]]:
    found: dict[int, list[Criterion]] = {}
    for one in Criterion.objects.filter(category__in=set(categories), method=Criterion.Method.JURY):
        found.setdefault(one.category_id, []).append(one)
    return found


@needs(JUDGE)
def jury_candidate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One finalist: evidence and the juror's own scores; once the edition is ranked, the whole working."""
    juror, found = _desk(request, pk)
    edition = found.category.edition
    if is_closed(edition) and request.method != "POST":
        return working_page(request, found, "jury_candidate")
    criteria = found.category.criteria.filter(method=Criterion.Method.JURY)
    form = bound(request, forms.ScoresForm, criteria=criteria, known=own_scores(juror, found))
    near = conflict(juror, found)
    words = Question(
        title=found.name,
        lead=_("%(edition)s · %(category)s") % {"edition": edition.name, "category": found.category},
        button=_("Simpan nilai saya"),
        back=reverse("jury"),
        done=_("Nilai Anda disimpan. Sebelum edisi ditutup, Anda masih dapat memperbaikinya."),
        template="awards/judge.html",
        context={
            "candidate": found,
            "evidence": found.evidence.select_related("criterion", "entry"),
            "conflict": near,
            "history": juror.scores.filter(candidate=found).select_related("criterion").order_by("-pk"),
        },
    )
    return ask(
        request,
        form,
        words,
        lambda valid: give_scores(juror, found, valid.scores(), notes=valid.notes(), actor=actor_of(request)),
    )


@needs(JUDGE)
def jury_conflict(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The juror steps aside for a finalist."""
    juror, found = _desk(request, pk)
    words = Question(
        title=_("Nyatakan benturan kepentingan"),
        lead=_("%(name)s. Nilai Anda untuk calon ini tidak dihitung, juga tidak sebagai nol.")
        % {"name": found.name},
        button=_("Nyatakan"),
        back=reverse("jury"),
        done=_("Benturan kepentingan dicatat; calon ini tidak Anda nilai."),
        template="awards/judge_form.html",
    )
    form = bound(request, forms.ReasonForm)
    return ask(
        request,
        form,
        words,
        lambda valid: declare_conflict(juror, found, actor=actor_of(request), **valid.cleaned_data),
    )


@needs(JUDGE)
def jury_evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a finalist whom the juror may judge."""
    found = Evidence.objects.select_related("candidate").filter(pk=pk).first()
    if found is None:
        raise Http404
    juror, candidate = _desk(request, found.candidate_id)
    if conflict(juror, candidate):
        raise Http404
    return download(request, found, reverse("jury"))
