"""What a question gives back: results, and the graphs with their facts that produced them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from naungan.law.graph import Graph
from naungan.law.parameters import Vintage


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is no rule of a graph: a due date from the calendar, the choice among children.

    `parameters` pairs the value used with the key of the row used, if it is a table.
    """

    name: str
    value: Any
    unit: str
    rule: str
    reference: str
    inputs: Mapping[str, Any]
    parameters: tuple[tuple[Vintage, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One graph evaluated on one set of facts; `label` tells several apart ("children[0]")."""

    graph: Graph
    facts: Mapping[str, int]
    label: str = ""


@dataclass(frozen=True)
class Answer:
    """The results of a question by name, and how they came about."""

    results: Mapping[str, Any]
    parts: tuple[Part, ...]
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()
    ask: str = field(default="")
    facts: Mapping[str, Any] = field(default_factory=dict)


def answer_of(graph: Graph, facts: Mapping[str, int], **more: Any) -> Answer:
    """The answer of one graph: its results and extras, for the facts it asks for out of those given."""
    needed = {name: facts[name] for name in graph.facts}
    values = graph.values(needed)
    wanted = (*graph.results, *graph.extras)
    return Answer({name: values[name] for name in wanted}, (Part(graph, needed),), **more)
