"""Every difference by its cause, to the person and to the rupiah."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naungan.contributions.reconciliation.models import Reconciliation
from naungan.contributions.reconciliation.receiving import receive_list, record_agency_bill
from naungan.contributions.reconciliation.reconciling import reconcile
from naungan.contributions.services import receive_file
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Membership, Person
from tests.contributions.reconciliation.conftest import MARCH

pytestmark = pytest.mark.django_db


def told(kept):
    """The sum of the causes and the difference of the two bills: always the same number."""
    causes = kept.differences.exclude(state="GONE").aggregate(rp=Sum("difference_rp", default=0))["rp"]
    assert causes == kept.agency_rp - kept.ours_rp
    return causes


def test_two_lists_that_agree_differ_only_by_the_unpaid_bill(case):
    done = case.send(case.rows())
    assert case.causes() == {"UNPAID": 1}
    assert told(case.kept()) == 0
    kept = done.reconciliations[0]
    assert (kept.decreed, kept.listed, kept.billed, kept.ours_rp) == (6, 6, 6, 6 * 16_800)


def test_the_dead_whom_both_still_bill_are_told_with_what_they_cost(case):
    Person.objects.filter(pk=case.people[0].pk).update(deceased_on=date(2021, 2, 10))
    case.send(case.rows())
    dead = case.one("DEAD")
    assert (dead.agency_rp, dead.ours_rp, dead.difference_rp) == (16_800, 16_800, 0)
    assert dead.name == case.people[0].name


def test_who_died_within_the_month_is_still_due(case):
    Person.objects.filter(pk=case.people[0].pk).update(deceased_on=date(2021, 3, 1))
    case.send(case.rows())
    assert "DEAD" not in case.causes()


def test_the_agency_alone_still_bills_a_dead_person(make_case):
    def died(roll, people):
        Person.objects.filter(pk=people[0].pk).update(deceased_on=date(2021, 2, 10))
        Membership.objects.filter(person=people[0]).update(last_month=MARCH - 1, end_cause="DEATH")

    case = make_case(before_post=died)
    case.send(case.rows())
    assert case.one("DEAD").difference_rp == 16_800
    assert told(case.kept()) == 16_800


def test_decreed_but_never_on_the_agencys_list(case):
    case.send(case.rows()[1:])
    assert case.one("NOT_REGISTERED").difference_rp == -16_800
    assert told(case.kept()) == -16_800


def test_dropped_without_reason_was_on_the_list_of_the_month_before(case):
    before = [row | {"BLTH": "02-2021"} for row in case.rows()]
    received = case.send(before, month=MARCH - 1)
    assert received.reconciliations == ()  # our February is not final
    case.send(case.rows()[1:])
    assert case.one("DROPPED").name == case.people[0].name


def test_paid_but_not_on_the_agencys_list(case, tmp_path):
    file = tmp_path / "bayar.csv"
    file.write_text("paid_on,amount,payer,reference\n2021-03-20,100800,75.03,SP2D-1\n")
    receive_file(file, actor=case.actor)
    case.send(case.rows()[1:])
    assert case.causes() == {"PAID_NOT_LISTED": 1}
    assert case.one("PAID_NOT_LISTED").is_paid


def test_registered_at_the_agency_and_on_no_list_of_ours(case):
    stranger = {"NIK": "7503010101990001", "NAMA LENGKAP": "Tidak Dikenal", "KPJ": "99000000001"}
    case.send([*case.rows(), case.row(case.people[0]) | stranger])
    found = case.one("NOT_ON_ROLL")
    assert (found.person_id, found.name, found.difference_rp) == (None, "Tidak Dikenal", 16_800)


def test_who_ended_on_our_list_is_still_active_at_the_agency(make_case):
    def moved(roll, people):
        Membership.objects.filter(person=people[0]).update(last_month=MARCH - 1, end_cause="MOVED")

    case = make_case(before_post=moved)
    case.send(case.rows())
    assert case.one("ENDED").difference_rp == 16_800


def test_who_came_after_the_month_was_posted_is_not_billed_yet(case):
    late = case.world.person(birth_on=date(1990, 1, 1), kpj="99000000009")
    case.world.member(case.roll, late)
    case.send([*case.rows(), case.row(late)])
    assert case.one("NOT_BILLED").difference_rp == 16_800


def test_the_same_person_on_two_registrations(case):
    other = case.world.roll(case.world.payer("REKAAN-1", kind="COLLECTIVE"))
    case.world.registration(other.registration.payer)
    rows = case.rows()
    receive_list(
        case.file(rows[:1], "lain.csv"), registration=other.registration, month=MARCH, actor=case.actor
    )
    case.send(rows)
    assert case.one("TWO_REG").difference_rp == 0


def test_a_row_twice_on_the_agencys_list_costs_twice(case):
    case.send([*case.rows(), case.row(case.people[0], KPJ="99000000002")])
    twice = case.one("TWICE")
    assert (twice.difference_rp, twice.theirs) == (16_800, "99000000002")
    assert told(case.kept()) == 16_800


@pytest.mark.parametrize("kpj", [True, False], ids=["by card", "by name and birth date"])
def test_another_nik_on_the_same_person_is_one_difference_and_not_two_people(case, kpj):
    rows = case.rows()
    rows[0] |= {"NIK": "7503010101770007"} | ({} if kpj else {"KPJ": ""})
    case.send(rows)
    assert case.causes() == {"UNPAID": 1, "NIK": 1}
    assert case.one("NIK").theirs == "7503010101770007"


def test_somebody_elses_name_on_a_nik(case):
    rows = case.rows()
    rows[0]["NAMA LENGKAP"] = "Sama Sekali Lain"
    case.send(rows)
    assert case.one("NAME").theirs == "Sama Sekali Lain"


def test_a_wage_that_differs_explains_what_it_costs(make_case):
    case = make_case(segment="PU", programmes="JKK,JKM,JHT")
    rows = [case.row(one, PROGRAM="JKK JKM JHT", UPAH="3000000", IURAN="") for one in case.people]
    rows[0]["UPAH"] = "4.000.000"
    case.send(rows)
    wage = case.one("WAGE")
    assert (wage.ours, wage.theirs) == ("3000000", "4000000")
    # JKK 0.24 %, JKM 0.30 %, JHT 5.7 % of a million
    assert wage.difference_rp == 2_400 + 3_000 + 57_000
    assert told(case.kept()) == 62_400


def test_a_programme_more_at_the_agency_is_apart_from_the_wage(make_case):
    case = make_case(segment="PU", programmes="JKK,JKM")
    rows = [case.row(one, UPAH="3000000", IURAN="") for one in case.people]
    rows[0] |= {"PROGRAM": "JKK JKM JHT", "UPAH": "4000000"}
    case.send(rows)
    programmes, wage = case.one("PROGRAMMES"), case.one("WAGE")
    assert programmes.difference_rp == 228_000  # JHT 5.7 % of four million
    assert wage.difference_rp == 5_400
    assert (programmes.ours, programmes.theirs) == ("JKK,JKM", "JKK,JKM,JHT")


def test_the_same_wage_billed_otherwise_is_the_calculation(case):
    rows = case.rows()
    rows[0]["IURAN"] = "16900"
    case.send(rows)
    assert case.one("CALCULATION").difference_rp == 100


def test_what_the_agency_bills_beyond_its_list_is_told_apart(case):
    case.send(case.rows())
    record_agency_bill(case.registration, MARCH, amount_rp=6 * 16_800 + 50_000, actor=case.actor)
    assert case.one("AGENCY_OWN").difference_rp == 50_000
    assert told(case.kept()) == 50_000


def test_the_agencys_bill_alone_is_compared_without_people(case):
    record_agency_bill(case.registration, MARCH, amount_rp=90_000, actor=case.actor)
    assert case.causes() == {"AGENCY_OWN": 1, "UNPAID": 1}
    assert told(case.kept()) == 90_000 - 100_800


def test_nothing_is_compared_before_the_month_is_posted_or_the_agency_told(make_case):
    case = make_case(post=False)
    with pytest.raises(Refused) as refused:
        reconcile(case.registration, MARCH, actor=case.actor)
    assert refused.value.code == "reconciliation.not_posted"
    assert not Reconciliation.objects.exists()


CHANGES = ("same", "absent", "wage", "programmes", "amount", "nik", "twice", "dead", "ended", "unreadable")


@given(st.lists(st.sampled_from(CHANGES), min_size=5, max_size=5), st.integers(0, 3), st.booleans())
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_causes_always_add_up_to_the_difference_of_the_bills(case, changes, strangers, own_bill):
    rows = []
    for number, (person, change) in enumerate(zip(case.people, changes, strict=False)):
        row = case.row(person)
        row |= {
            "wage": {"UPAH": "2500000", "IURAN": ""}, "programmes": {"PROGRAM": "JKK JKM JHT", "IURAN": ""},
            "amount": {"IURAN": str(10_000 + number)}, "nik": {"NIK": f"75030101017{number}0001"},
            "unreadable": {"UPAH": "?", "IURAN": "", "PROGRAM": "?"},
        }.get(change, {})  # fmt: skip
        rows += [row] * {"absent": 0, "twice": 2}.get(change, 1)
        died = date(2021, 1, 5) if change == "dead" else None
        Person.objects.filter(pk=person.pk).update(deceased_on=died)
        until = MARCH - 1 if change == "ended" else months.parse("2021-12")
        Membership.objects.filter(person=person).update(last_month=until)
    rows += [case.row(case.people[5], NIK=f"750301010155000{n}", KPJ="", UPAH="7") for n in range(strangers)]
    rows = [
        row | {"NAMA LENGKAP": row["NAMA LENGKAP"] + " x" * at} for at, row in enumerate(rows)
    ] or case.rows()
    case.send(rows)
    reconcile(case.registration, MARCH, actor=case.actor)
    if own_bill:
        record_agency_bill(case.registration, MARCH, amount_rp=77_777, actor=case.actor)
    told(case.kept())
