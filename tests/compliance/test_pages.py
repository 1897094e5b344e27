"""The officer's desk: list, employer, letter, licence checks, what waits; and what others do not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naungan.accounts.access import Actor
from naungan.compliance.models import Employer, LeadFile, LicenceCheck, Step
from naungan.compliance.queries import letter_of
from naungan.compliance.services import note_employer, recognise, record_step
from naungan.registry.models import Payer


def text(client: Client, path: str, **fields: Any) -> str:
    answer = client.post(path, fields, follow=True) if fields else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_notes_an_employer_and_takes_the_first_step(desk: Callable[..., Client]) -> None:
    officer = desk(area="75.03")
    html = text(
        officer,
        "/kepatuhan/baru/",
        name="UD Rekaan Jaya",
        area="75.03.01",
        kind="WORKERS",
        workers="12",
        source_kind="VILLAGE",
        source="Laporan desa",
        found_on="2026-10-01",
    )
    made = Employer.objects.get()
    assert "UD Rekaan Jaya" in html
    assert "12 orang" in html
    html = text(officer, f"/kepatuhan/{made.pk}/langkah/", kind="NOTICE_1", on="2026-11-02", officer="Rekaan")
    assert "Menunggu sampai 16 November 2026" in html
    assert "10 hari kerja menurut PP 86/2013 Pasal 6 ayat (1)" in html
    step = Step.objects.get()
    pdf = officer.get(f"/kepatuhan/{made.pk}/langkah/{step.pk}/surat.pdf")
    assert pdf.content.startswith(b"%PDF-")
    letter = letter_of(step)
    assert letter is not None
    assert letter.number == "0001/KEPATUHAN/75.03/2026"
    seen = Client().get(f"/periksa/{letter.token}/").content.decode()
    assert "UD Rekaan Jaya" in seen


def test_a_step_out_of_order_is_not_offered(employer: Employer, desk: Callable[..., Client]) -> None:
    html = text(desk(), f"/kepatuhan/{employer.pk}/langkah/")
    assert 'value="NOTICE_1"' in html
    assert 'value="VISIT_1"' not in html


def test_a_matter_without_a_rule_says_that_the_term_is_a_habit(
    employer: Employer, actor: Actor, desk: Callable[..., Client]
) -> None:
    for kind in ("NOTICE_1", "NOTICE_2", "VISIT_1"):
        record_step(employer, kind, on=date(2026, 11, 2), actor=actor)
    assert "kebiasaan kantor, bukan aturan" in text(desk(), f"/kepatuhan/{employer.pk}/")


def test_filters_live_in_the_address(lead: Any, actor: Actor, desk: Callable[..., Client]) -> None:
    late = note_employer(lead(name="CV Terlambat"), actor=actor)
    note_employer(lead(name="CV Baru Tercatat", nib="1234567890123", size="LARGE"), actor=actor)
    record_step(late, "NOTICE_1", on=date(2026, 9, 1), actor=actor)
    client = desk()
    for query, shown in {
        "position=OVERDUE": "CV Terlambat",
        "position=NEW": "CV Baru Tercatat",
        "step=NOTICE_1": "CV Terlambat",
        "size=LARGE": "CV Baru Tercatat",
        "q=12345": "CV Baru Tercatat",
    }.items():
        html = text(client, f"/kepatuhan/?{query}")
        assert shown in html, query
        assert ({"CV Terlambat", "CV Baru Tercatat"} - {shown}).pop() not in html, query
    csv = b"".join(client.get("/kepatuhan/?position=NEW&format=csv").streaming_content).decode()
    assert "1234567890123" in csv
    assert "CV Terlambat" not in csv


def test_another_regency_sees_nothing_of_it(employer: Employer, desk: Callable[..., Client]) -> None:
    other = desk(area="75.04")
    assert "Sinar" not in text(other, "/kepatuhan/")
    assert other.get(f"/kepatuhan/{employer.pk}/").status_code == 404
    assert other.post(f"/kepatuhan/{employer.pk}/langkah/", {"kind": "NOTICE_1"}).status_code == 404


def test_who_may_look_only_is_offered_nothing_to_write(
    employer: Employer, desk: Callable[..., Client]
) -> None:
    leader = desk("leader", "75.03")
    assert "Catat langkah" not in text(leader, f"/kepatuhan/{employer.pk}/")
    assert leader.get(f"/kepatuhan/{employer.pk}/langkah/").status_code == 403


def test_what_is_late_waits_on_the_start_page(
    employer: Employer, actor: Actor, desk: Callable[..., Client]
) -> None:
    officer = desk(area="75.03")
    assert "Mulai langkah kepatuhan" in text(officer, "/")
    record_step(employer, "NOTICE_1", on=date(2026, 9, 1), actor=actor)
    assert "Lanjutkan langkah kepatuhan yang lewat tenggat" in text(officer, "/")
    assert "langkah kepatuhan" not in text(desk(area="75.04"), "/")


def test_the_list_leads_to_the_compliance_forum(actor: Actor, desk: Callable[..., Client]) -> None:
    from naungan.agreements.services import plan_meeting

    officer = desk(area="75.03")
    assert "/kerja-sama/rapat/?kind=COMPLIANCE" in text(officer, "/kepatuhan/")
    plan_meeting(
        kind="COMPLIANCE", area_code="75.03", title="Forum rekaan", on=date(2026, 11, 20), actor=actor
    )
    assert "Forum rekaan" in text(officer, "/kepatuhan/")
    assert "Forum rekaan" not in text(desk(area="75.04"), "/kepatuhan/")


def test_a_payers_page_names_its_matters(
    employer: Employer, company: Payer, desk: Callable[..., Client]
) -> None:
    officer = desk(area="75.03")
    assert f"/kepatuhan/{employer.pk}/" not in text(officer, "/pembayar/NPP-1/")
    Employer.objects.filter(pk=employer.pk).update(npp="NPP-1")
    assert f"/kepatuhan/{employer.pk}/" in text(officer, "/pembayar/NPP-1/")


def test_a_licence_check_is_recorded_and_blocks_nothing(
    employer: Employer, desk: Callable[..., Client]
) -> None:
    html = text(
        desk(),
        f"/kepatuhan/izin/baru/?pemberi-kerja={employer.pk}",
        area="75.03",
        on="2026-11-03",
        asked_by="DPMPTSP",
        applicant=employer.name,
        permit="Izin gudang",
        result="ADVISED",
    )
    assert "Izin gudang" in html
    assert LicenceCheck.objects.get().employer == employer
    assert "Izin gudang" in text(desk(), f"/kepatuhan/{employer.pk}/")
    assert "Izin gudang" not in text(desk(area="75.04"), "/kepatuhan/izin/")


def test_a_payer_of_another_regency_is_not_named_to_who_may_not_see_it(
    employer: Employer, company: Payer, actor: Actor, desk: Callable[..., Client]
) -> None:
    recognise(employer, company, actor=actor)
    Payer.objects.filter(pk=company.pk).update(area_id="75.04", name="PT Tetangga Rekaan", code="NPP-9")
    assert "PT Tetangga Rekaan" in text(desk(area="75"), f"/kepatuhan/{employer.pk}/")
    officer = desk(area="75.03")
    shown = text(officer, f"/kepatuhan/{employer.pk}/")
    assert "PT Tetangga Rekaan" not in shown
    assert "pembayar di luar wilayah Anda" in shown
    assert "NPP-9" not in text(officer, reverse("employer_recognise", args=[employer.pk]))


def test_a_file_is_looked_at_before_it_is_saved(desk: Callable[..., Client]) -> None:
    officer = desk(area="75.03")
    sent = SimpleUploadedFile("izin.csv", b"Nama Perusahaan;NIB\nPT Satu Rekaan;\nPT Dua Rekaan;12\n")
    html = text(
        officer,
        "/kepatuhan/unggah/baru/",
        file=sent,
        area="75.03",
        source_kind="LICENCES",
        source="DPMPTSP",
        found_on="2026-10-01",
        kind="NOT_REGISTERED",
    )
    assert "Simpan 1 baris yang baik" in html
    assert "NIB sebagai teks" in html
    assert not Employer.objects.exists()
    file = LeadFile.objects.get()
    assert desk(area="75.04").get(f"/kepatuhan/unggah/{file.pk}/").status_code == 404
    officer.post(f"/kepatuhan/unggah/{file.pk}/simpan/")
    assert Employer.objects.get().name == "PT Satu Rekaan"
    assert "Sudah disimpan" in text(officer, f"/kepatuhan/unggah/{file.pk}/")


@pytest.mark.parametrize("fields", [{"workers": "", "wage_rp": ""}])
def test_an_estimate_that_says_nothing_is_refused_beside_its_field(
    employer: Employer, desk: Callable[..., Client], fields: dict[str, str]
) -> None:
    answer = desk().post(
        f"/kepatuhan/{employer.pk}/perkiraan/", {"on": "2026-11-01", "source": "kunjungan", **fields}
    )
    assert "Isi perkiraan tenaga kerja, upah, atau keduanya." in answer.content.decode()
    assert employer.estimates.count() == 1


@pytest.mark.parametrize("typed", ["²", "9" * 30, "-1", "x"])
def test_an_employer_in_the_address_that_is_no_number_breaks_nothing(
    desk: Callable[..., Client], typed: str
) -> None:
    answer = desk(area="75.03").get("/kepatuhan/izin/baru/", {"pemberi-kerja": typed})
    assert answer.status_code in {200, 404}
