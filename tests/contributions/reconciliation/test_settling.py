"""A difference is settled once and stays so until what it says changes; lists are only added."""

from __future__ import annotations

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.contributions.reconciliation.models import AgencyList, Difference, Settlement
from naungan.contributions.reconciliation.receiving import receive_list, record_agency_bill
from naungan.contributions.reconciliation.reconciling import reconcile
from naungan.contributions.reconciliation.settling import Decision, settle
from naungan.journal.models import Change
from naungan.law.findings import Refused
from naungan.registry.models import Registration
from tests.contributions.reconciliation.conftest import MARCH

pytestmark = pytest.mark.django_db
AGENCY = Decision("AGENCY", "Dibahas dalam rapat")


def settle_all(case, cause, expected=1, decision=AGENCY):
    kept = case.kept()
    return settle(kept, kept.differences.filter(cause=cause), decision, expected=expected, actor=case.actor)


def test_a_settled_difference_stays_settled_when_nothing_new_came(case):
    rows = case.rows()
    rows[0]["IURAN"] = "17000"
    case.send(rows)
    settle_all(case, "CALCULATION")
    reconcile(case.registration, MARCH, actor=case.actor)
    assert case.one("CALCULATION").state == "SETTLED"


def test_new_data_open_it_again_and_the_decision_stays_in_the_journal(case):
    rows = case.rows()
    rows[0]["IURAN"] = "17000"
    case.send(rows)
    decision = settle_all(case, "CALCULATION")
    rows[0]["IURAN"] = "17500"
    case.send(rows)
    again = case.one("CALCULATION")
    assert (again.state, again.settlement, again.difference_rp) == ("OPEN", None, 700)
    assert Settlement.objects.get() == decision
    change = (
        Change.objects.filter(model="contributions.Difference", record=str(again.pk)).order_by("pk").last()
    )
    assert change.before["settlement"] == decision.pk


def test_what_agrees_now_is_gone_and_comes_back_open(case):
    wrong = case.rows()
    wrong[0]["IURAN"] = "17000"
    case.send(wrong)
    case.send(case.rows())
    assert case.one("CALCULATION").state == "GONE"
    case.send([*wrong, case.row(case.people[1], KPJ="1")])
    assert case.one("CALCULATION").state == "OPEN"


def test_many_are_settled_at_once_by_the_number_that_was_seen(case):
    case.send(case.rows()[3:])
    with pytest.raises(Refused) as refused:
        settle_all(case, "NOT_REGISTERED", expected=2)
    assert refused.value.code == "settle.changed"
    assert not Settlement.objects.exists()
    done = settle_all(case, "NOT_REGISTERED", expected=3)
    assert (done.differences_count, done.amount_rp, done.settled_by) == (3, -50_400, "penguji")
    assert not case.kept().differences.filter(cause="NOT_REGISTERED", state="OPEN").exists()


def test_a_reason_is_asked(case):
    case.send(case.rows()[1:])
    with pytest.raises(Refused) as refused:
        settle_all(case, "NOT_REGISTERED", decision=Decision("REGISTER", "  "))
    assert refused.value.code == "settle.reason"


def test_the_same_file_twice_changes_nothing(case):
    case.send(case.rows()[1:])
    before = list(Difference.objects.values())
    again = case.send(case.rows()[1:])
    assert not again.is_new
    assert (AgencyList.objects.count(), list(Difference.objects.values())) == (1, before)


def test_nobody_brings_or_settles_for_payers_elsewhere(case):
    case.send(case.rows()[1:])
    elsewhere = Actor("orang kota", Scope(areas=("75.71",)))
    kept = case.kept()
    for deed in (
        lambda: settle(kept, kept.differences.all(), AGENCY, expected=2, actor=elsewhere),
        lambda: record_agency_bill(case.registration, MARCH, amount_rp=1, actor=elsewhere),
        lambda: case.send(case.rows(), actor=elsewhere),
        lambda: reconcile(case.registration, MARCH, actor=elsewhere),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "scope.outside"


def test_programmes_that_do_not_add_up_are_given_back(case):
    with pytest.raises(Refused) as refused:
        record_agency_bill(
            case.registration, MARCH, amount_rp=100, by_programme={"JKK": 60, "JKM": 50}, actor=case.actor
        )
    assert refused.value.code == "agency.sum"


def test_rows_of_another_number_become_that_registrations_list(case):
    Registration.objects.filter(pk=case.registration.pk).update(number="DD010001")
    case.registration.refresh_from_db()
    other = case.world.roll(case.world.payer("REKAAN-2", kind="COLLECTIVE")).registration
    Registration.objects.filter(pk=other.pk).update(number="DD-01 0002")
    rows = [
        row | {"NPP": npp}
        for row, npp in zip(case.rows(), ["DD010001"] * 4 + ["DD010002", "ZZ9"], strict=True)
    ]
    done = case.send(rows)
    assert {one.registration_id: one.members for one in done.lists} == {case.registration.pk: 4, other.pk: 1}
    own = done.lists[0]
    assert (own.set_aside, own.remarks) == (1, 1)
    # who stands on the other registration is not called absent
    assert case.causes() == {"UNPAID": 1, "TWO_REG": 1, "NOT_REGISTERED": 1}


def test_rows_of_another_month_are_set_aside_with_a_remark_and_nothing_is_lost(case):
    from naungan.contributions.reconciliation.keeping import members_of, remarks_of

    rows = case.rows()
    rows[0]["BLTH"] = "04-2021"
    rows[1] |= {"NIK": "123", "UPAH": "banyak"}
    kept = case.send(rows).lists[0]
    assert (kept.members, kept.set_aside, len(members_of(kept))) == (5, 1, 5)
    assert {(one["code"], one["cell"]) for one in remarks_of(kept)} == {
        ("agency.month", "I2"), ("agency.nik", "B3"), ("agency.wage", "H3"),
    }  # fmt: skip


def test_a_file_for_another_month_only_is_refused(case):
    with pytest.raises(Refused) as refused:
        case.send([row | {"BLTH": "2021-04"} for row in case.rows()])
    assert refused.value.code == "agency.nobody"
    assert not AgencyList.objects.exists()


def test_a_spreadsheet_with_other_headings_and_card_numbers_only_is_read(case, tmp_path):
    import xlsxwriter

    path = tmp_path / "TK AKTIF.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("AKTIF")
        sheet.write_row(0, 0, ["DAFTAR TENAGA KERJA AKTIF"])
        sheet.write_row(2, 0, ["No", "No. KPJ", "Nama Tenaga Kerja", "Tgl Lahir", "Iuran JKK", "Iuran JKM"])
        for at, one in enumerate(case.people):
            born = f"{one.birth_on:%d/%m/%Y}"
            sheet.write_row(3 + at, 0, [at + 1, one.kpj, one.name, born, 10_000, 6_800])
    receive_list(path, registration=case.registration, month=MARCH, actor=case.actor)
    assert case.causes() == {"UNPAID": 1}
