"""The procedure: which step follows which, and until when the next one waits (`data/steps.toml`).

The order is the agency's practice before TMP2T; the days of the two warnings and of the fine are PP 86/2013
Pasal 6 and 7.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from naungan.compliance.models import Step
from naungan.law.holidays import next_working_day

_DATA = tomllib.loads((Path(__file__).parent / "data" / "steps.toml").read_text(encoding="utf-8"))
Kind = Step.Kind
# These end the matter, from any step on.
LAST: Final = (Kind.MENDED, Kind.CLOSED)
LETTERS: Final = (Kind.NOTICE_1, Kind.NOTICE_2, Kind.SUMMONS)


@dataclass(frozen=True, slots=True)
class Rule:
    """A step of the procedure: the one before it, the working days that the next one waits, the rule."""

    kind: Step.Kind
    after: str
    days: int | None
    reference: str


RULES: Final[dict[str, Rule]] = {
    kind: Rule(Kind(kind), row.get("after", ""), row.get("days"), row.get("reference", ""))
    for kind, row in _DATA["steps"].items()
}
FINE_DAYS: Final = int(_DATA["fine"]["days"])
FINE_REFERENCE: Final = str(_DATA["fine"]["reference"])


def due_after(kind: str, on: date) -> date | None:
    """The last day that a step of a day leaves; None for one that sets no term."""
    rule = RULES.get(kind)
    return None if rule is None or rule.days is None else working_day_after(on, rule.days)


def working_day_after(on: date, days: int) -> date:
    """The day that lies so many working days after another; the day itself does not count."""
    for _count in range(days):
        on = next_working_day(on + timedelta(days=1))
    return on


def counted(steps: Sequence[Step]) -> list[Step]:
    """The steps that count: what was taken back, and what took it back, left out."""
    back = {step.withdraws_id for step in steps if step.withdraws_id}
    return [step for step in steps if step.kind != Kind.WITHDRAWN and step.pk not in back]


def following(steps: Sequence[Step]) -> Step.Kind | None:
    """The step that comes next after those that count; None when the matter is at its end.

    A sanction that was imposed is still to be lifted when the employer has mended.
    """
    done = {step.kind for step in steps}
    if Kind.TMP2T_IMPOSED in done and Kind.TMP2T_LIFTED not in done and Kind.MENDED in done:
        return Kind.TMP2T_LIFTED
    if done & set(LAST):
        return None
    open_rules = [rule for rule in RULES.values() if rule.kind not in done]
    ready = [rule.kind for rule in open_rules if not rule.after or rule.after in done]
    return next((kind for kind in ready if kind != Kind.TMP2T_LIFTED), None)


def possible(steps: Sequence[Step]) -> list[Step.Kind]:
    """What can be recorded now: the next step first, then the ends."""
    ahead = following(steps)
    ends = [] if {step.kind for step in steps} & set(LAST) else list(LAST)
    return [*([ahead] if ahead else []), *ends]


def fine_until(steps: Sequence[Step]) -> date | None:
    """The last day on which the agency may impose the fine: thirty days after the second warning ended."""
    second = next((step for step in steps if step.kind == Kind.NOTICE_2), None)
    return second.due_on + timedelta(days=FINE_DAYS) if second and second.due_on else None
