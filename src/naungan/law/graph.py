"""Rules form a graph by the names of their arguments; one graph answers one question, segment and date.

A rule is a plain function decorated by `@rule`. Its arguments name facts, other rules or parameters. `build`
picks the rules and parameter values in force on a date, and every gap, conflict or cycle is an error there,
never a silent default. `Graph.values` works alike on ints, Narwhals expressions and Narwhals series.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from types import ModuleType
from typing import Any

import narwhals as nw

from naungan.law import parameters
from naungan.law.parameters import Vintage


class GraphError(Exception):
    """The law as written in this package does not hang together; a bug, not a wrong input."""


class MissingFact(GraphError):  # noqa: N818 - the names say what happened
    """A rule needs a name that is no rule, no parameter and no fact given."""


class UnknownFact(GraphError):  # noqa: N818
    """A fact was given that nothing asks for."""


class Cycle(GraphError):  # noqa: N818
    """Rules need each other in a circle."""


class TwoRules(GraphError):  # noqa: N818
    """Two rules of one name are in force on one date, or a rule bears the name of a fact or parameter."""


class NoRule(GraphError):  # noqa: N818
    """A rule exists by that name, but none is in force on the date."""


@dataclass(frozen=True, slots=True)
class Period:
    """Dates from `first` to `last`, both included."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether the date lies within."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Definition:
    """A rule as written: the function, the article it rests on, and when it is in force."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[str, ...]
    reference: str
    unit: str
    since: date | None
    until: date | None
    outside: tuple[Period, ...]
    summary: str
    silent: bool

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function itself, as a test or a debugger does."""
        return self.function(*args, **kwargs)

    def in_force(self, on: date) -> bool:
        """Whether the rule applies on a date."""
        started = self.since is None or self.since <= on
        ended = self.until is not None and on > self.until
        return started and not ended and not any(period.holds(on) for period in self.outside)

    def turning_points(self) -> set[date]:
        """The first and last dates at which this rule starts or stops applying."""
        edges = {edge for edge in (self.since, self.until) if edge is not None}
        return edges.union(*({period.first, period.last} for period in self.outside))


def rule(
    reference: str,
    *,
    unit: str = "rupiah",
    since: str | None = None,
    until: str | None = None,
    during: Period | None = None,
    outside: tuple[Period, ...] = (),
    name: str | None = None,
    silent: bool = False,
) -> Callable[[Callable[..., Any]], Definition]:
    """Declare a function as a rule of law, in force from `since` to `until` (ISO dates, both included).

    `during` gives both dates at once; `outside` takes periods out, in which another rule of the same `name`
    (default: the function's) applies. A `silent` rule has nothing to say in an explanation.
    """

    def declare(function: Callable[..., Any]) -> Definition:
        first = date.fromisoformat(since) if since else None
        last = date.fromisoformat(until) if until else None
        return Definition(
            name=name or function.__name__,
            function=function,
            arguments=tuple(inspect.signature(function).parameters),
            reference=reference,
            unit=unit,
            since=during.first if during else first,
            until=during.last if during else last,
            outside=outside,
            summary=(inspect.getdoc(function) or "").split("\n")[0],
            silent=silent,
        )

    return declare


