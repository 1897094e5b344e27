"""Agreements through drafting, signing, addendum, renewal and early end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE
from naungan.agreements.models import Agreement, Stage
from naungan.agreements.queries import State, expiring, stage_uses, terms_on, visible_agreements
from naungan.agreements.queries.agreements import STAGE_DAYS, alert_until, working_days
from naungan.agreements.services import (
    Deed,
    advance_stage,
    amend,
    attach,
    end_early,
    propose,
    record_signed,
    renew,
    send_back,
    sign,
)
from naungan.law.findings import Refused

pytestmark = pytest.mark.django_db
Make = Callable[..., Deed]


def state_of(agreement: Agreement, on: date) -> str:
    return str(visible_agreements(EVERYWHERE, on).get(pk=agreement.pk).state_now)


def drafted_to(stage: str, deed: Deed, actor: Actor, on: date = date(2026, 11, 2)) -> Agreement:
    agreement = propose(deed, on=on, actor=actor)
    while agreement.stage != stage:
        agreement = advance_stage(agreement, on=on, actor=actor)
    return agreement


def test_the_stages_together_may_take_24_working_days() -> None:
    assert list(STAGE_DAYS.values()) == [1, 3, 5, 5, 2, 5, 3]


def test_a_weekend_and_a_holiday_are_no_working_days() -> None:
    assert working_days(date(2026, 11, 13), date(2026, 11, 16)) == 1  # Friday to Monday
    assert working_days(date(2025, 12, 24), date(2025, 12, 26)) == 1  # over Christmas
    assert working_days(date(2026, 11, 16), date(2026, 11, 16)) == 0


def test_days_used_are_counted_per_stage_and_a_correction_adds_to_drafting(
    deed: Make, actor: Actor, today: date
) -> None:
    agreement = propose(deed(), on=date(2026, 10, 1), actor=actor)  # Thursday
    advance_stage(agreement, on=date(2026, 10, 5), actor=actor)
    advance_stage(agreement, on=date(2026, 10, 6), actor=actor)
    advance_stage(agreement, on=date(2026, 10, 12), actor=actor)
    send_back(agreement, on=date(2026, 10, 14), actor=actor, reason="Pasal 4")
    used = {use.stage: use for use in stage_uses(agreement, today)}
    assert used[Stage.PROPOSED].used == 2
    assert used[Stage.PROPOSED].is_late
    assert used[Stage.REVIEWED].used == 1
    assert used[Stage.APPROVAL].used == 2
    assert used[Stage.DRAFTING].used == 4 + working_days(date(2026, 10, 14), today)
    assert used[Stage.SIGNING].used is None


def test_the_last_stage_runs_until_the_signed_paper_is_filed(deed: Make, actor: Actor, today: date) -> None:
    agreement = drafted_to(Stage.SIGNING, deed(), actor)
    days = {"signed_on": date(2026, 11, 3), "starts_on": date(2026, 11, 3), "ends_on": None}
    agreement = sign(agreement, actor=actor, **days)
    assert stage_uses(agreement, date(2026, 11, 12))[-1].used == 7
    attach(agreement, name="pindaian.pdf", chunks=[b"%PDF-1.7"], actor=actor)
    assert stage_uses(agreement, date(2099, 1, 1))[-1].left_on is not None


def test_a_fourth_correction_is_refused(deed: Make, actor: Actor) -> None:
    on = date(2026, 11, 2)
    agreement = drafted_to(Stage.APPROVAL, deed(), actor)
    for _ in range(3):
        send_back(agreement, on=on, actor=actor, reason="koreksi")
        advance_stage(agreement, on=on, actor=actor)
    with pytest.raises(Refused, match="sudah dikoreksi 3 kali"):
        send_back(agreement, on=on, actor=actor, reason="koreksi")


def test_it_is_not_signed_before_the_signing(deed: Make, actor: Actor) -> None:
    agreement = drafted_to(Stage.LEGAL, deed(), actor)
    day = date(2026, 11, 2)
    with pytest.raises(Refused, match="belum sampai"):
        sign(agreement, signed_on=day, starts_on=day, ends_on=None, actor=actor)


def test_a_stage_is_not_entered_before_the_one_in_front_of_it(deed: Make, actor: Actor) -> None:
    agreement = propose(deed(), on=date(2026, 11, 2), actor=actor)
    with pytest.raises(Refused, match="mendahului tahap"):
        advance_stage(agreement, on=date(2026, 11, 1), actor=actor)


def test_the_state_follows_the_day(deed: Make, actor: Actor) -> None:
    agreement = record_signed(deed(), signed_on=date(2025, 12, 20), actor=actor)
    assert state_of(agreement, date(2025, 12, 31)) == State.UPCOMING
    assert state_of(agreement, date(2026, 1, 1)) == State.IN_FORCE
    assert state_of(agreement, date(2026, 12, 31)) == State.IN_FORCE
    assert state_of(agreement, date(2027, 1, 1)) == State.EXPIRED
    end_early(agreement, on=date(2026, 7, 1), actor=actor, reason="Dicabut bersama")
    assert state_of(agreement, date(2026, 6, 30)) == State.IN_FORCE
    assert state_of(agreement, date(2026, 7, 1)) == State.ENDED


def test_an_end_needs_a_reason(deed: Make, actor: Actor) -> None:
    agreement = record_signed(deed(), signed_on=date(2026, 1, 1), actor=actor)
    with pytest.raises(Refused, match="Alasan"):
        end_early(agreement, on=date(2026, 7, 1), actor=actor, reason=" ")


def test_an_addendum_holds_from_its_day_and_the_signed_text_stays(deed: Make, actor: Actor) -> None:
    agreement = record_signed(deed(), signed_on=date(2026, 1, 1), actor=actor)
    amend(
        agreement,
        number="Adendum I",
        signed_on=date(2026, 6, 1),
        effective_on=date(2026, 7, 1),
        ends_on=date(2027, 6, 30),
        groups=("non-asn", "pekerja-rentan"),
        actor=actor,
    )
    before, after = terms_on(agreement, date(2026, 6, 30)), terms_on(agreement, date(2026, 7, 1))
    assert (before.ends_on, after.ends_on) == (date(2026, 12, 31), date(2027, 6, 30))
    assert [group.pk for group in before.groups] == ["non-asn"]
    assert {group.pk for group in after.groups} == {"non-asn", "pekerja-rentan"}
    assert after.programmes == ("JKK", "JKM")
    agreement.refresh_from_db()
    assert agreement.ends_on == date(2026, 12, 31)
    assert state_of(agreement, date(2027, 3, 1)) == State.IN_FORCE


def test_an_addendum_that_changes_nothing_is_refused(deed: Make, actor: Actor) -> None:
    agreement = record_signed(deed(), signed_on=date(2026, 1, 1), actor=actor)
    day = date(2026, 6, 1)
    with pytest.raises(Refused, match="tidak mengubah apa pun"):
        amend(agreement, number="I", signed_on=day, effective_on=day, actor=actor)


def test_a_renewal_copies_what_stays_and_not_the_numbers(deed: Make, actor: Actor) -> None:
    agreement = record_signed(deed(scope="Perlindungan non-ASN"), signed_on=date(2026, 1, 1), actor=actor)
    day = date(2026, 11, 2)
    amend(agreement, number="I", signed_on=day, effective_on=day, schedule="MONTHLY", actor=actor)
    made = renew(agreement, starts_on=date(2027, 1, 1), ends_on=None, on=date(2026, 11, 16), actor=actor)
    assert made.renews == agreement
    assert made.stage == Stage.PROPOSED
    assert (made.scope, made.programmes, made.paid_by) == ("Perlindungan non-ASN", "JKK,JKM", "APBD")
    assert made.schedule == "MONTHLY"
    assert [(p.name, p.number) for p in made.parties.all()[:1]] == [("Pemerintah Kabupaten Bone Bolango", "")]
    with pytest.raises(Refused, match="sudah ada"):
        renew(agreement, starts_on=date(2027, 1, 1), ends_on=None, on=day, actor=actor)


def test_what_ends_within_three_months_is_told(deed: Make, actor: Actor) -> None:
    assert alert_until(date(2026, 11, 30)) == date(2027, 2, 28)
    agreement = record_signed(deed(), signed_on=date(2026, 1, 1), actor=actor)
    for on, told in ((date(2026, 9, 29), False), (date(2026, 9, 30), False), (date(2026, 10, 1), True)):
        soon = expiring(visible_agreements(EVERYWHERE, on), on)
        assert (agreement.pk in soon.values_list("pk", flat=True)) is told, on


def test_the_start_page_and_the_list_tell_what_ends_soon(
    desk: Callable[..., Client], deed: Make, actor: Actor
) -> None:
    leader = desk("leader", "75.03")
    assert "habis dalam 3 bulan" not in leader.get("/").content.decode()
    record_signed(deed(), signed_on=date(2026, 1, 1), actor=actor)
    later = deed(title="Nota panjang", ends_on=date(2030, 12, 31))
    record_signed(later, signed_on=date(2026, 1, 1), actor=actor)
    assert "Terdekat: Nota Kesepakatan Bone Bolango, 31 Desember 2026" in leader.get("/").content.decode()
    html = leader.get("/kerja-sama/?soon=3").content.decode()
    assert "Nota Kesepakatan Bone Bolango" in html
    assert "Nota panjang" not in html


def test_a_parent_is_a_memorandum_that_holds_the_area(deed: Make, actor: Actor) -> None:
    day = date(2026, 1, 1)
    memorandum = record_signed(deed(), signed_on=day, actor=actor)
    pks = record_signed(deed(kind="COOPERATION", title="PKS", parent=memorandum), signed_on=day, actor=actor)
    assert list(memorandum.children.all()) == [pks]
    for wrong in ({"area_code": "75.04"}, {"kind": "MEMORANDUM"}, {"parent": pks}):
        with pytest.raises(Refused, match="Induk"):
            propose(deed(**({"kind": "COOPERATION", "parent": memorandum} | wrong)), on=day, actor=actor)


def test_an_agreement_needs_two_parties_and_days_in_order(deed: Make, actor: Actor) -> None:
    with pytest.raises(Refused, match="dua pihak"):
        propose(deed(parties=deed().parties[:1]), on=date(2026, 1, 1), actor=actor)
    with pytest.raises(Refused, match="mendahului tanggal mulai"):
        propose(deed(ends_on=date(2025, 1, 1)), on=date(2026, 1, 1), actor=actor)


FORM: dict[str, Any] = {
    "kind": "MEMORANDUM",
    "area": "75.03",
    "title": "Nota baru",
    "party1": "Pemerintah Kabupaten Bone Bolango",
    "party1_number": "1/NK",
    "party2": "BPJS Ketenagakerjaan",
    "programmes": ["JKK", "JKM"],
    "starts_on": "01-01-2027",
}


def test_a_draft_is_walked_to_its_signature_in_the_pages(desk: Callable[..., Client]) -> None:
    officer = desk(area="75.03")
    html = officer.post("/kerja-sama/baru/", FORM | {"on": "2026-11-16"}, follow=True).content.decode()
    assert "Lanjut ke ditinjau" in html
    page = f"/kerja-sama/{Agreement.objects.get().pk}/"
    for _ in range(5):
        officer.post(page + "tahap/", {"on": "2026-11-16"})
    html = officer.get(page).content.decode()
    assert "Catat tanda tangan" in html
    signed = {"signed_on": "2026-11-16", "starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    html = officer.post(
        page + "tanda-tangan/", signed | {"number1": "9/NK/2026", "number2": "PER/1"}, follow=True
    ).content.decode()
    assert "Belum mulai berlaku" in html
    assert "9/NK/2026" in html
    assert "PER/1" in html


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(desk: Callable[..., Client]) -> None:
    html = desk(area="75.03").post("/kerja-sama/baru/", FORM | {"party2": ""}).content.decode()
    assert "Nama pihak" in html
    assert 'value="Nota baru"' in html
    assert not Agreement.objects.exists()


def test_a_signed_agreement_without_its_start_is_refused_at_the_field(desk: Callable[..., Client]) -> None:
    html = (
        desk(area="75.03")
        .post("/kerja-sama/baru/", FORM | {"signed_on": "2026-11-01", "starts_on": ""})
        .content.decode()
    )
    assert "Tanggal mulai berlaku belum diisi" in html
    assert not Agreement.objects.exists()
