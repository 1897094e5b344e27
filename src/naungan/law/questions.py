"""One door to the law: a question by name with its facts, answered with amounts and how they came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from naungan.law import facts
from naungan.law.answers import Answer
from naungan.law.benefits import asking as benefits
from naungan.law.contributions import asking as contributions
from naungan.law.facts import Fact
from naungan.law.messages import refusal

__all__ = ["ASKS", "Answer", "Ask", "answer"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: the facts it takes and the function that answers it."""

    takes: tuple[Fact, ...]
    run: Callable[[Mapping[str, Any]], Answer]


ASKS: Final[dict[str, Ask]] = {
    "contribution": Ask(contributions.CONTRIBUTION_TAKES, contributions.contribution),
    "late_fee": Ask(contributions.LATE_FEE_TAKES, contributions.fee),
    "benefit.jkm": Ask(benefits.JKM_TAKES, benefits.death),
    "benefit.jkk.death": Ask(benefits.JKK_TAKES, benefits.accident_death),
    "benefit.jkk.temporary_incapacity": Ask(benefits.TEMPORARY_TAKES, benefits.temporary_incapacity),
    "benefit.jkk.permanent_partial": Ask(benefits.PARTIAL_TAKES, benefits.permanent_partial),
    "benefit.jkk.permanent_total": Ask(benefits.JKK_TAKES, benefits.permanent_total),
    "benefit.scholarship": Ask(benefits.SCHOLARSHIP_TAKES, benefits.children),
    "benefit.jp.old_age": Ask(benefits.JP_TAKES, benefits.old_age),
    "benefit.jkp": Ask(benefits.JKP_TAKES, benefits.job_loss),
    "benefit.jht.tax": Ask(benefits.JHT_TAX_TAKES, benefits.savings_tax),
}


def answer(ask: str, given: Mapping[str, object]) -> Answer:
    """The answer to a question, in whole rupiah; Refused with a code when the facts do not allow one.

    `given` holds facts as YAML or JSON write them: months "YYYY-MM", dates as dates or ISO text, words as in
    the vocabulary. `answer(...).results` maps result names to amounts.
    """
    if ask not in ASKS:
        raise refusal("ask.unknown", where="ask", ask=ask, known=", ".join(ASKS))
    question = ASKS[ask]
    checked = facts.check(ask, question.takes, given)
    return replace(question.run(checked), ask=ask, facts=dict(given))