def rules_of(*modules: ModuleType) -> tuple[Definition, ...]:
    """Every rule defined in the modules, in the order written."""
    return tuple(
        value for module in modules for value in vars(module).values() if isinstance(value, Definition)
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule within a graph: what it takes from facts and earlier rules, parameters already filled in."""

    definition: Definition
    inputs: tuple[str, ...]
    constants: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the rule and of the column it makes."""
        return self.definition.name

    def call(self, values: Mapping[str, Any]) -> Any:
        """The rule's value, given at least its inputs; among expressions a constant comes as a literal."""
        known = {name: values[name] for name in self.inputs}
        result = self.definition.function(**known, **self.constants)
        if isinstance(result, int) and any(isinstance(value, nw.Expr) for value in values.values()):
            return nw.lit(result, nw.Boolean if isinstance(result, bool) else nw.Int64)
        return result


@dataclass(frozen=True)
class Graph:
    """The rules of one question on one date; see `build`.

    `rules` stand each right after those it needs, as one would read them; `levels` hold the same rules, those
    of a level depending only on facts and earlier levels, as an engine runs them. `facts` must all be given.
    """

    on: date
    facts: tuple[str, ...]
    rules: tuple[Rule, ...]
    levels: tuple[tuple[Rule, ...], ...]
    parameters: Mapping[str, Vintage]
    constants: Mapping[str, int]
    results: tuple[str, ...]
    extras: tuple[str, ...] = ()
    _fact_set: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_fact_set", frozenset(self.facts))

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the rules, each after those it needs."""
        return tuple(step.name for step in self.rules)

    @cached_property
    def fixed(self) -> dict[str, Any]:
        """Everything that is the same for every worker: parameter values and constants."""
        return {name: vintage.value for name, vintage in self.parameters.items()} | dict(self.constants)

    @cached_property
    def _program(self) -> tuple[tuple[str, Callable[..., Any], Callable[..., Any]], ...]:
        return tuple((s.name, s.definition.function, _getter(s.definition.arguments)) for s in self.rules)

    def values(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Every rule's value by name, for exactly the facts asked for (ints, expressions or series)."""
        if facts.keys() != self._fact_set:
            self._refuse_facts(facts)
        known = {**self.fixed, **facts}
        computed = {}
        for name, function, arguments in self._program:
            known[name] = computed[name] = function(*arguments(known))
        return computed

    def _refuse_facts(self, facts: Mapping[str, Any]) -> None:
        missing = self._fact_set - facts.keys()
        if missing:
            raise MissingFact(f"the facts {sorted(missing)} are missing")
        raise UnknownFact(f"the facts {sorted(facts.keys() - self._fact_set)} are not asked for on {self.on}")


def build(
    definitions: Iterable[Definition],
    *,
    results: Sequence[str],
    on: date,
    given: Collection[str],
    constants: Mapping[str, int] | None = None,
    extras: Sequence[str] = (),
) -> Graph:
    """The graph that computes `results` (and `extras`) by the law of one date.

    `given` names the facts that may be asked for, `constants` those already known for the whole graph. Raises
    MissingFact, Cycle, TwoRules, NoRule, or the parameters' own error for a date without value.
    """
    builder = _Builder(_in_force(definitions, on, given), on, frozenset(given), dict(constants or {}))
    for name in (*results, *extras):
        builder.visit(name, ())
    rules = builder.rules_in_order()
    return Graph(
        on=on,
        facts=tuple(sorted(builder.facts)),
        rules=rules,
        levels=builder.levels(rules),
        parameters=builder.parameters,
        constants={name: value for name, value in builder.constants.items() if name in builder.used},
        results=tuple(results),
        extras=tuple(extras),
    )


def _in_force(
    definitions: Iterable[Definition], on: date, given: Collection[str]
) -> dict[str, Definition | None]:
    chosen: dict[str, Definition | None] = {}
    for definition in definitions:
        name = definition.name
        if name in given or parameters.exists(name):
            raise TwoRules(f"{name} is a rule and also a fact or a parameter")
        if not definition.in_force(on):
            chosen.setdefault(name, None)
            continue
        if chosen.get(name) is not None:
            raise TwoRules(f"two rules named {name} are in force on {on}")
        chosen[name] = definition
    return chosen


class _Builder:
    """Walks from the results down to facts and parameters, keeping what it meets."""

    def __init__(
        self,
        definitions: Mapping[str, Definition | None],
        on: date,
        given: frozenset[str],
        constants: dict[str, int],
    ) -> None:
        self.definitions, self.on, self.given, self.constants = definitions, on, given, constants
        self.depth: dict[str, int] = {}
        self.facts: set[str] = set()
        self.used: set[str] = set()
        self.parameters: dict[str, Vintage] = {}

    def visit(self, name: str, path: tuple[str, ...]) -> int:
        """The depth of a name: 0 for facts, constants and parameters, else one above its deepest input."""
        if name in path:
            raise Cycle(" -> ".join((*path[path.index(name) :], name)))
        if name in self.depth:
            return self.depth[name]
        if name in self.definitions:
            return self._visit_rule(name, path)
        self._visit_leaf(name, path)
        return 0

    def _visit_rule(self, name: str, path: tuple[str, ...]) -> int:
        definition = self.definitions[name]
        if definition is None:
            raise NoRule(f"no rule named {name} is in force on {self.on}")
        below = [self.visit(argument, (*path, name)) for argument in definition.arguments]
        self.depth[name] = 1 + max(below, default=0)
        return self.depth[name]

    def _visit_leaf(self, name: str, path: tuple[str, ...]) -> None:
        if name in self.constants:
            self.used.add(name)
        elif name in self.given:
            self.facts.add(name)
        elif parameters.exists(name):
            self.parameters[name] = parameters.at(name, self.on)
        else:
            raise MissingFact(f"{name}, needed by {path[-1] if path else 'the question'}, is not known")

    def rules_in_order(self) -> tuple[Rule, ...]:
        """Every rule met, each after those it needs, because a visit ends after the visits below it."""
        return tuple(self._bind(name) for name in self.depth)

    def levels(self, rules: tuple[Rule, ...]) -> tuple[tuple[Rule, ...], ...]:
        """The same rules by depth."""
        deepest = max(self.depth.values(), default=0)
        return tuple(
            tuple(step for step in rules if self.depth[step.name] == level) for level in range(1, deepest + 1)
        )

    def _bind(self, name: str) -> Rule:
        definition = self.definitions[name]
        assert definition is not None
        fixed = {key: vintage.value for key, vintage in self.parameters.items()} | self.constants
        return Rule(
            definition=definition,
            inputs=tuple(a for a in definition.arguments if a not in fixed),
            constants={a: fixed[a] for a in definition.arguments if a in fixed},
        )


def _getter(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    # itemgetter of one name gives the bare value, and of none it does not exist.
    if not names:
        return lambda known: ()  # noqa: ARG005
    if len(names) == 1:
        only = names[0]
        return lambda known: (known[only],)
    return itemgetter(*names)
