"""The lake keeps a month as it was written, or does not show it at all."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from naungan.engine import lake as lake_module
from naungan.engine.lake import (
    AMOUNTS,
    NULLABLE,
    SCHEMA,
    LakeDamaged,
    UnfitRows,
    check_run,
    open_runs,
    sweep,
    totals,
    write_run,
)
from naungan.law import months

MAY = months.parse("2026-05")


@pytest.fixture
def lake(tmp_path):
    return tmp_path / "lake"


def rows(count=10, *, month=MAY, first=1):
    """Made-up members: three to a registration, one roll each, JKK 6,000 and JKM 6,800."""
    number = pl.int_range(first, first + count, dtype=pl.Int64, eager=True)
    texts = {"area": "75.03.01.2001", "payer_area": "75.03", "payer_code": "75.03", "segment": "BPU"}
    codes = {"amount_rp": 1_000_000, "risk_group": 1, "paid_by": 4, "sector": 1, "labour_intensive": False}
    has = {"has_jkk": True, "has_jkm": True, "has_jht": False, "has_jp": False, "has_jkp": False}
    amounts = {**dict.fromkeys(AMOUNTS, 0), "jkk": 6_000, "jkm": 6_800, "total": 12_800}
    unknown = {"occupation": None, "registered_month": None}
    fixed = {"month": month, "group": "petani", **texts, **codes, **has, **amounts, **unknown}
    frame = pl.DataFrame({"person_id": number, "membership_id": number + 5, "registration_id": number // 3})
    frame = frame.with_columns(payer_id=pl.lit(1), roll_id=pl.col("registration_id") + 100)
    return frame.with_columns(**{name: pl.lit(value) for name, value in fixed.items()}).select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )


def visible(lake: Path) -> list[str]:
    return sorted(path.relative_to(lake).as_posix() for path in lake.glob("month=*/run=*"))


def test_what_is_written_is_read_back_in_its_order_and_types(lake):
    parts = [rows(7), rows(5, first=8).lazy()]
    run = write_run(lake, MAY, parts)
    assert run.path.startswith("month=2026-05/run=")
    assert (run.rows, run.sums["total"]) == (12, 12 * 12_800)
    back = open_runs(lake, [run.path]).collect()
    assert back.schema == SCHEMA
    assert back.equals(rows(12))


def test_narrow_and_surplus_columns_leave_as_the_schema_says(lake):
    given = rows(3).with_columns(
        pl.col("total").cast(pl.Int32), pl.col("person_id").cast(pl.Int8), nik=pl.lit("1234")
    )
    run = write_run(lake, MAY, [given])
    assert open_runs(lake, [run.path]).collect_schema() == SCHEMA


def test_no_identity_number_and_no_name_has_a_column():
    assert not {"nik", "name", "birth_on", "mother_name"} & set(SCHEMA)


def test_a_run_is_read_only_and_two_runs_of_a_month_live_beside_each_other(lake):
    first, second = write_run(lake, MAY, [rows(2)]), write_run(lake, MAY, [rows(2)])
    assert visible(lake) == sorted([first.path, second.path])
    assert first.digest == second.digest
    for path in (lake / first.path).iterdir():
        assert path.stat().st_mode & 0o222 == 0
    assert (lake / first.path).stat().st_mode & 0o222 == 0


def test_another_row_gives_another_digest(lake):
    other = rows(2).with_columns(occupation=pl.lit("nelayan"))
    assert write_run(lake, MAY, [rows(2)]).digest != write_run(lake, MAY, [other]).digest


def test_a_month_without_members_is_a_run_without_rows(lake):
    run = write_run(lake, MAY, [])
    assert run.rows == 0
    assert open_runs(lake, [run.path]).collect().schema == SCHEMA
    assert totals(open_runs(lake, [run.path])).height == 0
    check_run(lake, run.path, run.digest)


def test_only_listed_runs_are_read(lake):
    listed = write_run(lake, MAY, [rows(2)])
    write_run(lake, MAY, [rows(50)])
    assert open_runs(lake, [listed.path]).collect().height == 2
    assert open_runs(lake, []).collect().schema == SCHEMA


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda f: f.drop("payer_id"), "no columns"),
        (lambda f: f.with_columns(month=pl.lit(MAY + 1, pl.Int32)), "months"),
        (lambda f: f.with_columns(jkk=pl.lit(None, pl.Int64)), "missing"),
        (lambda f: f.with_columns(area=pl.lit(None, pl.String)), "missing"),
        (lambda f: f.with_columns(jkk=pl.lit(-1), total=pl.lit(6_799)), "negative"),
        (lambda f: f.with_columns(total=pl.col("total") + 1), "sum"),
        (lambda f: f.with_columns(jkp_state=pl.lit(-1)), "negative"),
    ],
)
def test_unfit_rows_are_refused_and_leave_nothing(lake, fault, words):
    with pytest.raises(UnfitRows, match=words):
        write_run(lake, MAY, [rows(3), fault(rows(3))])
    assert [path for path in lake.rglob("*") if path.is_file()] == []
    assert visible(lake) == []


def test_a_number_too_large_for_its_column_is_an_error_not_a_wrap(lake):
    with pytest.raises(pl.exceptions.InvalidOperationError, match="300"):
        write_run(lake, MAY, [rows(3).with_columns(risk_group=pl.lit(300))])
    assert visible(lake) == []


def test_only_occupation_and_the_registered_month_may_be_unknown():
    assert {"occupation", "registered_month"} == NULLABLE


def test_totals_count_members_and_sum_amounts_by_registration_and_roll(lake):
    run = write_run(lake, MAY, [rows(7)])
    found = totals(open_runs(lake, [run.path]))
    assert found["registration_id"].to_list() == [0, 1, 2]
    assert found["roll_id"].to_list() == [100, 101, 102]
    assert found["members"].to_list() == [2, 3, 2]
    assert found["jkm"].to_list() == [13_600, 20_400, 13_600]
    assert found["total"].sum() == run.sums["total"]


def test_a_missing_run_is_said_by_name(lake):
    run = write_run(lake, MAY, [rows(2)])
    lost = "month=2026-05/run=" + "0" * 32
    with pytest.raises(LakeDamaged, match=lost):
        open_runs(lake, [run.path, lost])
    with pytest.raises(LakeDamaged, match="not the path"):
        open_runs(lake, ["../elsewhere"])


def test_a_missing_file_of_a_run_is_said_by_name(lake):
    run = write_run(lake, MAY, [rows(2), rows(2)])
    (lake / run.path).chmod(0o755)
    (lake / run.path / "part-00001.parquet").unlink()
    with pytest.raises(LakeDamaged, match="part-00001"):
        open_runs(lake, [run.path])


def test_a_changed_file_or_manifest_is_found_out(lake):
    run = write_run(lake, MAY, [rows(4)])
    check_run(lake, run.path, run.digest)
    with pytest.raises(LakeDamaged, match="manifest"):
        check_run(lake, run.path, "0" * 64)
    file = lake / run.path / "part-00000.parquet"
    (lake / run.path).chmod(0o755)
    file.chmod(0o644)
    rows(4).with_columns(jkk=pl.lit(7_000, pl.Int64), jkm=pl.lit(5_800, pl.Int64)).write_parquet(file)
    with pytest.raises(LakeDamaged, match="changed"):
        check_run(lake, run.path, run.digest)


def test_sums_are_held_against_the_manifest_also_when_every_hash_fits(lake, monkeypatch):
    wrong = {**dict.fromkeys(AMOUNTS, 0), "jkk": 24_000, "jkm": 27_201, "total": 51_201}
    monkeypatch.setattr(lake_module, "_added", lambda files: wrong)
    run = write_run(lake, MAY, [rows(4)])
    with pytest.raises(LakeDamaged, match="sums"):
        check_run(lake, run.path, run.digest)


def test_sweep_removes_only_what_is_old_and_not_listed(lake):
    kept, orphan = write_run(lake, MAY, [rows(2)]), write_run(lake, MAY, [rows(2)])
    (lake / "month=2026-05" / ".writing-run=abc").mkdir()
    assert sweep(lake, {kept.path}, older_than_s=3600) == []
    assert sweep(lake, {kept.path}, older_than_s=-1) == ["month=2026-05/.writing-run=abc", orphan.path]
    assert visible(lake) == [kept.path]
    assert sweep(lake / "none", set(), older_than_s=0) == []


def test_sweep_does_not_stumble_over_a_run_that_its_writer_renames_meanwhile(lake, monkeypatch):
    orphan = write_run(lake, MAY, [rows(2)])
    found = [lake / "month=2026-05" / ".writing-run=gone", lake / orphan.path]
    monkeypatch.setattr(Path, "glob", lambda path, pattern: found if pattern.endswith("run=*") else [])
    assert sweep(lake, set(), older_than_s=-1) == [orphan.path]
    assert not (lake / orphan.path).exists()


PREAMBLE = f"""
import importlib.util, os, signal, sys
from pathlib import Path
import naungan.engine.lake as lake
spec = importlib.util.spec_from_file_location("these_tests", {__file__!r})
tests = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tests)
rows, MAY, at, done = tests.rows, tests.MAY, int(sys.argv[2]), 0
"""
STEPS = """
def counted(function):
    def stop_before(*args, **kwargs):
        global done
        done += 1
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return stop_before

