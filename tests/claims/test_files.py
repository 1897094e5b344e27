"""A list of deaths or of benefits: preview, good rows in, bad rows back, the same file known, undo."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from typer.testing import CliRunner

from naungan.claims.models import BenefitPayment, Claim, ClaimStep, DeathReport, IncomingFile
from naungan.claims.services import import_deaths
from naungan.registry.imports.read import read
from naungan.registry.models import Membership, Person
from tests.claims.conftest import csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world):
    return [member.person for member in world.farmers(3).memberships.order_by("pk")]


def list_of(people) -> str:
    return "\n".join(
        [
            "DAFTAR KEMATIAN DESA SATU",
            "No;NIK;Nama Almarhum;Tgl. Meninggal;Tempat Meninggal;No. Akta Kematian",
            f"1;{people[0].nik};{people[0].name};9 Mei 2021;Kabila;7503-KM-1",
            f"2;{people[1].nik};{people[1].name};01/06/2021;RSUD;7503-KM-2",
            "3;7503010101888888;Tidak Dikenal;02/06/2021;;",
            "Mengetahui Kepala Desa;;;;;",
        ]
    )


def upload(clerk, text: str, name="kematian.csv", page="death_file_new", **more):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    given = {"file": file, "area": "75.03", "source": "VILLAGE", **more}
    return clerk.post(reverse(page), given, follow=True)


def test_nothing_is_recorded_before_the_preview_is_saved(people, sit):
    clerk = sit("list_owner")
    page = upload(clerk, list_of(people)).content.decode()
    assert "Orangnya tidak ditemukan" in page
    assert DeathReport.objects.count() == 0
    file = IncomingFile.objects.get()
    assert (file.counts["rows"], file.counts["new"], file.counts["rejected"]) == (3, 2, 1)


def test_good_rows_go_in_and_bad_rows_come_back_as_a_spreadsheet(people, sit, tmp_path):
    clerk = sit("list_owner")
    upload(clerk, list_of(people))
    file = IncomingFile.objects.get()
    page = clerk.post(reverse("death_file_commit", args=[file.pk]), follow=True).content.decode()
    assert people[0].name in page
    assert [person.deceased_on for person in Person.objects.order_by("pk")[:3]] == [
        date(2021, 5, 9), date(2021, 6, 1), None,
    ]  # fmt: skip
    report = DeathReport.objects.get(person=people[0])
    assert (report.place, report.certificate, report.source) == ("Kabila", "7503-KM-1", "VILLAGE")
    answer = clerk.get(reverse("death_file_rejects", args=[file.pk]))
    path = tmp_path / "kembali.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    rows = read(path).sheets[0].rows
    assert rows[0][-1] == "Catatan perbaikan"
    assert [row[1] for row in rows[1:]] == ["7503010101888888"]


def test_the_same_file_is_recognised_and_writes_nothing_new(people, sit):
    clerk = sit("list_owner")
    for _ in range(2):
        page = upload(clerk, list_of(people))
        file = IncomingFile.objects.order_by("pk").last()
        clerk.post(reverse("death_file_commit", args=[file.pk]))
    assert "Berkas ini sudah pernah diunggah." in page.content.decode()
    assert file.counts["known"] == 2
    assert DeathReport.objects.count() == 2


def test_an_undone_file_leaves_memberships_as_they_were(people, sit):
    before = list(Membership.objects.order_by("pk").values())
    clerk = sit("list_owner")
    upload(clerk, list_of(people))
    file = IncomingFile.objects.get()
    clerk.post(reverse("death_file_commit", args=[file.pk]))
    clerk.post(reverse("death_file_undo", args=[file.pk]), {"reason": "daftar keliru"})
    assert list(Membership.objects.order_by("pk").values()) == before
    assert not DeathReport.objects.filter(undone_entry=None).exists()
    assert set(Claim.objects.values_list("state", flat=True)) == {"WITHDRAWN"}


def test_the_agencys_form_of_inactive_workers_brings_its_deaths_only(people, sit):
    Person.objects.filter(pk=people[0].pk).update(kpj="21000000001")
    Person.objects.filter(pk=people[1].pk).update(kpj="21000000002")
    book = BytesIO()
    with xlsxwriter.Workbook(book) as out:
        sheet = out.add_worksheet()
        heads = ("KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "SEBAB_NA", "TGL_KEJADIAN", "KETERANGAN")
        sheet.write_row(0, 0, heads)
        sheet.write_row(
            1, 0, ("21000000001", people[0].name, "01-01-1980", "Meninggal Dunia", "09-05-2021", "")
        )
        sheet.write_row(
            2, 0, ("21000000002", people[1].name, "01-01-1980", "Mengundurkan diri", "09-05-2021", "")
        )
    clerk = sit("list_owner")
    page = upload(clerk, book.getvalue(), name="nonaktif.xlsx").content.decode()
    assert "Bukan kematian" in page
    clerk.post(reverse("death_file_commit", args=[IncomingFile.objects.get().pk]))
    assert [person.deceased_on for person in Person.objects.order_by("pk")[:2]] == [date(2021, 5, 9), None]


def test_a_file_that_is_no_list_of_deaths_is_refused_and_leaves_nothing(people, sit):
    answer = upload(sit("list_owner"), "nama,upah\nSatu,1000\n")
    assert "tidak dikenali" in answer.content.decode()
    assert IncomingFile.objects.count() == 0


def test_the_command_finds_the_area_checks_only_when_asked_and_records(people, tmp_path, actor):
    path = csv_of(tmp_path, list_of(people))
    kept, findings = import_deaths(path, actor=actor, dry_run=True)
    assert (kept.counts["new"], len(findings), IncomingFile.objects.count()) == (2, 1, 0)
    kept, _findings = import_deaths(path, actor=actor)
    assert (kept.area_id, DeathReport.objects.count()) == ("75.03.01.2001", 2)


def test_the_command_answers_as_json(people, tmp_path):
    from naungan.claims.commands import claims_app

    path = csv_of(tmp_path, list_of(people))
    rejects = tmp_path / "ditolak.xlsx"
    answer = CliRunner().invoke(claims_app, ["deaths", str(path), "--json", "--rejects", str(rejects)])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["new"], told["rejected"], told["claims"]) == (2, 1, 2)
    assert rejects.exists()


def benefits_of(people) -> str:
    return "\n".join(
        [
            "NIK,NAMA,PROGRAM,JENIS MANFAAT,TANGGAL BAYAR,JUMLAH,NO BUKTI",
            f"{people[0].nik},{people[0].name},JKM,Santunan kematian,20/06/2021,Rp 20.000.000,BYR-1",
            f"{people[0].nik},{people[0].name},JKM,Biaya pemakaman,20/06/2021,10.000.000,BYR-1",
            f"{people[1].nik},{people[1].name},JKK,Beasiswa anak,20/06/2021,dua juta,BYR-2",
        ]
    )


def test_the_agencys_list_of_benefits_comes_in_once_and_can_be_reversed(people, sit):
    clerk = sit("list_owner")
    page = upload(clerk, benefits_of(people), page="benefit_file_new", source="Surat cabang").content.decode()
    assert "Jumlah tidak terbaca" in page
    file = IncomingFile.objects.get()
    clerk.post(reverse("benefit_file_commit", args=[file.pk]))
    assert sorted(BenefitPayment.objects.values_list("kind", "amount_rp")) == [
        ("DEATH", 20_000_000), ("FUNERAL", 10_000_000),
    ]  # fmt: skip
    upload(clerk, benefits_of(people), page="benefit_file_new", source="Surat cabang")
    assert IncomingFile.objects.order_by("pk").last().counts["known"] == 2
    clerk.post(reverse("benefit_file_undo", args=[file.pk]), {"reason": "salah berkas"})
    assert sum(BenefitPayment.objects.values_list("amount_rp", flat=True)) == 0
    assert BenefitPayment.objects.count() == 4


def test_a_file_that_brought_benefits_to_another_place_is_not_undone_from_the_one_it_was_kept_for(
    people, sit
):
    province = sit("list_owner", "75")
    told = benefits_of(people) + "\n,,JKM,Santunan kematian,20/06/2021,5.000.000,BYR-9,75.71"
    told = told.replace("NO BUKTI\n", "NO BUKTI,KODE WILAYAH\n")
    upload(province, told, page="benefit_file_new", source="Surat cabang")
    file = IncomingFile.objects.get()
    province.post(reverse("benefit_file_commit", args=[file.pk]))
    assert BenefitPayment.objects.filter(area_id="75.71").count() == 1
    regency = sit("list_owner")
    regency.post(reverse("benefit_file_undo", args=[file.pk]), {"reason": "coba"})
    assert not BenefitPayment.objects.filter(reverses__isnull=False).exists()
    province.post(reverse("benefit_file_undo", args=[file.pk]), {"reason": "salah berkas"})
    assert sum(BenefitPayment.objects.values_list("amount_rp", flat=True)) == 0


def test_a_file_shows_the_deaths_of_people_whom_the_viewer_sees(people, sit):
    province = sit("list_owner", "75")
    upload(province, list_of(people))
    file = IncomingFile.objects.get()
    province.post(reverse("death_file_commit", args=[file.pk]))
    report = DeathReport.objects.get(person=people[0])
    page = reverse("death_file", args=[file.pk])
    assert people[0].name in sit("list_owner").get(page).content.decode()
    DeathReport.objects.filter(pk=report.pk).update(area_id="75.71")
    ClaimStep.objects.filter(claim__death=report).delete()
    Claim.objects.filter(death=report).delete()
    assert people[0].name not in sit("list_owner").get(page).content.decode()
    assert people[0].name in province.get(page).content.decode()
