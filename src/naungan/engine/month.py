"""From memberships as the database hands them over to rows of the lake: the work of a month in one frame."""

from __future__ import annotations

from typing import Final

import polars as pl

from naungan.engine.lake import AMOUNTS, SCHEMA
from naungan.engine.run import compute
from naungan.law.graph import Graph

# What a membership brings; the amounts are computed.
MEMBERSHIP_COLUMNS: Final = tuple(name for name in SCHEMA if name not in AMOUNTS)
# The law counts on one of these; the lake keeps it as `amount_rp`.
BASES: Final = ("wage", "income", "contract_value")

_STATED = "registered_month_as_stated"


def lake_rows(memberships: pl.LazyFrame, graph: Graph) -> pl.LazyFrame:
    """The memberships of one segment and month with their amounts, as `SCHEMA`; lazy, so that it streams.

    `memberships` holds MEMBERSHIP_COLUMNS; `amount_rp` stands for the wage, income or contract value that the
    graph asks for, and an unknown `registered_month` counts as 0 (registered before August 2020).
    """
    basis = [pl.col("amount_rp").alias(name) for name in BASES if name in graph.facts]
    known = memberships.select(MEMBERSHIP_COLUMNS).with_columns(
        pl.col("registered_month").alias(_STATED), pl.col("registered_month").fill_null(0), *basis
    )
    computed = compute(known, graph).with_columns(pl.col(_STATED).alias("registered_month"))
    return computed.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
