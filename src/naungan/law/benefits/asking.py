"""The questions about benefits: what each takes, and the graphs that answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from naungan.law import facts, parameters
from naungan.law.answers import Answer, Part, Step, answer_of
from naungan.law.benefits import jht_tax, jkk, jkm, jkp, jp, scholarship
from naungan.law.facts import Fact, optional
from naungan.law.graph import Definition, Graph, build, rules_of
from naungan.law.messages import refusal
from naungan.law.vocabulary import PENSION_KIND

WHOLE: Final = 1_000_000

JKM_TAKES: Final = (facts.EVENT_ON, facts.SEGMENT_FACT, facts.MONTHS_CONTRIBUTED)
JKK_TAKES: Final = (facts.EVENT_ON, facts.WAGE)
TEMPORARY_TAKES: Final = (*JKK_TAKES, facts.MONTHS_AWAY)
PARTIAL_TAKES: Final = (*JKK_TAKES, facts.TABLE_PERCENT, facts.FUNCTION_LOSS_PERCENT)
SCHOLARSHIP_TAKES: Final = (
    facts.EVENT_ON,
    facts.CAUSE_FACT,
    optional(facts.MONTHS_CONTRIBUTED),
    facts.CHILDREN,
)
JP_TAKES: Final = (
    facts.RETIRED_ON,
    facts.MONTHS_CONTRIBUTED,
    facts.MEAN_WAGE,
    facts.CONTRIBUTIONS_PAID,
    facts.RETURNS,
)
JKP_TAKES: Final = (facts.LAID_OFF_ON, facts.WAGE)
JHT_TAX_TAKES: Final = (facts.TAX_PAID_ON, facts.AMOUNT)

_DEATH: Final = (jkk.death_multiple, jkk.death_grant, jkk.periodic, jkk.funeral, jkk.death_total)
_TOTAL: Final = (jkk.total_multiple, jkk.total_disability_grant, jkk.periodic, jkk.disability_total)
_PARTIAL: Final = (jkk.disability_rate, jkk.partial_disability_grant)
_TEMPORARY: Final = (jkk.months_of_wage, jkk.incapacity_total)
_JKM: Final = (jkm.funeral, jkm.total, jkm.death_grant, jkm.periodic)
_JKM_AT_ONCE: Final = (*_JKM, jkm.entitled_at_once)
_JKM_BPU: Final = (*_JKM, jkm.entitled_bpu_at_once, jkm.entitled_bpu)
_SCHOOL: Final = tuple(definition for definition in rules_of(scholarship) if definition.name != "entitled")
_SCHOOL_BY_CAUSE: Final = {
    "WORK_ACCIDENT": (*_SCHOOL, scholarship.entitled_after_accident),
    "DEATH": (*_SCHOOL, scholarship.entitled_after_death),
}


def death(given: Mapping[str, Any]) -> Answer:
    """The JKM benefit of a worker who died otherwise than by a work accident."""
    segment = given["segment"]
    if segment == "PMI":
        raise refusal("segment.not_covered", where="segment", segment=segment)
    rules = _JKM_BPU if segment == "BPU" else _JKM_AT_ONCE
    graph = _graph(rules, ("death_grant", "periodic", "funeral", "total"), given["event_on"])
    return answer_of(graph, given)


def accident_death(given: Mapping[str, Any]) -> Answer:
    """The JKK benefit of a worker who died by a work accident."""
    return answer_of(
        _graph(_DEATH, ("death_grant", "periodic", "funeral", "total"), given["event_on"]), given
    )


def permanent_total(given: Mapping[str, Any]) -> Answer:
    """The JKK benefit of permanent total disability."""
    return answer_of(_graph(_TOTAL, ("disability_grant", "periodic", "total"), given["event_on"]), given)


def permanent_partial(given: Mapping[str, Any]) -> Answer:
    """The JKK benefit of permanent partial disability; without a loss of function the loss is anatomical."""
    loss = given["function_loss_percent"]
    known = {**given, "function_loss_percent": WHOLE if loss is None else loss}
    return answer_of(_graph(_PARTIAL, ("disability_grant",), given["event_on"]), known)


def temporary_incapacity(given: Mapping[str, Any]) -> Answer:
    """The JKK benefit of the months in which an injured worker cannot work."""
    return answer_of(_graph(_TEMPORARY, ("total",), given["event_on"]), given)


def old_age(given: Mapping[str, Any]) -> Answer:
    """The JP benefit at pension age: monthly, or a lump sum."""
    on = given["retired_on"]
    known = {"months_contributed": given["months_contributed"]}
    kind_graph = _graph(rules_of(jp), ("kind",), on)
    chosen = kind_graph.values(known)["kind"]
    if chosen == PENSION_KIND["MONTHLY"]:
        name = "monthly"
        _require(given, facts.MEAN_WAGE)
    else:
        name = "lump_sum"
        _require(given, facts.CONTRIBUTIONS_PAID, facts.RETURNS)
    amount = answer_of(_graph(rules_of(jp), (name,), on), given)
    words = {code: word for word, code in PENSION_KIND.items()}
    return Answer({"kind": words[chosen], **amount.results}, (Part(kind_graph, known), *amount.parts))


def job_loss(given: Mapping[str, Any]) -> Answer:
    """The JKP cash benefit of each month after a layoff."""
    on = given["laid_off_on"]
    count = parameters.at("jkp_benefit_months", on).value
    assert isinstance(count, int)
    graph = _graph(rules_of(jkp), ("benefit",), on)
    parts = tuple(
        Part(graph, {"wage": given["wage"], "benefit_month": month}, label=f"monthly[{month - 1}]")
        for month in range(1, count + 1)
    )
    monthly = [graph.values(part.facts)["benefit"] for part in parts]
    total = Step(
        "total",
        sum(monthly),
        "rupiah",
        "benefits.asking.job_loss",
        "PP 37/2021 Pasal 21",
        {"monthly": monthly},
        ((parameters.at("jkp_benefit_months", on), None),),
    )
    return Answer({"monthly": monthly, "total": sum(monthly)}, parts, after=(total,))


def savings_tax(given: Mapping[str, Any]) -> Answer:
    """The final income tax on old-age savings paid at once."""
    return answer_of(_graph(rules_of(jht_tax), ("tax",), given["paid_on"]), given)


def children(given: Mapping[str, Any]) -> Answer:
    """Scholarships of the children of a worker who died or was wholly disabled."""
    on, cause = given["event_on"], given["cause"]
    if cause == "DEATH":
        _require(given, facts.MONTHS_CONTRIBUTED)
    for index, child in enumerate(given["children"]):
        _refuse_too_many_years(index, child, on)
    graph = _graph(_SCHOOL_BY_CAUSE[cause], ("entitlement",), on)
    parts = tuple(
        Part(
            graph,
            _needed(graph, {**child, "months_contributed": given["months_contributed"]}),
            f"children[{i}]",
        )
        for i, child in enumerate(given["children"])
    )
    entitlements = [graph.values(part.facts)["entitlement"] for part in parts]
    most = parameters.at("scholarship_children", on).value
    assert isinstance(most, int)
    paid = pay_highest(entitlements, most)
    choice = Step(
        "per_child",
        paid,
        "rupiah",
        "benefits.asking.pay_highest",
        "PP 44/2015, PP 82/2019",
        {"entitlement": entitlements},
        ((parameters.at("scholarship_children", on), None),),
    )
    return Answer({"total": sum(paid), "per_child": paid}, parts, after=(choice,))


def pay_highest(entitlements: Sequence[int], most: int) -> list[int]:
    """The entitlements of the `most` children with the highest, the first of equals; the others receive 0."""
    order = sorted(range(len(entitlements)), key=lambda index: -entitlements[index])
    chosen = set(order[:most])
    return [amount if index in chosen else 0 for index, amount in enumerate(entitlements)]


def _require(given: Mapping[str, Any], *wanted: Fact) -> None:
    for fact in wanted:
        if given[fact.name] is None:
            raise facts.missing(fact)


def _refuse_too_many_years(index: int, child: Mapping[str, int], on: date) -> None:
    for level in facts.LEVELS:
        name = f"scholarship_{level}"
        if on < parameters.history(name)[0].start:
            continue
        most = parameters.at(name, on).value
        assert isinstance(most, int)
        if child[level] > most:
            where = f"children[{index}].{level}"
            raise refusal(
                "scholarship.over_maximum",
                where=where,
                child=index + 1,
                fact=level,
                found=child[level],
                high=most,
            )


def _needed(graph: Graph, known: Mapping[str, Any]) -> dict[str, int]:
    return {name: known[name] for name in graph.facts}


@cache
def _graph(rules: tuple[Definition, ...], results: tuple[str, ...], on: date) -> Graph:
    return build(rules, results=results, on=on, given=_FACT_NAMES)


def _names(*takes: tuple[Fact, ...]) -> frozenset[str]:
    return frozenset(fact.name for group in takes for fact in group) | {"benefit_month", *facts.LEVELS}


_FACT_NAMES: Final = _names(
    JKM_TAKES, TEMPORARY_TAKES, PARTIAL_TAKES, SCHOLARSHIP_TAKES, JP_TAKES, JKP_TAKES, JHT_TAX_TAKES
)
