"""What the articles report of awards stands in the system, with its source, and leads to its page."""

from __future__ import annotations

import pytest

from naungan.demo import links
from naungan.demo.table import lines

AWARDS = {"S2-10", "S4-5"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(home, actor):
    from naungan.demo.awards import record_awards
    from tests.demo.conftest import new_office

    new_office(home)
    assert {line.how for line in lines() if line.fact.id in AWARDS} == {"not yet"}
    record_awards(actor)
    return {line.fact.id: line for line in lines() if line.fact.id in AWARDS}


def test_each_fact_about_awards_is_recorded_and_leads_to_its_page(told, client):
    from naungan.accounts.access import operator
    from naungan.accounts.services import Place, add_user

    user, _ = add_user(username="semua", role="auditor", place=Place(everywhere=True), actor=operator())
    client.force_login(user)
    for number, words in (("S2-10", "Pemerintah Kota Gorontalo"), ("S4-5", "Kabupaten Bone Bolango")):
        assert told[number].how == "recorded"
        found = links.of(told[number])
        assert found is not None
        answer = client.get(found[0])
        assert answer.status_code == 200
        assert words in answer.content.decode()


def test_eight_finalists_stand_of_whom_one_is_bone_bolango_and_nobody_is_first(told):
    from naungan.awards.models import Candidate, Placing

    assert told["S4-5"].computed == 8
    assert told["S4-5"].detail["own"] is True
    assert Candidate.objects.filter(is_finalist=True, area=None).count() == 7
    assert not Placing.objects.exists()


def test_certificates_went_to_the_province_five_regencies_and_the_city(told):
    assert told["S2-10"].detail["areas"] == ["75", "75.01", "75.02", "75.03", "75.04", "75.05", "75.71"]


def test_recorded_again_nothing_is_added(told, actor):
    from naungan.awards.models import AwardEdition, Candidate, Certificate
    from naungan.demo.awards import record_awards

    kinds = (AwardEdition, Candidate, Certificate)
    before = [kind.objects.count() for kind in kinds]
    record_awards(actor)
    assert [kind.objects.count() for kind in kinds] == before
