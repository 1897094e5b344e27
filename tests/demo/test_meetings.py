"""What the articles report of agreements, meetings and promises stands in the system, with its source."""

from __future__ import annotations

import pytest

from naungan.demo import links
from naungan.demo.table import lines

COOPERATION = {"S0-5", "S0-6", "S1-1", "S1-3", "S1-4", "S1-5", "S1-7", "S2-9", "S3-1"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(home, actor):
    from naungan.demo.meetings import record_meetings
    from tests.demo.conftest import new_office

    new_office(home)
    before = {line.fact.id: line.how for line in lines() if line.fact.id in COOPERATION}
    assert set(before.values()) == {"not yet"}
    record_meetings(actor)
    return {line.fact.id: line for line in lines() if line.fact.id in COOPERATION}


def test_each_fact_about_cooperation_is_recorded_and_leads_to_its_page(told, client):
    from naungan.accounts.access import operator
    from naungan.accounts.services import Place, add_user

    user, _ = add_user(username="semua", role="auditor", place=Place(everywhere=True), actor=operator())
    client.force_login(user)
    assert set(told) == COOPERATION
    for line in told.values():
        assert line.how == "recorded", line.fact.id
        found = links.of(line)
        assert found is not None, line.fact.id
        answer = client.get(found[0])
        assert answer.status_code == 200
        assert line.fact.article.outlet in answer.content.decode(), line.fact.id


def test_recorded_again_nothing_is_added(told, actor):
    from naungan.agreements.models import ActionItem, Agreement, Commitment, Meeting
    from naungan.demo.meetings import record_meetings

    kinds = (ActionItem, Agreement, Commitment, Meeting)
    before = [kind.objects.count() for kind in kinds]
    record_meetings(actor)
    assert [kind.objects.count() for kind in kinds] == before


def test_no_number_signer_or_due_day_is_invented(told):
    from naungan.agreements.models import ActionItem, Agreement, Meeting

    memorandum = Agreement.objects.get()
    assert {(party.number, party.signer) for party in memorandum.parties.all()} == {("", "")}
    published = ActionItem.objects.exclude(source="rekaan percontohan")
    assert set(published.values_list("due_on", flat=True)) == {None}
    assert set(Meeting.objects.values_list("number", flat=True)) == {""}
