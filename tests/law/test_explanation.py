"""An explanation retraces the amounts themselves: steps, inputs, vintages, and what is in doubt."""

import json
from datetime import date

from naungan.law.explanation import explain, lines
from naungan.law.labels import label
from naungan.law.messages import language
from naungan.law.questions import ASKS, answer

FARMER = {"month": "2026-05", "segment": "BPU", "income": 1_000_000, "programmes": ["JKK", "JKM"]}
STEP_KEYS = {"name", "value", "unit", "rule", "reference", "inputs", "parameters"}
PARAMETER_KEYS = {"name", "value", "unit", "from", "to", "reference", "source", "confidence"}


def step(found, name):
    return next(step for step in found["steps"] if step["name"] == name)


def test_the_explanation_has_the_form_of_the_contract():
    found = explain("contribution", FARMER)
    assert set(found) == {"ask", "facts", "results", "steps", "doubts"}
    assert all(set(one) == STEP_KEYS for one in found["steps"])
    assert all(set(used) == PARAMETER_KEYS for one in found["steps"] for used in one["parameters"])
    assert json.loads(json.dumps(found)) == found
    assert found["results"] == answer("contribution", FARMER).results


def test_each_step_stands_after_what_it_takes():
    found = explain("contribution", {**FARMER, "programmes": ["JKK", "JKM", "JHT"]})
    known = {"month", "income", "paid_by", "sector", "has_jkk", "has_jkm", "has_jht"}
    silent = {"jht_employer", "jp_employer", "jp_worker"}
    for one in found["steps"]:
        assert set(one["inputs"]) <= known | silent
        known.add(one["name"])
    assert found["steps"][-1]["name"] == "total"


def test_a_step_carries_the_vintage_in_force_and_the_row_used():
    used = step(explain("contribution", FARMER), "base")["parameters"][0]
    assert (used["name"], used["value"], used["from"], used["to"]) == (
        "bpu_base",
        1_000_000,
        "2015-07-01",
        None,
    )
    ceiling = step(
        explain(
            "contribution", {"month": "2026-02", "segment": "PU", "wage": 15_000_000, "programmes": ["JP"]}
        ),
        "jp_base",
    )["parameters"][0]
    assert (ceiling["value"], ceiling["from"], ceiling["to"]) == (10_547_400, "2025-03-01", "2026-02-28")


def test_the_usual_worker_on_the_lowest_bracket_leaves_no_doubt():
    assert explain("contribution", FARMER)["doubts"] == []


def test_a_doubtful_row_or_payer_is_flagged_and_only_then():
    doubts = explain("contribution", {**FARMER, "paid_by": "APBDES"})["doubts"]
    assert [(doubt["parameter"], doubt["confidence"]) for doubt in doubts] == [
        ("bpu_relief_2026_by_payer", "low")
    ]
    assert "APBDes" in doubts[0]["note"]
    middle = explain("contribution", {**FARMER, "month": "2024-04", "income": 18_500_000})["doubts"]
    assert [(doubt["parameter"], doubt["confidence"]) for doubt in middle] == [("bpu_base", "low")]


def test_a_low_floor_of_2018_is_in_doubt():
    doubts = explain("benefit.jkk.death", {"event_on": "2018-01-01", "wage": 300_000})["doubts"]
    assert {"parameter": "jkk_death_floor", "confidence": "low"}.items() <= doubts[0].items()


def test_codes_and_months_are_told_in_words():
    found = explain("contribution", {**FARMER, "month": "2020-09", "registered_on": date(2020, 8, 3)})
    assert step(found, "covid_relief")["inputs"]["registered_month"] == "2020-08"
    assert found["facts"]["registered_on"] == "2020-08-03"
    assert step(explain("contribution", FARMER), "relief_for_payer")["inputs"]["paid_by"] == "SELF"


def test_a_late_fee_begins_with_its_due_date():
    found = explain(
        "late_fee", {"month": "2021-01", "segment": "PU", "amount": 1_000_000, "paid_on": "2021-03-02"}
    )
    assert found["steps"][0]["name"] == "due_on"
    assert found["steps"][0]["value"] == "2021-03-01"
    assert found["steps"][0]["parameters"][0]["value"] == 30


