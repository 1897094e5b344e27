"""A list that ends: the months before its end stay to be billed, a proposal that ends was never anybody's cover."""

from __future__ import annotations

from typing import Any

import pytest

from naungan.contributions.services import run_month
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.imports import batches
from naungan.registry.models import ImportBatch, Membership, Roll
from naungan.registry.services import RollOptions
from tests.registry.conftest import Bring
from tests.registry.lists import village_rows, workers, write_csv

pytestmark = pytest.mark.django_db
PEOPLE = workers(4)
JUNE, JULY = months.parse("2021-06"), months.parse("2021-07")


def billed(month: int, actor: Any) -> int:
    """How many members a month's run bills."""
    return run_month(month, actor=actor, post=True).members


@pytest.fixture
def proposal(registry: None, options: RollOptions, actor: Any, tmp_path: Any) -> Roll:
    """A list that was uploaded and saved, and waits."""
    content = write_csv(tmp_path / "usulan.csv", village_rows(PEOPLE)).read_bytes()
    batch = batches.receive_upload(file_name="usulan.csv", chunks=[content], options=options, actor=actor)
    batches.preview_batch(batch, actor=actor)
    batches.commit_batch(batch, actor=actor)
    return Roll.objects.get()


def test_the_months_before_the_end_are_billed_even_if_they_run_later(bring: Bring, actor: Any) -> None:
    roll = Roll.objects.get(pk=bring(PEOPLE).roll_id)
    states.end_from(roll, JULY, actor=actor, reason="anggaran habis")
    assert [billed(month, actor) for month in (JUNE, JULY)] == [len(PEOPLE), 0]


@pytest.mark.parametrize("verified", [False, True])
def test_a_proposal_that_ends_bills_nothing_whatever_the_month(
    proposal: Roll, actor: Any, verified: bool
) -> None:
    if verified:
        states.advance(proposal, "VERIFIED", actor=actor)
    states.end_from(proposal, JULY, actor=actor, reason="tidak jadi")
    assert [billed(month, actor) for month in (JUNE, JULY)] == [0, 0]
    assert not Membership.objects.filter(end_cause="").exists()


def test_people_of_an_ended_proposal_can_go_on_another_list(proposal: Roll, bring: Bring, actor: Any) -> None:
    assert bring(PEOPLE, payer_code="75").rejected == len(PEOPLE)
    states.end_from(proposal, JULY, actor=actor, reason="tidak jadi")
    assert bring(PEOPLE, payer_code="75").rejected == 0


def test_an_undone_import_bills_nothing(bring: Bring, actor: Any) -> None:
    batch = ImportBatch.objects.get(pk=bring(PEOPLE).batch_id)
    batches.undo_batch(batch, actor=actor, reason="salah berkas")
    assert Roll.objects.get().state == "ENDED"
    assert billed(JUNE, actor) == 0


def test_a_list_ends_once(bring: Bring, actor: Any) -> None:
    roll = Roll.objects.get(pk=bring(PEOPLE).roll_id)
    states.end_from(roll, JULY, actor=actor, reason="anggaran habis")
    with pytest.raises(Refused) as refusal:
        states.end_from(roll, JUNE, actor=actor, reason="lagi")
    assert refusal.value.code == "roll.step"
    assert billed(JUNE, actor) == len(PEOPLE)
