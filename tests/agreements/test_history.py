"""The matrix as it was: steps of lists by their own days, known or not yet; corrections; shares as the pages show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE
from naungan.agreements.models import Commitment
from naungan.agreements.queries import MatrixRow, matrix, since_last_meeting
from naungan.agreements.services import (
    correct_commitment,
    draft_regulation,
    enact,
    hold_meeting,
    plan_meeting,
    record_commitment,
)
from naungan.journal.models import Change
from naungan.law.findings import Refused
from naungan.registry.models import Roll
from naungan.registry.states import advance, end_from
from tests.agreements.test_rolls import make_roll  # noqa: F401

pytestmark = pytest.mark.django_db


def row(on: date, known_at: datetime | None = None) -> MatrixRow | None:
    found = matrix("75", as_of=on, scope=EVERYWHERE, known_at=known_at)
    return next((one for one in found if one.area == "75.03"), None)


def seen(on: date, known_at: datetime | None = None) -> tuple[str, str]:
    found = row(on, known_at)
    assert found is not None
    return found.decreed.text, found.registered.text


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Write the journal on a day: what is recorded from now on is recorded then, at noon."""

    def set_to(day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def january(clock: Any) -> None:
    """What is made first is made on 2 January 2026."""
    clock(date(2026, 1, 2))


@pytest.fixture
def decreed(january: None, make_roll: Any, actor: Actor, clock: Any) -> Roll:  # noqa: F811
    """A list of the whole of 2026: verified 10 January, decreed by a paper of 1 February, registered 10 March."""
    roll: Roll = make_roll()
    for day, state, more in (
        (date(2026, 1, 10), "VERIFIED", {}),
        (date(2026, 2, 20), "DECREED", {"decree_number": "7/2026", "decree_on": date(2026, 2, 1)}),
        (date(2026, 3, 10), "REGISTERED", {}),
    ):
        clock(day)
        roll = advance(roll, state, actor=actor, **more)
    return roll


def test_a_step_counts_from_its_own_day_and_a_decree_from_the_day_of_the_paper(decreed: Roll) -> None:
    assert seen(date(2026, 1, 31)) == ("belum", "belum")
    assert seen(date(2026, 2, 1)) == ("7/2026", "belum")
    assert seen(date(2026, 3, 9)) == ("7/2026", "belum")
    assert seen(date(2026, 3, 10)) == ("7/2026", "1 daftar")


def test_what_was_recorded_later_was_not_known(decreed: Roll) -> None:
    day = date(2026, 3, 31)
    assert seen(day, datetime(2026, 2, 10, tzinfo=UTC)) == ("belum", "belum")
    assert seen(day, datetime(2026, 3, 1, tzinfo=UTC)) == ("7/2026", "belum")
    assert seen(day, datetime(2026, 4, 1, tzinfo=UTC)) == ("7/2026", "1 daftar")


def test_what_changed_since_the_meeting_names_the_steps_of_lists(
    decreed: Roll, actor: Actor, clock: Any
) -> None:
    meeting = plan_meeting(kind="KSO", area_code="75", title="KSO", on=date(2026, 2, 15), actor=actor)
    hold_meeting(meeting, actor=actor)
    rows, last = since_last_meeting("75", as_of=date(2026, 4, 1), scope=EVERYWHERE)
    assert last == meeting
    assert [one.changes for one in rows] == [("terdaftar: belum → 1 daftar",)]


def test_a_list_that_ended_was_there_before_its_end(decreed: Roll, actor: Actor, clock: Any) -> None:
    clock(date(2026, 8, 3))
    end_from(decreed, 2026 * 12 + 6, actor=actor)  # from July
    assert seen(date(2026, 6, 30)) == ("7/2026", "1 daftar")
    assert row(date(2026, 7, 1)) is None
    assert seen(date(2026, 7, 1), datetime(2026, 8, 1, tzinfo=UTC)) == ("7/2026", "1 daftar")


def test_a_list_that_was_not_recorded_was_not_known(decreed: Roll) -> None:
    before = decreed.entry.at - timedelta(days=1)
    assert row(date(2026, 3, 31), before) is None


def test_late_paper_is_no_late_fact(make_roll: Any, actor: Actor, clock: Any) -> None:  # noqa: F811
    roll = make_roll()
    for state, more in (("VERIFIED", {}), ("DECREED", {"decree_number": "9/2026"}), ("REGISTERED", {})):
        clock(date(2028, 5, 2))  # long after its last month
        advance(roll, state, actor=actor, **more)
    assert seen(date(2026, 6, 30)) == ("9/2026", "1 daftar")


def test_history_costs_one_question_whatever_the_number_of_steps(
    decreed: Roll, django_assert_max_num_queries: Any
) -> None:
    assert Change.objects.filter(model="registry.Roll").count() == 3
    with django_assert_max_num_queries(16):
        since_last_meeting("75", as_of=date(2026, 4, 1), scope=EVERYWHERE)


@pytest.fixture
def wrong(places: None, actor: Actor) -> Commitment:
    return record_commitment(
        area_code="75.03",
        group="non-asn",
        stated_on=date(2026, 1, 10),
        source="Rapat rekaan",
        budgeted="YES",
        actor=actor,
    )


FACTS = {"area_code": "75.03", "group": "non-asn", "stated_on": date(2026, 1, 10), "source": "Notula rekaan"}


def test_a_corrected_statement_stays_and_speaks_no_more(wrong: Commitment, actor: Actor) -> None:
    moment = timezone.now()
    mended = correct_commitment(wrong, actor=actor, reason="salah dengar", budgeted="NO", **FACTS)
    day = date(2026, 2, 1)
    now, then = row(day), row(day, moment)
    assert now is not None
    assert then is not None
    assert (now.budgeted.text, then.budgeted.text) == ("Tidak", "Ya")
    assert mended.corrects == wrong
    assert Commitment.objects.count() == 2


def test_a_statement_is_corrected_once_and_with_a_reason(wrong: Commitment, actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        correct_commitment(wrong, actor=actor, reason=" ", budgeted="NO", **FACTS)
    assert refused.value.code == "commitment.reason"
    correct_commitment(wrong, actor=actor, reason="salah", budgeted="NO", **FACTS)
    with pytest.raises(Refused) as refused:
        correct_commitment(wrong, actor=actor, reason="salah", budgeted="NO", **FACTS)
    assert refused.value.code == "commitment.corrected"


def test_what_was_corrected_may_be_said_again(wrong: Commitment, actor: Actor) -> None:
    correct_commitment(wrong, actor=actor, reason="salah", budgeted="NO", **FACTS)
    again = record_commitment(budgeted="YES", actor=actor, **(FACTS | {"source": "Rapat rekaan"}))
    assert again != wrong


def test_a_correction_is_made_on_its_page_and_told_in_the_history(
    wrong: Commitment, desk: Callable[..., Client]
) -> None:
    officer = desk(area="75.03")
    path = f"/kerja-sama/komitmen/{wrong.pk}/koreksi/"
    assert path in officer.get("/kerja-sama/komitmen/riwayat/").content.decode()
    fields = {
        "area": "75.03",
        "group": "non-asn",
        "stated_on": "2026-01-10",
        "budgeted": "NO",
        "source": "Notula",
        "reason": "salah dengar",
    }
    html = officer.post(path, fields, follow=True).content.decode()
    assert "dikoreksi" in html
    assert path not in html
    assert desk(area="75.04").get(path).status_code == 404
    assert desk("leader", "75.03").get(path).status_code == 403


def test_the_legal_basis_says_what_it_obliges_and_for_whom(wrong: Commitment, actor: Actor) -> None:
    rule = draft_regulation(
        kind="REGIONAL_LAW",
        area_code="75",
        title="Perda rekaan",
        duties="OPD mendaftarkan non-ASN\nBPKAD menganggarkan iuran",
        groups=("non-asn",),
        actor=actor,
    )
    enact(rule, number="Perda 3/2026", enacted_on=date(2026, 5, 1), actor=actor)
    found = row(date(2026, 6, 1))
    assert found is not None
    assert found.legal_basis.source == (
        "Perda rekaan: OPD mendaftarkan non-ASN; BPKAD menganggarkan iuran (Non-ASN)"
    )
    assert found.legal_basis.source in found.sources


def test_a_rule_that_was_not_yet_enacted_was_not_known(wrong: Commitment, actor: Actor, clock: Any) -> None:
    clock(date(2026, 7, 1))
    rule = draft_regulation(kind="REGIONAL_LAW", area_code="75", title="Perda rekaan", actor=actor)
    clock(date(2026, 7, 2))
    enact(rule, number="Perda 3/2026", enacted_on=date(2026, 5, 1), actor=actor)
    Commitment.objects.update(recorded_at=datetime(2026, 1, 11, tzinfo=UTC))
    early = row(date(2026, 6, 1), datetime(2026, 7, 1, 18, tzinfo=UTC))
    late = row(date(2026, 6, 1), datetime(2026, 7, 3, tzinfo=UTC))
    assert early is not None
    assert late is not None
    assert (early.legal_basis.text, late.legal_basis.text) == ("", "Perda 3/2026")
