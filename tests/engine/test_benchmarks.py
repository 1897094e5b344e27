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
    assert report.misses({"month": [row()]}) == []
    assert "1.21 times the copy" in report.misses({"month": [row(ratio=1.21)]})[0]
    assert "disagree" in report.misses({"month": [row(sums={"total": 6})]})[0]
    slow = {"kind": "csv", "seconds": 10.4, "rows": 1}
    failed = {"database": "PostgreSQL", "failed": "no server"}
    assert report.misses({"lists": [slow], "database": [failed]}) == [
        "the csv list: 10.4",
        "PostgreSQL: no server",
    ]


def measured(**changed):
    """Every newer part, well within its limits; `changed` replaces single figures."""
    figure = {
        "million": 119.0, "million_gib": 1.9, "preview": 9.9, "page": 0.09, "plain": 0.5,
        "precision": 99.1, "recall": 95.1, "linkage_gib": 3.9, "matching": 9.9, "account": 0.09,
    } | changed  # fmt: skip
    ways = {
        "by parts": {"seconds": 1.0, "pairs": 9, "precision": figure["precision"], "recall": figure["recall"]}
        | {"peak_gib": figure["linkage_gib"]},
        "exact": {"seconds": 1.0, "pairs": 9, "precision": 1.0, "recall": 1.0},
    }
    clock = {name: {"wall": figure[name], "processor": 0.01} for name in ("matching", "account")}
    return {
        "imports": {
            "million": {"seconds": figure["million"], "peak_gib": figure["million_gib"], "rows": 9},
            "preview": {"seconds": figure["preview"], "peak_gib": 0.5, "rows": 9},
            "committed": {"seconds": 2.0, "peak_gib": 0.5, "rows": 9},
            "row_by_row": {"seconds": 500.0, "peak_gib": 0.5, "rows": 9, "read": 3},
        },
        "search": [
            {"database": "SQLite", "rows": 9, "taken": {"a NIK": figure["page"], report.PLAIN_SCAN: figure["plain"]}}
        ],
        "linkage": [{"people": 100, "doubled": 5, "ways": ways}],
        "money": [{"database": "SQLite", "matching": clock["matching"], "page": clock["account"]}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "figure", "said"),
    [
        ("million", 120.5, "120.5 s, 1.9 GiB"),
        ("million_gib", 2.1, "119.0 s, 2.1 GiB"),
        ("preview", 10.2, "previewed"),
        ("page", 0.12, "120 ms"),
        ("precision", 98.9, "precision 98.90 %"),
        ("recall", 94.0, "recall 94.00 %"),
        ("linkage_gib", 4.2, "4.20 GiB"),
        ("matching", 11.0, "100,000 bill lines: 11.000 s"),
        ("account", 0.11, "60 months: 0.110 s"),
    ],
)
def test_each_promise_is_counted(name, figure, said):
    assert report.misses(measured()) == []
    missed = report.misses(measured(**{name: figure}))
    assert len(missed) == 1, missed
    assert said in missed[0]


def test_what_failed_is_a_miss_and_is_shown():
    failed = {"database": "SQLite", "failed": "ended with status 1"}
    found = {
        "imports": {"million": {"failed": "killed"}},
        "search": [failed],
        "linkage": [{"failed": "no splink"}],
        "money": [failed],
    }
    assert len(report.misses(found)) == 4
    texts = report.texts(found)
    assert all("failed" in texts[part] for part in ("imports", "linkage", "money"))


def test_row_by_row_is_compared_with_ours():
    assert "| 250.0 |" in report.texts(measured())["imports"]


def test_only_the_measured_parts_of_the_page_are_rewritten(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    parts = "<!-- part: month -->\n\nold month\n\n<!-- part: money -->\n\nold money\n"
    page.write_text(f"before\n{report.START}\n\n{parts}\n{report.END}\nafter\n")
    monkeypatch.setattr(report, "PAGE", page)
    report.write({"money": "new money\n", "lists": "first lists\n"})
    text = page.read_text()
    assert text.startswith(f"before\n{report.START}\n")
    assert text.endswith(f"{report.END}\nafter\n")
    shown = [line for line in text.splitlines() if line.endswith((" month", " lists", " money"))]
    assert shown == ["old month", "first lists", "new money"]
    report.write({})
    assert page.read_text() == text


def test_the_page_has_a_place_for_what_is_measured():
    page = report.PAGE.read_text(encoding="utf-8")
    assert page.count(report.START) == page.count(report.END) == 1
