"""The waiting proposal is on the verifier's desk: partly decided, with its return sheets, the same each time."""

from __future__ import annotations

from collections import Counter

import pytest

from naungan.accounts.access import operator
from naungan.accounts.scope import EVERYWHERE
from naungan.demo.decrees import verify_proposal
from naungan.demo.lists import lists_of
from naungan.registry.decrees import gate, returns
from naungan.registry.decrees.models import Standing
from naungan.registry.models import Roll
from tests.demo.conftest import new_office

pytestmark = pytest.mark.django_db


def test_the_proposal_waits_with_something_to_decide(home):
    office = new_office(home)
    for year in ("2019", "2020", "2021", "2023"):
        list(office.world.lists(lists_of(year)))
    office.leave_desks()
    roll = verify_proposal(home, operator("demo"))
    assert roll is not None
    assert Roll.objects.get(pk=roll.pk).state == "PROPOSED"
    states = Counter(Standing.objects.filter(is_latest=True).values_list("state", flat=True))
    assert set(states) >= {"VERIFIED"}
    assert sum(states.values()) == gate.counted(roll).count()
    before = Standing.objects.count()
    verify_proposal(home, operator("demo"))
    assert Standing.objects.count() == before
    with returns.all_sheets(roll, scope=EVERYWHERE, whole=True) as file:
        assert file.read(2) == b"PK"
