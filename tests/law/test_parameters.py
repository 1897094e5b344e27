"""Every figure of the law has names, unit, bounds and a citation; the figures agree with each other."""

from datetime import date
from itertools import pairwise

import pytest

from naungan.law import parameters
from naungan.law.arithmetic import Table
from naungan.law.parameters.schema import ParameterError, read_parameter

CATALOGUE = parameters.catalogue()
ENTRY = {
    "from": date(2020, 1, 1),
    "value": 5,
    "reference": "PP 1/2020",
    "source": "contoh",
    "confidence": "high",
    "checked_on": date(2026, 1, 1),
}
SOUND = {"name": {"id": "contoh", "en": "example"}, "unit": "years", "bounds": [0, 10], "values": [ENTRY]}


def rows(name, on):
    value = parameters.at(name, on).value
    assert isinstance(value, Table)
    return dict(zip(value.keys, value.values, strict=True))


def amount(name, on=date(2026, 11, 1)):
    value = parameters.at(name, on).value
    assert isinstance(value, int)
    return value


def test_each_parameter_has_both_names_and_each_value_its_citation():
    assert len(CATALOGUE) > 100
    for name, parameter in CATALOGUE.items():
        assert parameter.title["id"] != parameter.title["en"], name
        for vintage in parameters.history(name):
            assert vintage.reference, name
            assert vintage.source, name
            assert vintage.checked_on >= date(2026, 11, 1), name
            assert vintage.confidence == "high" or vintage.note, f"{name} does not say what is in doubt"


def test_vintages_neither_overlap_nor_run_backwards():
    for name in CATALOGUE:
        for earlier, later in pairwise(parameters.history(name)):
            assert earlier.end is not None, name
            assert earlier.start <= earlier.end < later.start, name


def test_the_value_of_the_day_is_the_one_in_force():
    assert amount("jkm_death_grant", date(2019, 12, 1)) == 16_200_000
    assert amount("jkm_death_grant", date(2019, 12, 2)) == 20_000_000


def test_no_value_before_the_first_or_after_the_last_is_an_error():
    with pytest.raises(parameters.NoValue):
        parameters.at("jkp_wage_ceiling", date(2021, 2, 1))
    with pytest.raises(parameters.NoValue):
        parameters.at("bpu_relief_2026_other", date(2027, 1, 1))
    assert not parameters.in_force("covid_share_payable", date(2021, 2, 1))


def test_a_yearly_figure_not_yet_announced_is_in_doubt():
    assert parameters.at("jp_wage_ceiling", date(2027, 2, 28)).confidence == "high"
    late = parameters.at("jp_wage_ceiling", date(2027, 3, 1))
    assert (late.confidence, late.value) == ("low", 11_086_300)
    assert late.note


def test_the_relief_of_labour_intensive_industry_is_half_the_rate():
    usual, relieved = (
        rows(name, date(2025, 5, 31)) for name in ("jkk_rate_by_risk_group", "jkk_rate_labour_intensive")
    )
    assert {group: rate * 2 for group, rate in relieved.items()} == usual


def test_what_jkp_takes_is_what_the_net_rates_lack():
    for on in (date(2021, 6, 30), date(2024, 1, 31), date(2025, 3, 31)):
        from_jkk = amount("jkp_rate_from_jkk", on)
        usual, net = rows("jkk_rate_by_risk_group", on), rows("jkk_net_rate_by_risk_group", on)
        assert {group: rate - from_jkk for group, rate in usual.items()} == net
        assert amount("jkm_rate", on) - amount("jkp_rate_from_jkm", on) == amount("jkm_net_rate", on)
        assert amount("jkp_rate_total", on) == amount("jkp_rate_state", on) + from_jkk + amount(
            "jkp_rate_from_jkm", on
        )


def test_the_bpu_table_agrees_with_the_least_and_the_most_published():
    bases = list(rows("bpu_base", date(2024, 4, 30)).values())
    assert len(bases) == 33
    assert bases[0] * amount("bpu_jkk_rate") // 1_000_000 == amount("bpu_jkk_minimum")
    assert bases[0] * amount("bpu_jht_rate") // 1_000_000 == amount("bpu_jht_minimum")
    assert bases[-1] * amount("bpu_jht_rate") // 1_000_000 == amount("bpu_jht_maximum")
    assert bases == sorted(bases)


def test_two_children_through_all_levels_reach_the_published_maximum():
    one = sum(
        amount(f"scholarship_{level}") * amount(f"scholarship_{level}_years")
        for level in ("tk", "sd", "smp", "sma", "tertiary")
    )
    assert one * 2 == amount("scholarship_two_children_maximum")


def test_the_wage_multiples_are_whole():
    assert amount("jkk_wage_multiple") * amount("jkk_death_rate") == 48 * 1_000_000
    assert amount("jkk_wage_multiple") * amount("jkk_permanent_total_rate") == 56 * 1_000_000


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"unit": "percent"}, "unit"),
        ({"name": {"id": "contoh"}}, "id and en"),
        ({"bounds": [0, 4]}, "outside the bounds"),
        ({"bounds": [0]}, "two integers"),
        ({"values": []}, "at least one"),
        ({"colour": 1}, "unknown key 'colour'"),
        ({"kind": "curve"}, "kind"),
        ({"kind": "exact"}, "needs rows"),
        ({"values": [{**ENTRY, "value": 0.24}]}, "no integer"),
        ({"values": [{**ENTRY, "value": True}]}, "no integer"),
        ({"values": [{**ENTRY, "reference": " "}]}, "reference is missing"),
        ({"values": [{k: v for k, v in ENTRY.items() if k != "source"}]}, "source is missing"),
        ({"values": [{**ENTRY, "from": "2020"}]}, "from must be a date"),
        ({"values": [{**ENTRY, "confidence": "sure"}]}, "confidence"),
        ({"values": [ENTRY, ENTRY]}, "overlaps"),
        ({"values": [{**ENTRY, "to": date(2021, 1, 1)}, {**ENTRY, "from": date(2020, 6, 1)}]}, "overlaps"),
        ({"values": [{**ENTRY, "to": date(2019, 1, 1)}]}, "ends before"),
        ({"kind": "bracket", "values": [{**ENTRY, "value": {5: 1, 0: 2}}]}, "ascend"),
        (
            {"kind": "exact", "key": "sector", "values": [{**ENTRY, "value": {"SEA": 1}}]},
            "not a word of sector",
        ),
    ],
)
def test_a_broken_parameter_is_told_with_its_name_and_fault(change, fault):
    with pytest.raises(ParameterError, match=f"contoh_nama: .*{fault}"):
        read_parameter("contoh_nama", {**SOUND, **change})


def test_an_end_without_successor_leaves_no_value():
    parameter = read_parameter("contoh_nama", {**SOUND, "values": [{**ENTRY, "to": date(2020, 12, 31)}]})
    assert parameter.entries[0].end == date(2020, 12, 31)
