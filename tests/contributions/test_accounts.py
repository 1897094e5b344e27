"""Accounts of payers and workers, arrears by age, papers, and what an unpaid bill costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from naungan.accounts.models import RoleGrant, User
from naungan.contributions.models import AccountCode, AgencyAmount, Bill, FollowUp, Instruction, Payment
from naungan.contributions.queries.arrears import account, age_in_months, arrears, late_fee
from naungan.contributions.queries.stakes import lapses_on, stakes
from naungan.contributions.services import adjust, receive, run_month
from naungan.law import months
from naungan.papers.models import IssuedPaper
from naungan.registry.models import Payer, Person

pytestmark = pytest.mark.django_db
FEB = months.parse("2022-02")
DAY = date(2022, 6, 20)


def signed_in(role: str, **place: Any) -> Client:
    user = User.objects.create(username=f"{role}{User.objects.count()}")
    RoleGrant.objects.create(user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def company(world: Any, actor: Any) -> Payer:
    """Two employees at Rp3,000,000, February to April 2022; February is paid two months late."""
    payer = world.payer("PT-1", kind="COMPANY")
    roll = world.roll(payer, segment="PU", programmes="JKK,JKM,JHT", months=("2022-02", "2022-12"))
    world.members(roll, 2, amount=3_000_000)
    for month in range(FEB, FEB + 3):
        run_month(month, actor=actor, post=True)
    first = Bill.objects.get(month=FEB)
    receive(
        payer=payer, paid_on=date(2022, 5, 20), amount_rp=first.amount_rp, reference="SP2D-1", actor=actor
    )
    return payer


@pytest.mark.parametrize(
    ("due", "day", "age"),
    [("2022-01-15", "2022-02-14", 0), ("2022-01-15", "2022-02-15", 1), ("2018-01-15", "2021-11-20", 46)],
)
def test_age_is_whole_months_since_the_due_date(due, day, age):
    assert age_in_months(date.fromisoformat(due), date.fromisoformat(day)) == age


def test_arrears_are_told_by_age_with_the_law_s_fee(company):
    (found,) = arrears(as_of=DAY)
    amount = Bill.objects.get(month=FEB).amount_rp
    # March fell due on 18 April (the 15th was a holiday), April on 17 May
    assert found.by_age == (0, 2 * amount, 0, 0, 0, 0)
    assert (found.months, found.total) == (2, 2 * amount)
    assert found.fee == late_fee("PU", FEB + 1, amount, DAY) + late_fee("PU", FEB + 2, amount, DAY) > 0
    assert arrears(as_of=DAY, area_code="75.71") == []
    assert arrears(as_of=date(2022, 3, 1)) == []


def test_an_account_adds_up_and_counts_fees_on_what_came_late(company):
    found = account(company, as_of=DAY)
    amount = Bill.objects.get(month=FEB).amount_rp
    assert (found.billed, found.paid, found.outstanding, found.overdue) == (
        3 * amount,
        amount,
        2 * amount,
        2 * amount,
    )
    assert (found.received, found.credit) == (amount, 0)
    assert found.fees[found.bills[0].bill_id] == late_fee("PU", FEB, amount, date(2022, 5, 20))
    assert found.payments[0].covers == ((FEB, amount),)
    before = account(company, as_of=date(2022, 3, 1))
    assert (before.paid, before.fee) == (0, 0)


def test_credit_is_carried_and_a_correction_gives_it_back(world, actor):
    roll = world.farmers(2, months=("2022-02", "2022-12"))
    run_month(FEB, actor=actor, post=True)
    payer = roll.registration.payer
    receive(payer=payer, paid_on=date(2022, 2, 1), amount_rp=40_000, reference="A", actor=actor)
    assert account(payer, as_of=DAY).credit == 6_400
    person = roll.memberships.first().person
    Person.objects.filter(pk=person.pk).update(deceased_on="2022-01-05")
    adjust(FEB, FEB, actor=actor)
    found = account(payer, as_of=DAY)
    assert (found.billed, found.paid, found.outstanding, found.credit) == (16_800, 16_800, 0, 23_200)


def test_a_bill_says_who_loses_what_and_when(world, actor):
    roll = world.farmers(3, months=("2022-02", "2022-12"))
    elsewhere = world.roll(world.payer("75.71", "75.71"), programmes="JKK", months=("2022-02", "2022-12"))
    world.member(elsewhere, roll.memberships.first().person)
    run_month(FEB, actor=actor, post=True)
    bill = Bill.objects.get(payer__code="75.03")
    other = Bill.objects.get(payer__code="75.71")
    receive(
        payer=other.payer, paid_on=date(2022, 2, 1), amount_rp=other.amount_rp, reference="A", actor=actor
    )
    found = stakes(bill, as_of=date(2022, 2, 10))
    assert (found.people, found.covered_elsewhere) == (2, 1)
    assert found.by_programme == (("JKK", 2), ("JKM", 2))
    assert found.in_arrears_on == date(2022, 2, 16)
    assert found.lapses_on == lapses_on("BPU", bill.due_on) == date(2022, 5, 15)


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def branch() -> Client:
    return signed_in("branch_officer", area_id="75")


def test_the_pages_show_the_account_and_take_steps(company, branch):
    assert "Pembayar PT-1" in text(branch, "/tunggakan/?per=2022-06-20")
    html = text(branch, "/rekening/PT-1/?per=2022-06-20")
    assert "SP2D-1" in html
    step = {"kind": "PROMISE", "on": "2022-06-20", "until": "2022-07-01", "amount_rp": "500.000"}
    assert branch.post("/rekening/PT-1/langkah/", {**step, "until": ""}).status_code == 200
    assert not FollowUp.objects.exists()
    assert branch.post("/rekening/PT-1/langkah/", step).status_code == 302
    assert "Janji bayar" in text(branch, "/rekening/PT-1/")
    person = Person.objects.first()
    assert "Rekening iuran peserta" in text(branch, f"/iuran-peserta/{person.pk}/")
    text(signed_in("branch_officer", area_id="75.71"), "/rekening/PT-1/", status=404)
    leader = signed_in("leader", area_id="75")
    assert "Catat langkah" not in text(leader, "/rekening/PT-1/")
    assert leader.post("/rekening/PT-1/langkah/", step).status_code == 403


def test_papers_carry_a_number_and_the_same_day_the_same_one(company, branch):
    bill, payment, person = Bill.objects.first(), Payment.objects.get(), Person.objects.first()
    addresses = [
        f"/tagihan/{bill.pk}/pdf/",
        f"/pembayaran/{payment.pk}/pdf/",
        "/rekening/PT-1/pdf/",
        f"/iuran-peserta/{person.pk}/pdf/",
        "/tunggakan/surat/?per=2022-06-20",
    ]
    for address in addresses:
        assert branch.get(address).status_code == 302
        answer = branch.post(address)
        assert answer.headers["Content-Type"] == "application/pdf", address
        assert answer.content.startswith(b"%PDF")
    assert IssuedPaper.objects.count() == 5
    branch.post("/tunggakan/surat/?per=2022-06-20", {"payer": "PT-1"})
    assert (IssuedPaper.objects.count(), FollowUp.objects.get().kind) == (5, "REMINDER")
    told = str([paper.facts for paper in IssuedPaper.objects.all()])
    assert all(one.nik not in told for one in Person.objects.all())
    assert signed_in("leader", area_id="75").post("/tunggakan/surat/").status_code == 403


def test_no_letter_is_made_for_who_owes_nothing_late(company, branch):
    answer = branch.post("/tunggakan/surat/?per=2022-03-01", follow=True)
    assert "Tidak ada tunggakan" in answer.content.decode()


def test_bills_take_the_agency_s_amount_and_regions_their_codes(company, branch):
    bill = Bill.objects.first()
    assert branch.post(f"/tagihan/{bill.pk}/bpjs/", {"amount_rp": "1.000", "members": "2"}).status_code == 302
    assert AgencyAmount.objects.get().why == "WAGE"
    assert "Upah atau penghasilan berbeda" in text(branch, f"/tagihan/{bill.pk}/")
    code = {"area": "75.03", "programme": "JKK", "from_month": "2022-05", "code": "5.1.02.02.02.0006"}
    assert branch.post("/kode-rekening/", code).status_code == 302
    assert AccountCode.objects.get().area_id == "75.03"
    assert "5.1.02.02.02.0006" in text(branch, "/kode-rekening/")


def test_a_payment_s_page_takes_the_payer_s_word(company, branch):
    payment = Payment.objects.get()
    address = f"/pembayaran/{payment.pk}/"
    assert branch.post(address, {"covers": "bulan lalu"}).status_code == 200
    assert branch.post(address, {"covers": "2022-04"}).status_code == 302
    assert Instruction.objects.get().covers == ["2022-04"]
    assert "April 2022" in text(branch, address)


def test_a_bill_in_grace_warns_and_the_start_page_counts_it(world, actor, branch, monkeypatch):
    world.farmers(3, months=("2022-02", "2022-12"))
    run_month(FEB, actor=actor, post=True)
    bill = Bill.objects.get()
    assert "3 orang kehilangan perlindungan" in text(branch, f"/tagihan/{bill.pk}/?per=2022-02-10")
    assert "3 orang tidak terlindungi" in text(branch, f"/tagihan/{bill.pk}/?per=2022-03-10")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(2022, 2, 10))
    assert "perlindungan 3 kepesertaan" in text(branch, "/")


def test_an_account_asks_as_often_however_many_months_and_payments_it_holds(company, actor):
    client = signed_in("branch_officer", area_id="75")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/rekening/{company.code}/").status_code == 200
        return len(found)

    asked()
    few = asked()
    for month in range(FEB + 3, FEB + 8):
        run_month(month, actor=actor, post=True)
        paid = {"payer": company, "paid_on": months.first_day(month + 1), "actor": actor}
        receive(**paid, amount_rp=50_000, reference=f"SP2D-{month}")
    assert asked() == few <= 15