def test_each_child_is_explained_and_then_the_choice():
    children = [{"sd_years": 1}, {"sd_years": 2}, {"sd_years": 3}]
    found = explain(
        "benefit.scholarship", {"event_on": "2024-05-01", "cause": "WORK_ACCIDENT", "children": children}
    )
    names = [one["name"] for one in found["steps"]]
    assert [name for name in names if name.endswith(".entitlement")] == [
        f"children[{index}].entitlement" for index in range(3)
    ]
    assert found["steps"][-1]["value"] == [0, 3_000_000, 4_500_000]
    assert found["steps"][-1]["parameters"][0]["name"] == "scholarship_children"


def test_the_bill_never_shows_the_net_rate():
    everything = ["JKK", "JKM", "JHT", "JP", "JKP"]
    found = explain(
        "contribution", {"month": "2024-04", "segment": "PU", "wage": 5_000_000, "programmes": everything}
    )
    assert not [p for one in found["steps"] for p in one["parameters"] if "net" in p["name"]]


def test_plain_lines_name_the_amount_its_article_and_the_doubt():
    text = "\n".join(lines(explain("contribution", {**FARMER, "paid_by": "CSR"})))
    assert "Jumlah seluruhnya (total) = Rp8.400" in text
    assert "Tarif iuran JKK BPU: 1%; 2015-07-01 - ...; PP 44/2015 Lampiran II" in text
    assert "Pembayar mendapat keringanan 2026 (relief_for_payer) = ya" in text
    assert "(bpu_relief_2026_by_payer, low): hukum tidak menyebut CSR" in text


def test_every_step_fact_and_unit_can_be_told_in_both_languages():
    asks = {
        "benefit.jkm": {"event_on": "2025-03-01", "segment": "BPU", "months_contributed": 4},
        "benefit.jkk.death": {"event_on": "2018-01-01", "wage": 1_000_000},
        "benefit.jkk.temporary_incapacity": {"event_on": "2018-01-01", "wage": 1_000_000, "months": 14},
        "benefit.jkk.permanent_partial": {"event_on": "2018-01-01", "wage": 1_000_000, "table_percent": 5},
        "benefit.jkk.permanent_total": {"event_on": "2018-01-01", "wage": 1_000_000},
        "benefit.scholarship": {
            "event_on": "2024-01-01",
            "cause": "WORK_ACCIDENT",
            "children": [{"sd_years": 1}],
        },
        "benefit.jp.old_age": {
            "retired_on": "2026-05-01",
            "months_contributed": 180,
            "mean_indexed_monthly_wage": 5_000_000,
        },
        "benefit.jkp": {"laid_off_on": "2025-03-01", "wage": 3_000_000},
        "benefit.jht.tax": {"paid_on": "2024-01-01", "amount": 60_000_000},
        "late_fee": {"month": "2024-04", "segment": "PU", "amount": 1_000_000, "paid_on": "2024-07-01"},
        "contribution": {"month": "2020-09", "segment": "PU", "wage": 9_000_000, "programmes": ["JKK", "JP"]},
    }
    assert set(asks) == set(ASKS)
    for ask, facts in asks.items():
        found = explain(ask, facts)
        names = {name for one in found["steps"] for name in (one["name"], *one["inputs"])} | set(
            found["results"]
        )
        assert [name for name in sorted(names) if label(name) == name] == []
        for spoken in ("id", "en"):
            token = language.set(spoken)
            assert all(lines(found))
            language.reset(token)


def test_a_refusal_speaks_the_language_of_the_context():
    from naungan.law.messages import _TEXTS, say

    assert "tidak dikenal" in say("ask.unknown", ask="x", known="y")
    token = language.set("en")
    try:
        assert "not known" in say("ask.unknown", ask="x", known="y")
    finally:
        language.reset(token)
    assert all(set(texts) == {"id", "en"} for texts in _TEXTS.values())
