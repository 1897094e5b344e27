"""The agency's bill by person beside ours: the difference of each person and programme, by its cause."""

from __future__ import annotations

import csv
import io

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naungan.contributions.reconciliation.keeping import remarks_of
from naungan.contributions.reconciliation.models import AgencyBill
from naungan.contributions.reconciliation.receiving import Asked, receive_bill, record_agency_bill
from naungan.contributions.reconciliation.settling import Decision, settle
from naungan.contributions.services import run_month
from naungan.law.findings import Refused
from naungan.registry.models import Registration
from tests.contributions.reconciliation.conftest import MARCH
from tests.contributions.reconciliation.test_pages import branch, page, place, signed_in

pytestmark = pytest.mark.django_db
__all__ = ["branch", "place"]
HEAD = ("NIK", "KPJ", "NAMA LENGKAP", "NPP", "UPAH", "IURAN JKK", "IURAN JKM", "JUMLAH IURAN", "BLTH")


def line(person, **given: str) -> dict[str, str]:
    """The agency's line for a person, as our bill has it."""
    return {
        "NIK": person.nik, "KPJ": person.kpj, "NAMA LENGKAP": person.name, "NPP": "", "UPAH": "1000000",
        "IURAN JKK": "10000", "IURAN JKM": "6800", "JUMLAH IURAN": "16800", "BLTH": "03-2021",
    } | given  # fmt: skip


def write(case, lines, name="tagihan.csv"):
    path = case.folder / name
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, HEAD)
        writer.writeheader()
        writer.writerows(lines)
    return path


def bill(case, lines, month=MARCH, **asked):
    where = {"registration": case.registration, "month": month, "actor": case.actor}
    return receive_bill(write(case, lines), asked=Asked(**asked), **where)


def lines_of(case, people=None):
    return [line(person) for person in people or case.people]


def told(case):
    """By cause: what it makes of the difference in all and by programme."""
    kept = case.kept()
    found = kept.differences.exclude(state="GONE").exclude(cause="UNPAID")
    assert (found.aggregate(rp=Sum("difference_rp"))["rp"] or 0) == kept.agency_rp - kept.ours_rp
    return {
        one.cause: (one.difference_rp, {name: each[2] for name, each in one.by_programme.items() if each[2]})
        for one in found
    }


def test_a_bill_that_agrees_explains_nothing(case):
    done = bill(case, lines_of(case))
    assert told(case) == {}
    (made,) = done.bills
    assert (made.amount_rp, made.members, made.by_programme) == (100_800, 6, {"JKK": 60_000, "JKM": 40_800})


def test_who_is_billed_otherwise_differs_by_programme(case):
    lines = lines_of(case)
    lines[0] |= {"IURAN JKK": "12000", "JUMLAH IURAN": "18800"}
    bill(case, lines)
    assert told(case) == {"CALCULATION": (2_000, {"JKK": 2_000})}


def test_programmes_that_are_swapped_are_told_though_the_sums_agree(case):
    lines = lines_of(case)
    lines[0] |= {"IURAN JKK": "6800", "IURAN JKM": "10000"}
    bill(case, lines)
    assert told(case) == {"CALCULATION": (0, {"JKK": -3_200, "JKM": 3_200})}


def test_a_programme_that_only_the_agency_bills_is_apart_from_the_rest(case):
    lines = lines_of(case)
    lines[0] |= {"IURAN JKM": "0", "IURAN JKK": "11000", "JUMLAH IURAN": "11000"}
    bill(case, lines)
    assert told(case) == {"PROGRAMMES": (-6_800, {"JKM": -6_800}), "CALCULATION": (1_000, {"JKK": 1_000})}


def test_who_is_on_no_bill_of_the_agency_has_one_cause(case):
    bill(case, lines_of(case, case.people[1:]))
    assert told(case) == {"NOT_ON_BILL": (-16_800, {"JKK": -10_000, "JKM": -6_800})}


