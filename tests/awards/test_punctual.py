"""Who pays on time: from bills and payments, by the law's relaxed dates and by the agreement's schedule."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.awards.models import Certificate
from naungan.awards.queries import LAW, SCHEDULE, ranking
from naungan.contributions import due
from naungan.contributions.models import Allocation, Bill, BillLine, MonthRun, Payment
from naungan.journal.services import record
from naungan.law import months
from naungan.registry.models import Payer, Registration, Roll
from tests.awards.test_secrets import text_of

pytestmark = pytest.mark.django_db
AS_OF = date(2021, 6, 30)
NOW = timezone.make_aware(datetime(2021, 6, 1))  # noqa: DTZ001 - made aware here


@pytest.fixture
def billed(places: None) -> Any:
    """A maker of payers, each with a bill a month of 2020 and the day on which it was paid (None: not)."""
    entry = record(actor="uji", action="uji")

    def make(code: str, paid: dict[int, date | None], *, schedule: str = "MONTHLY", name: str = "") -> Payer:
        payer = Payer.objects.create(
            code=code, name=name or f"Pemerintah {code}", kind="GOVERNMENT", area_id=code, entry=entry
        )
        registration = Registration.objects.create(payer=payer, segment="BPU", schedule=schedule, entry=entry)
        first = months.parse("2020-01")
        roll = Roll.objects.create(
            registration=registration,
            name="Daftar",
            segment="BPU",
            group_id="pekerja-rentan",
            programmes="JKK,JKM",
            paid_by="APBD",
            income_rp=1_000_000,
            first_month=first,
            last_month=first + 11,
            area_id=code,
            state="ACTIVE",
            basis="UNDECREED",
            entry=entry,
        )
        for number, day in paid.items():
            _bill(payer, registration, roll, first + number - 1, schedule, day, entry)
        return payer

    return make


def _bill(
    payer: Payer,
    registration: Registration,
    roll: Roll,
    month: int,
    schedule: str,
    day: date | None,
    entry: Any,
) -> None:
    run = MonthRun.objects.create(
        month=month,
        state="DRAFT",
        members=1,
        bill_count=1,
        total_rp=16_800,
        by_programme={},
        digest="0" * 64,
        law_version="uji",
        lake_path=f"{payer.code}/{month}",
        created_at=NOW,
        entry=entry,
    )
    bill = Bill.objects.create(
        run=run,
        registration=registration,
        payer=payer,
        month=month,
        payment_code=f"{payer.code}-{month}",
        members=1,
        amount_rp=16_800,
        due_on=due.by_law("BPU", month),
        schedule_due_on=due.by_schedule("BPU", month, schedule),
        posted_at=NOW,
    )
    line = BillLine.objects.create(bill=bill, roll=roll, programme="JKM", members=1, amount_rp=16_800)
    if day is not None:
        payment = Payment.objects.create(
            payer=payer,
            reference=bill.payment_code,
            paid_on=day,
            amount_rp=16_800,
            recorded_at=NOW,
            entry=entry,
        )
        Allocation.objects.create(payment=payment, line=line, amount_rp=16_800, recorded_at=NOW, entry=entry)


def test_the_relaxed_due_dates_of_2020_are_the_ones_used(billed: Any) -> None:
    # 25 September is late for July (due 15 July) and in time for August (due 30 September, PP 49/2020)
    billed("75.03", {7: date(2020, 9, 25), 8: date(2020, 9, 25), 12: date(2021, 1, 29)})
    (row,) = ranking(2020, as_of=AS_OF)
    assert (row.on_time, row.judged) == (2, 3)
    assert row.days_late == (date(2020, 9, 25) - date(2020, 7, 15)).days
    assert row.months_share == 6667


def test_a_quarterly_payer_is_late_by_law_and_in_time_by_the_agreement(billed: Any) -> None:
    billed("75.03", dict.fromkeys((1, 2, 3), date(2020, 3, 13)), schedule="QUARTERLY")
    (law,) = ranking(2020, as_of=AS_OF, basis=LAW)
    (schedule,) = ranking(2020, as_of=AS_OF, basis=SCHEDULE)
    assert (law.on_time, schedule.on_time, law.judged) == (1, 3, 3)
    assert schedule.days_late == 0 < law.days_late


def test_places_follow_the_rule_and_equals_share_one(billed: Any) -> None:
    good, late = date(2020, 1, 10), date(2020, 2, 20)
    billed("75.03", {1: good})
    billed("75.04", {1: good})
    billed("75.71", {1: good, 2: late})
    billed("71.01", {1: None})
    order = [(row.payer.code, row.place) for row in ranking(2020, as_of=AS_OF)]
    assert order == [("75.03", 1), ("75.04", 1), ("75.71", 3), ("71.01", 4)]


def test_a_viewer_sees_the_own_rows_with_their_place_among_all(billed: Any) -> None:
    billed("75.03", {1: date(2020, 1, 10)})
    billed("75.04", {1: date(2020, 2, 20)})
    (row,) = ranking(2020, as_of=AS_OF, scope=Scope(areas=("75.04",)))
    assert (row.payer.code, row.place, row.ranked) == ("75.04", 2, 2)


def test_the_pages_show_ranking_working_and_no_neighbour(billed: Any, desk: Any) -> None:
    billed("75.03", {1: date(2020, 1, 10), 8: date(2020, 9, 25)}, name="Pemerintah Bone Bolango")
    billed("75.04", {1: date(2020, 2, 20)}, name="Pemerintah Pohuwato")
    officer = desk("finance", "75.03")
    for query in ("?tahun=2020", "?tahun=2020&format=csv", "?tahun=2020&jenis=semua&wilayah="):
        told = text_of(officer.get(f"/penghargaan/tepat-waktu/{query}"))
        assert "Pemerintah Bone Bolango" in told
        assert "Pemerintah Pohuwato" not in told
    page = text_of(officer.get("/penghargaan/tepat-waktu/75.03/?tahun=2020"))
    for part in ("30-09-2020", "25-09-2020", "15-01-2020", "2 / 2"):
        assert part in page, part
    assert officer.get("/penghargaan/tepat-waktu/75.04/").status_code == 404
    assert "2 dari 2 bulan" in text_of(officer.get("/pembayar/75.03/"))


def test_the_best_payers_get_their_certificates(billed: Any, desk: Any, actor: Actor) -> None:
    billed("75.03", {1: date(2020, 1, 10)}, name="Pemerintah Bone Bolango")
    billed("75.04", {1: date(2020, 2, 20)})
    officer = desk("cooperation", "75.03")
    given = {"payers": ["75.03"], "giver": "Cabang", "given_on": "2021-03-01"}
    path = "/penghargaan/tepat-waktu/piagam/?tahun=2020"
    assert officer.post(path, given | {"payers": ["75.04"]}).status_code == 200
    assert not Certificate.objects.exists()
    officer.post(path, given)
    kept = Certificate.objects.get()
    assert kept.text == "1 dari 1 bulan iuran 2020 lunas pada waktunya"
