"""Wrong files, of payments and registers: remarks by line, and nothing changed. Files that only look odd are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from naungan.contributions.models import Allocation, Instruction, Payment
from naungan.contributions.queries import bills_state
from naungan.contributions.register.models import LineDecision, Register, RegisterLine
from naungan.contributions.register.receiving import receive_register
from naungan.contributions.services import receive_file
from naungan.journal.models import Entry
from naungan.law.findings import Refused

pytestmark = pytest.mark.django_db
HEADER = "paid_on,amount,payer,reference"
GOOD = ("2021-03-01,168000,75.03,A", "2021-03-02,100000,75.03,B")
HEADINGS = ("Nomor SP2D", "Tanggal SP2D", "SKPD", "Uraian", "Penerima", "Nilai")
AGENCY = "BPJS Ketenagakerjaan Cabang Gorontalo"
FEBRUARY = ("1/A", "2021-05-10", "Dinas Tenaga Kerja", "Iuran JKK JKM Februari 2021", AGENCY, 168_000)
MARCH = ("2/A", "2021-05-11", "Dinas Tenaga Kerja", "Iuran JKK JKM Maret 2021", AGENCY, 168_000)
BOOK = (Payment, Allocation, Instruction, Register, RegisterLine, LineDecision, Entry)


@pytest.fixture
def unchanged(billed):
    """Whatever the test does, the book stands as before."""
    before = [model.objects.count() for model in BOOK]
    yield
    assert [model.objects.count() for model in BOOK] == before
    assert [one.outstanding for one in bills_state(as_of=date(2021, 12, 31))] == [168_000] * 4


def csv(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "bayar.csv"
    path.write_text("\n".join([header, *lines]))
    return path


def workbook(folder: Path, **sheets: list[tuple[object, ...]]) -> Path:
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


@pytest.mark.parametrize(
    ("lines", "header", "code", "line"),
    [
        ((*GOOD, "JUMLAH,268001,,"), HEADER, "payment.sum", "4"),
        ((*GOOD, ",268.100,,Total"), HEADER, "payment.sum", "4"),
        ((*GOOD, "2021-03-03,USD 100,75.03,C"), HEADER, "payment.currency", "4"),
        ((*GOOD, "2021-03-03,$100,75.03,C"), HEADER, "payment.currency", "4"),
        ((f"{GOOD[0]},IDR", f"{GOOD[1]},SGD"), f"{HEADER},mata uang", "payment.currency", "3"),
    ],
)
def test_payments_whose_figures_cannot_be_trusted_are_given_back_by_line(
    unchanged, actor, tmp_path, lines, header, code, line
):
    found = receive_file(csv(tmp_path, *lines, header=header), actor=actor)
    assert (found.accepted, found.rejected, found.amount) == (0, found.rows, 0)
    assert [(one.code, one.cell) for one in found.findings] == [(code, line)]
    assert all(one.blocking and one.found and one.expected and one.mend for one in found.findings)


@pytest.mark.parametrize("total", ["JUMLAH,268000,,", "Total,Rp268.000,,", ",268000,,Grand total"])
def test_a_printed_sum_that_adds_up_is_no_payment(billed, actor, tmp_path, total):
    found = receive_file(csv(tmp_path, *GOOD, total), actor=actor)
    assert (found.rows, found.accepted, found.amount, found.findings) == (2, 2, 268_000, ())


def test_payments_with_their_columns_in_another_order_are_read_by_name(billed, actor, tmp_path):
    path = csv(
        tmp_path, "A;IDR;75.03;168000;2021-03-01", header="No Bukti;Mata uang;Pembayar;Nominal;Tanggal"
    )
    assert receive_file(path, actor=actor).amount == 168_000


def test_a_register_given_as_payments_is_refused_with_the_way_to_go(unchanged, actor, tmp_path):
    path = csv(tmp_path, "1/A;2021-05-10;Iuran;168000", header="Nomor SP2D;Tanggal SP2D;Uraian;Nilai")
    with pytest.raises(Refused) as refused:
        receive_file(path, actor=actor)
    assert (refused.value.code, "SP2D" in refused.value.mend) == ("file.layout", True)
    with pytest.raises(Refused) as refused:
        receive_file(workbook(tmp_path, Register=[HEADINGS, FEBRUARY]), actor=actor)
    assert refused.value.code == "file.not_text"


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([HEADINGS, FEBRUARY, MARCH, ("", "", "", "JUMLAH", "", 336_001)], "register.sum", "F4"),
        ([(*HEADINGS, "Mata Uang"), (*FEBRUARY, "IDR"), (*MARCH, "USD")], "register.currency", "G3"),
        ([HEADINGS, FEBRUARY, (*MARCH[:-1], "$ 1,000")], "register.currency", "F3"),
        ([(*HEADINGS[:-1], "Nilai (USD)"), FEBRUARY], "register.currency", "F1"),
        ([HEADINGS, ("1/A", "2021-05-10", "BKD", "Gaji induk Mei", "Bendahara", 9_000_000)], "register.other", ""),
        ([HEADINGS, ("1/A", "2021-05-10", "Dinkes", "Iuran PBI", "BPJS Kesehatan", 9_000_000)], "register.other", ""),
    ],
)  # fmt: skip
def test_a_register_that_is_wrong_is_given_back_by_cell(unchanged, owner, actor, tmp_path, rows, code, cell):
    result = receive_register(workbook(tmp_path, Register=rows), payer=owner, actor=actor)
    assert (result.is_written, [(one.code, one.cell) for one in result.findings]) == (False, [(code, cell)])


@pytest.mark.parametrize(
    "rows",
    [
        [("NPWP", "Masa Pajak", "NTPN", "Setoran"), ("01.234", "05-2021", "AB12", 168_000)],
        [("NIK", "Nama", "Alamat"), ("7503010101010001", "Rekaan", "Desa Satu")],
        [("catatan",), ("tidak ada judul",)],
    ],
)
def test_a_file_of_something_else_is_refused(unchanged, owner, actor, tmp_path, rows):
    with pytest.raises(Refused) as refused:
        receive_register(workbook(tmp_path, Lain=rows), payer=owner, actor=actor)
    assert refused.value.code == "file.layout"


def test_a_register_that_lacks_its_amounts_asks_what_its_columns_hold(unchanged, owner, actor, tmp_path):
    rows = [("Tanggal", "NTPN", "Uraian"), ("2021-05-10", "AB12", "Iuran JKK JKM")]
    result = receive_register(workbook(tmp_path, Pajak=rows), payer=owner, actor=actor)
    assert (result.missing, result.blocked) == (("reference", "amount"), True)


def test_a_register_with_its_columns_in_another_order_is_read_by_its_words(billed, owner, actor, tmp_path):
    turned = [tuple(reversed(row)) for row in (HEADINGS, FEBRUARY, MARCH)]
    result = receive_register(workbook(tmp_path, Register=turned), payer=owner, actor=actor)
    assert (result.count("MATCHED"), result.amount) == (2, 336_000)


def test_a_register_on_another_sheet_is_found(billed, owner, actor, tmp_path):
    cover: list[tuple[object, ...]] = [("PEMERINTAH KABUPATEN REKAAN",), ("Rekapitulasi belanja", "2021")]
    path = workbook(tmp_path, Sampul=cover, Mei=[HEADINGS, FEBRUARY, MARCH])
    result = receive_register(path, payer=owner, actor=actor)
    assert (result.count("MATCHED"), {line.row.sheet for line in result.lines}) == (2, {"Mei"})


@pytest.mark.parametrize(
    "headings",
    [
        ("No. Bukti", "Tgl Cair", "OPD", "Keperluan", "Nama Rekanan", "Jumlah (Rp)"),
        ("Nomor Dokumen", "Tanggal Transfer", "Nama Sub Unit", "Keterangan", "Nama Pihak Ketiga", "Nilai Bruto"),
        ("NO SP 2 D", "TANGGAL PENCAIRAN", "UNIT KERJA", "UNTUK PEMBAYARAN", "DIBAYARKAN KEPADA", "REALISASI"),
    ],
)  # fmt: skip
def test_another_system_s_headings_mean_the_same(billed, owner, actor, tmp_path, headings):
    result = receive_register(
        workbook(tmp_path, Register=[headings, FEBRUARY, MARCH]), payer=owner, actor=actor
    )
    assert (result.findings, result.count("MATCHED")) == ((), 2)


def test_the_exact_sum_of_a_later_bill_waits_for_somebody_to_say_which_month(billed, owner, actor, tmp_path):
    receive_file(csv(tmp_path, "2021-03-01,100000,75.03,A"), actor=actor)
    sum_of_march = (*MARCH[:3], "Iuran petani", *MARCH[4:])
    result = receive_register(workbook(tmp_path, Register=[HEADINGS, sum_of_march]), payer=owner, actor=actor)
    (line,) = result.lines
    assert (line.fate, [one.code for one in line.reasons][-1]) == ("QUEUED", "OLDER")
