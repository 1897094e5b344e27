"""The worked examples that others published come out to the rupiah."""

import pytest

from naungan.law.contributions import contribution_graph

TWO = frozenset({"JKK", "JKM"})


def amounts(segment, month, programmes=TWO, basis="", **facts):
    graph = contribution_graph(segment, month, frozenset(programmes), basis=basis)
    defaults = {"risk_group": 1, "labour_intensive": False, "registered_month": 0, "paid_by": 1, "sector": 1}
    return graph.values({name: facts.get(name, defaults.get(name)) for name in graph.facts})


@pytest.mark.parametrize(("group", "jkk"), [(1, 24000), (2, 54000), (3, 89000), (4, 127000), (5, 174000)])
def test_jkk_follows_the_risk_group(group, jkk):
    found = amounts("PU", "2026-02", wage=10_000_000, risk_group=group)
    assert (found["jkk"], found["jkm"]) == (jkk, 30000)


def test_a_bpu_worker_on_the_lowest_bracket_pays_16800():
    assert amounts("BPU", "2024-04", income=1_000_000)["total"] == 16800


def test_the_covid_months_leave_one_percent():
    assert amounts("BPU", "2020-09", income=1_000_000)["jkm"] == 68


def test_a_contract_pays_slice_by_slice():
    found = amounts("JAKON", "2024-04", basis="contract_value", contract_value=1_000_000_000)
    assert (found["jkk"], found["jkm"]) == (1_540_000, 210_000)
