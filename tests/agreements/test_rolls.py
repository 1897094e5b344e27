"""The start of a cooperation agreement sets the start of a list, while nothing is billed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from naungan.accounts.access import Actor
from naungan.agreements.models import Agreement, AgreementRoll
from naungan.agreements.services import Deed, record_signed, start_roll
from naungan.contributions.services import run_month
from naungan.journal.models import Change
from naungan.journal.services import record
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Membership, MembershipTerms, Payer, Person, Registration, Roll

pytestmark = pytest.mark.django_db
JANUARY = months.parse("2026-01")


@pytest.fixture
def pks(deed: Callable[..., Deed], actor: Actor) -> Agreement:
    terms = deed(kind="COOPERATION", title="PKS non-ASN", starts_on=date(2026, 3, 1))
    return record_signed(terms, signed_on=date(2026, 2, 20), actor=actor)


@pytest.fixture
def make_roll(places: None) -> Callable[..., Roll]:
    entry = record(actor="penguji", action="test")
    payer = Payer.objects.create(code="75.03", name="Pemkab", kind="GOVERNMENT", area_id="75.03", entry=entry)
    registration = Registration.objects.create(payer=payer, segment="PU", entry=entry)
    person = Person.objects.create(
        nik="7503011212800001", name="Rekaan", domicile_id="75.03", nik_area="750301", entry=entry
    )

    def make(first: int = JANUARY, last: int = JANUARY + 11) -> Roll:
        roll = Roll.objects.create(
            registration=registration, name=f"Daftar {first}", segment="PU", group_id="non-asn",
            programmes="JKK,JKM", paid_by="APBD", first_month=first, last_month=last, area_id="75.03",
            entry=entry,
        )  # fmt: skip
        spell = Membership.objects.create(
            person=person, roll=roll, first_month=first, last_month=last, entry=entry
        )
        MembershipTerms.objects.create(membership=spell, from_month=first, amount_rp=2_000_000, entry=entry)
        return roll

    return make


def test_the_list_its_people_and_their_terms_begin_with_the_agreement(
    pks: Agreement, make_roll: Any, actor: Actor
) -> None:
    roll = start_roll(pks, make_roll(), actor=actor)
    march = months.parse("2026-03")
    spell = Membership.objects.get(roll=roll)
    assert (roll.first_month, spell.first_month, spell.terms.get().from_month) == (march, march, march)
    change = Change.objects.get(model="registry.Roll", record=str(roll.pk))
    assert (change.before, change.after) == ({"first_month": JANUARY}, {"first_month": march})
    assert AgreementRoll.objects.get().agreement == pks


def test_a_list_with_a_bill_stays_as_it_is(pks: Agreement, make_roll: Any, actor: Actor) -> None:
    roll = make_roll()
    Roll.objects.filter(pk=roll.pk).update(state="ACTIVE", decree_number="100/2026")
    assert run_month(JANUARY, actor=actor, post=True).bills == 1
    with pytest.raises(Refused, match="sudah ditagih"):
        start_roll(pks, roll, actor=actor)
    roll.refresh_from_db()
    assert roll.first_month == JANUARY


def test_an_earlier_start_does_not_give_a_programme_twice(
    pks: Agreement, make_roll: Any, actor: Actor
) -> None:
    make_roll(JANUARY, JANUARY + 3)
    later = make_roll(JANUARY + 4, JANUARY + 11)
    with pytest.raises(Refused, match="1 orang"):
        start_roll(pks, later, actor=actor)


def test_a_list_never_holds_more_than_twelve_months(pks: Agreement, make_roll: Any, actor: Actor) -> None:
    with pytest.raises(Refused, match="1 sampai 12 bulan"):
        start_roll(pks, make_roll(JANUARY + 6, JANUARY + 15), actor=actor)


def test_a_memorandum_sets_no_start(deed: Callable[..., Deed], make_roll: Any, actor: Actor) -> None:
    memorandum = record_signed(deed(), signed_on=date(2026, 1, 1), actor=actor)
    with pytest.raises(Refused, match="mengikuti PKS"):
        start_roll(memorandum, make_roll(), actor=actor)


def test_the_page_of_the_agreement_offers_only_unbilled_lists_of_its_groups(
    pks: Agreement, make_roll: Any, desk: Any
) -> None:
    roll = make_roll()
    officer = desk("branch_officer", "75")
    page = f"/kerja-sama/{pks.pk}/"
    assert roll.name in officer.get(page + "daftar/").content.decode()
    html = officer.post(page + "daftar/", {"roll": roll.pk}, follow=True).content.decode()
    assert "Maret 2026 – Desember 2026" in html
    assert pks.title in officer.get(f"/daftar/{roll.pk}/").content.decode()
