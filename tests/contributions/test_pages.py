"""The pages of bills, payments and months, as each viewer gets them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naungan.accounts.models import RoleGrant, User
from naungan.contributions.models import Bill, MonthRun, Payment
from naungan.contributions.services import check_months, receive, run_month
from naungan.law import months
from naungan.registry.models import Membership, Payer, Person

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")


def signed_in(role: str, **place: Any) -> Client:
    user = User.objects.create(username=f"{role}{User.objects.count()}")
    RoleGrant.objects.create(user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def branch(settings: Any, tmp_path: Any) -> Client:
    settings.HOME = tmp_path / "home"
    return signed_in("branch_officer", area_id="75")


@pytest.fixture
def posted(world: Any, actor: Any) -> Bill:
    world.farmers(3, code="75.03", area="75.03")
    world.farmers(2, code="75.71", area="75.71")
    run_month(FEB, actor=actor, post=True)
    receive(
        payer=Payer.objects.get(code="75.03"),
        paid_on=date(2021, 2, 10),
        amount_rp=50_400,
        reference="SP2D-7",
        actor=actor,
    )
    return Bill.objects.get(payer__code="75.03")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_bills_are_listed_with_what_is_paid_and_left(branch, posted):
    html = page(branch, "/tagihan/?per=2021-02-28")
    assert "Lunas" in html
    assert "Menunggak" in html
    assert "Rp84.000" in html
    assert "Rp33.600" in html


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", {"75.03", "75.71"}),
        ("status=PAID", {"75.03"}),
        ("status=UNPAID", {"75.71"}),
        ("status=ARREARS", {"75.71"}),
        ("status=LAPSED", set()),
        ("payer=75.71", {"75.71"}),
        ("area=75.03", {"75.03"}),
        ("segment=PU", set()),
        ("since=2021-03", set()),
        ("since=2021-02&until=2021-02", {"75.03", "75.71"}),
    ],
)
def test_filters_narrow_the_list_and_its_file_alike(branch, posted, query, codes):
    answer = branch.get(f"/tagihan/?per=2021-02-28&format=csv&{query}")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[-1] else ","))
    found = {code for code in ("75.03", "75.71") if any(f"Pembayar {code}" in row for row in rows)}
    assert found == codes


def test_a_bill_shows_lines_payments_due_dates_and_workers(branch, posted):
    html = page(branch, f"/tagihan/{posted.pk}/?per=2021-02-28")
    assert "SP2D-7" in html
    assert "15 Februari 2021" in html
    assert "tepat waktu" in html
    for person in Person.objects.filter(memberships__roll__registration=posted.registration):
        assert person.nik in html
        assert person.name in html
    found = page(branch, f"/tagihan/{posted.pk}/?q=tidak-ada")
    assert "Tidak ada baris" in found


def test_a_leader_sees_the_figures_of_a_bill_and_nobody_s_name(posted):
    html = page(signed_in("leader", area_id="75"), f"/tagihan/{posted.pk}/?per=2021-02-28")
    assert "Rp50.400" in html
    for person in Person.objects.all():
        assert person.nik not in html
        assert person.name not in html
    membership = Membership.objects.filter(roll__registration=posted.registration).first()
    assert membership is not None
    page(signed_in("leader", area_id="75"), f"/tagihan/{posted.pk}/mengapa/{membership.pk}/", 404)


def test_every_worker_s_amount_opens_its_reasons(branch, posted):
    membership = Membership.objects.filter(roll__registration=posted.registration).first()
    assert membership is not None
    html = page(branch, f"/tagihan/{posted.pk}/mengapa/{membership.pk}/")
    assert "Rp16.800" in html
    assert "PP 44/2015" in html
    assert "jumlah yang sama" in html
    other = Membership.objects.exclude(roll__registration=posted.registration).first()
    assert other is not None
    page(branch, f"/tagihan/{posted.pk}/mengapa/{other.pk}/", 404)


def test_what_is_outside_the_scope_does_not_exist(posted, actor):
    city = signed_in("branch_officer", area_id="75.71")
    assert "75.03" not in page(city, "/tagihan/?per=2021-02-28").split("<main")[1].split("<form")[0]
    assert "Pembayar 75.03" not in page(city, "/tagihan/")
    page(city, f"/tagihan/{posted.pk}/", 404)
    assert "SP2D-7" not in page(city, "/pembayaran/")
    run = MonthRun.objects.get()
    page(city, f"/bulan/{run.pk}/", 404)
    assert city.post(f"/bulan/{run.pk}/final/", {"agreed": "on"}).status_code == 404
    page(signed_in("civil_registry", area_id="75"), "/tagihan/", 403)
    assert Client().get("/tagihan/").status_code == 302


def test_a_month_is_drafted_looked_at_and_posted(branch, world):
    world.farmers(3)
    assert "Hitung rancangan" in page(branch, "/bulan/hitung/")
    answer = branch.post("/bulan/hitung/", {"month": "2021-02", "area": ""}, follow=True)
    html = answer.content.decode()
    run = MonthRun.objects.get()
    assert (run.state, run.area_id) == ("DRAFT", "75")
    assert "1 tagihan senilai Rp50.400 terbit untuk 3 peserta" in html
    refused = branch.post(f"/bulan/{run.pk}/final/", {"reason": "uji"})
    assert "Ada yang harus diperbaiki" in refused.content.decode()
    assert not Bill.objects.exists()
    done = branch.post(f"/bulan/{run.pk}/final/", {"agreed": "on", "reason": "uji"}, follow=True)
    assert "1 tagihan diterbitkan" in done.content.decode()
    assert Bill.objects.get().amount_rp == 50_400
    assert "Final" in page(branch, "/bulan/")
    again = branch.post("/bulan/hitung/", {"month": "2021-02", "area": "75"}, follow=True)
    assert "sudah ditagih" in again.content.decode()


def test_a_draft_that_no_longer_holds_is_not_posted(branch, world):
    roll = world.farmers(3)
    branch.post("/bulan/hitung/", {"month": "2021-02", "area": "75"})
    world.member(roll)
    run = MonthRun.objects.get()
    html = branch.post(f"/bulan/{run.pk}/final/", {"agreed": "on"}, follow=True).content.decode()
    assert "Data peserta berubah" in html
    assert not Bill.objects.exists()


def test_finance_may_draft_but_not_post(world):
    world.farmers(3)
    finance = signed_in("finance", area_id="75")
    html = finance.post("/bulan/hitung/", {"month": "2021-02", "area": "75"}, follow=True).content.decode()
    assert "menunggu difinalkan" in html
    run = MonthRun.objects.get()
    assert finance.post(f"/bulan/{run.pk}/final/", {"agreed": "on"}).status_code == 403


def test_a_payment_is_received_by_hand_once(branch, posted):
    given = {
        "payer": "75.71", "paid_on": "2021-02-12", "amount": "33.600", "reference": "B-1", "payment_code": "",
    }  # fmt: skip
    html = branch.post("/pembayaran/terima/", given, follow=True).content.decode()
    assert "1 pembayaran diterima" in html
    again = branch.post("/pembayaran/terima/", {**given, "amount": "1"}).content.decode()
    assert "sudah diterima dengan tanggal" in again
    wrong = branch.post(
        "/pembayaran/terima/", {**given, "payer": "99", "paid_on": "2999-01-01"}
    ).content.decode()
    assert "tidak ada di wilayah kerja Anda" in wrong
    assert "belum tiba" in wrong
    assert Payment.objects.filter(reference="B-1").count() == 1


def test_a_file_is_shown_before_it_is_received(branch, posted):
    content = b"paid_on,amount,payer,reference\n2021-02-12,33600,75.71,B-1\n2021-02-12,x,75.71,B-2\n"
    upload = SimpleUploadedFile("bayar.csv", content)
    answer = branch.post("/pembayaran/berkas/", {"file": upload}, follow=True)
    html = answer.content.decode()
    assert "bayar.csv" in html
    assert "rupiah bulat" in html
    assert not Payment.objects.filter(reference="B-1").exists()
    address = answer.redirect_chain[-1][0]
    page(signed_in("branch_officer", area_id="75"), address, 404)
    done = branch.post(address, {"reason": "uji"}, follow=True).content.decode()
    assert "1 pembayaran diterima" in done
    assert Payment.objects.get(reference="B-1").entry.reason == "uji"
    page(branch, address, 404)


def test_what_is_no_file_of_payments_is_told_at_the_field(branch, posted):
    upload = SimpleUploadedFile("gambar.csv", b"\x89PNG\x00\x00")
    html = branch.post("/pembayaran/berkas/", {"file": upload}).content.decode()
    assert "bukan CSV" in html
    assert "field-invalid" in html


@pytest.mark.parametrize("path", ["/tagihan/", "/pembayaran/", "/bulan/"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_downloads(branch, posted, path, kind):
    answer = branch.get(f"{path}?format={kind}")
    assert answer.status_code == 200
    assert b"".join(answer)


def test_a_person_s_page_shows_the_months_that_protect(branch, posted):
    person = Person.objects.filter(memberships__roll__registration=posted.registration).first()
    assert person is not None
    html = page(branch, f"/peserta/{person.pk}/")
    assert "Terlindungi pada 1 dari 1 bulan" in html
    assert "Februari 2021: Lunas, Rp16.800" in html


def test_the_start_page_tells_what_is_unpaid(branch, posted):
    html = page(branch, "/")
    assert "Tagihan belum lunas" in html
    assert "Rp33.600" in html


def test_a_payer_s_page_shows_its_bills(branch, posted):
    assert "1 dari 1 tagihan lunas tepat waktu" in page(branch, "/pembayar/75.03/")


def test_an_import_whose_members_were_billed_is_depended_on(posted, world):
    from naungan.contributions.dependents import bills_of_batch
    from naungan.registry.models import ImportBatch

    roll = posted.lines.first().roll
    batch = ImportBatch.objects.create(
        payer=posted.payer, roll=roll, file_name="a.csv", entry=world.entry, commit_entry=world.entry
    )
    assert bills_of_batch(batch) == "iurannya sudah ditagih untuk Februari 2021"
    fresh = ImportBatch.objects.create(payer=posted.payer, roll=roll, file_name="b.csv", entry=world.entry)
    assert bills_of_batch(fresh) is None


def test_the_past_of_a_person_who_moved_here_is_seen_but_not_the_bills_of_others(posted, actor):
    person = Person.objects.filter(memberships__roll__registration=posted.registration).first()
    assert person is not None
    person.domicile_id = "75.71.01.1001"
    person.save()
    city = signed_in("branch_officer", area_id="75.71")
    html = page(city, f"/peserta/{person.pk}/")
    assert "Februari 2021: Lunas" in html
    assert f"/tagihan/{posted.pk}/" not in html
    stayed = Person.objects.filter(memberships__roll__registration=posted.registration).last()
    assert stayed is not None
    page(city, f"/peserta/{stayed.pk}/", 404)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_read_as_today(branch, posted, day):
    assert branch.get(f"/tagihan/?per={day}").status_code == 200
    assert branch.get(f"/tagihan/{Bill.objects.first().pk}/?per={day}").status_code == 200


def test_a_reason_of_any_length_is_kept_as_far_as_the_journal_takes_it(branch, posted):
    upload = SimpleUploadedFile("b.csv", b"paid_on,amount,payer,reference\n2021-03-01,1000,75.03,SP2D-9\n")
    preview = branch.post("/pembayaran/berkas/", {"file": upload}).headers["Location"]
    branch.post(preview, {"reason": "a\0" * 900})
    assert Payment.objects.get(reference="SP2D-9").entry.reason == "a" * 500


def test_an_auditor_reads_when_a_final_month_was_last_checked(posted, actor, settings):
    run = MonthRun.objects.get()
    path = f"/bulan/{run.pk}/"
    auditor = signed_in("auditor")
    assert "Belum pernah diperiksa" in page(auditor, path)
    check_months(actor=actor)
    html = page(auditor, path)
    assert ("Utuh" in html, run.digest in html, run.law_version in html) == (True, True, True)
    file = next((settings.LAKE / run.lake_path).glob("*.parquet"))
    file.chmod(0o644)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    found = check_months(run.month, actor=actor)
    assert (len(found), file.name in found[0].fault) == (1, True)
    assert "Rusak" in page(auditor, path)


def test_work_on_a_month_can_be_left_and_is_seen_by_who_started_it_alone(branch, world, monkeypatch):
    from naungan.contributions import tasks

    world.farmers(3)
    waiting = []
    monkeypatch.setattr(type(tasks.compute), "enqueue", lambda _task, *given: waiting.append(given))
    path = branch.post("/bulan/hitung/", {"month": "2021-02", "area": "75"})["Location"]
    assert "Menghitung rancangan" in page(branch, path)
    assert not MonthRun.objects.exists()
    page(signed_in("branch_officer", area_id="75"), path, 404)
    assert b"<html" not in branch.get(path, headers={"HX-Request": "true"}).content
    tasks.compute.func(*waiting[0])
    run = MonthRun.objects.get()
    assert branch.get(path, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert branch.get(path)["Location"] == f"/bulan/{run.pk}/"
