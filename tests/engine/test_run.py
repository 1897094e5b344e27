"""One body of law: integers, Polars, pandas and the lake agree to the rupiah."""

from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naungan.engine.lake import AMOUNTS, SCHEMA, open_runs, write_run
from naungan.engine.month import BASES, MEMBERSHIP_COLUMNS, lake_rows
from naungan.engine.run import UnusableColumn, compute
from naungan.law import months, parameters
from naungan.law.arithmetic import Table
from naungan.law.contributions import FIRST_MONTH, contribution_graph
from naungan.law.graph import Graph, MissingFact
from naungan.law.vocabulary import PAID_BY, SECTOR

SEGMENTS = ("PU", "BPU", "JAKON")
PROGRAMMES = ("jkk", "jkm", "jht", "jp", "jkp")
LAST_MONTH = months.parse("2028-01")
Worker = dict[str, Any]


def vintages() -> list[int]:
    """Every month in which the law changes, and the month before: between two of them it stands still."""
    changes = {months.of(day) for day in parameters.turning_points()}
    around = {month for change in changes for month in (change - 1, change)}
    # Rules that came and went in between, whatever the parameters do.
    around |= set(months.iterate(months.parse("2020-07"), months.parse("2021-03")))
    around |= {
        months.parse(text) for text in ("2025-01", "2025-02", "2026-01", "2026-02", "2026-04", "2026-12")
    }
    return sorted(month for month in around if FIRST_MONTH <= month <= LAST_MONTH)


VINTAGES = vintages()


def edges(graph: Graph) -> list[int]:
    """Amounts at, below and above every bound that the graph knows, and some that round badly."""
    bounds = {1, 99, 100_000_000, 4_999_999_999}
    for vintage in graph.parameters.values():
        keys = vintage.value.keys if isinstance(vintage.value, Table) else (vintage.value,)
        bounds |= {key + step for key in keys for step in (-1, 0, 1)}
    return sorted(amount for amount in bounds if 1 <= amount <= 5_000_000_000)


workers = st.fixed_dictionaries(
    {
        "amount_rp": st.integers(1, 5_000_000_000) | st.integers(400_000, 30_000_000),
        "risk_group": st.integers(1, 5),
        "paid_by": st.sampled_from(sorted(PAID_BY.values())),
        "sector": st.sampled_from(sorted(SECTOR.values())),
        "labour_intensive": st.booleans(),
        "registered_month": st.none() | st.integers(months.parse("2019-01"), months.parse("2021-06")),
        **{f"has_{programme}": st.booleans() for programme in PROGRAMMES},
    }
)


def by_integers(graph: Graph, worker: Worker) -> dict[str, int]:
    facts = worker | dict.fromkeys(BASES, worker["amount_rp"])
    facts["registered_month"] = worker["registered_month"] or 0
    values = graph.values({name: facts[name] for name in graph.facts})
    return {name: int(values[name]) for name in graph.results}


def frame_of(people: list[Worker], segment: str, month: int) -> pl.DataFrame:
    """Memberships as the contributions room hands them over, in the narrow types of the lake."""
    texts = {
        "area": "75.03",
        "payer_area": "75.03",
        "payer_code": "75.03",
        "group": "petani",
        "occupation": None,
    }
    ids = dict.fromkeys(("roll_id", "registration_id", "payer_id"), 1)
    rows = [
        {"person_id": i, "membership_id": i, "segment": segment, "month": month, **ids, **texts, **worker}
        for i, worker in enumerate(people)
    ]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in MEMBERSHIP_COLUMNS})


def by_polars(graph: Graph, frame: pl.DataFrame) -> list[dict[str, int]]:
    rows = lake_rows(frame.lazy(), graph).collect(engine="streaming")
    assert rows.schema == SCHEMA
    return rows.select(AMOUNTS).to_dicts()


def by_pandas(graph: Graph, frame: pl.DataFrame) -> list[dict[str, int]]:
    columns = frame.to_dict(as_series=False)
    facts = {name: columns.get(name, columns["amount_rp"]) for name in graph.facts}
    facts = {name: [0 if value is None else value for value in given] for name, given in facts.items()}
    native = pd.DataFrame(facts)
    workers_frame = nw.from_native(native, eager_only=True)
    values = graph.values({name: workers_frame[name] for name in graph.facts})
    results = {name: values[name] for name in graph.results}
    lists = {n: v.to_list() if isinstance(v, nw.Series) else [v] * len(native) for n, v in results.items()}
    return [{name: lists[name][i] for name in lists} for i in range(len(native))]


def assert_agree(segment: str, month: int, people: list[Worker], basis: str = "") -> None:
    graph = contribution_graph(segment, months.format_month(month), basis=basis)
    frame = frame_of(people, segment, month)
    expected = [by_integers(graph, worker) for worker in people]
    assert by_polars(graph, frame) == expected
    assert by_pandas(graph, frame) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    segment=st.sampled_from(SEGMENTS), month=st.sampled_from(VINTAGES), people=st.lists(workers, min_size=1)
)
def test_integers_polars_and_pandas_agree_on_random_workers(segment, month, people):
    assert_agree(segment, month, people)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_they_agree_at_every_bound_of_every_vintage(segment):
    codes = list(PAID_BY.values())
    for month in VINTAGES:
        graph = contribution_graph(segment, months.format_month(month))
        people = [
            {
                "amount_rp": amount,
                "risk_group": 1 + i % 5,
                "paid_by": codes[i % len(codes)],
                "sector": 1 + i % 2,
                "labour_intensive": i % 3 == 0,
                "registered_month": None if i % 4 == 0 else months.parse("2020-06") + i % 6,
                **{f"has_{programme}": i % 7 != place for place, programme in enumerate(PROGRAMMES)},
            }
            for i, amount in enumerate(edges(graph))
        ]
        assert_agree(segment, month, people)


