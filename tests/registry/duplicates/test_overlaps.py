"""Lists that pay for one person: found, decided by the region's rule, never billed twice meanwhile."""

from __future__ import annotations

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.duplicates import overlaps, rules
from naungan.registry.duplicates.models import Overlap
from naungan.registry.duplicates.queries import visible_overlaps, yielding
from naungan.registry.models import Membership, Roll

pytestmark = pytest.mark.django_db
MAY = months.parse("2021-05")


@pytest.fixture
def met(world, actor):
    """Siti of the regency's list is on a list of the city as well, from March on."""
    world.spell("SITI HADIJAH", "Petani kota 2021", first_month=months.parse("2021-03"))
    assert overlaps.find(actor=actor) == 1
    return Overlap.objects.get()


def employer(world, name, payer):
    """A list of wage earners."""
    roll = world.roll(name, payer, "petani")
    Roll.objects.filter(pk=roll.pk).update(segment="PU", paid_by="EMPLOYER")
    return roll


def on(world, name, roll):
    return Membership.objects.get(person__name=name, roll=world.rolls[roll])


def test_lists_of_one_kind_the_earlier_stands(world, met):
    assert met.standing == on(world, "SITI HADIJAH", "Nelayan 2021")
    assert (met.rule, met.programmes) == ("EARLIER", "JKK,JKM")
    assert (met.first_month, met.last_month) == (months.parse("2021-03"), months.parse("2021-12"))


def test_a_search_again_finds_nothing_new(world, met, actor):
    assert overlaps.find(actor=actor) == 0
    assert overlaps.find(actor=actor, people=[met.person_id]) == 0
    assert Overlap.objects.count() == 1


def test_the_yielding_list_is_left_out_of_the_months_in_which_both_run(world, met):
    spell = on(world, "SITI HADIJAH", "Petani kota 2021")
    assert yielding(MAY) == yielding(MAY, "75.71") == [spell.pk]
    assert yielding(MAY, "75.03") == yielding(months.parse("2021-02")) == []


@pytest.mark.parametrize(
    ("segment", "paid_by", "proposer", "area", "kind"),
    [
        ("PU", "EMPLOYER", "", "75.03", "WAGE_EARNER"),
        ("BPU", "SELF", "", "75.03", "SELF"),
        ("BPU", "APBDES", "", "75.03.01.2005", "VILLAGE"),
        ("BPU", "APBD", "", "75.03", "REGENCY"),
        ("BPU", "APBD", "", "75", "PROVINCE"),
        ("BPU", "APBD", "Pokir Komisi IV", "75.03", "POKIR"),
    ],
)
def test_kinds_of_lists(segment, paid_by, proposer, area, kind):
    assert rules.kind_of(segment=segment, paid_by=paid_by, proposer=proposer, payer_area=area) == kind


def test_a_wage_earner_s_list_stands_before_aid_whenever_it_began(world, actor):
    wage = employer(world, "Pabrik 2021", "75.71")
    world.spell("SITI HADIJAH", "Pabrik 2021", first_month=months.parse("2021-07"))
    overlaps.find(actor=actor)
    overlap = Overlap.objects.get()
    assert (overlap.standing.roll, overlap.rule) == (wage, "WAGE_EARNER")
    overlaps.settle(overlap, "standing", from_month=overlap.first_month, actor=actor, reason="slip upah")
    ended = on(world, "SITI HADIJAH", "Nelayan 2021")
    assert (ended.last_month, ended.end_cause) == (months.parse("2021-06"), "WAGE_EARNER")


def test_two_employers_are_lawful(world, actor):
    for name, payer in (("Pabrik", "75.71"), ("Toko", "75.03")):
        employer(world, name, payer)
        world.spell("YUSUF LAPANANDA", name)
    overlaps.find(actor=actor)
    sides = {frozenset({o.yielding.roll.name, o.standing.roll.name}) for o in Overlap.objects.all()}
    assert frozenset({"Pabrik", "Toko"}) not in sides
    assert len(sides) == 2


def test_a_region_s_own_order_goes_before_the_default(world, actor):
    world.roll(
        "Pokir 2021", "75.71", "petani", proposer="pokir komisi II", first_month=months.parse("2020-12")
    )
    world.spell("SITI HADIJAH", "Pokir 2021")
    overlaps.find(actor=actor)
    assert Overlap.objects.get().yielding.roll.name == "Pokir 2021"
    own = ["POKIR", *(kind for kind in rules.DEFAULT_ORDER if kind != "POKIR")]
    rules.set_order("75.03", own, basis="Perbup 7/2021", actor=actor)
    assert overlaps.find(actor=actor) == 0
    assert Overlap.objects.get().yielding.roll.name == "Nelayan 2021"


def test_an_order_that_forgets_a_kind_is_refused(world, actor):
    with pytest.raises(Refused) as refused:
        rules.set_order("75.03", ["SELF", "SELF"], basis="Perbup", actor=actor)
    assert refused.value.code == "yield.order"


def test_settled_means_that_the_yielding_membership_ends(world, met, actor):
    overlaps.settle(met, "standing", from_month=MAY, actor=actor, reason="kesepakatan 3 Mei")
    ended = on(world, "SITI HADIJAH", "Petani kota 2021")
    assert (ended.last_month, ended.end_cause) == (months.parse("2021-04"), "DUPLICATE")
    assert yielding(MAY) == []
    assert yielding(months.parse("2021-04")) == [ended.pk]
    assert overlaps.find(actor=actor) == 0
    assert Overlap.objects.get().state == "SETTLED"


def test_each_payer_ends_only_its_own(world, met):
    regency = Actor(name="disnaker", scope=Scope(areas=("75.03",)))
    with pytest.raises(Refused, match="Pemkot Gorontalo"):
        overlaps.settle(met, "standing", from_month=MAY, actor=regency, reason="sudah kami bayar")
    overlaps.settle(met, "yielding", from_month=met.first_month, actor=regency, reason="pindah ke kota")
    assert on(world, "SITI HADIJAH", "Nelayan 2021").last_month == months.parse("2021-02")
    assert Overlap.objects.get().state == "SETTLED"


def test_both_may_stay_only_by_who_holds_both_payers(world, met, actor):
    regency = Actor(name="disnaker", scope=Scope(areas=("75.03",)))
    with pytest.raises(Refused):
        overlaps.settle(met, "both", from_month=MAY, actor=regency, reason="boleh")
    overlaps.settle(met, "both", from_month=MAY, actor=actor, reason="dua pekerjaan")
    assert yielding(MAY) == []
    assert overlaps.find(actor=actor) == 0


def test_both_payers_see_it_and_nobody_else(world, met):
    for area, sees in (("75.03", 1), ("75.71", 1), ("75", 1), ("75.01", 0), ("71", 0)):
        assert visible_overlaps(Scope(areas=(area,))).count() == sees
    assert visible_overlaps(Scope(payer_codes=("75.71",))).count() == 1


def test_what_no_longer_meets_is_gone(world, met, actor):
    Membership.objects.filter(pk=met.standing_id).update(last_month=months.parse("2021-01"))
    overlaps.find(actor=actor)
    assert Overlap.objects.get().state == "GONE"
