"""Two months of a list name by name, people who go to another list, the age limit, cards and proofs."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from naungan.accounts.scope import EVERYWHERE
from naungan.law import months
from naungan.law.findings import Refused
from naungan.papers.models import IssuedPaper
from naungan.registry import states
from naungan.registry.decrees import cards, movement, proof, transfer
from naungan.registry.models import Membership, MembershipTerms, Roll
from naungan.registry.services import record_death

pytestmark = pytest.mark.django_db
JAN, MAY = months.parse("2021-01"), months.parse("2021-05")


@pytest.fixture
def active(proposal):
    """The five are members of a list in force."""
    Roll.objects.filter(pk=proposal.roll.pk).update(state="ACTIVE", decree_number="1/KEP/2021")
    return proposal


def told(active, before, after):
    rows = movement.compare(active.fresh(), before, after)
    return {row.person.name: (row.kind, row.amount_before, row.amount_after) for row in rows}


def test_everybody_came_with_the_lists_first_month(active):
    assert {kind for kind, _before, _after in told(active, JAN - 1, JAN).values()} == {"CAME"}
    sums = movement.summary(active.fresh(), JAN - 1, JAN)
    assert (sums.came, sums.left, sums.wage, sums.unchanged) == (5, 0, 0, 0)


def test_who_died_left_and_whose_wage_rose_is_named(active, actor):
    record_death(person=active.person("ABDUL PAKAYA"), on=date(2021, 3, 9), actor=actor, reason="akta")
    spell = active.spell("BIBI LIHAWA")
    MembershipTerms.objects.create(
        membership=spell, from_month=JAN + 2, amount_rp=1_500_000, entry=active.world.entry
    )
    assert told(active, JAN, MAY) == {
        "ABDUL PAKAYA": ("LEFT", 1_000_000, None),
        "BIBI LIHAWA": ("WAGE", 1_000_000, 1_500_000),
    }
    assert movement.summary(active.fresh(), JAN, MAY).unchanged == 3


def test_terms_that_change_no_wage_are_no_movement(active):
    spell = active.spell("BIBI LIHAWA")
    MembershipTerms.objects.create(
        membership=spell, from_month=JAN + 2, amount_rp=1_000_000, entry=active.world.entry
    )
    assert told(active, JAN, MAY) == {}


def test_who_goes_over_to_a_supplementary_list_neither_left_nor_came(active):
    more = {"supplements": active.roll, "first_month": MAY, "decree_number": "2/KEP/2021"}
    active.world.roll("Usulan, perubahan 1", "75.03", "petani", **more)
    active.world.spell("ELLA NTOMA", "Usulan, perubahan 1")
    Membership.objects.filter(pk=active.spell("ELLA NTOMA").pk).update(last_month=MAY - 1, end_cause="OTHER")
    assert told(active, JAN, MAY) == {}


@pytest.fixture
def part_time(active):
    """A list in force from May for people who change over."""
    return active.world.roll("PPPK paruh waktu", "75.03", "petani", first_month=MAY)


def test_people_change_over_without_a_gap(active, part_time, actor):
    chosen = [active.spell(name).pk for name in ("ABDUL PAKAYA", "BIBI LIHAWA")]
    given = {"from_month": MAY, "actor": actor, "amount_rp": 2_000_000}
    assert transfer.transfer(active.fresh(), part_time, chosen, expected=2, **given) == 2
    old = active.spell("ABDUL PAKAYA")
    new = Membership.objects.get(person=old.person, roll=part_time)
    assert (old.last_month, old.end_cause, new.first_month) == (MAY - 1, "TRANSFERRED", MAY)
    terms = new.terms.get()
    assert (terms.amount_rp, terms.occupation_text, terms.from_month) == (2_000_000, "Nelayan tangkap", MAY)
    seen = transfer.preview(active.fresh(), part_time, chosen, MAY)
    assert (len(seen.going), len(seen.there)) == (0, 2)


def test_who_left_months_ago_is_not_taken_along(active, part_time, actor):
    record_death(person=active.person("ABDUL PAKAYA"), on=date(2021, 1, 9), actor=actor, reason="akta")
    seen = transfer.preview(active.fresh(), part_time, [active.spell("ABDUL PAKAYA").pk], MAY)
    assert (len(seen.going), len(seen.absent)) == (0, 1)


def test_nobody_goes_to_a_list_that_has_no_decree(active, part_time, actor):
    Roll.objects.filter(pk=part_time.pk).update(state="VERIFIED")
    with pytest.raises(Refused) as refused:
        transfer.transfer(
            active.fresh(),
            part_time,
            [active.spell("ABDUL PAKAYA").pk],
            from_month=MAY,
            expected=1,
            actor=actor,
        )
    assert refused.value.code == "transfer.state"


def test_the_age_limit_is_seen_three_months_ahead_and_not_later(active):
    person = active.person("ABDUL PAKAYA")
    for born, is_near in ((date(1956, 8, 31), True), (date(1956, 9, 1), False), (date(1956, 5, 1), False)):
        person.birth_on = born
        person.save()
        names = [row.person.name for row in movement.reaching_age(EVERYWHERE, MAY)]
        assert ("ABDUL PAKAYA" in names) is is_near, born


def test_a_card_is_marked_once_and_can_be_taken_back(active, actor):
    chosen = [active.spell(name).pk for name in ("ABDUL PAKAYA", "BIBI LIHAWA")]
    given = {"on": date(2021, 2, 1), "actor": actor}
    assert cards.mark(active.fresh(), chosen, is_received=True, expected=2, **given) == 2
    with pytest.raises(Refused) as refused:
        cards.mark(active.fresh(), chosen, is_received=True, **given)
    assert refused.value.code == "card.nobody"
    assert cards.mark(active.fresh(), chosen[:1], is_received=False, reason="salah desa", **given) == 1
    has = {row.person.name for row in cards.members(active.fresh(), EVERYWHERE) if row.received_on}
    assert has == {"BIBI LIHAWA"}


@pytest.fixture
def current(active):
    """The list runs this very month."""
    now = months.of(timezone.localdate())
    Roll.objects.filter(pk=active.roll.pk).update(first_month=now, last_month=now + 2)
    Membership.objects.filter(roll=active.roll).update(first_month=now, last_month=now + 2)
    return active


def members(current):
    rows = cards.members(current.fresh(), EVERYWHERE)
    return list(rows.select_related("person__domicile", "roll__registration__payer", "roll__group"))


def test_a_proof_is_numbered_once_a_day_and_tells_the_public_no_nik(current, actor):
    first = proof.proofs(members(current), actor=actor)
    assert first.startswith(b"%PDF-")
    proof.proofs(members(current), actor=actor)
    papers = IssuedPaper.objects.filter(kind="membership")
    assert papers.count() == 5
    public = str([paper.facts for paper in papers])
    assert public.count("belum ada iuran yang melindungi") == 5
    assert "ABDUL PAKAYA" in public
    assert not any(row.person.nik in public for row in members(current))


def test_who_is_no_member_any_more_gets_no_proof(active, actor):
    with pytest.raises(Refused) as refused:
        proof.proofs(members(active), actor=actor)
    assert refused.value.code == "proof.nobody"


def test_everybody_left_with_the_end_of_the_list(active, actor):
    states.end_from(active.fresh(), MAY, actor=actor, reason="selesai")
    assert {kind for kind, _b, _a in told(active, JAN, MAY).values()} == {"LEFT"}
