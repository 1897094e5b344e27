"""Quotas are never exceeded, whatever order people come in; everybody can be told why they stand where they do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.decrees import quotas
from naungan.registry.decrees.quotas import Candidate, fill

AREAS = ["75.03.01.2005", "75.03.01.2006", "75.03.02.2001"]
candidates = st.lists(
    st.builds(
        Candidate,
        pk=st.integers(1, 500),
        area=st.sampled_from(AREAS),
        decile=st.none() | st.integers(1, 10),
        birth_on=st.none() | st.dates(date(1955, 1, 1), date(2005, 1, 1)),
        risk_group=st.integers(1, 5),
    ),
    unique_by=lambda one: one.pk,
    max_size=60,
)
limits = st.dictionaries(st.sampled_from([*AREAS, "75.03.01", "75.03.02"]), st.integers(0, 12))
totals = st.none() | st.integers(0, 30)
orders = st.lists(st.sampled_from(sorted(quotas.KEYS)), unique=True, min_size=1)


@given(candidates, limits, totals, orders)
def test_no_quota_is_exceeded_and_nobody_is_held_back_without_need(people, most, total, order):
    places = fill(people, most, total, order)
    areas = {one.pk: one.area for one in people}
    inside = [areas[one.pk] for one in places if one.hindered_by is None]
    for area, limit in most.items():
        assert sum((home + ".").startswith(area + ".") for home in inside) <= limit
    if total is not None:
        assert len(inside) <= total
    for one in places:
        if one.hindered_by is not None:
            limit = total if one.hindered_by == "" else most[one.hindered_by]
            held = [a for a in inside if one.hindered_by == "" or (a + ".").startswith(one.hindered_by + ".")]
            assert len(held) == limit


@given(candidates, limits, totals, orders, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(people, most, total, order, chance):
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert fill(shuffled, most, total, order) == fill(people, most, total, order)


def poor(proposal, actor):
    """All five verified, the poorest last on the list."""
    from naungan.registry.decrees import verifying

    proposal.take(proposal.social(5, 4, 3, 2, 1), actor=actor, kind="SOCIAL")
    verifying.match(proposal.roll, actor=actor)
    proposal.decide("VERIFIED", actor=actor)


@pytest.mark.django_db
def test_the_poorest_get_the_places_and_the_rest_wait_in_line(proposal, actor):
    poor(proposal, actor)
    quotas.set_quotas(proposal.fresh(), {"75.03.01": 2}, total=None, actor=actor)
    filled = quotas.fill_quotas(proposal.fresh(), actor=actor)
    assert (filled.accepted, filled.waiting) == (2, 3)
    stands = {
        name: (proposal.standing(name).state, proposal.standing(name).place)
        for name in ("ELLA NTOMA", "CITRA MONOARFA")
    }
    assert stands == {"ELLA NTOMA": ("VERIFIED", 1), "CITRA MONOARFA": ("QUEUED", 3)}
    assert quotas.fill_quotas(proposal.fresh(), actor=actor).changed == 0


@pytest.mark.django_db
def test_everybody_can_be_told_why(proposal, actor):
    poor(proposal, actor)
    quotas.set_quotas(proposal.fresh(), {"75.03.01": 2}, total=None, actor=actor)
    working = quotas.working_of(proposal.fresh(), proposal.spell("CITRA MONOARFA"))
    assert working.says == "Urutan ke-3 dari 5 di Tapa; kuotanya 2 orang."
    assert working.lines == ("2 orang di depannya: desilnya lebih rendah.",)


@pytest.mark.django_db
def test_a_region_states_its_own_order(proposal, actor):
    poor(proposal, actor)
    quotas.set_order("75.03", ["older"], basis="Perbup 7/2021", actor=actor)
    quotas.set_quotas(proposal.fresh(), {}, total=1, actor=actor)
    quotas.fill_quotas(proposal.fresh(), actor=actor)
    assert proposal.standing("ABDUL PAKAYA").state == "VERIFIED"
    assert proposal.standing("ELLA NTOMA").state == "QUEUED"


@pytest.mark.django_db
def test_a_decree_never_holds_more_than_the_quota(proposal, actor):
    poor(proposal, actor)
    quotas.set_quotas(proposal.fresh(), {"75.03.01": 2}, total=None, actor=actor)
    states.advance(proposal.roll, "VERIFIED", actor=actor)
    with pytest.raises(Refused) as refused:
        states.advance(proposal.roll, "DECREED", actor=actor, decree_number="1/2021")
    assert refused.value.code == "roll.over_quota"
    quotas.fill_quotas(proposal.fresh(), actor=actor)
    states.advance(proposal.roll, "DECREED", actor=actor, decree_number="1/2021")
    ends = [proposal.spell(name).end_cause for name in ("ELLA NTOMA", "DAHLAN HULOPI", "CITRA MONOARFA")]
    assert ends == ["", "", "QUEUED"]


@pytest.mark.django_db
def test_a_quota_of_another_region_is_refused(proposal, actor):
    with pytest.raises(Refused) as refused:
        quotas.set_quotas(proposal.fresh(), {"75.71.01": 2}, total=None, actor=actor)
    assert refused.value.code == "quota.area"
