"""What may be recorded, and that it is never edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.coverage.data import measures as shipped
from naungan.coverage.models import Denominator, Indicator, ReportedFigure
from naungan.coverage.services import hundredths, load_denominators, load_indicators, load_reported
from naungan.journal.models import Entry
from naungan.law.findings import Refused
from naungan.registry.models import Group

Add = Callable[..., Any]
pytestmark = pytest.mark.django_db


def code_of(add: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        add()
    return refused.value.code


def test_shipped_measures_are_loaded_once_and_mended_when_changed(
    measures: None, django_assert_num_queries: Any
) -> None:
    Indicator.objects.filter(code="potensi").update(definition="lain")
    load_indicators()
    assert Indicator.objects.get(code="potensi").definition != "lain"
    with django_assert_num_queries(3):
        load_indicators()


def test_a_measure_whose_groups_do_not_exist_is_not_made_because_it_would_count_everybody(
    measures: None,
) -> None:
    assert not Indicator.objects.filter(code="rt-rw").exists()
    Group.objects.create(
        code="rt-rw", name="RT/RW", name_en="RT/RW", definition="d", definition_en="d", segment="BPU"
    )
    load_indicators()
    assert list(Indicator.objects.get(code="rt-rw").groups.values_list("code", flat=True)) == ["rt-rw"]


def test_every_shipped_measure_has_both_languages_and_known_groups() -> None:
    import csv
    from importlib import resources

    text = (resources.files("naungan.registry") / "groups.csv").read_text(encoding="utf-8")
    known = {row["code"] for row in csv.DictReader(text.splitlines())}
    for one in shipped():
        assert all([one.name, one.name_en, one.definition, one.definition_en])
        assert bool(one.doubt) == bool(one.doubt_en)
        assert known.issuperset(one.groups), one.code


def test_a_denominator_says_how_and_whence(denominator: Add) -> None:
    assert code_of(lambda: denominator("75", 5, method=" ")) == "denominator.empty"
    assert code_of(lambda: denominator("75", 5, source="")) == "denominator.empty"
    assert code_of(lambda: denominator("75", 0)) == "denominator.not_positive"
    assert code_of(lambda: denominator("99", 5)) == "area.unknown"
    assert code_of(lambda: denominator("75", 5, indicator="x")) == "indicator.unknown"
    assert code_of(lambda: denominator("75", 5, segment="X")) == "segment.unknown"
    assert not Denominator.objects.exists()


def test_nobody_sets_the_denominator_of_another_region(measures: None) -> None:
    from naungan.coverage.services import add_denominator

    actor = Actor(name="sari", scope=Scope(areas=("75.03",)))
    given: dict[str, Any] = {"indicator": "potensi", "people": 5, "method": "m", "source": "s"}
    given |= {"on": date(2023, 1, 1), "actor": actor}
    assert code_of(lambda: add_denominator(area_code="75", **given)) == "area.outside_scope"
    assert add_denominator(area_code="75.03.01", **given).people == 5


def test_the_same_denominator_again_changes_nothing(denominator: Add) -> None:
    first = denominator("75", 5)
    entries = Entry.objects.count()
    assert denominator("75", 5) == first
    assert Entry.objects.count() == entries
    assert denominator("75", 6) != first


def test_a_reported_figure_is_never_edited(reported: Add) -> None:
    first = reported("R1", "75", percent="61,73")
    assert first.percent_hundredths == 6173
    assert reported("R1", "75", percent="61.73") == first
    assert code_of(lambda: reported("R1", "75", percent="61.74")) == "reported.exists"
    assert code_of(lambda: reported("R2", "75", percent="1", people=1)) == "reported.many_values"
    assert code_of(lambda: reported("R2", "75", percent="1", qualifier="maybe")) == "qualifier.unknown"
    assert code_of(lambda: reported("R2", "75", percent="1", source="")) == "reported.empty"
    assert reported("R2", None, people=50_000_000, qualifier="at_least").area is None
    assert ReportedFigure.objects.count() == 2


@pytest.mark.parametrize(("text", "value"), [("61.73", 6173), ("61,7", 6170), ("80 %", 8000), ("0", 0)])
def test_percentages_are_read_without_a_float(text: str, value: int) -> None:
    assert hundredths(text) == value


@pytest.mark.parametrize("text", ["", "61.733", "-1", "NaN", "1e2", "6.173,00", "٦"])
def test_what_is_not_a_percentage_is_refused(text: str) -> None:
    assert code_of(lambda: hundredths(text)) == "reported.percent"


def test_a_file_of_denominators_keeps_good_lines_and_names_bad_ones(
    measures: None, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "penyebut.csv"
    path.write_text(
        "indicator,area,segment,on,people,method,source\n"
        "potensi,75,,2023-03-01,406821,diturunkan,surat kabar\n"
        "potensi,75,,1 Maret,5,m,s\n"
        "potensi,75,,2023-03-01,1.000,m,s\n"
        "potensi,99,,2023-03-01,10,m,s\n",
        encoding="utf-8",
    )
    loaded = load_denominators(path, actor=actor)
    assert (loaded.rows, loaded.accepted, loaded.known) == (4, 1, 0)
    assert [(f.cell, f.code) for f in loaded.findings] == [
        ("3", "date.unreadable"),
        ("4", "number.not_whole"),
        ("5", "area.unknown"),
    ]
    again = load_denominators(path, actor=actor)
    assert (again.accepted, again.known) == (0, 1)


def test_a_file_of_reported_figures_is_read_and_a_wrong_file_refused(
    measures: None, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "angka.csv"
    path.write_text(
        "code,indicator,area,as_of,percent,people,rupiah,rank,qualifier,source,note\n"
        "S2-1,potensi,75,2023-11-30,61.73,,,,,artikel,\n"
        "S2-2,peringkat,75,2023-11-30,,,,2,,artikel,dari delapan\n",
        encoding="utf-8",
    )
    assert load_reported(path, actor=actor).accepted == 2
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert code_of(lambda: load_reported(path, actor=actor)) == "file.columns"
    path.write_bytes(b"\xff\xfe\x00")
    assert code_of(lambda: load_reported(path, actor=actor)) == "file.unreadable"
