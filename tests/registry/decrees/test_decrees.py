"""The annex, supplementary decrees, renewal and return sheets."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.areas.queries import name_of
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry import states
from naungan.registry.decrees import annex, quotas, renewal, returns, supplement
from naungan.registry.models import Membership, Roll
from naungan.registry.services import record_death

pytestmark = pytest.mark.django_db
MAY = months.parse("2021-05")


@pytest.fixture
def decreed(proposal, actor):
    """Two places for five: ABDUL and BIBI have them by the proposal's order, three wait; the decree is there."""
    proposal.decide("VERIFIED", actor=actor)
    quotas.set_order("75.03", ["proposed"], basis="Perbup 7/2021", actor=actor)
    quotas.set_quotas(proposal.fresh(), {}, total=2, actor=actor)
    quotas.fill_quotas(proposal.fresh(), actor=actor)
    states.advance(proposal.roll, "VERIFIED", actor=actor)
    states.advance(
        proposal.roll, "DECREED", actor=actor, decree_number="1/KEP/2021", decree_on=date(2021, 1, 4)
    )
    return proposal


def dies(proposal, name, on, actor):
    record_death(person=proposal.person(name), on=on, actor=actor, reason="akta")


def test_the_annex_holds_who_is_in_by_place_and_name(decreed):
    rows = annex.rows_of(decreed.fresh(), whole=True)
    told = {row.name: (row.village, row.nik) for row in rows}
    assert told == {
        "ABDUL PAKAYA": (name_of("75.03.01.2005"), "7503011405801000"),
        "BIBI LIHAWA": (name_of("75.03.01.2006"), "7503011505801001"),
    }
    assert [row.village for row in rows] == sorted(row.village for row in rows)


def test_the_public_annex_hides_the_middle_of_a_nik_and_the_birth_date(decreed):
    row = annex.rows_of(decreed.fresh(), whole=False)[0]
    assert row.nik in {"7503•••••••••000", "7503•••••••••001"}
    assert row.birth == ""


def test_the_annex_is_a_paper_and_a_spreadsheet(decreed, actor):
    assert annex.annex_pdf(decreed.fresh(), whole=False, actor=actor).startswith(b"%PDF-")
    with annex.annex_xlsx(decreed.fresh(), whole=True) as file:
        texts = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert "BIBI LIHAWA" in texts
    assert "CITRA" not in texts


def test_who_died_is_replaced_by_the_next_in_line(decreed, actor):
    dies(decreed, "ABDUL PAKAYA", date(2021, 3, 9), actor)
    made = supplement.supplement(decreed.fresh(), from_month=MAY, expected=1, actor=actor)
    assert (made.state, made.supplements, made.first_month, made.last_month) == (
        "VERIFIED",
        decreed.roll,
        MAY,
        decreed.roll.last_month,
    )
    spell = Membership.objects.get(roll=made)
    assert spell.person.name == "CITRA MONOARFA"
    assert spell.replaces.replaced.person.name == "ABDUL PAKAYA"
    assert spell.terms.get().amount_rp == 1_000_000
    row = annex.rows_of(made, whole=True)[0]
    assert (row.replaces, row.since) == ("ABDUL PAKAYA", "Mei 2021")
    assert annex.annex_pdf(made, whole=True, actor=actor).startswith(b"%PDF-")


def test_nobody_takes_a_place_twice_nor_two_places(decreed, actor):
    dies(decreed, "ABDUL PAKAYA", date(2021, 3, 9), actor)
    supplement.supplement(decreed.fresh(), from_month=MAY, expected=1, actor=actor)
    assert supplement.propose(decreed.fresh(), MAY).pairs == ()
    dies(decreed, "BIBI LIHAWA", date(2021, 4, 9), actor)
    pairs = supplement.propose(decreed.fresh(), MAY).pairs
    assert [pair.successor.person.name for pair in pairs] == ["DAHLAN HULOPI"]


def test_who_has_died_while_waiting_is_passed_over(decreed, actor):
    dies(decreed, "CITRA MONOARFA", date(2021, 2, 9), actor)
    dies(decreed, "ABDUL PAKAYA", date(2021, 3, 9), actor)
    pairs = supplement.propose(decreed.fresh(), MAY).pairs
    assert [pair.successor.person.name for pair in pairs] == ["DAHLAN HULOPI"]


