"""What the agency asks for each of its members: as its list says, else by the law from its wage and programmes."""

from __future__ import annotations

from typing import Final

import polars as pl

from naungan.contributions.reconciliation.ours import Ours
from naungan.engine.lake import AMOUNTS
from naungan.engine.month import MEMBERSHIP_COLUMNS, lake_rows
from naungan.law import months
from naungan.law.contributions import contribution_graph
from naungan.law.facts import LARGEST_WAGE
from naungan.registry.models import Registration

PARTS: Final = ("jkk", "jkm", "jht", "jp")
_FLAGS: Final = ("jkk", "jkm", "jht", "jp", "jkp")


def with_amounts(members: pl.DataFrame, ours: Ours, registration: Registration, month: int) -> pl.DataFrame:
    """The members with `a_jkk` ... `a_jp` and `a_total`: whole rupiah of the month; `parts_told` says whether the
    agency told what each programme costs.

    What the list does not say of somebody is taken from our row of them, else from the registration's most usual
    one; who cannot be computed at all (no such row, no wage) counts nothing, and the rest of the agency's bill says so.
    """
    facts = _facts(members, ours)
    computed = _by_law(facts, registration.segment, month)
    stated = [pl.coalesce(pl.col(name), pl.col(f"law_{name}")).alias(f"a_{name}") for name in PARTS]
    joined = members.hstack(computed).with_columns(*stated)
    sums = pl.sum_horizontal([pl.col(f"a_{name}") for name in PARTS])
    told = pl.any_horizontal([pl.col(name).is_not_null() for name in PARTS])
    return joined.with_columns(a_total=pl.coalesce("total", sums), parts_told=told).drop(
        [f"law_{name}" for name in PARTS]
    )


def _facts(members: pl.DataFrame, ours: Ours) -> pl.DataFrame:
    """The members as memberships of the lake: their wage and programmes, our other facts of them."""
    columns = [name for name in MEMBERSHIP_COLUMNS if name != "person_id"]
    own = ours.billed.select("person_id", *columns, "programmes").rename({"programmes": "our_programmes"})
    joined = members.select("person_id", "wage", "programmes").join(
        own, on="person_id", how="left", maintain_order="left"
    )
    usual = _usual(own)
    filled = (
        [
            (pl.col(name).fill_null(usual[name]) if usual[name] is not None else pl.col(name))
            for name in columns
        ]
        if usual
        else []
    )
    joined = joined.with_columns(*filled)
    usual_programmes = str(usual["our_programmes"]) if usual else ""
    programmes = pl.coalesce("programmes", "our_programmes", pl.lit(usual_programmes))
    return joined.with_columns(
        pl.coalesce(pl.col("wage"), pl.col("amount_rp"))
        .fill_null(0)
        .clip(0, LARGEST_WAGE)
        .alias("amount_rp"),
        pl.col("person_id").fill_null(0),
        *(programmes.str.split(",").list.contains(name.upper()).alias(f"has_{name}") for name in _FLAGS[:-1]),
        has_jkp=pl.col("has_jkp").fill_null(value=False) & programmes.str.contains("JKK"),
    )


def _usual(own: pl.DataFrame) -> dict[str, object]:
    """The registration's most usual facts, for members whom our books do not know; nothing without a billed one."""
    by = ["our_programmes", "amount_rp", "risk_group", "paid_by", "sector", "labour_intensive"]
    if own.is_empty():
        return {}
    counted = own.group_by(by).agg(pl.len().alias("people"), pl.all().exclude(by).first())
    return counted.sort(["people", *by], descending=[True] + [False] * len(by)).row(0, named=True)


def _by_law(facts: pl.DataFrame, segment: str, month: int) -> pl.DataFrame:
    if facts["roll_id"].null_count():
        return pl.DataFrame({f"law_{name}": [0] * len(facts) for name in PARTS}, schema_overrides=_INTEGERS)
    graph = contribution_graph(segment, months.format_month(month))
    rows = (
        lake_rows(facts.select(MEMBERSHIP_COLUMNS).lazy(), graph).select(AMOUNTS).collect(engine="streaming")
    )
    return rows.select(
        law_jkk="jkk",
        law_jkm="jkm",
        law_jht=pl.col("jht_employer") + pl.col("jht_worker"),
        law_jp=pl.col("jp_employer") + pl.col("jp_worker"),
    )


_INTEGERS: Final = {f"law_{name}": pl.Int64 for name in PARTS}
