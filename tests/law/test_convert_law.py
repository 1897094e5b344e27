"""Research notes become the product's parameters without a float in between."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest
import yaml

from naungan.law.parameters.schema import read_parameter

TOOL = Path(__file__).parents[2] / "tools" / "convert_law.py"
NOTES = """
rate:
  values:
  - {from: '2015-07-01', to: '2019-12-01', value: 0.445, reference: PP 44/2015 Art.16,
     source: contoh, confidence: high}
  - {from: '2019-12-02', value: 1, reference: PP 82/2019, source: contoh, confidence: low}
layers:
  values:
  - from: '2015-07-01'
    value: [{upto: 100000000, jkk: 0.21}, {upto: null, jkk: 0.09}]
    reference: PP 44/2015
    source: contoh
    confidence: high
formula:
  values:
  - {from: '2015-07-01', value: max(0.60 * 80), reference: PP 44/2015, source: contoh, confidence: high}
"""


@pytest.fixture(scope="module")
def convert():
    spec = importlib.util.spec_from_file_location("convert_law", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def notes(convert, tmp_path):
    path = tmp_path / "notes.yaml"
    path.write_text(NOTES, encoding="utf-8")
    return convert.read_notes([path, path])


def spec(note, **more):
    return {"id": "contoh", "en": "example", "unit": "ppm", "from_note": note, **more}


def test_percent_becomes_parts_per_million_and_ends_follow_the_next_begin(convert, notes):
    found = convert.parameter("rate", spec("rate"), notes)
    first, second = found["values"]
    assert (first["value"], second["value"]) == (4450, 10_000)
    assert "to" not in first
    assert first["reference"] == "PP 44/2015 Pasal 16"
    assert second["note"]
    assert read_parameter("rate", found).entries[0].end == date(2019, 12, 1)


def test_upper_bounds_become_lower_ones(convert, notes):
    take = {"key": "upto", "value": "jkk", "upper": True}
    found = convert.parameter("layers", spec("layers", kind="layers", take=take), notes)
    assert found["values"][0]["value"] == {0: 2100, 100_000_000: 900}


def test_a_formula_gives_only_the_constant_that_the_plan_names(convert, notes):
    found = convert.parameter("share", spec("formula", constant=60), notes)
    assert found["values"][0]["value"] == 600_000


def test_a_rate_finer_than_a_millionth_is_refused(convert):
    with pytest.raises(SystemExit):
        convert.number("0.00005", rate=True)


def test_files_that_contradict_each_other_are_refused(convert, tmp_path):
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(NOTES, encoding="utf-8")
    two.write_text(NOTES.replace("0.445", "0.5"), encoding="utf-8")
    with pytest.raises(SystemExit):
        convert.read_notes([one, two])


def test_what_the_plan_names_stands_in_the_product():
    plan = yaml.safe_load(TOOL.with_name("law_plan.yaml").read_text(encoding="utf-8"))
    folder = TOOL.parents[1] / "src" / "naungan" / "law" / "parameters"
    for group, wanted in plan.items():
        written = yaml.safe_load((folder / f"{group}.yaml").read_text(encoding="utf-8"))
        assert set(wanted) <= set(written)
