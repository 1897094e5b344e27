"""A region's register of disbursements: taken in where it is certain, waiting where it is not, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from naungan.accounts.access import Actor, operator
from naungan.accounts.scope import Scope
from naungan.contributions.models import Payment
from naungan.contributions.queries import bills_state
from naungan.contributions.register.models import LineDecision, RegisterLine
from naungan.contributions.register.receiving import look_at_register, receive_register
from naungan.contributions.register.settling import Settlement, candidates_of, register_lines, reopen, settle
from naungan.contributions.services import receive, run_month
from naungan.journal.models import Entry
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Payer, RememberedReading

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")
HEADINGS = ("Nomor SP2D", "Tanggal SP2D", "SKPD", "Uraian", "Penerima", "Kode Rekening", "Nilai")
AGENCY = "BPJS Ketenagakerjaan Cabang Gorontalo"


def sp2d(
    number: object, amount: object = 168_000, text: str = "Iuran JKK JKM petani", day: object = "2021-05-10",
    to: str = AGENCY, unit: str = "Dinas Tenaga Kerja", account: str = "5.1.02",
) -> tuple[object, ...]:  # fmt: skip
    return (number, day, unit, text, to, account, amount)


def workbook(path: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    """An XLSX with titles above the headings, as the budget system prints it."""
    with xlsxwriter.Workbook(path / "register.xlsx") as book:
        sheet = book.add_worksheet("Register")
        sheet.write(0, 0, "PEMERINTAH KABUPATEN REKAAN")
        sheet.write(1, 0, "REGISTER SP2D")
        for at, row in enumerate((headings, *rows), start=3):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, book.add_format({"num_format": "dd/mm/yyyy"}))  # type: ignore[arg-type]
                else:
                    sheet.write(at, column, cell)
    return path / "register.xlsx"


def outstanding() -> list[int]:
    return [one.outstanding for one in bills_state(as_of=date(2021, 12, 31))]


def fates(result: Any) -> dict[str, str]:
    return {line.row.reference: line.fate for line in result.lines}


def test_a_register_pays_bills_by_code_by_months_and_by_amount_and_leaves_the_rest_aside(
    billed, owner, actor, tmp_path
):
    path = workbook(
        tmp_path,
        sp2d("001/SP2D", 2_500_000, "Gaji induk pegawai Mei 2021", to="Bendahara"),
        sp2d("002/SP2D", 168_000, f"Iuran kode {billed[3].payment_code}", day=date(2021, 5, 11)),
        sp2d("003/SP2D", 336_000, "Iuran JKK JKM Februari s.d. Maret 2021", day="12 Mei 2021"),
        sp2d("004/SP2D", 168_000, day="13/05/2021"),
        sp2d("005/SP2D", 999_000, "Iuran jaminan kesehatan PBI", to="BPJS Kesehatan"),
        ("", "", "", "JUMLAH", "", "", 4_171_000),
    )
    result = receive_register(path, payer=owner, actor=actor)
    assert result.findings == ()
    assert fates(result) == {
        "001/SP2D": "IGNORED", "002/SP2D": "MATCHED", "003/SP2D": "MATCHED", "004/SP2D": "MATCHED",
        "005/SP2D": "IGNORED",
    }  # fmt: skip
    assert (result.amount, result.sums_checked, outstanding()) == (672_000, 1, [0, 0, 0, 0])
    assert set(RegisterLine.objects.values_list("reference", flat=True)) == {
        "002/SP2D",
        "003/SP2D",
        "004/SP2D",
    }
    assert Payment.objects.get(reference="002/SP2D").payment_code == billed[3].payment_code


def test_the_same_register_again_and_its_lines_in_another_file_change_nothing(billed, owner, actor, tmp_path):
    first, second = sp2d("1/A", 168_000), sp2d("2/A", 168_000)
    receive_register(workbook(tmp_path, first), payer=owner, actor=actor)
    entries = Entry.objects.count()
    again = receive_register(workbook(tmp_path, first), payer=owner, actor=actor)
    assert (fates(again), again.is_written, Entry.objects.count()) == ({"1/A": "KNOWN"}, False, entries)
    more = receive_register(workbook(tmp_path, first, second), payer=owner, actor=actor)
    assert fates(more) == {"1/A": "KNOWN", "2/A": "MATCHED"}
    assert Payment.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([sp2d("1/A"), ("", "", "", "JUMLAH", "", "", 168_001)], "register.sum", "G6"),
        ([sp2d("1/A", "USD 1,000")], "register.currency", "G5"),
        ([sp2d("1/A", "seribu")], "register.amount", "G5"),
        ([sp2d("1/A", -168_000)], "register.negative", "G5"),
        ([sp2d("1/A", day="31/02/2021")], "register.date", "G5"),
        ([sp2d("1/A", day="2093-01-01")], "register.day", "G5"),
        ([sp2d("", 168_000)], "register.reference", "G5"),
        ([sp2d("1/A"), sp2d("1/A")], "register.repeated", "G6"),
        ([sp2d("1/A", text="Gaji induk", to="Bendahara")], "register.other", ""),
    ],
)
def test_a_register_that_cannot_be_trusted_is_given_back_and_changes_nothing(
    billed, owner, actor, tmp_path, rows, code, cell
):
    entries = Entry.objects.count()
    result = receive_register(workbook(tmp_path, *rows, sp2d("9/A")) if code != "register.other" and code
        not in {"register.sum"} else workbook(tmp_path, *rows), payer=owner, actor=actor)  # fmt: skip
    assert {finding.code for finding in result.findings} == {code}
    assert {finding.cell for finding in result.findings} == {cell}
    assert all(finding.blocking and finding.expected and finding.mend for finding in result.findings)
    assert (Payment.objects.count(), RegisterLine.objects.count(), Entry.objects.count()) == (0, 0, entries)


def test_amounts_in_thousands_are_not_taken_for_rupiah(billed, owner, actor, tmp_path):
    headings = (*HEADINGS[:-1], "Nilai (Ribuan Rupiah)")
    path = workbook(tmp_path, sp2d("1/A", 168), headings=headings)
    result = look_at_register(path, payer=owner, actor=actor, chosen={"NILAI": "amount"})
    assert "register.scaled" in {finding.code for finding in result.findings}


def test_what_was_chosen_of_the_headings_is_remembered_for_the_next_file(billed, owner, actor, tmp_path):
    headings = ("Nomor SP2D", "Tanggal SP2D", "SKPD", "Uraian", "Penerima", "Kode Rekening", "Angka Cair")
    path = workbook(tmp_path, sp2d("1/A"), headings=headings)
    asked = look_at_register(path, payer=owner, actor=actor)
    assert (asked.missing, asked.blocked) == (("amount",), True)
    chosen = {**asked.columns, "ANGKA CAIR": "amount"}
    assert fates(receive_register(path, payer=owner, actor=actor, chosen=chosen)) == {"1/A": "MATCHED"}
    assert RememberedReading.objects.get().payer == owner
    following = workbook(tmp_path, sp2d("2/A"), headings=headings)
    assert fates(receive_register(following, payer=owner, actor=actor)) == {"2/A": "MATCHED"}


def test_lines_of_one_disbursement_with_several_account_codes_are_one_payment(billed, owner, actor, tmp_path):
    path = workbook(
        tmp_path,
        sp2d("1/A", 100_000, "Iuran JKK Februari 2021", account="5.1.02.02.02.0005"),
        sp2d("1/A", 68_000, "Iuran JKM Februari 2021", account="5.1.02.02.02.0006"),
    )
    receive_register(path, payer=owner, actor=actor)
    assert (Payment.objects.get().amount_rp, outstanding()) == (168_000, [0, 168_000, 168_000, 168_000])


def test_civil_servants_contributions_to_taspen_are_not_ours(billed, owner, actor, tmp_path):
    path = workbook(tmp_path, sp2d("1/A", text="Iuran JKK JKM ASN", to="PT Taspen"), sp2d("2/A"))
    assert fates(receive_register(path, payer=owner, actor=actor)) == {"1/A": "IGNORED", "2/A": "MATCHED"}


def test_two_equal_amounts_pay_two_months_one_after_the_other(billed, owner, actor, tmp_path):
    path = workbook(tmp_path, sp2d("1/A"), sp2d("2/A"))
    receive_register(path, payer=owner, actor=actor)
    assert outstanding() == [0, 0, 168_000, 168_000]


def test_an_amount_that_fits_nothing_waits_with_its_reason_until_somebody_decides(
    billed, owner, actor, tmp_path
):
    receive_register(workbook(tmp_path, sp2d("1/A", 100_000)), payer=owner, actor=actor)
    line = register_lines(actor.scope).get()
    assert (line.is_open, Payment.objects.count()) == (True, 0)
    assert {reason["code"] for reason in line.reasons} >= {"PARTIAL"}
    candidate = candidates_of(line, actor.scope).candidates[0]
    settle(line, Settlement("PAYMENT", payer=owner, covers=candidate.covers), actor=actor)
    assert outstanding() == [68_000, 168_000, 168_000, 168_000]
    assert not register_lines(actor.scope).get().is_open
    with pytest.raises(Refused) as refused:
        settle(line, Settlement("NOT_OURS"), actor=actor, reason="bukan")
    assert refused.value.code == "line.settled"


def test_a_decision_is_taken_back_by_a_row_that_names_it_and_may_be_made_again(
    billed, owner, actor, tmp_path
):
    receive_register(workbook(tmp_path, sp2d("1/A")), payer=owner, actor=actor)
    line = RegisterLine.objects.get()
    with pytest.raises(Refused):
        reopen(line, actor=actor, reason=" ")
    reopen(line, actor=actor, reason="salah pembayar")
    assert (outstanding(), register_lines(actor.scope).get().is_open) == ([168_000] * 4, True)
    settle(line, Settlement("PAYMENT", payer=owner), actor=actor)
    assert outstanding() == [0, 168_000, 168_000, 168_000]
    assert set(Payment.objects.values_list("reference", flat=True)) == {"1/A", "1/A (2)"}
    assert LineDecision.objects.count() == 3


def test_money_that_is_known_under_another_number_is_not_taken_twice(billed, owner, actor, tmp_path):
    known = {"payer": owner, "amount_rp": 168_000, "reference": "CABANG-7", "actor": actor}
    receive(paid_on=date(2021, 5, 8), **known)
    receive_register(workbook(tmp_path, sp2d("1/A")), payer=owner, actor=actor)
    line = register_lines(actor.scope).get()
    assert line.is_open
    matched = candidates_of(line, actor.scope)
    assert [reason.code for reason in matched.reasons] == ["DOUBLE"]
    known_pk = matched.candidates[0].known
    settle(line, Settlement("KNOWN", known=Payment.objects.get(pk=known_pk)), actor=actor)
    assert (Payment.objects.count(), outstanding()[:2]) == (1, [0, 168_000])


def test_a_payer_outside_the_scope_neither_brings_nor_settles_a_register(billed, owner, actor, tmp_path):
    path = workbook(tmp_path, sp2d("1/A", 1_000))
    stranger = Actor("orang lain", Scope(areas=("75.71",)))
    with pytest.raises(Refused) as refused:
        receive_register(path, payer=owner, actor=stranger)
    assert refused.value.code == "scope.outside"
    receive_register(path, payer=owner, actor=operator("penguji"))
    assert not register_lines(stranger.scope).exists()
    with pytest.raises(Refused):
        settle(RegisterLine.objects.get(), Settlement("PAYMENT", payer=owner), actor=stranger)


def test_of_two_payers_with_the_same_amount_nobody_is_guessed(world, actor, tmp_path):
    world.farmers(10)
    world.farmers(10, code="DESA-1", area="75.03.01.2001")
    run_month(FEB, actor=actor, post=True)
    owner = Payer.objects.get(code="75.03")
    path = workbook(tmp_path, sp2d("1/A"), sp2d("2/A", text="Iuran DESA-1 Februari 2021"))
    result = receive_register(path, payer=owner, actor=actor)
    assert fates(result) == {"1/A": "QUEUED", "2/A": "MATCHED"}
    assert Payment.objects.get().payer.code == "DESA-1"