def test_the_quota_holds_with_the_replaced_still_in_their_last_month(decreed, actor):
    dies(decreed, "ABDUL PAKAYA", date(2021, 5, 9), actor)
    assert supplement.propose(decreed.fresh(), MAY).pairs == ()


@pytest.mark.parametrize(("month", "expected", "code"), [(MAY, 2, "changed"), (MAY + 24, 1, "month")])
def test_a_supplement_is_made_as_it_was_shown(decreed, actor, month, expected, code):
    dies(decreed, "ABDUL PAKAYA", date(2021, 3, 9), actor)
    with pytest.raises(Refused) as refused:
        supplement.supplement(decreed.fresh(), from_month=month, expected=expected, actor=actor)
    assert refused.value.code == f"supplement.{code}"


def test_the_next_list_takes_over_who_is_still_eligible(decreed, actor):
    dies(decreed, "ABDUL PAKAYA", date(2021, 3, 9), actor)
    supplement.supplement(decreed.fresh(), from_month=MAY, expected=1, actor=actor)
    first, last = months.parse("2022-01"), months.parse("2022-12")
    seen = renewal.preview(decreed.fresh(), first, last)
    assert [spell.person.name for spell in seen.going_on] == ["BIBI LIHAWA", "CITRA MONOARFA"]
    assert [(spell.person.name, spell.reason) for spell in seen.left_out] == [("ABDUL PAKAYA", "DEATH")]
    made = renewal.renew(decreed.fresh(), first, last, expected=2, actor=actor)
    assert (made.state, made.renews, made.memberships.count()) == ("PROPOSED", decreed.roll, 2)
    with pytest.raises(Refused) as refused:
        renewal.renew(decreed.fresh(), first, last, expected=2, actor=actor)
    assert refused.value.code == "renewal.known"


def test_the_age_limit_counts_on_day_one_of_the_first_month(decreed):
    person = decreed.person("BIBI LIHAWA")
    first, last = months.parse("2022-01"), months.parse("2022-12")
    for born, goes_on in ((date(1957, 1, 1), False), (date(1957, 1, 2), True)):
        person.birth_on = born
        person.save()
        seen = renewal.preview(decreed.fresh(), first, last)
        assert ("BIBI LIHAWA" in [spell.person.name for spell in seen.going_on]) is goes_on


def test_who_is_a_wage_earner_then_does_not_go_on(decreed):
    company = decreed.world.roll("Karyawan 2022", "75.03", "petani")
    Roll.objects.filter(pk=company.pk).update(
        segment="PU", first_month=months.parse("2022-01"), last_month=months.parse("2022-12")
    )
    company.refresh_from_db()
    decreed.world.rolls["Karyawan 2022"] = company
    decreed.world.spell("BIBI LIHAWA", "Karyawan 2022")
    seen = renewal.preview(decreed.fresh(), months.parse("2022-01"), months.parse("2022-12"))
    assert [(spell.person.name, spell.reason) for spell in seen.left_out] == [("BIBI LIHAWA", "WAGE_EARNER")]


def test_the_return_sheet_of_a_village_says_what_to_mend(proposal, actor):
    proposal.decide("VERIFIED", actor=actor)
    proposal.decide("REJECTED", "CITRA MONOARFA", actor=actor, cause="NOT_FOUND", reason="dua kali diperiksa")
    made = returns.sheet(proposal.fresh(), "75.03.01.2005", scope=EVERYWHERE, whole=True)
    told = {row.name: (row.state, row.remark) for row in made.rows}
    assert set(told) == {"ABDUL PAKAYA", "CITRA MONOARFA", "ELLA NTOMA"}
    assert told["CITRA MONOARFA"] == (
        "Tidak lolos",
        "NIK tidak ditemukan. Periksa NIK pada KTP, lalu usulkan lagi. dua kali diperiksa",
    )


def test_one_click_gives_the_sheets_of_all_villages_that_one_may_see(proposal):
    with returns.all_sheets(proposal.fresh(), scope=EVERYWHERE, whole=True) as file:
        names = zipfile.ZipFile(file).namelist()
    assert sorted(name[:13] for name in names) == ["75.03.01.2005"] * 2 + ["75.03.01.2006"] * 2
    own = Scope(areas=("75.03.01.2006",))
    with returns.all_sheets(proposal.fresh(), scope=own, whole=True) as file:
        assert {name[:13] for name in zipfile.ZipFile(file).namelist()} == {"75.03.01.2006"}
