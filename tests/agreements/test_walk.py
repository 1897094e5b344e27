"""A cooperation officer prepares a meeting, records it, and sees next month what is overdue."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.agreements.models import ActionItem, Meeting, MeetingLine
from naungan.agreements.services import add_action, hold_meeting, plan_meeting

HELD = date(2026, 11, 2)
pytestmark = pytest.mark.django_db


def post(client: Client, path: str, **fields: Any) -> str:
    answer = client.post(path, fields, follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "error-summary" not in html, re.findall(r"field-error[^>]*>(.*?)</div>", html, re.DOTALL)
    return html


def test_a_meeting_from_its_plan_to_what_is_overdue_next_month(
    desk: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, leader = desk(area="75.03"), desk("leader", "75.03")
    html = post(
        officer,
        "/kerja-sama/rapat/baru/",
        kind="KSO",
        area="75.03",
        title="KSO triwulan IV",
        on="2026-11-16",
        place="Aula Bupati",
        chair="Rekaan Tiga",
        agenda="Evaluasi 2026\n\nAnggaran 2027",
    )
    first = Meeting.objects.get()
    page = f"/kerja-sama/rapat/{first.pk}/"
    assert "Evaluasi 2026" in html
    assert "Anggaran 2027" in html
    post(officer, page + "terlaksana/")
    post(officer, page + "kehadiran/", agency="BPKAD", people="Rekaan Empat", obstacle="Pagu belum cukup")
    post(officer, page + "keputusan/", texts="Iuran non-ASN dianggarkan penuh")
    html = post(
        officer, page + "tindak-lanjut/", text="Usulkan pagu 2027", agency="BPKAD", due_on="2026-11-30"
    )
    assert "Pagu belum cukup" in html
    post(officer, page + "tutup/", number="01/KSO/2026")
    pdf = officer.get(page + "notula.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert "lewat tenggat" in leader.get("/").content.decode()
    assert "0 dari 1 terbuka" in leader.get("/").content.decode()

    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 14))
    home = leader.get("/").content.decode()
    assert "1 dari 1 terbuka" in home
    assert "Terlama: BPKAD, sejak 30 November 2026" in home
    overdue = leader.get("/kerja-sama/tindak-lanjut/?state=OVERDUE").content.decode()
    assert "Usulkan pagu 2027" in overdue
    assert "Lewat 14 hari" in overdue

    html = post(
        officer, "/kerja-sama/rapat/baru/", kind="KSO", area="75.03", title="KSO lanjutan", on="2026-12-14"
    )
    second = Meeting.objects.get(title="KSO lanjutan")
    assert "Usulkan pagu 2027" in html
    post(officer, f"/kerja-sama/rapat/{second.pk}/terlaksana/")
    carried = MeetingLine.objects.get(meeting=second, carried__isnull=False)
    assert carried.text == "Usulkan pagu 2027"

    action = ActionItem.objects.get()
    post(
        officer,
        f"/kerja-sama/tindak-lanjut/{action.pk}/selesai/",
        result="Pagu disetujui TAPD",
        on="2026-12-14",
    )
    html = post(
        officer, "/kerja-sama/rapat/baru/", kind="KSO", area="75.03", title="KSO ketiga", on="2027-01-11"
    )
    assert "Usulkan pagu 2027" not in html
    assert "Usulkan pagu 2027" in officer.get(f"/kerja-sama/rapat/{second.pk}/").content.decode()


def test_an_action_is_carried_only_within_its_series(desk: Callable[..., Client]) -> None:
    officer = desk(area="75")
    post(officer, "/kerja-sama/rapat/baru/", kind="KSO", area="75.03", title="KSO satu", on="2026-11-02")
    first = Meeting.objects.get()
    post(
        officer,
        f"/kerja-sama/rapat/{first.pk}/tindak-lanjut/",
        text="Data nelayan",
        agency="Dinas Perikanan",
        due_on="2026-12-01",
    )
    for kind, area, carried in (("MONEV", "75.03", False), ("KSO", "75.04", False), ("KSO", "75.03", True)):
        title = f"{kind} {area}"
        html = post(officer, "/kerja-sama/rapat/baru/", kind=kind, area=area, title=title, on="2026-11-20")
        assert ("Data nelayan" in html) is carried


def test_minutes_without_a_result_are_not_closed(desk: Callable[..., Client]) -> None:
    officer = desk(area="75.03")
    post(officer, "/kerja-sama/rapat/baru/", kind="KSO", area="75.03", title="KSO", on="2026-11-16")
    page = f"/kerja-sama/rapat/{Meeting.objects.get().pk}/"
    post(officer, page + "terlaksana/")
    html = officer.post(page + "tutup/", {"number": "1"}).content.decode()
    assert "belum mempunyai keputusan atau tindak lanjut" in html
    assert Meeting.objects.get().state == "HELD"


def test_closed_minutes_take_no_more_lines(desk: Callable[..., Client]) -> None:
    officer = desk(area="75.03")
    post(officer, "/kerja-sama/rapat/baru/", kind="KSO", area="75.03", title="KSO", on="2026-11-16")
    page = f"/kerja-sama/rapat/{Meeting.objects.get().pk}/"
    post(officer, page + "terlaksana/")
    post(officer, page + "keputusan/", texts="Lanjut")
    post(officer, page + "tutup/", number="1")
    html = officer.post(page + "keputusan/", {"texts": "Diam-diam"}).content.decode()
    assert "sudah ditutup" in html
    assert not MeetingLine.objects.filter(text="Diam-diam").exists()


def test_a_withdrawn_line_leaves_the_minutes_but_not_the_journal(desk: Callable[..., Client]) -> None:
    from naungan.journal.models import Change

    officer = desk(area="75.03")
    post(officer, "/kerja-sama/rapat/baru/", kind="KSO", area="75.03", title="KSO", on="2026-11-16")
    page = f"/kerja-sama/rapat/{Meeting.objects.get().pk}/"
    post(officer, page + "keputusan/", texts="Salah ketik")
    line = MeetingLine.objects.get()
    post(officer, f"{page}tarik/{line.pk}/")
    assert "<span>Salah ketik</span>" not in officer.get(page).content.decode()
    assert Change.objects.filter(model="agreements.MeetingLine", record=str(line.pk)).exists()


def test_lists_are_narrowed_to_an_area_and_what_lies_in_it(desk: Callable[..., Client], actor: Actor) -> None:
    for code in ("75", "75.03"):
        meeting = plan_meeting(kind="MONEV", area_code=code, title=f"Monev {code}", on=HELD, actor=actor)
        hold_meeting(meeting, actor=actor)
        add_action(meeting, text=f"Usulan {code}", agency="Bappeda", due_on=HELD, actor=actor)
    for name, title in (("meetings", "Monev"), ("actions", "Usulan")):
        for area, shown in (("75", {"75", "75.03"}), ("75.03", {"75.03"})):
            html = desk().get(reverse(name), {"area": area}).content.decode()
            assert {code for code in ("75", "75.03") if f"{title} {code}<" in html} == shown, (name, area)
