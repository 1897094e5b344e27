"""The questions `contribution` and `late_fee`: what they take, and the graphs that answer them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from naungan.law import facts, months, parameters
from naungan.law.answers import Answer, Step, answer_of
from naungan.law.calendar import due_on
from naungan.law.contributions import contribution_graph, late_fee
from naungan.law.facts import Fact
from naungan.law.graph import Graph, build, rules_of
from naungan.law.messages import refusal
from naungan.law.vocabulary import PAID_BY, SECTOR, SEGMENT

CONTRIBUTION_TAKES: Final = (
    facts.MONTH,
    facts.SEGMENT_FACT,
    facts.optional(facts.WAGE),
    facts.optional(facts.INCOME),
    facts.optional(facts.CONTRACT_VALUE),
    facts.PROGRAMMES_FACT,
    facts.RISK_GROUP,
    facts.PAID_BY_FACT,
    facts.SECTOR_FACT,
    facts.LABOUR_INTENSIVE,
    facts.REGISTERED_ON,
)
LATE_FEE_TAKES: Final = (facts.MONTH, facts.SEGMENT_FACT, facts.AMOUNT, facts.PAID_ON)

# What a segment's contribution is counted on; the first is what is missing when none is given.
_BASES: Final[dict[str, tuple[Fact, ...]]] = {
    "PU": (facts.WAGE,),
    "BPU": (facts.INCOME,),
    "JAKON": (facts.WAGE, facts.CONTRACT_VALUE),
}
_DEFAULT_PAYER: Final = {"PU": "EMPLOYER", "BPU": "SELF", "JAKON": "EMPLOYER"}


def contribution(given: Mapping[str, Any]) -> Answer:
    """The contribution of one worker or contract for a month, by programme, in rupiah."""
    segment = given["segment"]
    if segment not in _BASES:
        raise refusal("segment.not_covered", where="segment", segment=segment)
    basis = _basis(segment, given)
    _refuse_what_does_not_apply(segment, given)
    registered = given["registered_on"]
    graph = contribution_graph(segment, months.format_month(given["month"]), given["programmes"], basis=basis)
    return answer_of(
        graph,
        {
            basis: given[basis],
            "risk_group": given["risk_group"],
            "paid_by": PAID_BY[given["paid_by"] or _DEFAULT_PAYER[segment]],
            "sector": SECTOR[given["sector"]],
            "labour_intensive": given["labour_intensive"],
            "registered_month": months.of(registered) if registered else 0,
        },
    )


def fee(given: Mapping[str, Any]) -> Answer:
    """Months late and late fee of a contribution paid on a day, in rupiah."""
    segment, month, paid_on = given["segment"], given["month"], given["paid_on"]
    due = due_on(segment, months.format_month(month))
    return answer_of(
        _fee_graph("BPU" if segment == "BPU" else "PU", months.last_day(month)),
        {
            "amount": given["amount"],
            "late": paid_on > due,
            "due_month": months.of(due),
            "paid_month": months.of(paid_on),
        },
        before=(_due_step(segment, month, due),),
    )


def _basis(segment: str, given: Mapping[str, Any]) -> str:
    applicable = _BASES[segment]
    for fact in (facts.WAGE, facts.INCOME, facts.CONTRACT_VALUE):
        value = given[fact.name]
        if value is not None and fact not in applicable:
            raise refusal(
                "fact.not_applicable", where=fact.name, fact=fact.name, found=value, segment=segment
            )
    chosen = [fact.name for fact in applicable if given[fact.name] is not None]
    if not chosen:
        raise facts.missing(applicable[0])
    if len(chosen) > 1:
        first, second = chosen
        raise refusal(
            "fact.contradiction",
            where=second,
            fact=second,
            found=given[second],
            other=first,
            value=given[first],
        )
    return chosen[0]


def _refuse_what_does_not_apply(segment: str, given: Mapping[str, Any]) -> None:
    if given["labour_intensive"] and segment != "PU":
        raise refusal(
            "fact.not_applicable",
            where="labour_intensive",
            fact="labour_intensive",
            found="true",
            segment=segment,
        )
    if given["paid_by"] == "EMPLOYER" and segment == "BPU":
        raise refusal(
            "fact.not_applicable", where="paid_by", fact="paid_by", found="EMPLOYER", segment=segment
        )
    registered = given["registered_on"]
    if registered and months.of(registered) > given["month"]:
        raise refusal(
            "fact.contradiction",
            where="registered_on",
            fact="registered_on",
            found=registered,
            other="month",
            value=months.format_month(given["month"]),
        )


@cache
def _fee_graph(segment: str, on: date) -> Graph:
    rules = rules_of(late_fee)
    unwanted = late_fee.fee if segment == "BPU" else late_fee.fee_of_bpu
    return build(
        [definition for definition in rules if definition is not unwanted],
        results=("months_late", "fee"),
        on=on,
        given={"amount", "late", "due_month", "paid_month"},
    )


def _due_step(segment: str, month: int, due: date) -> Step:
    return Step(
        name="due_on",
        value=due.isoformat(),
        unit="date",
        rule="calendar.due_on",
        reference="PP 44/2015, PP 49/2020 Pasal 4",
        inputs={"segment": segment, "month": months.format_month(month)},
        parameters=(
            (parameters.at("due_day", months.last_day(month)), None),
            (parameters.at("due_months_after", months.last_day(month)), SEGMENT[segment]),
        ),
    )