def test_list_and_bill_of_the_agency_are_held_against_each_other(case):
    case.send(case.rows()[1:])
    bill(case, lines_of(case, case.people[:-1]))
    assert {cause: rupiah for cause, (rupiah, _parts) in told(case).items()} == {
        "BILL_ONLY": 0,
        "NOT_ON_BILL": -16_800,
    }
    assert case.one("BILL_ONLY").name == case.people[0].name
    assert case.one("NOT_ON_BILL").name == case.people[-1].name
    assert case.kept().listed == 5


def test_what_the_letter_asks_beyond_its_lines_names_nobody(case):
    bill(case, lines_of(case), amount_rp=110_800)
    assert told(case) == {"AGENCY_OWN": (10_000, {})}


def test_an_amount_that_comes_later_keeps_the_lines(case):
    bill(case, lines_of(case, case.people[1:]))
    record_agency_bill(case.registration, MARCH, amount_rp=90_000, actor=case.actor)
    assert {cause: rupiah for cause, (rupiah, _parts) in told(case).items()} == {
        "NOT_ON_BILL": -16_800,
        "AGENCY_OWN": 6_000,
    }


def test_the_same_file_again_changes_nothing(case):
    bill(case, lines_of(case))
    assert not bill(case, lines_of(case)).is_new
    assert AgencyBill.objects.count() == 1


def test_findings_by_line_say_where_and_how_to_mend(case):
    lines = lines_of(case)
    lines[0] |= {"JUMLAH IURAN": "17000"}
    lines[1] |= {"IURAN JKK": "sepuluh ribu"}
    lines[2] |= {"IURAN JKK": "", "IURAN JKM": "", "JUMLAH IURAN": ""}
    lines[3] |= {"BLTH": "04-2021"}
    (made,) = bill(case, lines).bills
    assert {(one["code"], one["cell"]) for one in remarks_of(made)} == {
        ("agency.row_sum", "H2"), ("agency.row_sum", "H3"), ("agency.amount", "F3"), ("agency.no_amount", "4"),
        ("agency.month", "I5"),
    }  # fmt: skip
    assert (made.members, made.set_aside) == (5, 1)
    assert made.amount_rp == 17_000 + 16_800 + 0 + 2 * 16_800


def test_a_file_that_says_of_nobody_what_it_costs_is_refused(case):
    silent = {"IURAN JKK": "", "IURAN JKM": "", "JUMLAH IURAN": ""}
    with pytest.raises(Refused) as refused:
        bill(case, [one | silent for one in lines_of(case)])
    assert refused.value.code == "agency.no_amounts"
    assert not AgencyBill.objects.exists()


def test_lines_of_another_number_become_that_registrations_bill(case):
    Registration.objects.filter(pk=case.registration.pk).update(number="DD010001")
    case.registration.refresh_from_db()
    other = case.world.roll(case.world.payer("REKAAN-2", kind="COLLECTIVE")).registration
    Registration.objects.filter(pk=other.pk).update(number="DD010002")
    numbers = ["DD010001"] * 4 + ["DD010002"] * 2
    lines = [one | {"NPP": number} for one, number in zip(lines_of(case), numbers, strict=True)]
    done = bill(case, lines)
    assert {one.registration_id: one.amount_rp for one in done.bills} == {
        case.registration.pk: 4 * 16_800,
        other.pk: 2 * 16_800,
    }


CHANGES = st.sampled_from(["same", "absent", "jkk", "none", "twice", "swapped", "wage"])


