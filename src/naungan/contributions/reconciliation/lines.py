"""The agency's bill by person beside its list of members: who stands on which, and what the bill asks of each."""

from __future__ import annotations

import polars as pl

from naungan.contributions.reconciliation.export import AMOUNTS

_BY = ("key", "copy")
_SAYS = ("wage", "programmes")


def with_lines(listed: pl.DataFrame | None, billed: pl.DataFrame) -> pl.DataFrame:
    """The members of a list (None: there is none) with the lines of a bill, both matched; `on_list` and `on_bill` say
    where each stands (`on_list` is null without a list). What the bill says counts; who is not on it costs nothing.
    """
    if listed is None:
        return billed.with_columns(on_list=pl.lit(None, pl.Boolean), on_bill=pl.lit(value=True))
    told = billed.select(
        *_BY, *(pl.col(name).alias(f"b_{name}") for name in (*AMOUNTS, *_SAYS)), on_bill=True
    )
    both = listed.join(told, on=_BY, how="left", maintain_order="left").with_columns(
        pl.col("on_bill").fill_null(value=False), on_list=pl.lit(value=True)
    )
    both = both.with_columns(
        *(pl.when("on_bill").then(f"b_{name}").otherwise(0).alias(name) for name in AMOUNTS),
        *(pl.coalesce(f"b_{name}", name).alias(name) for name in _SAYS),
    )
    alone = billed.join(listed, on=_BY, how="anti", maintain_order="left").with_columns(
        on_list=pl.lit(value=False), on_bill=pl.lit(value=True)
    )
    columns = [*billed.columns, "on_list", "on_bill"]
    return pl.concat([both.select(columns), alone.select(columns)])
