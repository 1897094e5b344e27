"""A graph holds together or says why not, each trouble by its own name."""

from datetime import date

import pytest

from naungan.law import parameters
from naungan.law.arithmetic import choose, share
from naungan.law.contributions import RESULTS, RULES, contribution_graph
from naungan.law.findings import Refused
from naungan.law.graph import Cycle, MissingFact, NoRule, Period, TwoRules, UnknownFact, build, rule

ON = date(2024, 4, 30)


@rule("PP 1/2020")
def double(wage):
    """Twice the wage."""
    return wage + wage


@rule("PP 1/2020")
def pay(double, has_it, jkm_rate):
    """What is paid."""
    return choose(has_it, share(double, jkm_rate), 0)


def graph(*definitions, on=ON, given=("wage", "has_it"), results=("pay",), **more):
    return build(definitions, results=results, on=on, given=given, **more)


def test_argument_names_make_the_graph():
    found = graph(pay, double)
    assert found.facts == ("has_it", "wage")
    assert found.order == ("double", "pay")
    assert [[step.name for step in level] for level in found.levels] == [["double"], ["pay"]]
    assert found.parameters["jkm_rate"].value == 3000
    assert found.values({"wage": 1000, "has_it": True}) == {"double": 2000, "pay": 6}


def test_a_rule_can_be_called_with_its_parameters_filled_in():
    last = graph(pay, double).levels[-1][0]
    assert last.inputs == ("double", "has_it")
    assert last.call({"double": 1000, "has_it": True, "something": 5}) == 3


def test_a_constant_is_no_fact():
    found = graph(pay, double, constants={"has_it": True})
    assert found.facts == ("wage",)
    assert found.values({"wage": 1000})["pay"] == 6


def test_a_fact_that_nobody_offers_is_missing():
    with pytest.raises(MissingFact, match="wage, needed by double"):
        graph(pay, double, given=("has_it",))


def test_values_want_exactly_the_facts_asked_for():
    found = graph(pay, double)
    with pytest.raises(MissingFact, match="wage"):
        found.values({"has_it": True})
    with pytest.raises(UnknownFact, match="salary"):
        found.values({"wage": 1, "has_it": True, "salary": 2})


def test_rules_in_a_circle_are_a_cycle():
    @rule("PP 1/2020")
    def egg(hen):
        """Comes from the hen."""
        return hen

    @rule("PP 1/2020")
    def hen(egg):
        """Comes from the egg."""
        return egg

    with pytest.raises(Cycle, match="egg -> hen -> egg"):
        graph(egg, hen, results=("egg",))


def test_two_rules_on_one_date_are_refused_and_on_two_dates_are_not():
    @rule("PP 2/2020", name="double", since="2024-05-01")
    def later(wage):
        """From May on."""
        return wage

    assert graph(pay, double, later).order == ("double", "pay")
    with pytest.raises(TwoRules, match="double"):
        graph(pay, double, later, on=date(2024, 5, 1))


def test_a_rule_named_like_a_parameter_or_fact_is_refused():
    with pytest.raises(TwoRules, match="double"):
        graph(pay, double, given=("wage", "has_it", "double"))


def test_a_date_with_no_rule_says_so():
    @rule("PP 1/2020", name="double", until="2024-03-31")
    def ended(wage):
        """Until March."""
        return wage

    with pytest.raises(NoRule, match="double"):
        graph(pay, ended)


def test_a_parameter_without_value_on_the_date_says_so():
    @rule("PP 1/2020")
    def capped(wage, jkp_wage_ceiling):
        """Needs a ceiling that began in 2021."""
        return wage - jkp_wage_ceiling

    with pytest.raises(parameters.NoValue, match="jkp_wage_ceiling"):
        graph(capped, results=("capped",), on=date(2020, 1, 1))


def test_periods_take_a_rule_out_and_put_another_in():
    may = Period(date(2024, 5, 1), date(2024, 5, 31))

    @rule("PP 1/2020", outside=(may,))
    def usual(wage):
        """Outside May."""
        return wage

    @rule("PP 1/2020", during=may, name="usual")
    def in_may(wage):
        """In May."""
        return wage + wage

    by_day = {
        day: graph(usual, in_may, results=("usual",), on=day).values({"wage": 1})["usual"]
        for day in (date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1))
    }
    assert list(by_day.values()) == [1, 2, 2, 1]


@pytest.mark.parametrize(
    ("segment", "month", "programmes", "code"),
    [
        ("PU", "2015-06", None, "date.before_first_parameter"),
        ("PMI", "2024-04", None, "segment.not_covered"),
        ("XX", "2024-04", None, "segment.not_covered"),
        ("BPU", "2024-04", frozenset({"JP"}), "programme.not_for_segment"),
        ("PU", "2021-01", frozenset({"JKP"}), "programme.not_yet"),
    ],
)
def test_a_contribution_graph_is_refused_where_there_is_no_law(segment, month, programmes, code):
    with pytest.raises(Refused) as refused:
        contribution_graph(segment, month, programmes)
    assert refused.value.code == code


def test_each_segment_asks_only_for_its_own_facts():
    asked = {
        (segment, month): set(contribution_graph(segment, month, frozenset({"JKK", "JKM"})).facts)
        for segment in ("PU", "BPU", "JAKON")
        for month in ("2020-08", "2024-04", "2025-04", "2026-05")
    }
    assert asked["PU", "2024-04"] == {"wage", "risk_group"}
    assert asked["PU", "2025-04"] == {"wage", "risk_group", "labour_intensive"}
    assert asked["PU", "2020-08"] == {"wage", "risk_group", "registered_month"}
    assert asked["BPU", "2024-04"] == {"income"}
    assert asked["BPU", "2026-05"] == {"income", "paid_by", "sector"}
    assert asked["BPU", "2020-08"] == {"income", "registered_month"}
    assert asked["JAKON", "2025-04"] == {"wage"}


def test_programmes_left_open_are_flags_of_the_worker():
    found = contribution_graph("PU", "2024-04")
    flags = {name for name in found.facts if name.startswith("has_")}
    assert flags == {"has_jkk", "has_jkm", "has_jht", "has_jp", "has_jkp"}
    values = found.values({"wage": 10_000_000, "risk_group": 1} | dict.fromkeys(flags, False))
    assert {name: values[name] for name in RESULTS} == dict.fromkeys(RESULTS, 0)


def test_a_graph_is_built_once():
    assert contribution_graph("PU", "2024-04") is contribution_graph("PU", "2024-04")


def test_every_segment_has_every_result():
    for segment, basis in RULES:
        found = contribution_graph(segment, "2024-04", basis=basis)
        assert set(RESULTS) <= set(found.order)
