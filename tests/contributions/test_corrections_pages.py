"""Corrections as clerks meet them: the preview, posting, the history on bill, worker and person, the command."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from naungan.accounts.models import RoleGrant, User
from naungan.contributions.models import Bill, Correction
from naungan.contributions.services import adjust, run_month
from naungan.law import months
from naungan.registry.models import Person

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")
PREVIEW = "/bulan/koreksi/?since=2021-02&until=2021-03"


def signed_in(role: str, **place: Any) -> Client:
    user = User.objects.create(username=f"{role}{User.objects.count()}")
    RoleGrant.objects.create(user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def late_death(world: Any, actor: Any) -> Person:
    """Three farmers posted for February and March; one turns out to have died in January."""
    roll = world.farmers(3)
    for month in (FEB, FEB + 1):
        run_month(month, actor=actor, post=True)
    person = roll.memberships.order_by("pk").first().person
    Person.objects.filter(pk=person.pk).update(deceased_on="2021-01-20", name="Almarhum Rekaan")
    return person


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_a_branch_officer_sees_who_why_and_how_much_then_posts(late_death):
    branch = signed_in("branch_officer", area_id="75")
    html = page(branch, PREVIEW)
    for told in ("Almarhum Rekaan", "Meninggal dunia sebelum bulan iuran", "Rp33.600", "Terbitkan koreksi"):
        assert told in html
    agreed = {"memberships": 2, "total": -33_600, "agreed": "on", "reason": "Surat kematian"}
    assert branch.post(PREVIEW, {**agreed, "agreed": ""}).status_code == 200
    assert not Correction.objects.exists()
    answer = branch.post(PREVIEW, agreed, follow=True)
    assert "2 nota kredit" in answer.content.decode()
    assert Correction.objects.count() == 2
    assert "tidak ada yang perlu dikoreksi" in page(branch, PREVIEW)
    assert page(branch, "/bulan/")


def test_a_preview_that_no_longer_holds_is_not_posted(late_death):
    branch = signed_in("branch_officer", area_id="75")
    answer = branch.post(PREVIEW, {"memberships": 9, "total": -1, "agreed": "on", "reason": "x"})
    assert "berubah sejak pratinjau" in answer.content.decode()
    assert not Correction.objects.exists()


def test_who_may_not_post_sees_no_button_and_cannot_post(late_death):
    finance = signed_in("finance", area_id="75")
    assert "Terbitkan koreksi" not in page(finance, PREVIEW)
    finance.post(PREVIEW, {"memberships": 2, "total": -33_600, "agreed": "on", "reason": "x"})
    assert not Correction.objects.exists()
    page(signed_in("leader", area_id="75"), PREVIEW, status=403)


def test_a_wrong_range_is_told_and_the_file_holds_what_the_page_shows(late_death):
    branch = signed_in("branch_officer", area_id="75")
    assert "mendahului" in page(branch, "/bulan/koreksi/?since=2021-03&until=2021-02")
    assert "Bulan yang diperiksa" in page(branch, "/bulan/koreksi/?since=apa")
    opened = page(branch, "/bulan/koreksi/")
    assert "2021-03" in opened, "the last posted month is proposed"
    assert "Almarhum" not in opened, "nothing is compared before somebody asks"
    text = b"".join(branch.get(f"{PREVIEW}&format=csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len([row for row in rows if "Almarhum Rekaan" in row]) == 2


def test_the_bill_the_worker_and_the_person_tell_the_history(late_death, actor):
    branch = signed_in("branch_officer", area_id="75")
    assert "Periksa dan kembalikan" in page(branch, f"/peserta/{late_death.pk}/")
    adjust(FEB, FEB + 1, actor=actor, area_code="75", reason="Surat kematian 12")
    bill = Bill.objects.get(kind="BILL", month=FEB)
    html = page(branch, f"/tagihan/{bill.pk}/")
    credit = Bill.objects.get(adjusts=bill)
    for told in (credit.payment_code, "Nota kredit", "Surat kematian 12", "Rp16.800"):
        assert told in html
    html = page(branch, f"/tagihan/{credit.pk}/")
    for told in ("Almarhum Rekaan", bill.payment_code, "Peserta yang dikoreksi"):
        assert told in html
    membership = Correction.objects.first().membership_id
    html = page(branch, f"/tagihan/{bill.pk}/mengapa/{membership}/")
    for told in ("Riwayat koreksi", "Meninggal dunia sebelum bulan iuran", "Surat kematian 12"):
        assert told in html
    html = page(branch, f"/peserta/{late_death.pk}/")
    assert "Periksa dan kembalikan" not in html
    assert "Rp16.800 → Rp0" in html
    html = page(branch, "/tagihan/")
    assert "Nota kredit" in html
    run = Correction.objects.first().run_id
    assert "Nota kredit" in page(branch, f"/bulan/{run}/")


def test_people_elsewhere_stay_unseen_on_a_credit_note(late_death, actor):
    adjust(FEB, FEB + 1, actor=actor)
    credit = Bill.objects.filter(kind="CREDIT").first()
    page(signed_in("branch_officer", area_id="75.71"), f"/tagihan/{credit.pk}/", status=404)
    html = page(signed_in("leader", area_id="75"), f"/tagihan/{credit.pk}/")
    assert "Almarhum" not in html


def test_the_command_shows_and_posts_and_answers_as_json(late_death):
    from naungan.contributions.commands import month_app

    asked = ["adjust", "--from", "2021-02", "--to", "2021-03", "--json"]
    told = json.loads(CliRunner().invoke(month_app, asked).stdout)
    assert (told["people"], told["memberships"], told["total"]) == (1, 2, -33_600)
    assert told["by_cause"] == {"DEATH": {"memberships": 2, "total": -33_600}}
    assert not Correction.objects.exists()
    told = json.loads(CliRunner().invoke(month_app, [*asked, "--post", "--cause", "DEATH"]).stdout)
    assert (told["posted"]["credits"], told["posted"]["total"]) == (2, -33_600)
    for wrong in (["--cause", "APA"], ["--on", "kemarin", "--post"], ["--area", "99"]):
        assert CliRunner().invoke(month_app, [*asked, *wrong]).exit_code == 2
    plain = CliRunner().invoke(month_app, asked[:-1])
    assert "Pratinjau koreksi" in plain.stdout
