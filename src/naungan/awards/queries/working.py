"""The whole working of a score: criterion, value and its source, points, jurors, weight, sum.

What a juror gave is told only when it is asked for with `with_jury`, and who asks does so only for an edition
that is closed, or for a juror's own eyes (`own_scores`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from naungan.awards import scoring
from naungan.awards.models import (
    Candidate,
    Category,
    Conflict,
    Criterion,
    CriterionValue,
    Juror,
    JuryScore,
)

Scores = dict[tuple[int, int, int], JuryScore]


@dataclass(frozen=True, slots=True)
class JurorLine:
    """A juror beside a criterion: the score, or None with the reason if a conflict is why there is none."""

    number: int
    juror: Juror
    score: int | None
    conflict: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: its value, its points in hundredths (None = unknown), and what they add to the sum."""

    criterion: Criterion
    value: CriterionValue | None
    jurors: tuple[JurorLine, ...]
    points: int | None

    @property
    def product(self) -> int | None:
        """Points x weight, in millionths of a point: what is summed before the one rounding."""
        return None if self.points is None else self.points * self.criterion.weight

    @property
    def given(self) -> int:
        """How many jurors gave a score."""
        return sum(one.score is not None for one in self.jurors)


@dataclass(frozen=True, slots=True)
class Working:
    """A candidate's lines; `total` and `documents` (without the jury's criteria) are None while incomplete."""

    candidate: Candidate
    lines: tuple[Line, ...]

    @property
    def total(self) -> int | None:
        """The weighted sum in hundredths of a point."""
        return _total(self.lines)

    @property
    def documents(self) -> int | None:
        """The same of what was known before the interview, over the weights of these criteria."""
        return _total([line for line in self.lines if line.criterion.method != Criterion.Method.JURY])

    @property
    def missing(self) -> tuple[Line, ...]:
        """Criteria with weight that have no points yet."""
        return tuple(line for line in self.lines if line.points is None and line.criterion.weight)


def workings(category: Category, candidates: Iterable[Candidate], *, with_jury: bool) -> dict[int, Working]:
    """The workings of candidates of a category, in a fixed number of reads."""
    chosen = list(candidates)
    criteria = list(category.criteria.all())
    values = {
        (one.candidate_id, one.criterion_id): one
        for one in CriterionValue.objects.filter(candidate__in=chosen).order_by("pk")
    }
    jurors = list(Juror.objects.filter(edition=category.edition_id).select_related("user").order_by("pk"))
    scores = newest_scores(JuryScore.objects.filter(candidate__in=chosen)) if with_jury else {}
    said = {
        (one.juror_id, one.candidate_id): one.reason for one in Conflict.objects.filter(candidate__in=chosen)
    }
    made = {}
    for one in chosen:
        near = {juror.pk: said.get((juror.pk, one.pk), "") for juror in jurors}
        lines = [
            _jury_line(criterion, one, jurors if with_jury else [], scores, near)
            if criterion.method == Criterion.Method.JURY
            else _value_line(criterion, values.get((one.pk, criterion.pk)))
            for criterion in criteria
        ]
        made[one.pk] = Working(one, tuple(lines))
    return made


def newest_scores(rows: Iterable[JuryScore]) -> Scores:
    """The newest score by (candidate, criterion, juror): a correction is a newer row."""
    return {
        (row.candidate_id, row.criterion_id, row.juror_id): row
        for row in sorted(rows, key=lambda row: row.pk)
    }


def own_scores(juror: Juror, candidate: Candidate) -> dict[int, JuryScore]:
    """What one juror gave a candidate, by criterion."""
    rows = JuryScore.objects.filter(juror=juror, candidate=candidate)
    return {criterion: row for (_candidate, criterion, _juror), row in newest_scores(rows).items()}


def placed(
    category: Category, made: Iterable[Working], *, documents: bool = False
) -> tuple[list[scoring.Placed], list[Criterion]]:
    """The places of complete workings by total (or by documents), and the order in which ties are broken."""
    order = sorted(category.criteria.all(), key=lambda one: (-one.weight, one.position))
    if documents:
        order = [one for one in order if one.method != Criterion.Method.JURY]
    entrants = []
    for one in made:
        got = {line.criterion.pk: line.points or 0 for line in one.lines}
        whole = one.documents if documents else one.total
        if whole is not None:
            key = one.candidate.pk
            entrants.append(scoring.Entrant(key, whole, tuple(got[criterion.pk] for criterion in order)))
    return scoring.places(entrants), order


def proposed_finalists(category: Category) -> list[int]:
    """The verified candidates with the best documents, as many as the category takes.

    Who shares the last place enters too; who lacks a value has no place.
    """
    rows = category.candidates.filter(state=Candidate.State.VERIFIED)
    order, _ties = placed(category, workings(category, rows, with_jury=False).values(), documents=True)
    return [one.key for one in order if one.place <= category.finalists]


def _jury_line(
    criterion: Criterion, candidate: Candidate, jurors: list[Juror], scores: Scores, near: dict[int, str]
) -> Line:
    lines = []
    for number, juror in enumerate(jurors, 1):
        row = scores.get((candidate.pk, criterion.pk, juror.pk))
        # who declared a conflict after scoring is not counted any more
        counted = row if row is not None and not near[juror.pk] else None
        lines.append(
            JurorLine(
                number,
                juror,
                counted.score if counted else None,
                near[juror.pk],
                counted.note if counted else "",
            )
        )
    return Line(
        criterion, None, tuple(lines), scoring.mean([one.score for one in lines if one.score is not None])
    )


def _value_line(criterion: Criterion, value: CriterionValue | None) -> Line:
    got = None if value is None else scoring.points(value.value, criterion.low, criterion.high)
    return Line(criterion, value, (), got)


def _total(lines: Iterable[Line]) -> int | None:
    weighty = [line for line in lines if line.criterion.weight]
    if any(line.points is None for line in weighty):
        return None
    return scoring.total([(line.points or 0, line.criterion.weight) for line in weighty])
