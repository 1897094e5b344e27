"""What the registry says about an employer: computed, with its working."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.compliance.models import Employer
from naungan.compliance.queries import Check, checks_of, key_of
from naungan.compliance.services import estimate, note_employer, recognise
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.models import Membership, MembershipTerms, Payer
from tests.compliance.conftest import TODAY


def checked(employer: Employer, scope: Scope = EVERYWHERE, month: int | None = None) -> dict[str, Check]:
    return {one.code: one for one in checks_of(employer, on=TODAY, month=month, scope=scope)}


def test_without_a_payer_the_registry_does_not_know_it(employer: Employer) -> None:
    found = checked(employer)
    assert found["registered"].outcome == "GAP"
    assert found["arrears"].outcome == "UNKNOWN"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("PT. Sinar  Rekaan", "SINARREKAAN"),
        ("Sinar Rekaan, CV", "SINARREKAAN"),
        ("CV", "CV"),
        ("UD Toko Maju", "MAJU"),
    ],
)
def test_a_name_is_compared_without_its_legal_form(written: str, kept: str) -> None:
    assert key_of(written) == kept


def test_a_payer_of_the_same_name_is_recognised_and_its_workers_counted(
    employer: Employer, company: Payer
) -> None:
    found = checked(employer)
    assert found["registered"].outcome == "FITS"
    assert "nama sama" in found["registered"].text
    assert found["workers"].outcome == "GAP"
    assert found["workers"].text == "3 orang belum ada pada daftar."
    assert dict(found["workers"].working)["Pada daftar, November 2026"] == "2"


def test_the_count_is_that_of_the_month_asked(employer: Employer, company: Payer) -> None:
    Membership.objects.filter(person__name="Rekaan 1").update(first_month=2026 * 12 + 10)
    assert dict(checked(employer, month=2026 * 12 + 9)["workers"].working)["Pada daftar, Oktober 2026"] == "1"


def test_an_estimate_that_the_lists_reach_fits(employer: Employer, company: Payer, actor: Actor) -> None:
    estimate(employer, on=date(2026, 10, 1), source="kunjungan", workers=2, actor=actor)
    assert checked(employer)["workers"].outcome == "FITS"
    assert employer.estimates.count() == 2


def test_reported_wages_stand_beside_the_estimate(employer: Employer, company: Payer, actor: Actor) -> None:
    found = checked(employer)["wages"]
    assert found.outcome == "GAP"
    assert dict(found.working)["Selisih"] == "Rp200.000"  # 3.000.000 less the mean of 2.5 and 3.1 million
    estimate(employer, on=date(2026, 10, 1), source="kunjungan", wage_rp=2_800_000, actor=actor)
    assert checked(employer)["wages"].outcome == "FITS"


def test_a_number_finds_the_payer_whatever_it_is_called(lead: Any, company: Payer, actor: Actor) -> None:
    other = note_employer(lead(name="Nama Lain", npp="NPP-1"), actor=actor)
    assert "NPP sama" in checked(other)["registered"].text


def test_what_somebody_recognised_goes_before_names(employer: Employer, company: Payer, actor: Actor) -> None:
    other = Payer.objects.create(
        code="X", name="Induk", kind="COMPANY", area_id="75.03", entry=employer.entry
    )
    recognise(employer, other, actor=actor, reason="cabang dari Induk")
    employer.refresh_from_db()
    assert checked(employer)["registered"].text == "Ada: Induk (dikenali petugas)."


def test_a_payer_outside_the_scope_is_not_told(
    employer: Employer, company: Payer, regency_actor: Actor
) -> None:
    Payer.objects.filter(pk=company.pk).update(area_id="75.04")
    assert checked(employer, regency_actor.scope)["registered"].outcome == "GAP"
    company.refresh_from_db()
    with pytest.raises(Refused) as refused:
        recognise(employer, company, actor=regency_actor)
    assert refused.value.code == "payer.out_of_scope"


def test_what_the_law_parameters_lack_is_said_and_not_guessed(employer: Employer, company: Payer) -> None:
    found = checked(employer)
    assert found["programmes"].outcome == "UNKNOWN"
    assert dict(found["programmes"].working)["Program pada daftar"] == "JKK, JKM"


def test_wages_below_the_minimum_of_the_province_are_counted(employer: Employer, company: Payer) -> None:
    found = checked(employer)["minimum_wage"]
    assert found.outcome == "GAP"
    assert dict(found.working)["Upah minimum provinsi 2026"] == "Rp3.405.144"
    assert found.text == "2 orang dilaporkan di bawah upah minimum."
    MembershipTerms.objects.update(amount_rp=3_405_144)
    assert checked(employer)["minimum_wage"].outcome == "FITS"


def test_a_minimum_wage_without_a_source_is_said_to_be_unknown(
    employer: Employer, company: Payer, monkeypatch: Any
) -> None:
    monkeypatch.setattr("naungan.compliance.queries.checks.minimum_wage", lambda _area, _month: None)
    assert checked(employer)["minimum_wage"].outcome == "UNKNOWN"


def test_arrears_are_those_of_the_payers_bills(employer: Employer, company: Payer, actor: Actor) -> None:
    from naungan.contributions.services import run_month

    assert checked(employer)["arrears"].outcome == "FITS"
    total = run_month(2026 * 12 + 7, actor=actor, post=True).total
    found = checked(employer)["arrears"]
    assert found.outcome == "GAP"
    assert dict(found.working)["Belum dibayar"] == numbers.rupiah(total)
    assert dict(found.working)["Tagihan lewat jatuh tempo"] == "1"
