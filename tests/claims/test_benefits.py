"""What came back to families beside what was paid for it, by both clocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from naungan.claims.models import BenefitPayment
from naungan.claims.queries import benefits_returned, contributions_against_benefits
from naungan.claims.services import BenefitTold, record_benefit, reverse_benefit
from naungan.law.findings import Refused
from tests.claims.conftest import TODAY

pytestmark = pytest.mark.django_db


def told(amount=20_000_000, reference="B-1", on=date(2021, 6, 1), **more):
    given = {"programme": "JKM", "kind": "DEATH", "area_code": "75.03", **more}
    return BenefitTold(amount_rp=amount, paid_on=on, reference=reference, **given)


def test_benefits_are_summed_by_what_is_asked(world, actor):
    record_benefit(told(), actor=actor)
    record_benefit(
        told(2_000_000, "B-2", date(2022, 1, 5), kind="SCHOLARSHIP", people=4, programme="JKK"), actor=actor
    )
    record_benefit(told(5_000_000, "B-3", area_code="75.71.01"), actor=actor)
    rows = lambda by, **more: [  # noqa: E731
        (one.key, one.cases, one.people, one.amount_rp)
        for one in benefits_returned(as_of=TODAY, by=by, **more)
    ]
    assert rows(None) == [("", 3, 6, 27_000_000)]
    assert rows("year") == [("2021", 2, 2, 25_000_000), ("2022", 1, 4, 2_000_000)]
    assert rows("programme") == [("JKK", 1, 4, 2_000_000), ("JKM", 2, 2, 25_000_000)]
    assert rows("area", area_code="75") == [("75.03", 2, 5, 22_000_000), ("75.71", 1, 1, 5_000_000)]
    assert rows("area") == [("75", 3, 6, 27_000_000)]
    assert rows(None, since=date(2022, 1, 1)) == [("", 1, 4, 2_000_000)]


def test_a_family_paid_in_parts_is_one_family(world, actor):
    person = world.person()
    for number, kind in enumerate(("DEATH", "PERIODIC", "FUNERAL")):
        record_benefit(told(1_000_000, f"B-{number}", kind=kind, person=person), actor=actor)
    assert benefits_returned(as_of=TODAY)[0].people == 1


def test_a_reversal_takes_it_back_from_its_moment_on(world, actor):
    payment = record_benefit(told(), actor=actor)
    before = timezone.now()
    reverse_benefit(payment, actor=actor, reason="ganda")
    assert benefits_returned(as_of=TODAY)[0].amount_rp == 0
    assert benefits_returned(as_of=TODAY, known_at=before)[0].amount_rp == 20_000_000
    assert benefits_returned(as_of=TODAY, known_at=before - timedelta(days=1))[0].amount_rp == 0
    assert sum(BenefitPayment.objects.values_list("amount_rp", flat=True)) == 0
    with pytest.raises(Refused, match="sudah dibalik"):
        reverse_benefit(payment, actor=actor, reason="lagi")
    assert record_benefit(told(), actor=actor).pk != payment.pk


def test_the_same_reference_is_recorded_once_and_never_with_other_figures(world, actor):
    first = record_benefit(told(), actor=actor)
    assert record_benefit(told(), actor=actor).pk == first.pk
    with pytest.raises(Refused) as refused:
        record_benefit(told(21_000_000), actor=actor)
    assert refused.value.code == "benefit.conflict"


def test_no_stranger_learns_from_a_reference_what_another_regency_was_paid(world, actor, desk):
    stranger = desk("claims.edit", "branch_officer", "75.71")
    record_benefit(told(), actor=actor)
    for amount in (20_000_000, 21_000_000):
        for area in ("75.03", "75.71"):
            with pytest.raises(Refused) as refused:
                record_benefit(told(amount, area_code=area), actor=stranger)
            assert refused.value.code == "area.out_of_scope"


def test_contributions_stand_beside_benefits(world, actor, bill, pay):
    world.farmers(10)
    bill("2021-03", "2021-04")
    pay("2021-03", "2021-04", on=date(2021, 4, 1))
    paid_at = timezone.now()
    record_benefit(told(168_000, group_code="petani"), actor=actor)
    year = contributions_against_benefits(as_of=TODAY, by="year")
    assert [(one.key, one.contributions_rp, one.benefits_rp) for one in year] == [("2021", 336_000, 168_000)]
    assert year[0].ratio_percent_hundredths == 5000
    group = contributions_against_benefits(as_of=TODAY, by="group")
    assert [(one.key, one.contributions_rp, one.benefits_rp) for one in group] == [
        ("petani", 336_000, 168_000)
    ]
    area = contributions_against_benefits(as_of=TODAY, by="area", area_code="75", known_at=paid_at)
    assert [(one.key, one.label, one.contributions_rp, one.benefits_rp) for one in area] == [
        ("75.03", "Bone Bolango", 336_000, 0)
    ]
    programme = contributions_against_benefits(as_of=TODAY, by="programme")
    assert sum(one.contributions_rp for one in programme) == 336_000


def test_leaders_see_sums_and_no_person(world, actor, sit):
    person = world.person()
    record_benefit(told(person=person), actor=actor)
    leader = sit("leader")
    page = leader.get(reverse("benefits")).content.decode()
    assert "Rp20.000.000" in page
    assert person.name not in page
    assert "<svg" in page
    assert leader.get(reverse("benefit_payments")).status_code == 403
    assert leader.get(reverse("claims")).status_code == 403
    assert leader.get(reverse("benefits"), {"format": "svg"}).headers["Content-Type"] == "image/svg+xml"


def test_another_regencys_benefits_are_not_counted(world, actor, sit):
    record_benefit(told(), actor=actor)
    page = sit("leader", "75.71").get(reverse("benefits")).content.decode()
    assert "Rp20.000.000" not in page
    payment = BenefitPayment.objects.get()
    assert sit("list_owner", "75.71").get(reverse("benefit_reverse", args=[payment.pk])).status_code == 404


def test_a_benefit_is_recorded_and_reversed_by_hand(world, sit):
    person = world.person()
    clerk = sit("list_owner")
    given = {
        "programme": "JKM", "kind": "DEATH", "amount": "20000000", "paid_on": "2021-06-01", "reference": "B-7",
        "nik": person.nik, "people": "1",
    }  # fmt: skip
    page = clerk.post(reverse("benefit_new"), given, follow=True).content.decode()
    assert "B-7" in page
    payment = BenefitPayment.objects.get()
    assert (payment.person, payment.area_id) == (person, "75.03.01.2001")
    clerk.post(reverse("benefit_reverse", args=[payment.pk]), {"reason": "salah orang"})
    assert "Sudah dibalik" in clerk.get(reverse("benefit_payments")).content.decode()
    unknown = clerk.post(reverse("benefit_new"), {**given, "nik": "7503010101777777", "reference": "B-8"})
    assert "Tidak ada peserta dengan NIK ini" in unknown.content.decode()
