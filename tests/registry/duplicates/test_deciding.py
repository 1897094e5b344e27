"""A pair is decided once; a merge keeps both records, is read through, and can be undone exactly."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.journal.models import Change
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.duplicates.deciding import Merge, decide, merge, merge_all, preferred, undo
from naungan.registry.duplicates.models import Overlap, Pair
from naungan.registry.models import Membership, Person
from naungan.registry.queries import memberships_of, visible_people

pytestmark = pytest.mark.django_db


def everything(*people: Person) -> list[dict]:
    keys = [person.pk for person in people]
    return [
        *Person.objects.filter(pk__in=keys).order_by("pk").values(),
        *Membership.objects.filter(person__in=keys).order_by("pk").values(),
    ]


def test_a_merge_keeps_both_records_and_takes_the_chosen_values(twice, actor):
    merge(twice.pair, Merge(twice.siti.pk, frozenset({"mother_name"})), actor=actor, reason="KK sama")
    twice.siti.refresh_from_db()
    twice.again.refresh_from_db()
    assert twice.again.merged_into_id == twice.siti.pk
    assert (twice.siti.name, twice.siti.mother_name) == ("SITI HADIJAH", "HAPSA LAMUSU")
    assert twice.siti.nik != twice.again.nik
    pair = twice.fresh()
    assert (pair.state, pair.lead_id, pair.decided_by, pair.reason) == (
        "SAME",
        twice.siti.pk,
        "penguji",
        "KK sama",
    )
    assert Change.objects.filter(entry=pair.decision, model="registry.Person").count() == 2


def test_memberships_of_the_other_record_are_read_through(twice, actor):
    twice.world.spell("SITI HADIDJAH", "Petani kota 2021", first_month=months.parse("2022-01"),
                      last_month=months.parse("2022-06"))  # fmt: skip
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    rolls = [spell.roll.name for spell in memberships_of(twice.siti, EVERYWHERE)]
    assert rolls == ["Nelayan 2021", "Petani kota 2021"]
    assert Membership.objects.filter(person=twice.again).count() == 1


def test_who_pays_for_the_other_record_sees_the_person(twice, actor):
    twice.world.spell("SITI HADIDJAH", "Petani kota 2021", first_month=months.parse("2022-01"),
                      last_month=months.parse("2022-06"))  # fmt: skip
    city = Scope(areas=("75.71",))
    assert twice.siti not in visible_people(city)
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    assert twice.siti in visible_people(city)
    assert twice.siti in visible_people(Scope(payer_codes=("75.71",)))


def test_undoing_restores_everything_exactly(twice, actor):
    third = twice.world.person("HADIJAH S", "7503014507900029", "75.03.01.2005")
    merge(twice.pair_of(twice.again, third), Merge(twice.again.pk), actor=actor, reason="KK sama")
    twice.world.spell("SITI HADIDJAH", "Nelayan 2021", first_month=months.parse("2021-06"))
    before = everything(twice.siti, twice.again, third)
    how = Merge(twice.siti.pk, frozenset({"mother_name", "domicile_id", "name"}), end_doubled=True)
    merge(twice.pair, how, actor=actor, reason="KK sama")
    assert everything(twice.siti, twice.again, third) != before
    third.refresh_from_db()
    assert third.merged_into_id == twice.siti.pk
    undo(twice.pair, actor=actor, reason="ternyata saudara")
    assert everything(twice.siti, twice.again, third) == before
    assert (twice.fresh().state, twice.fresh().lead) == ("UNSURE", None)


def test_a_value_that_was_mended_after_the_merge_stays_when_it_is_undone(twice, actor):
    merge(twice.pair, Merge(twice.siti.pk, frozenset({"mother_name"})), actor=actor, reason="KK sama")
    Person.objects.filter(pk=twice.siti.pk).update(mother_name="HAPSAH LAMUSU")
    undo(twice.pair, actor=actor, reason="ternyata saudara")
    twice.siti.refresh_from_db()
    assert twice.siti.mother_name == "HAPSAH LAMUSU"


def test_a_merge_inside_a_later_one_is_undone_last(twice, actor):
    third = twice.world.person("HADIJAH S", "7503014507900029", "75.03.01.2005")
    later = twice.pair_of(twice.siti, third)
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    merge(later, Merge(third.pk), actor=actor, reason="KK sama")
    with pytest.raises(Refused, match="sudah digabung lagi") as refused:
        undo(twice.pair, actor=actor, reason="keliru")
    assert refused.value.code == "pair.merged_further"
    undo(later, actor=actor, reason="keliru")
    undo(twice.pair, actor=actor, reason="keliru")
    assert not Person.objects.exclude(merged_into=None).exists()


def test_two_bills_of_one_payer_for_one_month_stop_a_merge_and_say_what_to_do(twice, actor):
    twice.world.spell("SITI HADIDJAH", "Nelayan 2021", first_month=months.parse("2021-06"))
    with pytest.raises(Refused, match="Pemkab Bone Bolango membayar JKK, JKM untuk keduanya") as refused:
        merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    assert refused.value.code == "pair.billed_twice"
    assert "Akhiri kepesertaan rangkap" in refused.value.mend
    merge(twice.pair, Merge(twice.siti.pk, end_doubled=True), actor=actor, reason="KK sama")
    spell = Membership.objects.get(person=twice.again)
    assert (spell.last_month, spell.end_cause) == (months.parse("2021-05"), "DUPLICATE")
    assert not Overlap.objects.exists()


def test_another_payer_s_months_become_lists_that_meet(twice, actor):
    twice.world.spell("SITI HADIDJAH", "Petani kota 2021")
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    overlap = Overlap.objects.get()
    assert (overlap.person, overlap.state) == (twice.siti, "OPEN")
    undo(twice.pair, actor=actor, reason="ternyata saudara")
    assert Overlap.objects.get().state == "GONE"


def test_two_days_of_death_are_not_merged(twice, actor):
    Person.objects.filter(pk=twice.siti.pk).update(deceased_on=date(2021, 2, 1))
    Person.objects.filter(pk=twice.again.pk).update(deceased_on=date(2021, 3, 1))
    with pytest.raises(Refused) as refused:
        merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    assert refused.value.code == "pair.died_twice"


def test_a_death_on_either_record_is_the_person_s(twice, actor):
    Person.objects.filter(pk=twice.again.pk).update(deceased_on=date(2021, 3, 1))
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    twice.siti.refresh_from_db()
    assert twice.siti.deceased_on == date(2021, 3, 1)


def test_a_decision_needs_a_reason_and_both_in_scope(twice, actor):
    with pytest.raises(Refused) as refused:
        decide(twice.pair, Pair.State.DIFFERENT, actor=actor, reason=" ")
    assert refused.value.code == "pair.reason"
    village = Actor(name="desa", scope=Scope(areas=("75.03.01.2005",)))
    with pytest.raises(Refused) as refused:
        decide(twice.pair, Pair.State.DIFFERENT, actor=village, reason="beda KK")
    assert refused.value.code == "pair.out_of_scope"
    decide(twice.pair, Pair.State.DIFFERENT, actor=actor, reason="beda KK")
    assert twice.fresh().state == "DIFFERENT"


def test_bulk_merging_leads_with_the_fuller_record_and_reports_who_stayed(twice, actor):
    assert preferred(twice.pair) == Merge(twice.siti.pk, frozenset({"mother_name"}))
    doubled = twice.world.person("YUSUF LAPANANDA", "7503010101850012", "75.03.01.2006")
    twice.world.spell("YUSUF LAPANANDA", "Nelayan 2021")
    stays = twice.pair_of(Person.objects.get(nik="7503010101850002"), doubled)
    merged, refused = merge_all([twice.pair, stays], actor=actor, reason="NIK salah satu angka")
    assert (merged, [error.code for error in refused]) == (1, ["pair.billed_twice"])


def test_the_pages_of_people_read_merged_records_through(twice, actor, sign_in):
    import html

    twice.world.spell("SITI HADIDJAH", "Petani kota 2021", first_month=months.parse("2022-01"),
                      last_month=months.parse("2022-06"))  # fmt: skip
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    client = sign_in()
    page = html.unescape(client.get(f"/peserta/{twice.siti.pk}/").content.decode())
    assert "Petani kota 2021" in page
    assert "Nelayan 2021" in page
    found = html.unescape(client.get(f"/peserta/?q={twice.again.nik}").content.decode())
    assert "SITI HADIJAH" in found
    assert "SITI HADIJAH" in html.unescape(
        client.get("/peserta/?payer=Pemkot&month=2022-03").content.decode()
    )
    taken = b"".join(client.get("/peserta/?q=SITI&format=csv").streaming_content).decode()
    assert taken.count("SITI HADI") == 1
    assert "Pemkot Gorontalo" in taken


def test_a_death_ends_the_memberships_of_merged_records_and_gives_them_back(twice, actor):
    from naungan.journal.models import Entry
    from naungan.registry.deaths import record_death, take_back_deaths

    twice.world.spell("SITI HADIDJAH", "Petani kota 2021")
    merge(twice.pair, Merge(twice.siti.pk), actor=actor, reason="KK sama")
    record_death(person=twice.siti, on=date(2021, 3, 4), actor=actor, reason="akta")
    spell = Membership.objects.get(person=twice.again)
    assert (spell.last_month, spell.end_cause) == (months.parse("2021-03"), "DEATH")
    entry = Entry.objects.filter(action="registry.record_death").latest("pk")
    take_back_deaths(entry, [twice.siti.pk], actor=actor, reason="keliru")
    spell.refresh_from_db()
    assert spell.last_month == months.parse("2021-12")


def test_a_doubled_membership_that_another_payer_pays_is_not_ended_by_a_merge(twice):
    twice.world.spell("SITI HADIJAH", "Petani kota 2021")
    paid = twice.world.spell("SITI HADIDJAH", "Petani kota 2021")
    regency = Actor("verifikator", Scope(areas=("75.03",)))
    with pytest.raises(Refused) as refused:
        merge(twice.pair, Merge(twice.siti.pk, end_doubled=True), actor=regency, reason="KK sama")
    assert refused.value.code == "pair.payer_out_of_scope"
    paid.refresh_from_db()
    assert paid.end_cause == ""
    province = Actor("provinsi", Scope(areas=("75",)))
    merge(twice.pair, Merge(twice.siti.pk, end_doubled=True), actor=province, reason="KK sama")
    assert twice.fresh().state == "SAME"
