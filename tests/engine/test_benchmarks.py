"""The benchmark compares like with like: same input, same output, same sums; and it says so when it misses."""

import polars as pl
import pytest

from benchmarks import report
from benchmarks.members import make, segments
from benchmarks.month import once, run
from naungan.engine.lake import AMOUNTS, SCHEMA

ROWS = 2_000


@pytest.fixture(scope="module")
def members(tmp_path_factory):
    return make(tmp_path_factory.mktemp("benchmark"), ROWS)


def test_made_up_members_are_the_same_every_time_and_in_order_of_payer(members, tmp_path):
    again = make(tmp_path, ROWS)
    for (name, files), (_, others) in zip(segments(members), segments(again), strict=True):
        first, second = pl.read_parquet(files), pl.read_parquet(others)
        assert first.equals(second), name
        assert first["payer_id"].is_sorted()
    assert sum(pl.scan_parquet(f).select(pl.len()).collect().item() for _, f in segments(members)) == ROWS


def test_the_month_is_measured_whole_beside_its_copy(members, tmp_path):
    found = run(str(members), str(tmp_path), rounds=1)
    assert found["rows"] == ROWS
    assert found["ratio"] == pytest.approx(found["seconds"] / found["copy_seconds"])
    assert found["sums"] == once(str(members), str(tmp_path))["sums"]
    copied = pl.read_parquet(sorted((tmp_path / "copied").glob("*.parquet")))
    assert copied.schema == SCHEMA
    assert copied["total"].sum() == found["sums"]["total"]


@pytest.mark.slow
def test_pandas_and_openfisca_give_the_same_sums_to_the_rupiah(members, tmp_path):
    pytest.importorskip("openfisca_core")
    from benchmarks.peers import in_openfisca, in_pandas

    ours = once(str(members), str(tmp_path))
    for other in (in_pandas(str(members), str(tmp_path)), in_openfisca(str(members), str(tmp_path))):
        assert other["rows"] == ROWS
        assert other["sums"] == ours["sums"]
    assert all(ours["sums"][name] for name in AMOUNTS if name != "jkp_from_jkm")


def row(**changed):
    sums = {"total": 5}
    ours = {"ratio": 1.1, "processor_ratio": 1.1, "seconds": 2.0, "copy_seconds": 1.8, "sums": sums}
    return {"rows": 10, "ours": ours | changed, "once": {"peak_gib": 1.0, "sums": sums}}


def test_a_missed_limit_is_said():
    nothing = {"lists": [], "database": [], "search": []}
    assert report.misses({"month": [row()], **nothing}) == []
    assert "1.21 times the copy" in report.misses({"month": [row(ratio=1.21)], **nothing})[0]
    assert "disagree" in report.misses({"month": [row(sums={"total": 6})], **nothing})[0]
    slow = {"kind": "csv", "seconds": 10.4, "rows": 1}
    failed = {"database": "PostgreSQL", "failed": "no server"}
    assert report.misses({"month": [], "lists": [slow], "database": [failed], "search": []}) == [
        "the csv list: 10.4",
        "PostgreSQL: no server",
    ]


def test_only_the_measured_part_of_the_page_is_rewritten(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{report.START}\nold\n{report.END}\nafter\n")
    monkeypatch.setattr(report, "PAGE", page)
    report.write("new")
    assert page.read_text() == f"before\n{report.START}\n\nnew\n{report.END}\nafter\n"


def test_the_page_has_a_place_for_what_is_measured():
    page = report.PAGE.read_text(encoding="utf-8")
    assert page.count(report.START) == page.count(report.END) == 1
