"""A death ends memberships, finds what was billed afterwards, and leaves no family behind."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from naungan.accounts.access import operator
from naungan.claims.models import Claim, DeathReport
from naungan.claims.notices import DeathNotice
from naungan.claims.queries import billed_after_death
from naungan.claims.services import advance, months_credited, open_missing_cases, record_deaths, take_back
from naungan.contributions.models import Bill, Correction
from naungan.contributions.queries.audit import assert_month
from naungan.contributions.services import claim_back
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Membership, Person
from naungan.registry.services import record_death

pytestmark = pytest.mark.django_db
ON = date(2021, 5, 9)


@pytest.fixture
def farmer(world):
    """A farmer of Bone Bolango on a list of the whole year."""
    return world.farmers(3).memberships.order_by("pk").first().person


def notice(person, on=ON, **more):
    return DeathNotice(nik=person.nik, died_on=on, name=person.name, **more)


def test_memberships_end_with_the_month_of_death_and_a_case_is_opened(farmer, actor):
    result = record_deaths([notice(farmer)], actor=actor)
    spell = Membership.objects.get(person=farmer)
    assert (result.rows, result.recorded, len(result.claims)) == (1, 1, 1)
    assert (spell.last_month, spell.end_cause, spell.ended_on) == (months.parse("2021-05"), "DEATH", ON)
    claim = Claim.objects.get()
    assert (claim.state, claim.payer.code, claim.area_id) == ("OPENED", "75.03", "75.03.01.2001")


def test_the_same_death_again_changes_nothing(farmer, actor):
    record_deaths([notice(farmer)], actor=actor)
    again = record_deaths([notice(farmer)], actor=actor)
    assert (again.recorded, again.known, again.rejected) == (0, 1, 0)
    assert DeathReport.objects.count() == 1


def test_months_billed_after_the_death_are_found_with_their_amounts(farmer, actor, bill):
    bill("2021-04", "2021-08")
    result = record_deaths([notice(farmer)], actor=actor)
    assert [(one.month, one.amount_rp) for one in result.billed_after] == [
        (months.parse(text), 16_800) for text in ("2021-06", "2021-07", "2021-08")
    ]


def test_who_was_no_member_in_the_month_of_death_gets_no_case(farmer, actor):
    result = record_deaths([notice(farmer, on=date(2022, 3, 1))], actor=actor)
    assert (result.recorded, result.claims) == (1, ())


def test_every_fault_of_a_list_comes_at_once_and_sound_deaths_go_in(world, actor):
    people = [member.person for member in world.farmers(4).memberships.order_by("pk")]
    Person.objects.filter(pk=people[2].pk).update(birth_on=date(2030, 1, 1))
    record_deaths([notice(people[3])], actor=actor)
    result = record_deaths(
        [
            notice(people[0]),
            DeathNotice(nik="7503010101999999", died_on=ON),
            DeathNotice(nik=people[1].nik, died_on=ON, name="Orang Lain Sekali"),
            DeathNotice(nik=people[1].nik, died_on=date(2027, 1, 1)),
            notice(people[2]),
            notice(people[3], on=date(2021, 5, 10)),
            DeathNotice(nik="7503", died_on=None, found="bulan lalu"),
        ],
        actor=actor,
    )
    assert (result.recorded, result.rejected) == (1, 6)
    assert {finding.code for finding in result.findings} >= {
        "person.unknown", "person.other_name", "death.future", "death.before_birth", "death.other_date",
        "nik.shape", "death.unreadable",
    }  # fmt: skip


def test_a_merged_record_leads_to_the_one_that_is_kept(world, actor, farmer):
    alias = world.person(merged_into=farmer)
    result = record_deaths([notice(alias)], actor=actor)
    assert Person.objects.get(pk=farmer.pk).deceased_on == ON
    assert "person.merged" in {finding.code for finding in result.findings}


def test_who_lives_elsewhere_is_unknown_to_a_regency(world, desk):
    stranger = world.farmers(1, code="75.71", area="75.71").memberships.get().person
    Person.objects.filter(pk=stranger.pk).update(domicile_id="75.71.01.1001")
    result = record_deaths([notice(stranger)], actor=desk("registry.deaths"))
    assert [finding.code for finding in result.findings] == ["person.unknown"]
    assert Person.objects.get(pk=stranger.pk).deceased_on is None


def test_taken_back_everything_is_as_it_was(world, actor, farmer):
    second = world.roll(farmer.memberships.get().roll.registration.payer, months=("2021-07", "2021-12"))
    world.member(second, farmer)
    before = list(Membership.objects.order_by("pk").values())
    record_deaths([notice(farmer)], actor=actor)
    assert list(Membership.objects.order_by("pk").values()) != before
    take_back(list(DeathReport.objects.all()), actor=actor, reason="keliru orang")
    assert list(Membership.objects.order_by("pk").values()) == before
    assert Person.objects.get(pk=farmer.pk).deceased_on is None
    assert Claim.objects.get().state == "WITHDRAWN"
    assert record_deaths([notice(farmer)], actor=actor).recorded == 1


def test_what_stands_on_a_death_keeps_it_and_is_named(farmer, actor):
    record_deaths([notice(farmer)], actor=actor)
    claim = Claim.objects.get()
    advance(claim, "CONTACTED", on=date(2021, 5, 20), actor=actor)
    with pytest.raises(Refused, match="kasus keluarga sudah berjalan") as refused:
        take_back([claim.death], actor=actor, reason="keliru")
    assert refused.value.code == "death.depended_on"
    assert Person.objects.get(pk=farmer.pk).deceased_on == ON


def test_a_membership_changed_since_keeps_the_death(farmer, actor):
    record_deaths([notice(farmer)], actor=actor)
    Membership.objects.filter(person=farmer).update(last_month=months.parse("2021-03"))
    with pytest.raises(Refused) as refused:
        take_back(list(DeathReport.objects.all()), actor=actor, reason="keliru")
    assert refused.value.code == "death.changed_since"


def test_a_death_recorded_elsewhere_is_found_and_its_case_opened(farmer, actor, sit):
    record_death(person=farmer, on=ON, actor=actor, reason="akta")
    page = sit("list_owner").get(reverse("deaths")).content.decode()
    assert "1 kematian tercatat pada data peserta tanpa laporan" in page
    result = open_missing_cases(actor=actor, people=[Person.objects.get(pk=farmer.pk)])
    assert len(result.claims) == 1
    assert open_missing_cases(actor=actor, people=[Person.objects.get(pk=farmer.pk)]).claims == ()


def test_a_death_is_recorded_from_the_persons_page(farmer, sit):
    clerk = sit("civil_registry")
    page = clerk.get(reverse("person", args=[farmer.pk])).content.decode()
    address = reverse("death_new", args=[farmer.pk])
    assert address in page
    answer = clerk.post(address, {"died_on": "2021-05-09", "cause": "DEATH", "source": "CIVIL_REGISTRY"})
    assert answer.status_code == 302
    assert Person.objects.get(pk=farmer.pk).deceased_on == ON
    wrong = clerk.post(address, {"died_on": "2021-05-10", "cause": "DEATH", "source": "FAMILY"})
    assert "tanggal meninggal yang tercatat: 09-05-2021" in wrong.content.decode()


def test_the_json_face_answers_a_repeated_call_alike_and_writes_once(farmer, sit):
    clerk = sit("civil_registry")
    body = {"deaths": [{"nik": farmer.nik, "died_on": "2021-05-09"}]}
    calls = [
        clerk.post("/api/deaths", body, content_type="application/json", headers={"Idempotency-Key": "a-1"})
        for _ in range(2)
    ]
    assert [call.status_code for call in calls] == [200, 200]
    assert calls[0].json() == calls[1].json()
    assert calls[0].json()["recorded"] == 1
    assert DeathReport.objects.count() == 1
    other = {"deaths": [{"nik": farmer.nik, "died_on": "2021-05-10"}]}
    reused = clerk.post(
        "/api/deaths", other, content_type="application/json", headers={"Idempotency-Key": "a-1"}
    )
    assert (reused.status_code, reused.json()["error"]["code"]) == (422, "request.key_reused")
    assert sit("leader").post("/api/deaths", body, content_type="application/json").status_code == 403


def test_the_dead_are_not_billed_again(farmer, actor, bill):
    record_deaths([notice(farmer)], actor=operator())
    bill("2021-05", "2021-06")
    assert list(Bill.objects.order_by("month").values_list("members", flat=True)) == [3, 2]
    assert billed_after_death({farmer.pk: ON}) == []


def test_a_death_that_was_corrected_is_taken_back_and_its_months_are_billed_again(farmer, actor, bill, sit):
    bill("2021-05", "2021-07")
    asked = sum(Bill.objects.values_list("amount_rp", flat=True))
    record_deaths([notice(farmer)], actor=actor)
    claim_back([farmer.pk], actor=actor, reason="akta kematian")
    assert sum(Bill.objects.values_list("amount_rp", flat=True)) == asked - 2 * 16_800
    report = DeathReport.objects.get()
    clerk = sit("list_owner")
    address = reverse("death_undo", args=[report.pk])
    assert "Iuran Juni 2021, Juli 2021 sudah dikreditkan" in clerk.get(address).content.decode()
    done = clerk.post(address, {"reason": "keliru orang"}, follow=True).content.decode()
    assert "Kematian dibatalkan. Iuran Juni 2021, Juli 2021 sudah dikreditkan" in done
    bill("2021-06", "2021-07")
    assert sum(Bill.objects.values_list("amount_rp", flat=True)) == asked
    assert Correction.objects.filter(cause="DEATH").count() == 2, "nothing is deleted"
    assert months_credited([report]) == []
    for month in ("2021-06", "2021-07"):
        assert_month(months.parse(month))
