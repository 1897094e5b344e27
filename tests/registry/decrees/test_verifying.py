"""People of a proposal against the civil and the social registry, and what is decided about them."""

from __future__ import annotations

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.decrees import verifying
from naungan.registry.decrees.models import Snapshot, SnapshotRow, Standing
from naungan.registry.decrees.reference import FileReference

pytestmark = pytest.mark.django_db
NEIGHBOUR = Actor("tetangga", Scope(areas=("75.71",)))


def test_each_person_gets_the_worst_that_the_civil_registry_says(proposal, actor):
    differing = {
        "bibi": {"name": "BEBI LIHAWA"},
        "citra": {"born": "01-02-1980"},
        "dahlan": {"life": "Meninggal"},
        "ella": None,
    }
    proposal.take(proposal.civil(**differing), actor=actor)
    matched = verifying.match(proposal.roll, actor=actor)
    assert matched.results == {"FOUND": 1, "NAME": 1, "BIRTH": 1, "DEAD": 1, "NOT_FOUND": 1}
    assert proposal.standing("DAHLAN HULOPI").result == "DEAD"
    assert {one.state for one in Standing.objects.all()} == {"WAITING"}


def test_titles_and_signs_make_no_other_name(proposal, actor):
    proposal.take(proposal.civil(abdul={"name": "H. Abdul Pakaya, S.Pd"}), actor=actor)
    verifying.match(proposal.roll, actor=actor)
    assert proposal.standing("ABDUL PAKAYA").result == "FOUND"


def test_who_lives_where_no_snapshot_reaches_is_unknown_not_missing(proposal, actor):
    proposal.take(proposal.civil(bibi=None, ella=None), actor=actor, area="75.03.01.2006")
    verifying.match(proposal.roll, actor=actor)
    assert proposal.standing("BIBI LIHAWA").result == "NOT_FOUND"
    assert proposal.standing("ELLA NTOMA").result == "UNKNOWN"


def test_the_newer_day_wins_whichever_file_came_last(proposal, actor):
    proposal.take(proposal.civil(abdul={"life": "PINDAH"}), actor=actor, as_of="2021-02-01")
    proposal.take(proposal.civil(), actor=actor, as_of="2021-01-01")
    verifying.match(proposal.roll, actor=actor)
    assert proposal.standing("ABDUL PAKAYA").result == "MOVED"


def test_the_same_file_twice_is_one_snapshot(proposal, actor):
    first = proposal.take(proposal.civil(), actor=actor)
    again = proposal.take(proposal.civil(), actor=actor)
    assert again.is_known
    assert again.snapshot == first.snapshot
    assert SnapshotRow.objects.count() == 5


def test_rows_that_cannot_be_used_come_back_with_their_cells(proposal, actor):
    rows = [*proposal.civil(ella={"life": "entah"}), ["750301", "SALAH NIK", "01-01-1980", "HIDUP"]]
    taken = proposal.take(rows, actor=actor)
    assert (taken.snapshot.people, taken.snapshot.left_out) == (4, 2)
    assert {(one.code, one.cell) for one in taken.findings} == {("nik.shape", "A7"), ("reference.life", "D6")}


def test_deciles_stand_beside_the_result(proposal, actor):
    proposal.take(proposal.social(1, 2, 3, 4, 10), actor=actor, kind="SOCIAL")
    verifying.match(proposal.roll, actor=actor)
    assert proposal.standing("ELLA NTOMA").decile == 10
    assert proposal.standing("ELLA NTOMA").result == "UNKNOWN"


def test_a_social_file_without_deciles_is_refused(proposal, actor):
    path = proposal.file(("NIK", "NAMA"), [["7503011405801000", "ABDUL PAKAYA"]])
    reference = FileReference(path, path.name, "d" * 64)
    with pytest.raises(Refused) as refused:
        reference.read("SOCIAL")
    assert refused.value.code == "reference.heading"


def test_decisions_are_added_and_never_overwrite(proposal, actor):
    proposal.decide("VERIFIED", "ABDUL PAKAYA", actor=actor)
    proposal.decide("REJECTED", "ABDUL PAKAYA", actor=actor, cause="CRITERIA", reason="pensiunan")
    rows = Standing.objects.filter(membership=proposal.spell("ABDUL PAKAYA")).order_by("pk")
    assert [(one.state, one.is_latest) for one in rows] == [("VERIFIED", False), ("REJECTED", True)]
    assert rows[1].entry.actor == "penguji"


def test_a_decision_for_another_number_than_was_shown_is_refused(proposal, actor):
    with pytest.raises(Refused) as refused:
        proposal.decide("VERIFIED", actor=actor, expected=4)
    assert refused.value.code == "verify.changed"


@pytest.mark.parametrize(("state", "code"), [("REJECTED", "verify.cause"), ("WAITING", "verify.reason")])
def test_a_rejection_needs_a_cause_and_a_withdrawal_a_reason(proposal, actor, state, code):
    with pytest.raises(Refused) as refused:
        proposal.decide(state, actor=actor)
    assert refused.value.code == code


def test_somebody_verified_who_turns_out_dead_is_decided_again(proposal, actor):
    proposal.take(proposal.civil(), actor=actor)
    verifying.match(proposal.roll, actor=actor)
    proposal.decide("VERIFIED", actor=actor)
    proposal.take(proposal.civil(abdul={"life": "MATI"}), actor=actor, as_of="2021-03-01")
    verifying.match(proposal.roll, actor=actor)
    assert proposal.standing("ABDUL PAKAYA").state == "WAITING"
    assert proposal.standing("BIBI LIHAWA").state == "VERIFIED"


def test_the_list_goes_on_only_when_everybody_is_decided(proposal, actor):
    proposal.decide("VERIFIED", "ABDUL PAKAYA", actor=actor)
    with pytest.raises(Refused) as refused:
        states.advance(proposal.roll, "VERIFIED", actor=actor)
    assert refused.value.code == "roll.undecided"
    proposal.decide("VERIFIED", actor=actor)
    assert states.advance(proposal.roll, "VERIFIED", actor=actor).state == "VERIFIED"


def test_who_was_rejected_is_no_member_once_the_decree_is_there(proposal, actor):
    proposal.decide("VERIFIED", actor=actor)
    proposal.decide("REJECTED", "ELLA NTOMA", actor=actor, cause="DECILE")
    states.advance(proposal.roll, "VERIFIED", actor=actor)
    states.advance(proposal.roll, "DECREED", actor=actor, decree_number="1/2021")
    spell = proposal.spell("ELLA NTOMA")
    assert (spell.end_cause, spell.last_month) == ("REJECTED", spell.first_month - 1)
    assert proposal.spell("ABDUL PAKAYA").end_cause == ""


def test_a_neighbour_neither_decides_nor_brings_references(proposal, actor):
    with pytest.raises(Refused) as refused:
        proposal.take(proposal.civil(), actor=NEIGHBOUR)
    assert refused.value.code == "reference.out_of_scope"
    with pytest.raises(Refused) as refused:
        proposal.decide("VERIFIED", actor=NEIGHBOUR)
    assert refused.value.code == "roll.out_of_scope"
    assert not Snapshot.objects.exists()


def test_after_the_decree_nobody_is_decided_here(proposal, actor):
    proposal.decide("VERIFIED", actor=actor)
    states.advance(proposal.roll, "VERIFIED", actor=actor)
    states.advance(proposal.roll, "DECREED", actor=actor, decree_number="1/2021")
    with pytest.raises(Refused) as refused:
        proposal.decide("REJECTED", "ABDUL PAKAYA", actor=actor, cause="OTHER")
    assert refused.value.code == "roll.fixed"
