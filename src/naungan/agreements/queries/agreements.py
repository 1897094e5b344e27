"""Agreements as they stand on a day: state, terms with amendments, days used in drafting, what runs out soon."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import Scope
from naungan.agreements.models import Agreement, Amendment, Regulation, Stage
from naungan.law import months
from naungan.law.holidays import is_working_day
from naungan.registry.models import Group

_DATA = tomllib.loads((Path(__file__).parent.parent / "data" / "stages.toml").read_text(encoding="utf-8"))
STAGE_DAYS: Final[dict[str, int]] = {str(stage): int(_DATA["days"][stage]) for stage in Stage}
MOST_CORRECTIONS: Final = int(_DATA["corrections"])
ALERT_MONTHS: Final = 3


class State(TextChoices):
    """How an agreement stands on a day."""

    DRAFT = "DRAFT", _("Dalam penyusunan")
    UPCOMING = "UPCOMING", _("Belum mulai berlaku")
    IN_FORCE = "IN_FORCE", _("Berlaku")
    EXPIRED = "EXPIRED", _("Masa berlaku habis")
    ENDED = "ENDED", _("Diakhiri")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says on a day, its amendments up to that day taken in."""

    scope: str
    programmes: tuple[str, ...]
    groups: tuple[Group, ...]
    paid_by: str
    schedule: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class StageUse:
    """A stage of drafting: working days allowed and used; `entered_on` is None for one not reached."""

    stage: Stage
    allowed: int
    used: int | None
    entered_on: date | None
    left_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether the stage took longer than it may."""
        return self.used is not None and self.used > self.allowed


def visible_agreements(scope: Scope, on: date) -> QuerySet[Any]:
    """Agreements that a scope shows on a day, with `state_now` and `ends_now` (amendments taken in).

    Of its own areas all; of the areas above them (a province's memorandum, for its regency) all but drafts:
    nobody sees another region's draft.
    """
    rows = with_state(Agreement.objects.select_related("area", "parent", "renews"), on)
    return rows.filter(seen(scope, draft=Q(state_now=State.DRAFT) | ~Q(stage=Stage.DONE)))


def with_state(rows: QuerySet[Agreement], on: date) -> QuerySet[Any]:
    """Agreements with `ends_now` and `state_now` as of a day."""
    newest = Amendment.objects.filter(agreement=OuterRef("pk"), effective_on__lte=on, ends_on__isnull=False)
    ends = newest.order_by("-effective_on", "-pk").values("ends_on")[:1]
    annotated = rows.annotate(ends_now=Coalesce(Subquery(ends), "ends_on"))
    state = Case(
        When(ended_on__lte=on, then=Value(State.ENDED)),
        When(~Q(stage=Stage.DONE), then=Value(State.DRAFT)),
        When(starts_on__gt=on, then=Value(State.UPCOMING)),
        When(ends_now__lt=on, then=Value(State.EXPIRED)),
        default=Value(State.IN_FORCE),
        output_field=CharField(),
    )
    return annotated.annotate(state_now=state)


def visible_regulations(scope: Scope) -> QuerySet[Regulation]:
    """Regional rules that a scope shows: its own, and those in force or revoked of the areas above."""
    return Regulation.objects.select_related("area").filter(
        seen(scope, draft=Q(state=Regulation.State.DRAFT))
    )


def seen(scope: Scope, *, draft: Q) -> Q:
    """Condition: in the scope; or no draft and of an area that holds one of the scope's."""
    if scope.everywhere:
        return Q()
    above = {code[:end] for code in scope.areas for end in (2, 5, 8) if end < len(code)}
    return scope.area_q("area_id") | (Q(area_id__in=above) & ~draft)


def expiring(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Of agreements with their state: those in force whose term ends within three months."""
    return rows.filter(state_now=State.IN_FORCE, ends_now__lte=alert_until(on))


def alert_until(on: date) -> date:
    """The day three months on, or the last day of that month if it is shorter."""
    month = months.of(on) + ALERT_MONTHS
    return months.first_day(month).replace(day=min(on.day, months.last_day(month).day))


def terms_on(agreement: Agreement, on: date) -> Terms:
    """What an agreement says on a day."""
    now: dict[str, Any] = {
        name: getattr(agreement, name) for name in ("scope", "programmes", "paid_by", "schedule", "ends_on")
    }
    codes = [group.pk for group in agreement.groups.all()]
    for change in agreement.amendments.all():
        if change.effective_on <= on:
            now |= {name: value for name in now if (value := getattr(change, name))}
            codes = change.group_codes or codes
    programmes = tuple(part for part in now.pop("programmes").split(",") if part)
    groups = tuple(Group.objects.filter(pk__in=codes).order_by("name"))
    return Terms(programmes=programmes, groups=groups, starts_on=agreement.starts_on, **now)


def stage_uses(agreement: Agreement, today: date) -> list[StageUse]:
    """The stages with the working days allowed and used; a stage entered again after a correction adds up.

    The last stage runs until the signed paper is filed here.
    """
    steps = list(agreement.steps.all())
    filed = agreement.documents.order_by("pk").values_list("entry__at", flat=True)
    ended = agreement.ended_on or today
    used: dict[str, int] = {}
    spans: dict[str, tuple[date, date | None]] = {}
    for at, step in enumerate(steps):
        left = steps[at + 1].entered_on if at + 1 < len(steps) else None
        if step.stage == Stage.DONE:
            left = next((day for moment in filed if (day := moment.date()) >= step.entered_on), None)
        used[step.stage] = used.get(step.stage, 0) + working_days(step.entered_on, left or ended)
        spans[step.stage] = (spans.get(step.stage, (step.entered_on, None))[0], left)
    return [
        StageUse(stage, STAGE_DAYS[stage], used.get(stage), *(spans.get(stage) or (None, None)))
        for stage in Stage
    ]


def working_days(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`: what is done on the day it came took none."""
    days = (first + timedelta(days=more) for more in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)
