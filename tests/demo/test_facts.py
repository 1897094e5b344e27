"""The founding facts as data: complete, in both languages, with sums that hold."""

from __future__ import annotations

from decimal import Decimal

from naungan.demo.facts import articles, facts
from naungan.demo.figures import (
    NON_ASN_PEOPLE,
    OFFICIALS_PEOPLE,
    POTENTIAL_PEOPLE,
    SHARES,
    VILLAGES,
    shared,
)
from naungan.demo.table import ANSWERS

HOW_MANY = {"S0": 6, "S1": 7, "S2": 10, "S3": 7, "S4": 6}


def test_every_fact_of_every_article_is_there():
    assert list(articles()) == list(HOW_MANY)
    expected = [
        f"{article}-{number}" for article, count in HOW_MANY.items() for number in range(1, count + 1)
    ]
    assert list(facts()) == expected


def test_every_fact_is_worded_in_both_languages():
    for fact in facts().values():
        assert fact.label_id
        assert fact.label_en
        assert bool(fact.note_id) == bool(fact.note_en)


def test_the_three_ceilings_of_the_city_add_up_to_the_printed_total():
    values = {name: fact.value for name, fact in facts().items()}
    assert values["S3-3"] + values["S3-5"] + values["S3-7"] == values["S3-2"] == 792_965_225


def test_percentages_are_hundredths_and_events_have_no_value():
    assert facts()["S2-1"].value == 6173
    assert facts()["S0-2"].value == 3000
    assert all((fact.value is None) == (fact.unit == "event") for fact in facts().values())


def test_the_derived_potentials_give_the_printed_percentages():
    for count, potential, printed in ((38_161, NON_ASN_PEOPLE, "89.32"), (7_092, OFFICIALS_PEOPLE, "44.23")):
        assert (Decimal(count) * 100 / potential).quantize(Decimal("0.01")) == Decimal(printed)
    assert (Decimal(198_000) * 100 / POTENTIAL_PEOPLE).quantize(Decimal("0.01")) == Decimal("48.67")


def test_shares_of_regencies_add_up_to_the_province():
    assert sum(shared(POTENTIAL_PEOPLE, SHARES).values()) == POTENTIAL_PEOPLE
    officials = shared(OFFICIALS_PEOPLE, VILLAGES)
    assert sum(officials.values()) == OFFICIALS_PEOPLE
    assert (Decimal(3_432) * 100 / officials["75.03"]).quantize(Decimal("0.01")) == Decimal("87.89")


def test_only_events_are_left_without_an_answer():
    unanswered = set(facts()) - set(ANSWERS)
    assert all(facts()[name].value is None for name in unanswered)
