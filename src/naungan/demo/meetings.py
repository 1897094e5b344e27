"""What the articles report of agreements, meetings and commitments, recorded through the pages' own services.

Each record names the article and the fact. What the article does not say stays empty: no number, no due day, no
signer is invented. Two made-up meetings beside them show how open actions are carried on; they say so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from naungan.accounts.access import Actor
from naungan.agreements.models import ActionItem, Agreement, Commitment, Meeting
from naungan.agreements.services import (
    Deed,
    Party,
    add_action,
    add_agenda,
    add_attendance,
    add_decisions,
    hold_meeting,
    plan_meeting,
    record_commitment,
    record_signed,
)
from naungan.demo.facts import Fact, facts
from naungan.demo.lists import BOALEMO, BONE_BOLANGO, GORUT, KOTA, POHUWATO, PROVINCE

BRANCH = "BPJS Ketenagakerjaan Cabang Gorontalo"
MADE_UP = "rekaan percontohan"
NON_ASN, KORPRI, OFFICIALS = "non-asn", "korpri", "aparatur-desa"
# The kinds of record by which a fact is found again.
KEPT: tuple[type[models.Model], ...] = (Agreement, Meeting, ActionItem, Commitment)


def source_of(fact: Fact) -> str:
    """The source line of a record that says what a fact says."""
    return f"{fact.article.source} ({fact.id})"


def record_of(fact: Fact) -> models.Model | None:
    """The record of a fact, the first one if it has several; None while nothing is recorded."""
    rows = (kind._default_manager.filter(source=source_of(fact)).order_by("pk").first() for kind in KEPT)
    return next((row for row in rows if row is not None), None)


def record_meetings(actor: Actor) -> None:
    """Record the facts about cooperation, and the two made-up meetings. Again changes nothing."""
    for number, tell in _TELL.items():
        if record_of(facts()[number]) is None:
            tell(facts()[number], actor)
    if not Meeting.objects.filter(source=MADE_UP).exists():
        _made_up(actor)


def _city_meeting(fact: Fact, actor: Actor) -> None:
    meeting = _meeting(fact, actor, "KSO", "Rapat kerja sama operasional dengan Pemerintah Kota Gorontalo")
    agenda = ["Penguatan dan evaluasi kerja sama 2019", "Evaluasi berkala: hasil, tantangan dan hambatan"]
    add_agenda(meeting, agenda, actor=actor)
    for agency in ("Pemerintah Kota Gorontalo", BRANCH):
        add_attendance(meeting, agency, actor=actor)
    hold_meeting(meeting, actor=actor, reason=fact.id)


def _province_meeting(fact: Fact, actor: Actor) -> None:
    meeting = _meeting(
        fact, actor, "KSO", "Rapat kerja sama operasional dengan Pemerintah Provinsi Gorontalo"
    )
    add_agenda(meeting, ["Kerja sama dengan dinas penanaman modal, ESDM dan transmigrasi"], actor=actor)
    for agency in ("Dinas Penanaman Modal, ESDM dan Transmigrasi", BRANCH):
        add_attendance(meeting, agency, actor=actor)
    hold_meeting(meeting, actor=actor, reason=fact.id)


def _vice_governors_actions(fact: Fact, actor: Actor) -> None:
    meeting = Meeting.objects.get(source=source_of(facts()["S0-5"]))
    add_decisions(
        meeting, ["Notula rapat ditindaklanjuti; rapat harus membawa hasil (wakil gubernur)"], actor=actor
    )
    for agency in ("Badan Keuangan Daerah", "Dinas Penanaman Modal, ESDM dan Transmigrasi"):
        text = "Mengkaji usulan yang dibahas dalam rapat"
        add_action(meeting, text=text, agency=agency, due_on=None, source=source_of(fact), actor=actor)


def _memorandum(fact: Fact, actor: Actor) -> None:
    deed = Deed(
        kind=Agreement.Kind.MEMORANDUM,
        title="Nota Kesepakatan penyelenggaraan jaminan sosial ketenagakerjaan Kota Gorontalo",
        area_code=KOTA,
        parties=(Party("Pemerintah Kota Gorontalo"), Party(BRANCH)),
        scope="Penyelenggaraan jaminan sosial ketenagakerjaan di Kota Gorontalo; berlanjut sepanjang 2022.",
        starts_on=fact.as_of,
        ends_on=date(2022, 12, 31),
        note="Tanggalnya tanggal berita; nomor, penanda tangan dan tanggal pasti tidak disebut.",
        source=source_of(fact),
    )
    record_signed(deed, signed_on=fact.as_of, actor=actor, reason=fact.id)


def _budgets_non_asn(fact: Fact, actor: Actor) -> None:
    area = {"S1-3": GORUT, "S1-4": BOALEMO}[fact.id]
    said = "Iuran pegawai non-ASN ada dalam APBD"
    _commit(fact, actor, area, NON_ASN, budgeted="YES", paid_by="APBD", statement=said)


def _korpri(fact: Fact, actor: Actor) -> None:
    for area in (POHUWATO, BOALEMO, BONE_BOLANGO):
        _commit(fact, actor, area, KORPRI, statement="Anggota KORPRI didaftarkan; jumlahnya tidak disebut")


def _stepwise(fact: Fact, actor: Actor) -> None:
    said = "Pegawai non-ASN kota dilindungi bertahap"
    _commit(fact, actor, KOTA, NON_ASN, statement=said)


def _follow_up_of_inpres(fact: Fact, actor: Actor) -> None:
    meeting = _meeting(fact, actor, "MONEV", "Monitoring dan evaluasi Inpres 2/2021 di Provinsi Gorontalo")
    add_agenda(meeting, ["Tindak lanjut Instruksi Presiden 2/2021 di daerah"], actor=actor)
    hold_meeting(meeting, actor=actor, reason=fact.id)
    for text in (
        "Menyusun regulasi jaminan sosial ketenagakerjaan",
        "Mengalokasikan anggaran bagi semua non-ASN, aparatur desa, buruh harian dan tukang",
    ):
        agency = "Pemerintah provinsi, kabupaten dan kota"
        add_action(meeting, text=text, agency=agency, due_on=None, source=source_of(fact), actor=actor)
    for group in (NON_ASN, OFFICIALS):
        said = "Diminta menyusun regulasi dan mengalokasikan anggaran bagi seluruh kelompok ini"
        _commit(fact, actor, PROVINCE, group, statement=said)


def _made_up(actor: Actor) -> None:
    """A meeting of Bone Bolango whose action is overdue, and a planned one into which it is carried."""
    held = plan_meeting(
        kind="KSO",
        area_code=BONE_BOLANGO,
        title="KSO Kabupaten Bone Bolango (rekaan)",
        on=date(2023, 12, 12),
        place="Suwawa",
        source=MADE_UP,
        actor=actor,
    )
    add_agenda(held, ["Evaluasi kepesertaan aparatur desa 2023"], actor=actor)
    obstacle = "Pagu 2024 aparatur desa belum dibahas"
    add_attendance(held, "Badan Keuangan Daerah", people="Pejabat rekaan", obstacle=obstacle, actor=actor)
    add_attendance(held, BRANCH, people="Petugas rekaan", actor=actor)
    hold_meeting(held, actor=actor, reason=MADE_UP)
    add_decisions(held, ["Iuran aparatur desa 2024 diusulkan untuk dua belas bulan"], actor=actor)
    text, due = "Mengusulkan pagu iuran aparatur desa 2024", date(2024, 1, 31)
    add_action(held, text=text, agency="Badan Keuangan Daerah", due_on=due, source=MADE_UP, actor=actor)
    plan_meeting(
        kind="KSO",
        area_code=BONE_BOLANGO,
        title="KSO lanjutan Kabupaten Bone Bolango (rekaan)",
        on=date(2024, 3, 12),
        place="Suwawa",
        source=MADE_UP,
        actor=actor,
    )


def _meeting(fact: Fact, actor: Actor, kind: str, title: str) -> Meeting:
    return plan_meeting(
        kind=kind,
        area_code=fact.area,
        title=title,
        on=fact.as_of,
        note="Tanggalnya tanggal berita.",
        source=source_of(fact),
        actor=actor,
        reason=fact.id,
    )


def _commit(fact: Fact, actor: Actor, area: str, group: str, **said: Any) -> None:
    record_commitment(
        area_code=area,
        group=group,
        stated_on=fact.as_of,
        source=source_of(fact),
        actor=actor,
        reason=fact.id,
        **said,
    )


# In the order of the days, so that a meeting stands before the actions that it decided.
_TELL: dict[str, Callable[[Fact, Actor], None]] = {
    "S1-1": _city_meeting,
    "S1-3": _budgets_non_asn,
    "S1-4": _budgets_non_asn,
    "S1-5": _korpri,
    "S1-7": _stepwise,
    "S0-5": _province_meeting,
    "S0-6": _vice_governors_actions,
    "S3-1": _memorandum,
    "S2-9": _follow_up_of_inpres,
}
