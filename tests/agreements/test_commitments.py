"""The commitment matrix: recorded beside computed, as of a day, with what changed since the last meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.agreements.models import Commitment
from naungan.agreements.queries import MatrixRow, matrix, since_last_meeting
from naungan.agreements.services import (
    draft_regulation,
    enact,
    hold_meeting,
    plan_meeting,
    record_commitment,
    revoke,
)
from naungan.law.findings import Refused
from tests.agreements.test_rolls import make_roll  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(places: None, actor: Actor) -> Callable[..., Commitment]:
    def said(on: date, area: str = "75.03", group: str = "non-asn", **what: Any) -> Commitment:
        return record_commitment(
            area_code=area, group=group, stated_on=on, source="Rapat rekaan", actor=actor, **what
        )

    return said


def row(on: date, area: str = "75.03", scope: Scope = EVERYWHERE) -> MatrixRow:
    return next(one for one in matrix("75", as_of=on, scope=scope) if one.area == area)


def test_a_newer_statement_supersedes_only_what_it_says(say: Any) -> None:
    say(date(2026, 1, 10), budgeted="NO", legal_basis="Perbup 5/2025")
    say(date(2026, 3, 10), budgeted="YES")
    before, after = row(date(2026, 2, 1)), row(date(2026, 4, 1))
    assert (before.budgeted.text, after.budgeted.text) == ("Tidak", "Ya")
    assert after.legal_basis.text == "Perbup 5/2025"
    assert after.budgeted.how == "recorded"
    assert "10-03-2026" in after.budgeted.source
    assert Commitment.objects.count() == 2


def test_the_same_statement_twice_is_one(say: Any) -> None:
    first = say(date(2026, 1, 10), budgeted="YES")
    assert say(date(2026, 1, 10), budgeted="YES") == first


def test_a_statement_says_something_and_whence(say: Any, actor: Actor) -> None:
    with pytest.raises(Refused, match="Belum ada yang dinyatakan"):
        say(date(2026, 1, 10))
    with pytest.raises(Refused, match="Sumber"):
        record_commitment(
            area_code="75.03",
            group="non-asn",
            stated_on=date(2026, 1, 1),
            source=" ",
            budgeted="YES",
            actor=actor,
        )


def test_what_nobody_said_is_unknown(say: Any) -> None:
    say(date(2026, 1, 10), statement="Bertahap")
    cell = row(date(2026, 2, 1)).budgeted
    assert (cell.text, cell.how) == ("Belum diketahui", "unknown")


def test_lists_are_computed_by_region_and_state(make_roll: Any) -> None:  # noqa: F811
    roll = make_roll()
    on = date(2026, 2, 1)
    assert (row(on).decreed.text, row(on).registered.text) == ("belum", "belum")
    type(roll).objects.filter(pk=roll.pk).update(state="ACTIVE", decree_number="100/2026")
    found = row(on)
    assert (found.decreed.text, found.registered.text, found.paid_by.text) == ("100/2026", "1 daftar", "APBD")
    assert {found.decreed.how, found.registered.how, found.paid_by.how} == {"computed"}
    type(roll).objects.filter(pk=roll.pk).update(basis="EMPLOYER", decree_number="")
    assert row(on).decreed.text == "tidak perlu: laporan pemberi kerja"
    type(roll).objects.filter(pk=roll.pk).update(basis="UNDECREED")
    assert row(on).decreed.text == "SK menyusul"
    assert not [one for one in matrix("75", as_of=date(2027, 2, 1), scope=EVERYWHERE) if one.area == "75.03"]


def test_a_rule_in_force_is_the_legal_basis_of_the_areas_below_it(say: Any, actor: Actor) -> None:
    say(date(2026, 1, 1), statement="Bertahap")
    rule = draft_regulation(kind="REGIONAL_LAW", area_code="75", title="Perda rekaan", actor=actor)
    assert row(date(2026, 6, 1)).legal_basis.text == ""
    enact(rule, number="Perda 3/2026", enacted_on=date(2026, 5, 1), actor=actor)
    assert row(date(2026, 4, 30)).legal_basis.text == ""
    assert row(date(2026, 6, 1)).legal_basis.text == "Perda 3/2026"
    revoke(rule, on=date(2026, 9, 1), actor=actor, reason="diganti")
    assert row(date(2026, 8, 31)).legal_basis.text == "Perda 3/2026"
    assert row(date(2026, 9, 1)).legal_basis.text == ""


def test_what_changed_since_the_last_meeting_is_told(say: Any, actor: Actor) -> None:
    say(date(2026, 1, 10), budgeted="NO")
    meeting = plan_meeting(kind="KSO", area_code="75", title="KSO", on=date(2026, 2, 1), actor=actor)
    say(date(2026, 3, 10), budgeted="YES")
    say(date(2026, 1, 5), area="75.04", budgeted="YES")
    assert since_last_meeting("75", as_of=date(2026, 4, 1), scope=EVERYWHERE)[1] is None
    hold_meeting(meeting, actor=actor)
    say(date(2026, 3, 1), area="75.71", budgeted="YES")
    rows, last = since_last_meeting("75", as_of=date(2026, 4, 1), scope=EVERYWHERE)
    assert last == meeting
    assert {one.area: one.changes for one in rows} == {
        "75.03": ("dianggarkan: Tidak → Ya",),
        "75.04": (),
        "75.71": ("baru",),
    }


def test_a_regency_sees_its_own_rows_only(say: Any, desk: Callable[..., Client]) -> None:
    say(date(2026, 1, 10), budgeted="YES")
    say(date(2026, 1, 10), area="75.04", budgeted="YES")
    html = desk("leader", "75.03").get("/kerja-sama/komitmen/?wilayah=75").content.decode()
    assert "Kabupaten Bone Bolango" in html
    assert "Pohuwato" not in html


def test_the_matrix_and_its_statements_go_into_files_with_their_sources(
    say: Any, desk: Callable[..., Client]
) -> None:
    say(date(2026, 1, 10), budgeted="YES")
    leader = desk("leader", "75")
    csv = b"".join(leader.get("/kerja-sama/komitmen/?format=csv").streaming_content).decode()
    assert "Ya (dicatat)" in csv
    assert "Rapat rekaan (10-01-2026)" in csv
    csv = b"".join(leader.get("/kerja-sama/komitmen/riwayat/?format=csv").streaming_content).decode()
    assert "2026-01-10,Kabupaten Bone Bolango,Non-ASN,Ya" in csv


def test_a_statement_is_recorded_on_its_page(desk: Callable[..., Client]) -> None:
    answer = desk(area="75.03").post(
        "/kerja-sama/komitmen/baru/",
        {
            "area": "75.03",
            "group": "non-asn",
            "stated_on": "2026-11-02",
            "budgeted": "YES",
            "source": "Rapat KSO",
        },
        follow=True,
    )
    html = answer.content.decode()
    assert "<span>Ya</span>" in html
    assert "Rapat KSO (02-11-2026)" in html


def test_an_action_is_reminded_once_a_mark_and_again_at_the_next(
    places: None, actor: Actor, mailoutbox: Any
) -> None:
    from naungan.agreements.services import add_action, finish_action, postpone_action, remind

    meeting = plan_meeting(kind="KSO", area_code="75.03", title="KSO", on=date(2026, 11, 2), actor=actor)
    action = add_action(
        meeting,
        text="Usulkan pagu",
        agency="BPKAD",
        due_on=date(2026, 11, 30),
        email="bpkad@example.org",
        actor=actor,
    )
    counts = []
    for day in (22, 23, 23, 24, 29, 30):
        remind(date(2026, 11, day), actor=actor)
        counts.append(len(mailoutbox))
    assert counts == [0, 1, 1, 1, 2, 3]
    assert mailoutbox[0].to == ["bpkad@example.org"]
    remind(date(2026, 12, 20), actor=actor)  # marks 1, 7 and 14 have passed: only the newest is sent
    remind(date(2026, 12, 20), actor=actor)
    assert len(mailoutbox) == 4
    assert mailoutbox[-1].subject == "Lewat tenggat: tindak lanjut BPKAD"
    postpone_action(action, due_on=date(2027, 1, 31), actor=actor, reason="menunggu APBD")
    remind(date(2027, 1, 30), actor=actor)
    assert len(mailoutbox) == 5
    finish_action(action, on=date(2027, 1, 30), result="selesai", actor=actor)
    remind(date(2027, 3, 30), actor=actor)
    assert len(mailoutbox) == 5


def test_without_an_address_those_who_keep_the_regions_agreements_are_reminded(
    places: None, actor: Actor, desk: Callable[..., Client], mailoutbox: Any
) -> None:
    from naungan.agreements.services import add_action, remind

    meeting = plan_meeting(kind="KSO", area_code="75.03", title="KSO", on=date(2026, 11, 2), actor=actor)
    add_action(meeting, text="Data", agency="Disnaker", due_on=date(2026, 11, 16), actor=actor)
    assert [one.to for one in remind(date(2026, 11, 16), actor=actor)] == [()]
    assert not mailoutbox
    desk(area="75.03", email="kerjasama@example.org")
    desk(area="75.04", email="lain@example.org")
    desk("leader", "75.03", email="pimpinan@example.org")
    sent = remind(date(2026, 11, 16), actor=actor)
    assert [one.to for one in sent] == [("kerjasama@example.org",)]
