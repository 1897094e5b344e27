"""Drafts of another region are never seen; what is signed above a region is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naungan.accounts.access import Actor
from naungan.accounts.roles import roles_with
from naungan.agreements.models import AgreementRoll, Document
from naungan.agreements.services import (
    Deed,
    draft_regulation,
    plan_meeting,
    propose,
    record_commitment,
    record_signed,
)
from naungan.journal.services import record
from naungan.law.findings import Refused
from naungan.registry.models import Payer, Registration, Roll

pytestmark = pytest.mark.django_db
ROLES = sorted(roles_with("agreements.view"))
LISTS = ("agreements", "meetings", "actions", "regulations", "statements", "commitments", "calendar")
PDF = b"%PDF-1.7 rekaan"


@pytest.mark.parametrize("role", ROLES)
def test_no_role_of_another_regency_sees_a_draft_anywhere(
    role: str, desk: Callable[..., Client], deed: Callable[..., Deed], actor: Actor
) -> None:
    viewer, owner = desk(role, "75.04"), desk(role, "75.03")
    draft = propose(deed(title="Naskah Rahasia"), on=date(2026, 11, 2), actor=actor)
    rule = draft_regulation(kind="HEAD_RULE", area_code="75.03", title="Rancangan Rahasia", actor=actor)
    meeting = plan_meeting(
        kind="KSO", area_code="75.03", title="Rapat Rahasia", on=date(2026, 12, 1), actor=actor
    )
    record_commitment(
        area_code="75.03",
        group="non-asn",
        stated_on=date(2026, 11, 2),
        statement="Pernyataan Rahasia",
        source="Rapat Rahasia",
        actor=actor,
    )
    for name in LISTS:
        for query in ("", "?format=csv"):
            answer = viewer.get(reverse(name) + query)
            text = b"".join(answer.streaming_content if answer.streaming else [answer.content])
            assert b"Rahasia" not in text, (name, query)
    for name, pk in (("agreement", draft.pk), ("regulation", rule.pk), ("meeting", meeting.pk)):
        assert viewer.get(reverse(name, args=[pk])).status_code == 404
        assert owner.get(reverse(name, args=[pk])).status_code == 200
    assert "Rahasia" in owner.get(reverse("agreements")).content.decode()


def test_a_regency_sees_the_signed_memorandum_of_its_province_and_not_the_draft(
    desk: Callable[..., Client], deed: Callable[..., Deed], actor: Actor
) -> None:
    signed = record_signed(
        deed(area_code="75", title="Nota Provinsi"), signed_on=date(2026, 1, 1), actor=actor
    )
    draft = propose(deed(area_code="75", title="Naskah Provinsi"), on=date(2026, 11, 2), actor=actor)
    html = desk(area="75.03").get("/kerja-sama/").content.decode()
    assert "Nota Provinsi" in html
    assert "Naskah Provinsi" not in html
    officer = desk(area="75.03")
    assert officer.get(f"/kerja-sama/{draft.pk}/").status_code == 404
    page = officer.get(f"/kerja-sama/{signed.pk}/").content.decode()
    assert "Akhiri lebih awal" not in page
    assert officer.get(f"/kerja-sama/{signed.pk}/akhiri/").status_code == 404


def test_nobody_writes_outside_the_scope(regency_actor: Actor, deed: Callable[..., Deed]) -> None:
    with pytest.raises(Refused, match="di luar kewenangan"):
        propose(deed(area_code="75.04"), on=date(2026, 11, 2), actor=regency_actor)
    with pytest.raises(Refused, match="di luar kewenangan"):
        plan_meeting(kind="KSO", area_code="75", title="x", on=date(2026, 11, 2), actor=regency_actor)


def test_a_document_is_downloaded_by_who_may_see_its_agreement(
    desk: Callable[..., Client], deed: Callable[..., Deed], actor: Actor
) -> None:
    draft = propose(deed(), on=date(2026, 11, 2), actor=actor)
    officer = desk(area="75.03")
    file = SimpleUploadedFile("../naskah.pdf", PDF, content_type="application/pdf")
    officer.post(f"/kerja-sama/dokumen/perjanjian/{draft.pk}/", {"title": "Naskah", "file": file})
    kept = Document.objects.get()
    assert kept.file_name == "naskah.pdf"
    answer = officer.get(f"/kerja-sama/dokumen/{kept.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert desk(area="75.04").get(f"/kerja-sama/dokumen/{kept.pk}/").status_code == 404
    assert desk("operator", "75.03").get(f"/kerja-sama/dokumen/{kept.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("naskah.html", b"<script>", "bukan jenis yang diterima"),
        ("naskah.pdf", b"<html><script>", "tidak sesuai dengan namanya"),
        ("naskah.pdf", b"", "kosong"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    name: str,
    content: bytes,
    words: str,
    desk: Callable[..., Client],
    deed: Callable[..., Deed],
    actor: Actor,
) -> None:
    draft = propose(deed(), on=date(2026, 11, 2), actor=actor)
    answer = desk(area="75.03").post(
        f"/kerja-sama/dokumen/perjanjian/{draft.pk}/", {"file": SimpleUploadedFile(name, content)}
    )
    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_the_calendar_address_gives_its_owners_scope_and_dies_with_a_new_one(
    desk: Callable[..., Client], deed: Callable[..., Deed], actor: Actor
) -> None:
    for area, title in (("75.03", "Nota, Bone; Bolango"), ("75.04", "Nota Pohuwato")):
        record_signed(deed(area_code=area, title=title), signed_on=date(2026, 1, 1), actor=actor)
    leader = desk("leader", "75.03")

    def address() -> str:
        html = leader.post("/kerja-sama/kalender/", follow=True).content.decode()
        return html.partition('<code class="address">http://testserver')[2].partition("<")[0]

    first = address()
    feed = Client().get(first)
    assert feed.headers["Content-Type"].startswith("text/calendar")
    text = feed.content.decode()
    assert "SUMMARY:Berakhir: Nota\\, Bone\\; Bolango\r\n" in text
    assert "DTSTART;VALUE=DATE:20261231\r\n" in text
    assert "Pohuwato" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    second = address()
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert second not in leader.get("/kerja-sama/kalender/").content.decode()  # shown once, not on a reload
    leader.post("/kerja-sama/kalender/", {"cabut": "1"})
    assert Client().get(second).status_code == 404
    second = address()
    leader.user.grants.all().delete()  # type: ignore[attr-defined]
    assert Client().get(second).status_code == 404


def test_a_list_of_another_regency_under_a_provincial_agreement_is_not_named(
    desk: Callable[..., Client], deed: Callable[..., Deed], actor: Actor
) -> None:
    entry = record(actor="uji", action="uji")
    payer = Payer.objects.create(code="75.03", name="Bone", kind="GOVERNMENT", area_id="75.03", entry=entry)
    roll = Roll.objects.create(
        registration=Registration.objects.create(payer=payer, segment="PU", entry=entry),
        name="Daftar Rahasia",
        segment="PU",
        group_id="non-asn",
        programmes="JKK",
        paid_by="APBD",
        first_month=24_000,
        last_month=24_001,
        area_id="75.03",
        basis="DECREE",
        entry=entry,
    )
    agreement = record_signed(
        deed(area_code="75", title="Perjanjian provinsi"), signed_on=date(2026, 1, 1), actor=actor
    )
    AgreementRoll.objects.create(roll=roll, agreement=agreement, entry=entry)
    path = reverse("agreement", args=[agreement.pk])
    assert "Daftar Rahasia" in desk("administrator", "75.03").get(path).content.decode()
    page = desk("administrator", "75.04").get(path).content.decode()
    assert "Perjanjian provinsi" in page
    assert "Daftar Rahasia" not in page


def test_a_meeting_tells_no_statement_of_another_regency(desk: Callable[..., Client], actor: Actor) -> None:
    meeting = plan_meeting(kind="KSO", area_code="75.03", title="Rapat", on=date(2026, 11, 1), actor=actor)
    for area in ("75.03", "75.04"):
        record_commitment(
            area_code=area,
            group="non-asn",
            stated_on=date(2026, 11, 2),
            statement=f"Pernyataan {area}",
            source="Rapat",
            meeting=meeting,
            actor=actor,
        )
    page = desk("cooperation", "75.03").get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Pernyataan 75.03" in page
    assert "Pernyataan 75.04" not in page