@pytest.mark.parametrize("month", VINTAGES[::4])
def test_they_agree_on_construction_contracts_up_to_the_largest(month):
    worker = {"risk_group": 1, "paid_by": 2, "sector": 1, "labour_intensive": False, "registered_month": None}
    has = {f"has_{programme}": programme in {"jkk", "jkm"} for programme in PROGRAMMES}
    amounts = [
        1,
        99_999_999,
        100_000_000,
        100_000_001,
        5_000_000_001,
        77_777_777_777_777,
        100_000_000_000_000,
    ]
    people = [{**worker, **has, "amount_rp": amount} for amount in amounts]
    assert_agree("JAKON", month, people, basis="contract_value")


def test_what_the_lake_gives_back_is_what_the_integers_say(tmp_path):
    month = months.parse("2025-05")
    people = [
        {
            "amount_rp": 1_234_567 * i,
            "risk_group": 1 + i % 5,
            "paid_by": 2,
            "sector": 1,
            "labour_intensive": i % 2 == 0,
            "registered_month": None,
            **{f"has_{programme}": True for programme in PROGRAMMES},
        }
        for i in range(1, 40)
    ]
    graph = contribution_graph("PU", "2025-05")
    run = write_run(tmp_path, month, [lake_rows(frame_of(people, "PU", month).lazy(), graph)])
    back = open_runs(tmp_path, [run.path]).collect()
    expected = [by_integers(graph, worker) for worker in people]
    assert back.select(AMOUNTS).to_dicts() == expected
    assert run.sums == {name: sum(row[name] for row in expected) for name in AMOUNTS}
    assert back["registered_month"].null_count() == len(people)


@pytest.mark.parametrize("narrow", [pl.Int32, pl.UInt32, pl.Int64])
def test_a_narrow_wage_column_does_not_wrap(narrow):
    # 2,000,000,000 x 37,000 is far above what 32 bits hold.
    graph = contribution_graph("PU", "2024-05")
    has = {f"has_{programme}": [True] for programme in PROGRAMMES}
    frame = pl.DataFrame({"wage": [2_000_000_000], "risk_group": [5], **has})
    frame = frame.with_columns(pl.col("wage").cast(narrow), pl.col("risk_group").cast(pl.Int8))
    row = compute(frame.lazy(), graph).collect()
    assert row["jht_employer"].item() == 74_000_000
    assert row["jkk"].item() == 34_800_000
    assert {row.schema[name] for name in graph.results} == {pl.Int64}
    assert row.schema["wage"] == narrow


def test_tiny_types_hold_tiny_wages_and_still_compute_in_64_bits():
    graph = contribution_graph("PU", "2024-05")
    has = {f"has_{programme}": [True] for programme in PROGRAMMES}
    frame = pl.DataFrame({"wage": [120], "risk_group": [1], **has}).with_columns(pl.col("wage").cast(pl.Int8))
    assert compute(frame.lazy(), graph).collect()["jht_employer"].item() == 4


def test_other_columns_pass_through_also_when_they_bear_the_name_of_a_rule():
    graph = contribution_graph("BPU", "2024-05")
    frame = pl.LazyFrame(
        {
            "income": [1_000_000],
            "has_jkk": [True],
            "has_jkm": [True],
            "has_jht": [False],
            "jkk_payable": ["x"],
        }
    )
    found = compute(frame, graph).collect()
    assert found.columns == [*frame.collect_schema().names(), *graph.results]
    assert found["jkk_payable"].item() == "x"
    assert found["total"].item() == 16_800


def test_a_fact_without_a_column_is_named():
    with pytest.raises(MissingFact, match="income"):
        compute(pl.LazyFrame({"has_jkk": [True]}), contribution_graph("BPU", "2024-05"))


@pytest.mark.parametrize("wrong", [1.5, "1000000"])
def test_a_fact_that_is_no_whole_number_is_named(wrong):
    frame = pl.LazyFrame({"income": [wrong], "has_jkk": [True], "has_jkm": [True], "has_jht": [True]})
    with pytest.raises(UnusableColumn, match="income"):
        compute(frame, contribution_graph("BPU", "2024-05"))


def test_a_result_is_never_written_over_a_column():
    columns = {"income": [1], "has_jkk": [True], "has_jkm": [True], "has_jht": [True], "total": [1]}
    with pytest.raises(UnusableColumn, match="total"):
        compute(pl.LazyFrame(columns), contribution_graph("BPU", "2024-05"))


def test_a_frame_without_workers_gives_the_columns_all_the_same():
    rows = lake_rows(frame_of([], "PU", VINTAGES[-1]).lazy(), contribution_graph("PU", "2026-05"))
    assert rows.collect().schema == SCHEMA
