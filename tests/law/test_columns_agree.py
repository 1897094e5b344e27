"""One body of law: ints, Polars and pandas give the same rupiah for any worker, in any month."""

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naungan.law import arithmetic, months
from naungan.law.arithmetic import Table, layers
from naungan.law.contributions import RESULTS, contribution_graph
from naungan.law.facts import LARGEST_CONTRACT, LARGEST_WAGE

AMOUNTS = st.one_of(st.integers(1, 30_000_000), st.integers(1, LARGEST_WAGE))
WORKER = {
    "wage": AMOUNTS,
    "income": st.one_of(st.integers(0, 25_000_000), st.integers(0, LARGEST_WAGE)),
    "contract_value": st.integers(1, LARGEST_CONTRACT),
    "risk_group": st.integers(1, 5),
    "paid_by": st.integers(1, 6),
    "sector": st.integers(1, 2),
    "registered_month": st.one_of(st.just(0), st.integers(months.parse("2020-05"), months.parse("2021-01"))),
}
GRAPHS = st.tuples(
    st.sampled_from([("PU", "wage"), ("BPU", "income"), ("JAKON", "wage"), ("JAKON", "contract_value")]),
    st.one_of(
        st.sampled_from(
            ["2015-07", "2020-08", "2021-01", "2021-02", "2025-02", "2026-01", "2026-05", "2027-01"]
        ),
        st.integers(months.parse("2015-07"), months.parse("2027-12")).map(months.format_month),
    ),
)


@st.composite
def workers(draw):
    (segment, basis), month = draw(GRAPHS)
    graph = contribution_graph(segment, month, basis=basis)
    row = st.fixed_dictionaries({name: WORKER.get(name, st.booleans()) for name in graph.facts})
    return graph, draw(st.lists(row, min_size=1, max_size=20))


def by_ints(graph, rows):
    return [tuple(graph.values(row)[name] for name in RESULTS) for row in rows]


def by_levels(graph, frame):
    """As an engine does it: one level of rules after the other, as new columns."""
    for level in graph.levels:
        values = {name: nw.col(name) for name in frame.collect_schema().names()}
        frame = frame.with_columns(**{step.name: step.call(values) for step in level})
    return frame.select(*RESULTS)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(workers())
def test_ints_polars_and_pandas_agree_to_the_rupiah(case):
    graph, rows = case
    expected = by_ints(graph, rows)
    lazy = by_levels(graph, nw.from_native(pl.LazyFrame(rows)))
    assert lazy.collect().rows() == expected
    eager = by_levels(graph, nw.from_native(pd.DataFrame(rows)))
    assert eager.rows() == expected
    assert all(dtype == nw.Int64 for dtype in lazy.collect_schema().dtypes())


@settings(max_examples=20, deadline=None, derandomize=True)
@given(workers())
def test_series_agree_too(case):
    graph, rows = case
    frame = nw.from_native(pl.DataFrame(rows))
    values = graph.values({name: frame[name] for name in graph.facts})
    for name, column in zip(RESULTS, zip(*by_ints(graph, rows), strict=True), strict=True):
        found = values[name]
        assert (found.to_list() if isinstance(found, nw.Series) else [found] * len(rows)) == list(column)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(workers(), st.integers(1, 1_000_000))
def test_more_income_never_costs_less(case, more):
    graph, rows = case
    for row in rows:
        basis = next(name for name in ("wage", "income", "contract_value") if name in row)
        limit = LARGEST_CONTRACT if basis == "contract_value" else LARGEST_WAGE
        richer = {**row, basis: min(row[basis] + more, limit)}
        assert graph.values(richer)["total"] >= graph.values(row)["total"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(workers())
def test_the_total_is_the_sum_of_what_each_programme_alone_costs(case):
    graph, rows = case
    for row in rows:
        flags = [name for name in row if name.startswith("has_")]
        together = graph.values({**row, **dict.fromkeys(flags, True)})["total"]
        alone = [graph.values({**row, **dict.fromkeys(flags, False), flag: True})["total"] for flag in flags]
        assert together == sum(alone)


@given(st.integers(0, 5_000_000_000), st.integers(0, 1_000_000))
def test_share_rounds_half_up_and_its_large_twin_agrees(amount, rate):
    exact, rest = divmod(amount * rate, 1_000_000)
    assert arithmetic.share(amount, rate) == exact + (rest >= 500_000)
    assert arithmetic.share_of_large(amount, rate) == arithmetic.share(amount, rate)


@given(st.integers(0, 200_000_000_000))
def test_layers_take_what_the_slices_take(amount):
    table = layers((0, 100_000_000, 500_000_000), (2100, 1700, 1300))
    slices = [
        max(0, min(amount, upper) - lower) * rate
        for lower, upper, rate in ((0, 10**8, 2100), (10**8, 5 * 10**8, 1700), (5 * 10**8, 10**15, 1300))
    ]
    assert arithmetic.share_of_layers(amount, table) == (sum(slices) + 500_000) // 1_000_000
    assert arithmetic.weigh_layers(amount, table) == sum(slices)


def test_an_absent_key_is_never_a_silent_default():
    table = Table("exact", (1, 2), (10, 20))
    with pytest.raises(LookupError):
        arithmetic.lookup(3, table)
    frame = nw.from_native(pl.DataFrame({"key": [1, 2, 3]}))
    assert frame.select(found=arithmetic.lookup(nw.col("key"), table))["found"].to_list() == [10, 20, None]
    with pytest.raises(LookupError):
        arithmetic.lookup(frame["key"], table)
    with pytest.raises(LookupError):
        arithmetic.lookup(-1, Table("bracket", (0, 5), (1, 2)))


def test_flags_combine_alike_on_ints_and_columns():
    pairs = [(a, b) for a in (True, False) for b in (True, False)]
    frame = nw.from_native(pl.DataFrame(pairs, schema=["a", "b"], orient="row"))
    for word, truth in ((arithmetic.both, lambda a, b: a and b), (arithmetic.either, lambda a, b: a or b)):
        expected = [truth(a, b) for a, b in pairs]
        assert [word(a, b) for a, b in pairs] == expected
        assert frame.select(x=word(nw.col("a"), nw.col("b")))["x"].to_list() == expected
    assert frame.select(x=arithmetic.negate(nw.col("a")))["x"].to_list() == [not a for a, _ in pairs]
    assert frame.select(x=arithmetic.at_most(nw.lit(7), 5))["x"].to_list()[0] == 5
    assert (arithmetic.at_most(7, 5), arithmetic.at_least(7, 9), arithmetic.divided(5, 2)) == (5, 9, 3)
