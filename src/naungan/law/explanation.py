"""How an amount came about: each step with its inputs, the parameter values used, and what is in doubt.

The steps are the graph's own rules, run again one by one; there is no second account of the law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from naungan.law import months, parameters
from naungan.law.answers import Answer, Part, Step
from naungan.law.arithmetic import Table
from naungan.law.graph import Rule
from naungan.law.labels import label
from naungan.law.messages import language, say
from naungan.law.money import percent, rupiah
from naungan.law.parameters import Vintage
from naungan.law.questions import answer
from naungan.law.vocabulary import CODES

Json = dict[str, Any]

_FACT_UNITS = {
    **dict.fromkeys(("wage", "income", "contract_value", "amount", "mean_indexed_monthly_wage"), "rupiah"),
    **dict.fromkeys(("contributions_paid", "returns", "entitlement", "monthly"), "rupiah"),
    **dict.fromkeys(("table_percent", "function_loss_percent"), "ppm"),
}
_MONTHS = frozenset({"month", "registered_month", "due_month", "paid_month"})


@dataclass(frozen=True)
class _Watched(Table):
    """A table that notes which of its rows were used."""

    used: list[int] = field(default_factory=list, compare=False)

    def row(self, key: int) -> int:
        """The index of the row, noted."""
        index = super().row(key)
        self.used.append(index)
        return index

    def column(self, values: tuple[int, ...]) -> Table:
        """A column of this table, noting into the same list."""
        return _Watched("bracket", self.keys, values, used=self.used)


def explain(ask: str, given: Mapping[str, object]) -> Json:
    """The explanation of a question as the public contract has it: ask, facts, results, steps, doubts."""
    return explain_answer(answer(ask, given))


def explain_answer(found: Answer) -> Json:
    """The explanation of an answer already found."""
    steps = [_plain_step(step) for step in found.before]
    for part in found.parts:
        steps += _steps_of(part)
    steps += [_plain_step(step) for step in found.after]
    doubts = _doubts(steps)
    return {
        "ask": found.ask,
        "facts": {name: _plain(value) for name, value in found.facts.items()},
        "results": dict(found.results),
        "steps": [{**step, "parameters": [_public(p) for p in step["parameters"]]} for step in steps],
        "doubts": doubts,
    }


def lines(explanation: Json) -> Iterator[str]:
    """The explanation as plain lines of text in the language of this context: each step, then the doubts."""
    units: dict[str, str] = _FACT_UNITS | {step["name"]: step["unit"] for step in explanation["steps"]}
    for step in explanation["steps"]:
        value = _readable(step["value"], step["unit"])
        within = step["name"].rpartition(".")[0]
        yield f"{label(step['name'])} ({step['name']}) = {value}   [{step['reference']}]"
        for name, taken in step["inputs"].items():
            unit = units.get(f"{within}.{name}") or units.get(name, "")
            yield f"    {label(name)}: {_readable(taken, unit)}"
        for used in step["parameters"]:
            dates = f"{used['from']} - {used['to'] or '...'}"
            amount = _readable(used["value"], used["unit"])
            yield f"    {_title(used['name'])}: {amount}; {dates}; {used['reference']}"
    for doubt in explanation["doubts"]:
        yield f"? {_title(doubt['parameter'])} ({doubt['parameter']}, {doubt['confidence']}): {doubt['note']}"


def _steps_of(part: Part) -> list[Json]:
    graph = part.graph
    known: dict[str, Any] = {**graph.constants, **part.facts}
    steps = []
    for rule in graph.rules:
        step, value = _step(rule, known, graph.parameters, part.label)
        known[rule.name] = value
        if not rule.definition.silent:
            steps.append(step)
    return steps


def _step(
    rule: Rule, known: Mapping[str, Any], vintages: Mapping[str, Vintage], label: str
) -> tuple[Json, Any]:
    arguments = rule.definition.arguments
    inputs = {name: known[name] for name in arguments if name not in vintages}
    taken = {name: _watch(vintages[name].value) for name in arguments if name in vintages}
    value = rule.definition.function(**inputs, **taken)
    step = {
        "name": f"{label}.{rule.name}" if label else rule.name,
        "value": _named(rule.definition.unit, value),
        "unit": rule.definition.unit,
        "rule": _where(rule),
        "reference": rule.definition.reference,
        "inputs": {name: _named(name, v) for name, v in inputs.items()},
        "parameters": [_parameter(vintages[name], _row_used(table)) for name, table in taken.items()],
    }
    return step, value


def _plain_step(step: Step) -> Json:
    return {
        "name": step.name,
        "value": step.value,
        "unit": step.unit,
        "rule": step.rule,
        "reference": step.reference,
        "inputs": dict(step.inputs),
        "parameters": [_parameter(vintage, key) for vintage, key in step.parameters],
    }


def _watch(value: int | Table) -> int | _Watched:
    return (
        _Watched(value.kind, value.keys, value.values, value.weights) if isinstance(value, Table) else value
    )


def _row_used(value: int | Table) -> int | None:
    """The key of the one row that was looked up, or None when there was no table or several rows."""
    if not isinstance(value, _Watched) or len(set(value.used)) != 1:
        return None
    return value.keys[value.used[0]]


def _parameter(vintage: Vintage, key: int | None) -> Json:
    confidence, note = vintage.doubt(key)
    value: Any = vintage.value
    if isinstance(value, Table):
        rows = {str(k): v for k, v in zip(value.keys, value.values, strict=True)}
        value = rows if key is None else value.values[value.row(key)]
    elif vintage.unit == "month":
        value = months.format_month(value)
    return {
        "name": vintage.name,
        "value": value,
        "unit": vintage.unit,
        "from": vintage.start.isoformat(),
        "to": vintage.end.isoformat() if vintage.end else None,
        "reference": vintage.reference,
        "source": vintage.source,
        "confidence": confidence,
        "_note": note,
    }


def _public(parameter: Json) -> Json:
    return {name: value for name, value in parameter.items() if name != "_note"}


def _doubts(steps: list[Json]) -> list[Json]:
    found: dict[tuple[str, str], Json] = {}
    for parameter in (p for step in steps for p in step["parameters"]):
        if parameter["confidence"] != "high":
            doubt = {
                "parameter": parameter["name"],
                "confidence": parameter["confidence"],
                "note": parameter["_note"],
            }
            found.setdefault((doubt["parameter"], doubt["note"]), doubt)
    return list(found.values())


def _where(rule: Rule) -> str:
    function = rule.definition.function
    return f"{function.__module__.removeprefix('naungan.law.')}.{function.__name__}"


def _named(name: str, value: Any) -> Any:
    """Codes as words and month numbers as months, for people."""
    if name in CODES:
        return {code: word for word, code in CODES[name].items()}.get(value, value)
    if name in _MONTHS:
        return months.format_month(value) if value else None
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    return value


def _title(parameter: str) -> str:
    return parameters.catalogue()[parameter].title[language.get()]


def _readable(value: Any, unit: str) -> str:
    """A value as people write it: Rp1.000, 0,24%, ya; tables and lists row by row."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_readable(row, unit)}" for key, row in value.items())
    if isinstance(value, list):
        return ", ".join(_readable(row, unit) for row in value)
    if isinstance(value, bool) or unit == "yes_no":
        return say("value.yes" if value else "value.no")
    if not isinstance(value, int) or not unit:
        return str(value)
    return _amount(value, unit)


def _amount(value: int, unit: str) -> str:
    if unit.startswith("rupiah"):
        return rupiah(value)
    return percent(value) if unit.startswith("ppm") else say(f"unit.{unit}", value=value)
