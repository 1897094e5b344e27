"""Runs a graph of rules over a frame of workers: one `with_columns` per level, through Narwhals.

The frame stays lazy, so that the streaming engine passes batches through and nothing is loaded whole. Facts
become Int64 (or stay Boolean) at this border and results leave as Int64, because arithmetic on a narrower
column wraps silently. Rules work on columns of their own, apart from the frame's, so that a rule may bear the
name of a column that is not its fact.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from naungan.law.graph import Graph, MissingFact

_PRIVATE = "rule:"


class UnusableColumn(ValueError):  # noqa: N818 - the name says what is wrong
    """A fact is neither whole numbers nor yes/no, or a result's name is taken by a column of the frame."""


def compute(frame: pl.LazyFrame, graph: Graph) -> pl.LazyFrame:
    """The frame with `graph.results` added as Int64 columns, in that order; still lazy.

    Each of `graph.facts` is a column of the frame, of any integer width or Boolean, without nulls. Raises
    MissingFact when a fact has no column and UnusableColumn when one has another type or a result is taken.
    """
    schema = frame.collect_schema()
    _check(schema, graph)
    kept = list(schema)
    columns: nw.LazyFrame[Any] = nw.from_native(frame)
    if graph.facts:
        columns = columns.with_columns(*(_fact(name, schema[name]) for name in graph.facts))
    values: dict[str, Any] = {name: nw.col(_PRIVATE + name) for name in graph.facts}
    for level in graph.levels:
        columns = columns.with_columns(
            *(_expression(rule.call(values)).alias(_PRIVATE + rule.name) for rule in level)
        )
        values.update({rule.name: nw.col(_PRIVATE + rule.name) for rule in level})
    results = (nw.col(_PRIVATE + name).cast(nw.Int64).alias(name) for name in graph.results)
    native: pl.LazyFrame = columns.select(*kept, *results).to_native()
    return native


def _check(schema: pl.Schema, graph: Graph) -> None:
    missing = [name for name in graph.facts if name not in schema]
    if missing:
        raise MissingFact(f"the frame has no column for the facts {missing}; it has {list(schema)}")
    unusable = [
        f"{n} is {schema[n]}" for n in graph.facts if not (schema[n].is_integer() or schema[n] == pl.Boolean)
    ]
    if unusable:
        raise UnusableColumn(f"facts are whole numbers or yes/no: {', '.join(unusable)}")
    taken = [name for name in graph.results if name in schema]
    if taken:
        raise UnusableColumn(f"the frame already has columns named as the results {taken}")


def _fact(name: str, dtype: pl.DataType) -> nw.Expr:
    column = nw.col(name)
    return (column if dtype == pl.Boolean else column.cast(nw.Int64)).alias(_PRIVATE + name)


def _expression(value: Any) -> nw.Expr:
    # A rule of parameters alone gives a number; a frame needs it as a literal of a stated type.
    if isinstance(value, bool):
        return nw.lit(value, nw.Boolean)
    return nw.lit(value, nw.Int64) if isinstance(value, int) else value
