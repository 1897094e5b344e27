"""What people see: page, PDF and workbook say the same; doors open where they should."""

from __future__ import annotations

import html
from datetime import date

import pytest
from django.utils import timezone

from naungan.accounts.scope import EVERYWHERE
from naungan.agreements.models import Meeting
from naungan.evaluation.models import KeptPack
from naungan.evaluation.paper import draft_pdf
from naungan.evaluation.queries import evaluation_pack
from naungan.evaluation.sheets import workbook
from naungan.evaluation.words import shown
from tests.evaluation.conftest import DAY
from tests.evaluation.reading import pdf_text, sheet_rows

pytestmark = pytest.mark.django_db
PACK = f"/evaluasi/75/?per={DAY}"
REPORT = "/evaluasi/inpres/?wilayah=75&semester=2021-1"


def words_of(pack) -> set[str]:
    """Every value of the pack as people read it."""
    found = {shown(figure.value, figure.kind) for part in pack.parts for figure in part.figures}
    for _part, table in pack.tables():
        for row in table.rows:
            found |= {shown(value, field.kind) for field, value in zip(table.fields, row, strict=True)}
    return {text for text in found if text}


def test_every_number_of_the_pack_stands_on_the_page(world, desk):
    pack = evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
    page = html.unescape(desk().get(PACK).content.decode())
    assert {text for text in words_of(pack) if text not in page} == set()
    assert "25,00\xa0%" in page


def test_every_number_of_the_pack_stands_in_the_paper(pack):
    text = pdf_text(draft_pdf(pack))
    closed = "".join(text.split())  # a line may break between a number and its unit
    numbers = {
        shown(value, field.kind)
        for _part, table in pack.tables()
        for row in table.rows
        for field, value in zip(table.fields, row, strict=True)
        if field.numeric and value is not None
    }
    assert "Rp67.200" in numbers
    assert {number for number in numbers if "".join(number.split()) not in closed} == set()
    assert "Rancangan: belum disimpan" in text


def test_the_paper_is_a_tagged_pdf(pack):
    pdf = draft_pdf(pack)
    assert pdf.startswith(b"%PDF-1.")
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf


def test_every_number_of_a_table_stands_in_the_workbook(pack):
    sheets = sheet_rows(workbook(pack, user="penguji"))
    assert len(sheets) == len(pack.parts)
    areas = next(rows for name, rows in sheets.items() if name.startswith("Cakupan menurut wilayah"))
    assert any(row[:2] == ["Wilayah", "75 Gorontalo"] for row in areas[:9])
    line = next(row for row in areas if row[0] == "75.03")
    assert isinstance(line[0], str)
    assert line[2:5] == [6, 25, 24.0]
    every = {str(cell) for rows in sheets.values() for row in rows for cell in row}
    for _part, table in pack.tables():
        for row in table.rows:
            for field, value in zip(table.fields, row, strict=True):
                if field.kind in {"count", "money"} and value is not None:
                    assert str(float(value)) in every or str(value) in every, (table.title, row)


def test_files_of_a_pack_come_from_its_page(world, desk):
    officer = desk()
    assert officer.get(PACK + "&format=pdf").content.startswith(b"%PDF-")
    answer = officer.get(PACK + "&format=xlsx")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert officer.get(REPORT + "&format=pdf").content.startswith(b"%PDF-")


def test_the_report_comes_as_csv_with_an_area_in_every_line(world, desk):
    answer = desk().get(REPORT + "&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = [line for line in text.splitlines() if line.startswith("75.03,")]
    assert len(lines) == 11
    assert any("Pekerja rentan,,6,0,,100800,APBD,SK/12/2021,2021-06-30" in line for line in lines)


def test_a_leader_of_a_regency_sees_only_its_own(world, desk, actor):
    from naungan.evaluation.services import keep_pack

    kept = keep_pack(area="75", as_of=DAY, actor=actor)
    leader = desk("leader", "75.03")
    assert leader.get(f"/evaluasi/75.03/?per={DAY}").status_code == 200
    assert leader.get(PACK).status_code == 404
    assert leader.get(f"/evaluasi/75.71/?per={DAY}").status_code == 404
    assert leader.get(REPORT).status_code == 404
    assert leader.get(f"/evaluasi/tersimpan/{kept.pk}/").status_code == 404
    cover = leader.get("/evaluasi/").content.decode()
    assert "75.71" not in cover
    assert kept.title not in cover


def test_only_who_edits_agreements_keeps_a_pack(world, desk):
    leader = desk("leader")
    assert "Simpan bahan rapat" not in leader.get(PACK).content.decode()
    assert leader.post(f"/evaluasi/75/simpan/?per={DAY}").status_code == 403
    assert not KeptPack.objects.exists()


def test_a_pack_is_kept_for_its_meeting_and_found_on_the_meetings_page(world, desk):
    officer = desk()
    meeting = Meeting.objects.get()
    answer = officer.post(
        f"/evaluasi/75/simpan/?per={DAY}", {"meeting": meeting.pk, "reason": "rapat"}, follow=True
    )
    page = answer.content.decode()
    kept = KeptPack.objects.get()
    assert answer.redirect_chain[-1][0] == f"/evaluasi/tersimpan/{kept.pk}/"
    assert "0001/MONEV/75/" in page
    assert (
        f"/evaluasi/tersimpan/{kept.pk}/" in officer.get(f"/kerja-sama/rapat/{meeting.pk}/").content.decode()
    )
    world.pay("75.71", 4 * 16_800, date(2021, 6, 5), "SP2D-2")
    assert "Rp67.200" in officer.get(f"/evaluasi/tersimpan/{kept.pk}/").content.decode()
    compared = officer.get(f"/evaluasi/tersimpan/{kept.pk}/?banding=1").content.decode()
    assert "Yang berbeda sekarang" in compared
    assert officer.get(f"/evaluasi/tersimpan/{kept.pk}/?format=pdf").content.startswith(b"%PDF-")
    assert kept.title in officer.get("/evaluasi/").content.decode()


def test_a_meeting_to_come_without_a_pack_waits_on_the_start_page(world, desk, actor, monkeypatch):
    from naungan.agreements.services import plan_meeting
    from naungan.evaluation.services import keep_pack

    monkeypatch.setattr(timezone, "localdate", lambda *_: DAY)
    plan = {"kind": "MONEV", "area_code": "75", "actor": actor}
    soon = plan_meeting(title="Monev triwulan II", on=date(2021, 7, 5), **plan)
    plan_meeting(title="Monev jauh", on=date(2021, 9, 20), **plan)
    officer = desk()
    home = officer.get("/").content.decode()
    assert "Siapkan bahan rapat: Monev triwulan II" in home
    assert "Monev jauh" not in home
    keep_pack(area="75", as_of=DAY, meeting=soon, actor=actor)
    assert "Siapkan bahan rapat" not in officer.get("/").content.decode()


def test_a_day_that_is_none_is_refused_on_the_page(world, desk):
    answer = desk().get("/evaluasi/75/?per=kemarin")
    assert answer.status_code == 422
    assert "bukan tanggal" in answer.content.decode()


def test_the_cover_leads_to_the_chosen_pack(world, desk):
    answer = desk().get("/evaluasi/", {"wilayah": "75.03", "per": str(DAY)})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/evaluasi/75.03/?per={DAY}"


@pytest.mark.parametrize("year", ["0", "999999", "-1", "2021.5", "x", "²"])
def test_a_year_that_is_none_finds_nothing_and_breaks_nothing(world, desk, year):
    assert desk().get("/evaluasi/", {"tahun": year}).status_code == 200