for name in ("_write_part", "_sha256", "_sync_file", "_write_durably", "_sync_directory"):
    setattr(lake, name, counted(getattr(lake, name)))
run = lake.write_run(Path(sys.argv[1]), MAY, [rows(20), rows(20)])
print(run.path, run.digest)
"""


def program(text: str) -> str:
    return PREAMBLE + text


def killed_writer(lake: Path, at: int) -> subprocess.CompletedProcess[str]:
    """Run a writer in a process of its own that kills itself before its `at`-th step."""
    command = [sys.executable, "-c", program(STEPS), str(lake), str(at)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("at", [4, 8])
def test_a_writer_killed_before_the_rename_leaves_no_visible_run(lake, at):
    ended = killed_writer(lake, at)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert visible(lake) == []
    assert len(sweep(lake, set(), older_than_s=-1)) == 1
    assert list(lake.rglob("*.parquet")) == []


def test_a_writer_killed_from_outside_in_the_middle_leaves_no_visible_run(lake):
    endless = "itertools.repeat(rows(200_000))"
    call = f"import itertools; lake.write_run(Path(sys.argv[1]), MAY, {endless})"
    with subprocess.Popen([sys.executable, "-c", program(call), str(lake), "0"]) as writer:
        deadline = time.monotonic() + 60
        while not list(lake.glob("month=*/.writing-*/part-00002.parquet")) and time.monotonic() < deadline:
            time.sleep(0.005)
        writer.kill()
    assert list(lake.glob("month=*/.writing-*/part-00002.parquet"))
    assert visible(lake) == []
    assert len(sweep(lake, set(), older_than_s=-1)) == 1


def test_a_writer_killed_after_the_rename_leaves_a_whole_run_that_nobody_lists(lake):
    ended = killed_writer(lake, 11)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    (run,) = visible(lake)
    assert open_runs(lake, [run]).collect().height == 40
    assert sweep(lake, set(), older_than_s=-1) == [run]


def test_the_writer_ends_well_when_nobody_kills_it(lake):
    ended = killed_writer(lake, 99)
    assert ended.returncode == 0, ended.stderr
    path, digest = ended.stdout.split()
    check_run(lake, path, digest)
