"""A family's case: what the law gives, what it waits for, and each step until it is paid."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from naungan.accounts.models import RoleGrant
from naungan.claims.models import BenefitPayment, Claim
from naungan.claims.notices import DeathNotice
from naungan.claims.queries import at_death, overdue, waiting
from naungan.claims.queries.cases import papers_of
from naungan.claims.queries.entitlement import benefits_for, school_rule
from naungan.claims.services import (
    Pupil,
    add_child,
    add_heir,
    advance,
    file_school_year,
    mark_documents,
    note_case,
    pay_case,
    record_deaths,
    set_cause,
)
from naungan.law.findings import Refused
from tests.claims.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world, actor):
    """The case of a farmer on a list of two years, who died on a day (without bills yet)."""

    def of(on: date = date(2026, 3, 9), months=("2025-07", "2026-12"), **more) -> Claim:
        person = world.farmers(2, months=months).memberships.order_by("pk").first().person
        record_deaths([DeathNotice(person.nik, on, person.name, **more)], actor=actor)
        return Claim.objects.get()

    return of


def stood(claim, as_of=TODAY):
    return at_death({claim.person_id: claim.died_on}, as_of=as_of)[claim.person_id]


def gives(claim):
    return benefits_for(stood(claim), died_on=claim.died_on, cause=claim.death.cause)[0]


def complete(claim, actor):
    advance(claim, "CONTACTED", on=date(2026, 3, 12), actor=actor)
    states = {paper.code: "RECEIVED" for paper in papers_of(claim, with_children=False)}
    mark_documents(claim, states, actor=actor)
    return advance(claim, "COMPLETE", on=date(2026, 3, 20), actor=actor)


def test_months_paid_in_a_row_give_the_whole_benefit(case, bill, pay):
    claim = case()
    bill("2025-11", "2026-03")
    pay("2025-11", "2026-03")
    assert (stood(claim).status, stood(claim).in_row, stood(claim).waits) == ("PAID", 5, ())
    assert gives(claim).total_rp == 42_000_000


def test_less_than_three_months_in_a_row_give_the_funeral_only(case, bill, pay):
    claim = case()
    bill("2025-11", "2026-03")
    pay("2025-11", "2025-12")
    pay("2026-02", "2026-03")
    assert stood(claim).in_row == 2
    assert gives(claim).amounts["death_grant"] == 0
    assert gives(claim).total_rp == 10_000_000


def test_an_unpaid_month_holds_the_case_until_it_is_paid(case, bill, pay, sit):
    claim = case()
    bill("2026-01", "2026-03")
    pay("2026-01", "2026-02")
    assert [(one.month % 12 + 1, one.outstanding_rp) for one in stood(claim).waits] == [(3, 2 * 16_800)]
    page = sit("list_owner").get(reverse("claims"), {"waits": "payment"}).content.decode()
    assert "1 keluarga menunggu karena iuran belum lunas" in page
    assert claim.person.name in page
    pay("2026-03", "2026-03")
    assert not waiting(Claim.objects.all(), TODAY).exists()


def test_a_work_accident_pays_by_the_income_and_asks_no_months_for_the_school(case, actor):
    claim = set_cause(case(), "WORK_ACCIDENT", actor=actor, reason="laporan polisi")
    claim.refresh_from_db()
    assert gives(claim).ask == "benefit.jkk.death"
    assert gives(claim).total_rp == 48 * 1_000_000 + 12_000_000 + 10_000_000
    assert school_rule(stood(claim), died_on=claim.died_on, cause=claim.death.cause).met


def test_the_working_is_told_down_to_the_article(case, sit, bill, pay):
    claim = case()
    bill("2025-12", "2026-03")
    pay("2025-12", "2026-03")
    page = sit("list_owner").get(reverse("claim", args=[claim.pk])).content.decode()
    assert "Rp42.000.000" in page
    assert "PP 44/2015 Pasal 34" in page
    assert "syarat iuran 3 tahun belum terpenuhi, baru 4 bulan" in page


def test_a_case_goes_step_by_step_until_it_is_paid(case, actor):
    claim = complete(case(), actor)
    with pytest.raises(Refused, match="tanda terima"):
        advance(claim, "SUBMITTED", on=date(2026, 3, 23), actor=actor)
    advance(claim, "SUBMITTED", on=date(2026, 3, 23), actor=actor, receipt_number="TT-1")
    pay_case(
        claim,
        {"DEATH": 20_000_000, "FUNERAL": 10_000_000},
        paid_on=date(2026, 3, 26),
        reference="B-1",
        actor=actor,
    )
    claim.refresh_from_db()
    assert (claim.state, claim.receipt_number) == ("PAID", "TT-1")
    assert list(claim.steps.order_by("pk").values_list("state", flat=True)) == [
        "OPENED", "CONTACTED", "COMPLETE", "SUBMITTED", "PAID",
    ]  # fmt: skip
    paid = BenefitPayment.objects.filter(claim=claim)
    assert {(one.area_id, one.group_id, one.programme) for one in paid} == {
        ("75.03.01.2001", "petani", "JKM")
    }


def test_papers_that_are_missing_hold_the_case_and_are_named(case, actor):
    claim = advance(case(), "CONTACTED", on=date(2026, 3, 12), actor=actor)
    with pytest.raises(Refused, match="Kartu peserta") as refused:
        advance(claim, "COMPLETE", on=date(2026, 3, 20), actor=actor)
    assert refused.value.code == "claim.papers_missing"


def test_no_step_is_skipped_and_an_end_needs_its_reason(case, actor):
    claim = case()
    with pytest.raises(Refused) as skipped:
        advance(claim, "SUBMITTED", on=date(2026, 3, 12), actor=actor, receipt_number="TT-1")
    assert skipped.value.code == "claim.step"
    with pytest.raises(Refused) as unreasoned:
        advance(claim, "WITHDRAWN", on=date(2026, 3, 12), actor=actor)
    assert unreasoned.value.code == "claim.reason"


def test_the_agencys_days_are_counted_and_a_late_case_is_overdue(case, actor, sit):
    claim = complete(case(), actor)
    advance(claim, "SUBMITTED", on=date(2026, 11, 9), actor=actor, receipt_number="TT-1")
    page = sit("list_owner").get(reverse("claim", args=[claim.pk])).content.decode()
    assert "5 dari 3" in page  # Tuesday 10 to Monday 16 November are five working days
    assert "PP 44/2015 Pasal 40(3)" in page
    assert list(overdue(Claim.objects.all(), TODAY)) == [claim]
    assert not overdue(Claim.objects.all(), date(2026, 11, 12)).exists()


def test_a_next_action_whose_day_has_passed_is_overdue(case, actor):
    claim = note_case(case(), next_action="Jemput berkas", next_on=date(2026, 11, 1), actor=actor)
    assert list(overdue(Claim.objects.all(), TODAY)) == [claim]


def test_two_children_at_most_and_each_year_once(case, actor, sit):
    claim = case()
    child = add_child(claim, Pupil("Anak Satu", "SD", sd_years=2, smp_years=3), actor=actor)
    add_child(claim, Pupil("Anak Dua", "SMA", sma_years=1), actor=actor)
    with pytest.raises(Refused, match="paling banyak 2 anak"):
        add_child(claim, Pupil("Anak Tiga", "TK"), actor=actor)
    file_school_year(child, year=2026, level="SD", proof="surat", filed_on=date(2026, 7, 1), actor=actor)
    with pytest.raises(Refused, match="sudah diajukan"):
        file_school_year(child, year=2026, level="SD", proof="surat", filed_on=date(2026, 7, 1), actor=actor)
    assert (
        "Surat keterangan masih sekolah"
        in sit("list_owner").get(reverse("claim", args=[claim.pk])).content.decode()
    )


def test_heirs_are_masked_for_who_only_looks(case, actor, sit):
    claim = case()
    add_heir(claim, name="Siti Rekaan", relation="SPOUSE", contact="0812-000-111", actor=actor)
    address = reverse("claim", args=[claim.pk])
    assert "Siti Rekaan" in sit("list_owner").get(address).content.decode()
    looked = sit("auditor").get(address).content.decode()
    assert "S*** R***" in looked
    assert "Siti Rekaan" not in looked
    assert "0812-000-111" not in looked


def test_a_right_to_edit_elsewhere_shows_no_heir_of_a_case_that_is_only_looked_at(case, actor, sit):
    claim = case()
    add_heir(claim, name="Siti Rekaan", relation="SPOUSE", contact="0812-000-111", actor=actor)
    both = sit("auditor")
    RoleGrant.objects.create(user=both.user, role="operator", area_id="75.71")
    looked = both.get(reverse("claim", args=[claim.pk])).content.decode()
    assert "S*** R***" in looked
    assert "Siti Rekaan" not in looked
    assert "0812-000-111" not in looked


def test_a_regency_sees_no_case_of_another(case, sit, desk):
    claim = case()
    stranger = sit("list_owner", "75.71")
    assert claim.person.name not in stranger.get(reverse("claims")).content.decode()
    for name in ("claim", "claim_note", "claim_papers", "claim_heir", "claim_child"):
        assert stranger.get(reverse(name, args=[claim.pk])).status_code == 404
    assert stranger.get(reverse("claim_step", args=[claim.pk, "contacted"])).status_code == 404
    with pytest.raises(Refused) as refused:
        advance(claim, "CONTACTED", on=TODAY, actor=desk("claims.edit", area="75.71"))
    assert refused.value.code == "area.out_of_scope"


def test_the_case_is_walked_on_its_pages(case, sit):
    claim = case()
    clerk = sit("operator", "75.03.01.2001")
    step = lambda to: reverse("claim_step", args=[claim.pk, to])  # noqa: E731
    clerk.post(step("contacted"), {"on": "2026-03-12", "note": "istri ditelepon"})
    papers = {paper.code: "RECEIVED" for paper in papers_of(claim, with_children=False)}
    clerk.post(reverse("claim_papers", args=[claim.pk]), papers)
    clerk.post(step("complete"), {"on": "2026-03-20"})
    clerk.post(step("submitted"), {"on": "2026-03-23", "receipt_number": "TT-9"})
    clerk.post(step("paid"), {"paid_on": "2026-03-25", "reference": "B-9", "DEATH": "20000000"})
    claim.refresh_from_db()
    assert claim.state == "PAID"
    page = clerk.get(reverse("claim", args=[claim.pk])).content.decode()
    assert "istri ditelepon" in page
    assert "Rp20.000.000" in page


def test_the_start_page_tells_what_waits(case, sit):
    case()
    page = sit("list_owner").get("/").content.decode()
    assert "Hubungi keluarga peserta yang meninggal" in page
