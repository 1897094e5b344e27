"""Employers with what was done last, until when the next step waits, and how many workers they are thought to
have.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Subquery, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import Scope
from naungan.compliance.models import Employer, Estimate, LeadFile, LicenceCheck, Step
from naungan.compliance.procedure import LAST
from naungan.papers.models import IssuedPaper
from naungan.papers.queries import papers_of
from naungan.registry.imports.headers import normal

_FORMS = re.compile(r"^(?:PT|CV|UD|PD|TB|TOKO|FIRMA|FA|KOPERASI|YAYASAN|PERUSAHAAN)\b|\b(?:PT|CV|TBK)$")


class Position(TextChoices):
    """Where an employer's matter stands on a day."""

    NEW = "NEW", _("Belum ditindaklanjuti")
    OPEN = "OPEN", _("Sedang diproses")
    OVERDUE = "OVERDUE", _("Lewat tenggat")
    MENDED = "MENDED", _("Sudah patuh")
    CLOSED = "CLOSED", _("Ditutup")


def visible_employers(scope: Scope, on: date) -> QuerySet[Any]:
    """Employers in the scope with `workers_now`, `step_now`, `step_on`, `due_now`, `end_now` and `position`."""
    counted = Step.objects.exclude(kind=Step.Kind.WITHDRAWN).filter(employer=OuterRef("pk"))
    counted = counted.filter(~Exists(Step.objects.filter(withdraws=OuterRef("pk"))))
    last = counted.order_by("-pk")
    said = Estimate.objects.filter(employer=OuterRef("pk"), workers__isnull=False).order_by("-on", "-pk")
    rows = Employer.objects.filter(scope.area_q("area_id")).select_related("area", "entry", "payer")
    rows = rows.annotate(
        workers_now=Subquery(said.values("workers")[:1]),
        step_now=Subquery(last.values("kind")[:1]),
        step_on=Subquery(last.values("on")[:1]),
        due_now=Subquery(last.values("due_on")[:1]),
        end_now=Subquery(last.filter(kind__in=LAST).values("kind")[:1]),
    )
    return rows.annotate(position=position_on(on))


def position_on(on: date) -> Case:
    """The position of annotated employers on a day."""
    return Case(
        When(end_now=Step.Kind.MENDED, then=Value(Position.MENDED)),
        When(end_now=Step.Kind.CLOSED, then=Value(Position.CLOSED)),
        When(step_now=None, then=Value(Position.NEW)),
        When(due_now__lt=on, then=Value(Position.OVERDUE)),
        default=Value(Position.OPEN),
        output_field=CharField(),
    )


def overdue(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of employers with their position: those whose next step is late, the latest first."""
    return rows.filter(position=Position.OVERDUE).order_by("due_now", "pk")


def visible_checks(scope: Scope) -> QuerySet[LicenceCheck]:
    """Licence checks of the scope's areas."""
    rows = LicenceCheck.objects.filter(scope.area_q("area_id"))
    return rows.select_related("area", "payer", "employer", "entry").order_by("-on", "-pk")


def visible_files(scope: Scope) -> QuerySet[LeadFile]:
    """Files of employers for the scope's areas, the newest first."""
    return LeadFile.objects.filter(scope.area_q("area_id")).select_related("area", "entry").order_by("-pk")


def estimate_of(employer: Employer) -> tuple[Estimate | None, Estimate | None]:
    """The newest estimate of workers, and that of wages."""
    said = list(employer.estimates.all())
    workers = next((one for one in said if one.workers is not None), None)
    return workers, next((one for one in said if one.wage_rp is not None), None)


def letter_of(step: Step) -> IssuedPaper | None:
    """The letter that was issued with a step."""
    return next(iter(papers_of(subject_of(step))), None)


def subject_of(step: Step) -> str:
    """How a step is named to the room that numbers papers."""
    return f"compliance.Step:{step.pk}"


def key_of(name: str) -> str:
    """A business's name as it is compared: capitals, without its legal form, signs and spaces."""
    words = normal(name)
    while (shorter := _FORMS.sub("", words).strip()) != words and shorter:
        words = shorter
    return words.replace(" ", "")
