"""What the pages share: tabs, tones, finding what the viewer may see, points and weights in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of
from naungan.awards.models import AwardEdition, Candidate, Category, Criterion, CriterionValue, Stage
from naungan.awards.queries import organises, visible_candidates, visible_editions
from naungan.kit import numbers
from naungan.kit.asking import Question
from naungan.kit.viewer import viewer

VIEW, EDIT, JUDGE = "awards.view", "awards.edit", "awards.judge"
STAGE_TONES = {
    Stage.NOMINATION: "info",
    Stage.VERIFICATION: "info",
    Stage.INTERVIEW: "warn",
    Stage.RANKED: "warn",
    Stage.AWARDED: "good",
}
STATE_TONES = {
    Candidate.State.NOMINATED: "info",
    Candidate.State.VERIFIED: "good",
    Candidate.State.WITHDRAWN: "off",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A bound form in the place of a filter set, for lists that are no querysets."""

    form: forms.Form


def may_edit(request: HttpRequest) -> bool:
    """Whether to show what edits."""
    return EDIT in viewer(request).permissions


def today() -> Any:
    """Today where the office is."""
    return timezone.localdate()


def tabs(current: str) -> dict[str, Any]:
    """The parts of the room, for every page of it."""
    parts = [
        ("awards", _("Edisi penghargaan")),
        ("punctual", _("Pembayar tepat waktu")),
        ("certificates", _("Piagam")),
    ]
    return {"room_tabs": [(reverse(name), label, name == current) for name, label in parts]}


def question(tab: str, **words: Any) -> Question:
    """The words around a form of the room."""
    return Question(template="awards/form.html", context=tabs(tab), **words)


def edition_or_404(request: HttpRequest, pk: int) -> AwardEdition:
    """An edition that the viewer may see."""
    return get_object_or_404(visible_editions(actor_of(request).scope), pk=pk)


def category_or_404(request: HttpRequest, pk: int) -> Category:
    """A category of an edition that the viewer may see."""
    found = (
        Category.objects.select_related("edition__area")
        .filter(pk=pk, edition__in=visible_editions(actor_of(request).scope))
        .first()
    )
    if found is None:
        raise Http404
    return found


def own_edition_or_404(request: HttpRequest, pk: int) -> AwardEdition:
    """An edition that the viewer organises."""
    found = edition_or_404(request, pk)
    if not organises(actor_of(request).scope, found):
        raise Http404
    return found


def own_category_or_404(request: HttpRequest, pk: int) -> Category:
    """A category of an edition that the viewer organises."""
    found = category_or_404(request, pk)
    if not organises(actor_of(request).scope, found.edition):
        raise Http404
    return found


def candidate_or_404(request: HttpRequest, pk: int) -> Candidate:
    """A candidate that the viewer may see."""
    return get_object_or_404(visible_candidates(actor_of(request).scope), pk=pk)


def point(hundredths: int | None) -> float | None:
    """Points for a column of numbers."""
    return None if hundredths is None else hundredths / 100


def value_text(value: CriterionValue | None, criterion: Criterion) -> str:
    """A value with its unit; a dash while it is unknown."""
    return _in_unit(None if value is None else value.value, criterion)


def scale_text(criterion: Criterion) -> str:
    """The scale in words: which value is 0 and which 100."""
    if criterion.method == Criterion.Method.JURY:
        return _("juri 0–100")
    words = {"low": _in_unit(criterion.low, criterion), "high": _in_unit(criterion.high, criterion)}
    return _("%(low)s = 0; %(high)s = 100") % words


def _in_unit(value: int | None, criterion: Criterion) -> str:
    if value is None:
        return numbers.UNKNOWN
    if criterion.unit == "percent":
        return numbers.percent(Decimal(value) / 100)
    return f"{numbers.count(value)} {criterion.unit}".strip()
