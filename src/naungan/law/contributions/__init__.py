"""What is to be paid for one worker (or one construction contract) and one month, by segment.

A contribution follows the law in force on the last day of its month. `contribution_graph` gives the graph for
a segment and month; the engine runs it over columns, a question over one worker's facts.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from naungan.law import months
from naungan.law.contributions import bpu, common, jakon_contract, jakon_wage, pu, relief_covid, relief_none
from naungan.law.contributions.without_programme import nothing
from naungan.law.graph import Definition, Graph, build, rules_of
from naungan.law.messages import refusal
from naungan.law.periods import COVID
from naungan.law.vocabulary import PROGRAMMES, PROGRAMMES_OF

__all__ = ["FIRST_JKP_MONTH", "FIRST_MONTH", "LAST_MONTH", "RESULTS", "RULES", "contribution_graph"]

FIRST_MONTH: Final = months.parse("2015-07")
FIRST_JKP_MONTH: Final = months.parse("2021-02")
LAST_MONTH: Final = months.parse("2099-12")

RESULTS: Final = (
    "jkk",
    "jkm",
    "jht_employer",
    "jht_worker",
    "jp_employer",
    "jp_worker",
    "jkp_state",
    "jkp_from_jkk",
    "jkp_from_jkm",
    "total",
)

_RESULTS_OF: Final = {
    "JKK": ("jkk",),
    "JKM": ("jkm",),
    "JHT": ("jht_employer", "jht_worker"),
    "JP": ("jp_employer", "jp_worker"),
    "JKP": ("jkp_state", "jkp_from_jkk", "jkp_from_jkm"),
}

# Facts that a graph may ask for; beside them `has_jkk` ... `has_jkp` where the programmes are not fixed.
_GIVEN: Final = frozenset(
    {
        "wage",
        "income",
        "contract_value",
        "risk_group",
        "paid_by",
        "sector",
        "labour_intensive",
        "registered_month",
    }
)
_JP_AND_JKP: Final = ("jp_employer", "jp_worker", "jkp_state", "jkp_from_jkk", "jkp_from_jkm")
_CONSTRUCTION: Final = (
    *rules_of(common, relief_covid, relief_none),
    *nothing("jht_employer", "jht_worker", *_JP_AND_JKP),
)

# By segment and what the contribution is counted on.
RULES: Final[dict[tuple[str, str], tuple[Definition, ...]]] = {
    ("PU", "wage"): rules_of(common, relief_covid, relief_none, pu),
    ("BPU", "income"): (*rules_of(common, relief_covid, bpu), *nothing("jht_employer", *_JP_AND_JKP)),
    ("JAKON", "wage"): (*_CONSTRUCTION, *rules_of(jakon_wage)),
    ("JAKON", "contract_value"): (*_CONSTRUCTION, *rules_of(jakon_contract)),
}


@cache
def contribution_graph(
    segment: str, month: str, programmes: frozenset[str] | None = None, *, basis: str = ""
) -> Graph:
    """The graph of contributions for a segment and month ("YYYY-MM"); built once, then kept.

    Leaf facts, as int or bool: `wage`, `income` or `contract_value`; `risk_group` (PU); `labour_intensive`
    (PU, February 2025 to January 2026); `paid_by` and `sector` as codes of the vocabulary (BPU, January 2026
    to March 2027); `registered_month` as a month number, 0 when unknown (August 2020 to January 2021); and
    `has_jkk` ... for each programme the segment may have, unless `programmes` fixes them for everybody.
    `basis` is "contract_value" for a construction contract instead of a worker. For August 2020 to January
    2021 the graph of PU also has the extra `jp_deferred`. Refused for a month before July 2015, a segment
    without rules, or a programme that the segment cannot have in that month.
    """
    number = months.parse(month)
    basis = basis or ("income" if segment == "BPU" else "wage")
    if (segment, basis) not in RULES:
        raise refusal("segment.not_covered", where="segment", segment=segment)
    if number < FIRST_MONTH:
        raise refusal("date.before_first_parameter", where="month", found=month, first="2015-07")
    on = months.last_day(number)
    _refuse_programmes(segment, number, programmes or frozenset())
    asked = frozenset(PROGRAMMES_OF[segment]) if programmes is None else programmes
    return build(
        _for_programmes(RULES[segment, basis], asked),
        results=RESULTS,
        extras=("jp_deferred",) if "JP" in asked and COVID.holds(on) else (),
        on=on,
        given=_GIVEN | {f"has_{name.lower()}" for name in asked},
        constants={"month": number}
        | ({} if programmes is None else {f"has_{p.lower()}": True for p in asked}),
    )


def _for_programmes(definitions: tuple[Definition, ...], asked: frozenset[str]) -> tuple[Definition, ...]:
    """The rules, with nothing in the place of the results of programmes that nobody asked for."""
    left_out = {name for programme in PROGRAMMES if programme not in asked for name in _RESULTS_OF[programme]}
    return (*(d for d in definitions if d.name not in left_out), *nothing(*sorted(left_out)))


def _refuse_programmes(segment: str, month: int, programmes: frozenset[str]) -> None:
    known = ", ".join(PROGRAMMES_OF[segment])
    for name in sorted(programmes):
        if name not in PROGRAMMES_OF[segment]:
            raise refusal(
                "programme.not_for_segment", where="programmes", segment=segment, programme=name, known=known
            )
        if name == "JKP" and month < FIRST_JKP_MONTH:
            first, found = months.format_month(FIRST_JKP_MONTH), months.format_month(month)
            raise refusal("programme.not_yet", where="programmes", programme=name, month=found, first=first)
