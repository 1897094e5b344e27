"""Reconciliation as clerks meet it: the list of months, a month three ways, its people, settling, the minutes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from naungan.accounts.models import RoleGrant, User
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList, Difference
from naungan.papers.models import IssuedPaper

pytestmark = pytest.mark.django_db


def signed_in(role: str, **place: Any) -> Client:
    user = User.objects.create(username=f"{role}{User.objects.count()}")
    RoleGrant.objects.create(user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def branch() -> Client:
    return signed_in("branch_officer", area_id="75")


@pytest.fixture
def place(case) -> str:
    return f"/rekonsiliasi/{case.registration.pk}/2021-03/"


def test_a_month_is_uploaded_read_by_cause_and_settled(case, place, branch):
    assert "Belum dibandingkan" in page(branch, "/rekonsiliasi/")
    assert "Belum ada daftar peserta aktif" in page(branch, place)
    file = io.BytesIO(case.file(case.rows()[1:]).read_bytes())
    file.name = "peserta.csv"
    answer = branch.post(f"{place}unggah/", {"file": file}, follow=True)
    told = answer.content.decode()
    for word in (
        "Daftar BPJS diterima",
        "Ditetapkan, belum terdaftar di BPJS",
        "-Rp16.800",
        case.people[0].name,
    ):
        assert word in told, word
    ask = f"{place}selesaikan/?cause=NOT_REGISTERED"
    assert 'value="1"' in page(branch, ask)
    wrong = {"expected": 7, "consequence": "REGISTER", "reason": "Didaftarkan besok"}
    assert "bukan 7" in branch.post(ask, wrong).content.decode()
    done = branch.post(ask, wrong | {"expected": 1}, follow=True).content.decode()
    for word in ("Selisih diselesaikan", "Didaftarkan ke BPJS Ketenagakerjaan", "Didaftarkan besok"):
        assert word in done, word
    assert "Ada selisih terbuka" in page(branch, "/rekonsiliasi/?state=open")


def test_one_difference_is_settled_from_its_row(case, place, branch):
    case.send(case.rows()[2:])
    one = Difference.objects.filter(cause="NOT_REGISTERED").first()
    ask = f"{place}selesaikan/?id={one.pk}"
    branch.post(ask, {"expected": 1, "consequence": "NONE", "reason": "Sudah pindah"})
    assert Difference.objects.filter(cause="NOT_REGISTERED", state="OPEN").count() == 1
    one.refresh_from_db()
    assert one.settlement.get_consequence_display() == "Tidak perlu tindakan"


def test_the_agencys_bill_is_recorded_by_hand(case, place, branch):
    given = {"amount_rp": "90.000", "JKK": "60.000", "JKM": "30.000", "members": "5"}
    told = branch.post(f"{place}tagihan-bpjs/", given, follow=True).content.decode()
    assert "-Rp10.800" in told
    assert "Bagian tagihan BPJS tanpa rincian orang" in told
    bad = branch.post(f"{place}tagihan-bpjs/", given | {"JKK": "1"}).content.decode()
    assert "Jumlah program tidak sama" in bad
    assert AgencyBill.objects.count() == 1


def test_people_are_found_by_cause_and_name_and_given_as_a_file(case, place, branch):
    rows = case.rows()[1:]
    rows[0]["IURAN"] = "20000"
    case.send(rows)
    told = page(branch, f"{place}?cause=CALCULATION")
    assert case.people[1].name in told
    assert case.people[0].name not in told
    assert case.people[0].name in page(branch, f"{place}?q={case.people[0].name.split()[0]}")
    assert case.people[1].name in page(branch, f"{place}?cause=CALCULATION&paid=False")
    assert case.people[1].name not in page(branch, f"{place}?cause=CALCULATION&paid=True")
    answer = branch.get(f"{place}?format=csv")
    file = b"".join(answer.streaming_content).decode()
    assert case.people[0].nik in file
    assert "Hitungan iuran berbeda" in file


def test_a_leader_reads_figures_and_no_names(case, place):
    case.send(case.rows()[1:])
    leader = signed_in("leader", area_id="75.03")
    told = page(leader, place)
    assert "Ditetapkan, belum terdaftar di BPJS" in told
    assert case.people[0].name not in told
    answer = leader.get(f"{place}?format=csv")
    assert case.people[0].name not in b"".join(answer.streaming_content).decode()
    page(leader, f"{place}selesaikan/?cause=NOT_REGISTERED", status=403)


def test_who_reads_niks_masked_reads_the_agencys_masked_too(case, place, branch):
    rows = case.rows()
    rows[0]["NIK"] = "7503010101770007"
    case.send(rows)
    assert "7503010101770007" in page(branch, place)
    told = page(signed_in("auditor", area_id="75"), place)
    assert "7503010101770007" not in told
    assert case.people[0].nik not in told
    assert "NIK berbeda pada orang yang sama" in told


def test_another_region_sees_nothing_of_it(case, place):
    kept = case.send(case.rows()[1:]).lists[0]
    city = signed_in("list_owner", area_id="75.71")
    assert "Pembayar 75.03" not in page(city, "/rekonsiliasi/")
    for path in (place, f"{place}unggah/", f"{place}selesaikan/", f"/rekonsiliasi/berkas/{kept.pk}/"):
        page(city, path, status=404)


def test_a_month_that_is_none_is_not_found(case, place, branch):
    page(branch, place.replace("2021-03", "2021-13"), status=404)


def test_the_remarks_on_a_list_are_a_page_and_a_file(case, branch):
    rows = case.rows()
    rows[0]["BLTH"] = "04-2021"
    kept = case.send(rows).lists[0]
    told = page(branch, f"/rekonsiliasi/berkas/{kept.pk}/")
    assert "I2" in told
    assert "Unggah baris itu pada bulannya sendiri" in told


def test_the_minutes_are_a_numbered_paper_and_the_same_figures_the_same_paper(case, place, branch):
    case.send(case.rows()[1:])
    for _turn in range(2):
        answer = branch.post(f"{place}berita-acara/")
        assert b"".join(answer.streaming_content if answer.streaming else [answer.content])[:5] == b"%PDF-"
    paper = IssuedPaper.objects.get()
    assert "BA-REKON" in paper.number
    told = str(paper.facts)
    assert "-Rp16.800" in told
    assert case.people[0].nik not in told


def test_new_data_say_that_the_comparison_is_out_of_date(case, place, branch, tmp_path):
    from naungan.contributions.services import receive_file

    case.send(case.rows()[1:])
    assert "Ada data baru" not in page(branch, place)
    file = tmp_path / "bayar.csv"
    file.write_text("paid_on,amount,payer,reference\n2021-03-20,100800,75.03,SP2D-1\n")
    receive_file(file, actor=case.actor)
    assert "Ada data baru" in page(branch, place)
    told = branch.post(f"{place}bandingkan/", follow=True).content.decode()
    assert "Sudah dibayar, tidak ada di daftar BPJS" in told


def test_roll_and_bill_lead_to_their_reconciliation(case, place, branch):
    from naungan.contributions.models import Bill

    case.send(case.rows()[1:])
    for path in (f"/daftar/{case.roll.pk}/", f"/tagihan/{Bill.objects.get().pk}/"):
        assert f'href="{place}"' in page(branch, path), path
    assert "Selesaikan selisih dengan BPJS" in page(branch, "/")
    assert AgencyList.objects.count() == 1
