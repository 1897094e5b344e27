"""The minutes as a paper."""

from __future__ import annotations

import zlib
from datetime import date
from time import perf_counter

import pytest

from naungan.accounts.access import Actor
from naungan.agreements.minutes import minutes, minutes_pdf
from naungan.agreements.models import Meeting
from naungan.agreements.services import add_action, add_agenda, add_attendance, add_decisions, plan_meeting
from naungan.kit.papers import paper, qr_svg, response

pytestmark = pytest.mark.django_db
WILD = "*tebal* #panic() `kode` $x$ <label> @rujukan \\ [isi]"


@pytest.fixture
def meeting(places: None, actor: Actor) -> Meeting:
    found = plan_meeting(
        kind="KSO", area_code="75.03", title=WILD, on=date(2026, 11, 16), place=WILD, chair=WILD, actor=actor
    )
    add_agenda(found, [WILD, "Anggaran"], actor=actor)
    add_attendance(found, WILD, people="Rekaan", obstacle=WILD, actor=actor)
    add_decisions(found, [WILD], actor=actor)
    add_action(found, text=WILD, agency="BPKAD", due_on=None, actor=actor)
    return found


def streams(pdf: bytes) -> bytes:
    found = b""
    for part in pdf.split(b"stream\n")[1:]:
        packer = zlib.decompressobj()
        try:
            found += packer.decompress(part)
        except zlib.error:
            continue
    return found


def test_the_paper_is_tagged_and_what_was_typed_stays_text(meeting: Meeting) -> None:
    pdf = minutes_pdf(meeting)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf + streams(pdf)
    assert b"pdfuaid" in pdf + streams(pdf)


def test_long_minutes_take_several_pages_in_good_time(meeting: Meeting, actor: Actor) -> None:
    add_decisions(meeting, [f"Keputusan {n}: " + "dianggarkan penuh " * 20 for n in range(60)], actor=actor)
    minutes_pdf(meeting)
    start = perf_counter()
    pdf = minutes_pdf(meeting)
    assert perf_counter() - start < 3
    assert (pdf + streams(pdf)).count(b"/Type /Page\n") + (pdf + streams(pdf)).count(
        b"/Type/Page"
    ) > 2 or len(pdf) > 20_000


def test_the_paper_names_the_government_and_says_what_has_no_day(meeting: Meeting) -> None:
    told = minutes(meeting)
    assert told["head"]["office"] == "Pemerintah Kabupaten Bone Bolango"
    assert told["actions"][0][3] == "tanpa tanggal"
    assert [one["role"] for one in told["signatures"]] == ["Pimpinan rapat", "Notulis"]


def test_a_template_must_be_one_of_ours() -> None:
    with pytest.raises(AssertionError):
        paper("agreements/models.py", {})


def test_a_file_name_is_plain_and_a_code_is_svg() -> None:
    name = response(b"%PDF-", 'Notula "KSO"\r\nX: y').headers["Content-Disposition"]
    assert name == 'inline; filename="notula-kso-x-y.pdf"'
    assert "<path" in qr_svg("https://contoh.id/p/1")
