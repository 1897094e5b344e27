"""The pages: what people see, ask and get back."""

from __future__ import annotations

from datetime import date

import pytest

from naungan.budgets.models import Budget, BudgetLine, Disbursement
from naungan.budgets.queries import line_states
from naungan.budgets.services import move, start_payment, take_step
from naungan.law import months
from naungan.law.findings import Refused

TODAY = date(2023, 6, 15)
PLAN = (
    "kelompok=petani&orang=20000&dari=2021-02&sampai=2021-12&dasar=1000000"
    "&program=JKK&program=JKM&dibayar=APBD"
)


def text(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def csv(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_budget_and_its_lines_are_opened_by_form_and_seen(sit, payer):
    client = sit()
    given = {"year": 2023, "payer": "75.03", "agency": "Disnaker", "source": "DPA", "scale": 1}
    led = client.post("/anggaran/baru/", given)
    made = Budget.objects.get()
    assert led.headers["Location"] == f"/anggaran/{made.pk}/"
    given = {
        "description": "Iuran petani",
        "group": "petani",
        "programmes": ["JKK", "JKM"],
        "fund_source": "umum",
        "paid_by": "APBD",
        "base_rp": "1.000.000",
        "people": 10,
        "first_month": "2023-01",
        "last_month": "2023-12",
        "ceiling_rp": "2.016.000",
    }
    assert client.post(f"/anggaran/{made.pk}/baris/", given).status_code == 302
    told = text(client.get(f"/anggaran/{made.pk}/"))
    assert "Rp2.016.000" in told
    assert "Iuran petani" in told
    assert "Disnaker" in text(client.get("/anggaran/"))


def test_what_the_service_refuses_stands_beside_its_field(sit, budget, line):
    given = {"kind": "DISBURSEMENT", "on": "2023-06-01", "reference": "SP2D-1", "amount_rp": "9.000.000"}
    told = text(sit().post(f"/anggaran/baris/{line.pk}/catat/", given))
    assert "Baris ini hanya menyisakan Rp2.016.000." in told
    assert line.movements.count() == 0


def test_a_line_says_what_its_ceiling_buys_with_the_remainder(sit, line):
    told = text(sit("leader").get(f"/anggaran/baris/{line.pk}/"))
    assert "120 orang-bulan" in told
    assert "Cukup bagi semua orang yang direncanakan selama 12 bulan; sisa Rp0." in told
    assert "Catat komitmen" not in told


def test_the_law_explains_the_tariff_of_a_line(sit, line):
    client = sit()
    page = client.get(f"/anggaran/baris/{line.pk}/").content.decode()
    href = page.split('href="/hukum/jelaskan/')[1].split('"')[0].replace("&amp;", "&")
    assert "16.800" in text(client.get("/hukum/jelaskan/" + href))


def test_the_planner_costs_20000_people_and_its_address_keeps_the_plan(sit):
    told = text(sit("leader").get(f"/anggaran/rencana/?{PLAN}"))
    assert "Rp3.696.000.000" in told
    assert 'value="20000"' in told


def test_with_a_ceiling_the_planner_says_how_many_for_how_long(sit):
    told = text(sit("leader").get(f"/anggaran/rencana/?{PLAN.replace('20000', '6562')}&pagu=384175200"))
    assert (
        "Bagi orang yang direncanakan cukup untuk 3 bulan penuh, lalu 3.181 orang satu bulan lagi; sisa Rp9.600."
        in told
    )
    assert "22.867" in told


def test_the_proposal_has_code_text_volume_unit_tariff_and_amount(sit):
    rows = csv(sit("leader").get(f"/anggaran/rencana/?{PLAN}&format=csv")).splitlines()
    assert "Kode rekening,Uraian,Volume,Satuan,Tarif,Jumlah" in rows
    assert any(row.endswith(",220000,orang-bulan,10000,2200000000") for row in rows)
    assert rows[-1] == ",Jumlah,,,,3696000000"


def test_what_cannot_be_read_or_is_refused_by_law_is_said_and_not_computed(sit):
    client = sit("leader")
    assert "Bulan terakhir mendahului" in text(client.get(f"/anggaran/rencana/?{PLAN}&sampai=2020-01"))
    assert "Segmen kelompok ini tidak mempunyai" in text(client.get(f"/anggaran/rencana/?{PLAN}&program=JP"))
    told = text(client.get(f"/anggaran/rencana/?{PLAN.replace('=APBD', '=EMPLOYER')}"))
    assert "error-summary" in told
    assert "Rp3.696.000.000" not in told


def test_plans_stand_side_by_side_with_what_one_costs_more(sit):
    from urllib.parse import urlencode

    more = PLAN.replace("20000", "40000")
    query = urlencode({"rencana": [PLAN, more, "tidak=terbaca"]}, doseq=True)
    client = sit("leader")
    told = text(client.get(f"/anggaran/rencana/banding/?{query}"))
    assert told.count("Rp3.696.000.000") == 2  # the first plan's cost, and what the second costs more
    assert "Rp7.392.000.000" in told
    assert "1 rencana tidak dapat dibaca" in told


@pytest.fixture
def payment(budget, line, actor) -> Disbursement:
    first = months.parse("2023-01")
    return start_payment(
        budget,
        description="Tahap 1",
        first_month=first,
        last_month=first + 4,
        parts={line: 840_000},
        actor=actor,
    )


def test_a_payment_walks_its_steps_in_order_and_spends_at_the_sp2d(payment, line, actor):
    for day, number in ((1, "SPP-1"), (2, "SPM-1")):
        take_step(payment, on=date(2023, 6, day), owner="PPTK", number=number, actor=actor)
    assert line_states([line], as_of=TODAY)[0].realised_rp == 0
    with pytest.raises(Refused, match="Nomor SP2D"):
        take_step(payment, on=date(2023, 6, 5), owner="BUD", actor=actor)
    with pytest.raises(Refused, match="Tanggalnya"):
        take_step(payment, on=date(2023, 6, 1), owner="BUD", number="SP2D-1", actor=actor)
    take_step(payment, on=date(2023, 6, 5), owner="BUD", number="SP2D-1", actor=actor)
    assert line_states([line], as_of=TODAY)[0].realised_rp == 840_000
    for _ in range(3):
        take_step(payment, on=date(2023, 6, 6), owner="Bendahara", actor=actor)
    with pytest.raises(Refused, match="sudah dipertanggungjawabkan"):
        take_step(payment, on=date(2023, 6, 7), owner="PPTK", actor=actor)


def test_a_stuck_payment_is_seen_where_and_on_the_start_page(sit, payment, actor):
    take_step(payment, on=date(2023, 6, 9), owner="PPTK Disnaker", number="SPP-1", actor=actor)
    client = sit()
    # a Friday; three working days and a half weekend later two working days are over
    told = text(client.get("/anggaran/pencairan/?keadaan=STUCK"))
    assert "Tahap 1" in told
    assert "Perintah membayar (SPM)" in told
    assert "Lanjutkan pencairan iuran yang tertahan" in text(client.get("/"))
    page = text(client.get(f"/anggaran/pencairan/{payment.pk}/"))
    assert "sudah 6 hari" in page
    assert "belum diverifikasi" in page


def test_a_payment_is_prepared_and_moved_by_form(sit, budget, line):
    client = sit()
    given = {
        "description": "Tahap 2",
        "first_month": "2023-05",
        "last_month": "2023-06",
        f"line_{line.pk}": "336.000",
    }
    led = client.post(f"/anggaran/{budget.pk}/cairkan/", given)
    assert led.status_code == 302
    step = {"on": "2023-06-15", "owner": "PPTK", "number": "SPP-2"}
    assert client.post(led.headers["Location"] + "langkah/", step).status_code == 302
    assert "Permintaan pembayaran (SPP)" in text(client.get(led.headers["Location"]))


def test_the_payers_page_shows_its_budget(sit, budget, line):
    assert "Disnaker 2023" in text(sit().get("/pembayar/75.03/"))


def test_another_region_finds_nothing(sit, budget, line, payment):
    client = sit(area="75.71")
    for path in (
        f"/anggaran/{budget.pk}/",
        f"/anggaran/{budget.pk}/silang/",
        f"/anggaran/baris/{line.pk}/",
        f"/anggaran/pencairan/{payment.pk}/",
    ):
        assert client.get(path).status_code == 404
    assert "Iuran petani" not in text(client.get("/anggaran/"))
    assert "Tahap 1" not in text(client.get("/anggaran/pencairan/"))


def test_who_only_looks_writes_nothing(sit, budget, line):
    client = sit("leader")
    for path in ("/anggaran/baru/", f"/anggaran/{budget.pk}/geser/", f"/anggaran/baris/{line.pk}/catat/"):
        assert client.get(path).status_code == 403


def test_a_movement_is_reversed_by_form_and_both_stay_seen(sit, line, actor):
    made = move(line, "DISBURSEMENT", on=TODAY, amount_rp=500, reference="SP2D-9", actor=actor)
    client = sit()
    given = {"on": "2023-06-15", "reason": "salah"}
    assert client.post(f"/anggaran/baris/{line.pk}/balik/{made.pk}/", given).status_code == 302
    told = text(client.get(f"/anggaran/baris/{line.pk}/"))
    assert "pembalikan" in told
    assert "-Rp500" in told


def test_the_list_narrows_by_year_state_and_words(sit, budget, line):
    client = sit()
    assert "Disnaker" in csv(client.get("/anggaran/?tahun=2023&format=csv"))
    assert "Disnaker" not in csv(client.get("/anggaran/?tahun=2022&format=csv"))
    assert "Disnaker" not in csv(client.get("/anggaran/?keadaan=SHORT&format=csv"))
    assert "Disnaker" not in csv(client.get("/anggaran/?q=zzz&format=csv"))


def test_rules_of_fund_sources_are_shown_with_day_and_source(sit):
    told = text(sit("leader").get("/anggaran/sumber-dana/"))
    assert "05-01-2024" in told
    assert "SE Kemendes 4/PRI.00/I/2024" in told


def test_the_page_of_seen_codes_gives_none_to_vulnerable_workers(sit):
    client = sit("leader")
    assert "5.1.02.02.02.0006" in text(client.get("/anggaran/kode/"))
    assert "daerah memilihnya sendiri" in text(client.get("/anggaran/kode/"))
    assert "0006" not in csv(client.get("/anggaran/kode/?program=JKM&format=csv"))


def test_the_crosswalk_page_sums_by_code(sit, budget, line):
    told = text(sit("leader").get(f"/anggaran/{budget.pk}/silang/"))
    assert "Rp1.200.000" in told  # 10 x 12 x 10,000
    assert "Rp816.000" in told
    assert BudgetLine.objects.count() == 1
