"""A question takes its facts strictly, and every refusal has a code, a place and a way out."""

from datetime import date, datetime

import pytest

from naungan.law.findings import Refused
from naungan.law.questions import ASKS, answer

WORKER = {"month": "2024-04", "segment": "PU", "wage": 5_000_000, "programmes": ["JKK", "JKM"]}


def refusal(ask, facts):
    with pytest.raises(Refused) as caught:
        answer(ask, facts)
    return caught.value


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"wage": None}, "fact.missing", "wage"),
        ({"wage": 5_000_000.0}, "fact.type", "wage"),
        ({"wage": 5_000_000_001}, "fact.out_of_range", "wage"),
        ({"programmes": "JKK"}, "fact.type", "programmes"),
        ({"programmes": []}, "fact.type", "programmes"),
        ({"programmes": [1]}, "fact.type", "programmes"),
        ({"labour_intensive": 1}, "fact.type", "labour_intensive"),
        ({"labour_intensive": "yes"}, "fact.type", "labour_intensive"),
        ({"month": 202404}, "fact.type", "month"),
        ({"month": "2100-01"}, "fact.out_of_range", "month"),
        ({"segment": "pu"}, "fact.word", "segment"),
        ({"paid_by": "APBD2"}, "fact.word", "paid_by"),
        ({"sector": None, "colour": 1}, "fact.unknown", "colour"),
        ({"registered_on": "kemarin"}, "fact.type", "registered_on"),
        ({"registered_on": datetime(2020, 1, 1)}, "fact.type", "registered_on"),  # noqa: DTZ001
        ({"segment": "JAKON", "labour_intensive": True}, "fact.not_applicable", "labour_intensive"),
    ],
)
def test_a_wrong_fact_is_refused_where_it_stands(change, code, where):
    found = refusal("contribution", {**WORKER, **change})
    assert (found.code, found.where) == (code, where)
    assert found.message


def test_an_unknown_question_names_the_known_ones():
    assert all(ask in refusal("pension", {}).message for ask in ASKS)


@pytest.mark.parametrize("percent", [-1, 100.00001, "abc", True, None, [40]])
def test_a_percentage_is_exact_or_refused(percent):
    facts = {"event_on": "2024-05-01", "wage": 1_000_000, "table_percent": percent}
    assert refusal("benefit.jkk.permanent_partial", facts).code in ("fact.type", "fact.missing")


def test_a_percentage_may_have_decimals_as_text_or_number():
    facts = {"event_on": "2024-05-01", "wage": 1_000_000}
    for percent in (4.5, "4.5", "4.50"):
        found = answer("benefit.jkk.permanent_partial", {**facts, "table_percent": percent})
        assert found.results == {"disability_grant": 3_600_000}


def test_dates_may_be_dates_or_text():
    facts = {"segment": "PU", "months_contributed": 5}
    for day in (date(2019, 12, 1), "2019-12-01"):
        assert answer("benefit.jkm", {"event_on": day, **facts}).results["total"] == 24_000_000


def test_facts_that_make_no_difference_are_taken():
    plain = answer("contribution", {"month": "2024-04", "segment": "BPU", "income": 0, "programmes": ["JKK"]})
    no_difference = {"risk_group": 4, "sector": "TRANSPORT", "labour_intensive": False, "paid_by": "APBD"}
    facts = {"month": "2024-04", "segment": "BPU", "income": 0, "programmes": ["JKK", "JKK"]}
    more = answer("contribution", {**facts, **no_difference, "registered_on": "2019-02-01"})
    assert plain.results == more.results


def test_a_child_is_checked_field_by_field():
    facts = {"event_on": "2024-05-01", "cause": "WORK_ACCIDENT"}
    for children, where in (
        ([{"sd_years": "2"}], "children[0].sd_years"),
        ([{}, {"sd_years": -1}], "children[1].sd_years"),
        ([5], "children[0]"),
        ({"sd_years": 2}, "children"),
        ([{"sd_years": 7}], "children[0].sd_years"),
    ):
        assert refusal("benefit.scholarship", {**facts, "children": children}).where == where


def test_the_largest_amounts_stay_exact():
    facts = {"month": "2024-04", "segment": "PU", "wage": 5_000_000_000, "programmes": ["JHT"]}
    assert answer("contribution", facts).results["jht_employer"] == 185_000_000