@given(st.lists(CHANGES, min_size=6, max_size=6), st.integers(0, 2), st.booleans(), st.booleans())
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_causes_add_up_and_each_difference_by_programme(case, changes, strangers, with_list, own_sum):
    lines = []
    for number, (person, change) in enumerate(zip(case.people, changes, strict=True)):
        one = line(person) | {
            "jkk": {"IURAN JKK": str(9_000 + number), "JUMLAH IURAN": ""},
            "none": {"IURAN JKK": "", "IURAN JKM": "", "JUMLAH IURAN": "1"},
            "swapped": {"IURAN JKK": "6800", "IURAN JKM": "10000"},
            "wage": {"UPAH": "2500000", "JUMLAH IURAN": "20000", "IURAN JKK": "13200"},
        }.get(change, {})
        lines += [one] * {"absent": 0, "twice": 2}.get(change, 1)
    lines += [line(case.people[0], NIK=f"750301010155000{n}", KPJ="") for n in range(strangers)]
    if with_list:
        case.send(case.rows()[: len(lines)] or case.rows())
    bill(case, lines or lines_of(case), **({"amount_rp": 77_777} if own_sum else {}))
    told(case)
    for one in case.kept().differences.exclude(state="GONE").exclude(cause__in=["UNPAID", "AGENCY_OWN"]):
        parts = sum(each[2] for each in one.by_programme.values())
        stated_without_parts = "none" in changes
        assert parts == one.difference_rp or stated_without_parts, (one.cause, one.by_programme)


def test_when_a_cause_is_settled_the_months_beside_it_are_compared_anew(make_case):
    case = make_case()
    run_month(MARCH + 1, actor=case.actor, post=True)
    april = [row | {"BLTH": "04-2021"} for row in case.rows()[1:]]
    case.send(april, month=MARCH + 1)
    kept = type(case.send(case.rows()).reconciliations[0])
    later = kept.objects.get(registration=case.registration, month=MARCH + 1)
    # March came after April: who stood on its list was dropped in April
    assert later.differences.get(cause="DROPPED", state="OPEN").name == case.people[0].name
    wrong = case.rows()
    wrong[0]["IURAN"] = "17000"
    case.send(wrong)
    before = kept.objects.get(pk=later.pk).computed_at
    own = case.kept()
    decision = Decision("AGENCY", "dibahas")
    settle(own, own.differences.filter(cause="CALCULATION"), decision, expected=1, actor=case.actor)
    assert kept.objects.get(pk=later.pk).computed_at > before
    assert case.one("CALCULATION").state == "SETTLED"


def test_a_clerk_brings_the_bill_and_reads_each_difference_by_programme(case, place, branch):
    lines = lines_of(case)
    lines[0] |= {"IURAN JKK": "12000", "JUMLAH IURAN": "18800"}
    lines[1] |= {"JUMLAH IURAN": "16900"}
    file = io.BytesIO(write(case, lines).read_bytes())
    file.name = "tagihan maret.csv"
    shown = branch.post(f"{place}tagihan-bpjs/", {"file": file}, follow=True).content.decode()
    for word in ("JKK\u00a0+Rp2.000", "tagihan maret.csv", "Hitungan iuran berbeda", "1 catatan perbaikan"):
        assert word in shown, word
    kept = AgencyBill.objects.get()
    assert "H3" in page(branch, f"/rekonsiliasi/tagihan/{kept.pk}/")
    answer = branch.get(f"{place}?format=csv")
    header, *rows = b"".join(answer.streaming_content).decode().splitlines()[6:]
    assert "JKK kita,JKK BPJS,Selisih JKK" in header
    assert any("10000,12000,2000" in row for row in rows)
    assert branch.post(f"{place}berita-acara/").content.startswith(b"%PDF-")
    nothing = branch.post(f"{place}tagihan-bpjs/", {}).content.decode()
    assert "Isi jumlah tagihannya, atau unggah rinciannya." in nothing


def test_another_region_opens_no_remarks_on_a_bill(case):
    lines = lines_of(case)
    lines[0] |= {"JUMLAH IURAN": "17000"}
    (made,) = bill(case, lines).bills
    page(signed_in("list_owner", area_id="75.71"), f"/rekonsiliasi/tagihan/{made.pk}/", status=404)
