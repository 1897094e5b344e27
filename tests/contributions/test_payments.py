"""Payments come in once, cover bills, and are known by two clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from naungan.contributions.allocation import Money, Owed, allocate
from naungan.contributions.models import Allocation, Bill, BillLine, Payment
from naungan.contributions.payment_file import MOST_LINES, amount_of, date_of, read_payments
from naungan.contributions.queries import (
    bills_state,
    on_time_summary,
    person_months,
    protection,
    standing,
)
from naungan.contributions.services import receive, receive_file, run_month
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Payer

pytestmark = pytest.mark.django_db
FEB = months.parse("2021-02")


@pytest.fixture
def billed(world, actor):
    """Ten farmers billed Rp168,000 for February and for March 2021."""
    world.farmers(10)
    run_month(FEB, actor=actor, post=True)
    run_month(FEB + 1, actor=actor, post=True)
    return list(Bill.objects.order_by("month"))


def csv(
    tmp_path: Path, *lines: str, header: str = "paid_on,amount,payer,reference", encoding: str = "utf-8"
) -> Path:
    path = tmp_path / "bayar.csv"
    path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return path


def state(as_of: str, known_at: datetime | None = None) -> list[tuple[int, str]]:
    states = bills_state(as_of=date.fromisoformat(as_of), known_at=known_at)
    return [(found.outstanding, found.status.value) for found in states]


def test_a_file_of_payments_pays_the_oldest_bill_first(billed, actor, tmp_path):
    found = receive_file(
        csv(tmp_path, "2021-02-10,168000,75.03,SP2D-1", "2021-03-10,100000,75.03,SP2D-2"), actor=actor
    )
    assert (found.rows, found.accepted, found.rejected, found.known) == (2, 2, 0, 0)
    assert (found.amount, found.allocated, found.credit) == (268_000, 268_000, 0)
    assert state("2021-03-15") == [(0, "PAID"), (68_000, "IN_GRACE")]


def test_the_same_file_again_changes_nothing(billed, actor, tmp_path):
    path = csv(tmp_path, "2021-02-10,500000,75.03,SP2D-1")
    first = receive_file(path, actor=actor)
    rows = (Payment.objects.count(), Allocation.objects.count())
    again = receive_file(path, actor=actor)
    assert (again.accepted, again.known, again.rejected) == (1, 1, 0)
    assert (again.amount, again.allocated, again.credit) == (first.amount, 336_000, 164_000)
    assert (Payment.objects.count(), Allocation.objects.count()) == rows


def test_a_reference_with_other_data_is_given_back(billed, actor, tmp_path):
    receive_file(csv(tmp_path, "2021-02-10,168000,75.03,SP2D-1"), actor=actor)
    found = receive_file(csv(tmp_path, "2021-02-10,168001,75.03,SP2D-1"), actor=actor)
    assert (found.accepted, found.rejected, [f.code for f in found.findings]) == (0, 1, ["payment.conflict"])
    assert Payment.objects.get().amount_rp == 168_000
    with pytest.raises(Refused) as refused:
        receive(
            payer=Payer.objects.get(),
            paid_on=date(2021, 2, 11),
            amount_rp=168_000,
            reference="SP2D-1",
            actor=actor,
        )
    assert refused.value.code == "payment.conflict"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2021-02-30,1000,75.03,A", "payment.date"),
        ("besok,1000,75.03,A", "payment.date"),
        ("2099-01-01,1000,75.03,A", "payment.future"),
        ("2021-02-01,0,75.03,A", "payment.amount"),
        ("2021-02-01,-5,75.03,A", "payment.amount"),
        ("2021-02-01,1000.50,75.03,A", "payment.amount"),
        ('2021-02-01,"1,000",75.03,A', "payment.amount"),
        ("2021-02-01,99999999999999999999,75.03,A", "payment.amount"),
        ("2021-02-01,1000,99.99,A", "payer.unknown"),
        ("2021-02-01,1000,,A", "payer.missing"),
        ("2021-02-01,1000,75.03,", "payment.reference"),
        ("2021-02-01", "payment.amount"),
    ],
)
def test_a_faulty_line_is_given_back_with_its_number_and_the_good_one_goes_in(
    billed, actor, tmp_path, line, code
):
    found = receive_file(csv(tmp_path, "2021-02-10,168000,75.03,SP2D-1", line), actor=actor)
    assert (found.rows, found.accepted, found.rejected) == (2, 1, 1)
    assert code in {f.code for f in found.findings}
    assert {f.cell for f in found.findings} == {"3"}
    assert all(f.blocking and f.mend and f.expected for f in found.findings)
    assert Payment.objects.get().reference == "SP2D-1"


def test_a_reference_repeated_in_the_file_counts_once_if_alike_and_not_at_all_if_not(billed, actor, tmp_path):
    alike = "2021-02-10,1000,75.03,SAMA"
    found = receive_file(
        csv(tmp_path, alike, alike, "2021-02-10,1000,75.03,BEDA", "2021-02-10,2000,75.03,BEDA"), actor=actor
    )
    assert (found.accepted, found.rejected) == (1, 3)
    assert {f.code for f in found.findings} == {"payment.repeated"}
    assert list(Payment.objects.values_list("reference", flat=True)) == ["SAMA"]


@pytest.mark.parametrize(
    ("header", "line", "encoding"),
    [
        ("paid_on;amount;payer;reference", "2021-02-10;168000;75.03;A", "utf-8"),
        ("\ufeffpaid_on,amount,payer,reference", "2021-02-10,168000,75.03,A", "utf-8"),
        ("Tanggal Bayar\tJumlah (Rp)\tPembayar\tNo. Bukti", "10/02/2021\tRp168.000\t75.03\tA", "utf-16"),
        ("Reference,Payer,Amount,Paid on", "A,75.03,168000.00,10-02-2021", "cp1252"),
        ("paid_on,amount,payer,reference", '10.02.2021,"Rp 168.000,00",75.03,A', "utf-8"),
    ],
)
def test_files_of_usual_kinds_are_read_alike(billed, actor, tmp_path, header, line, encoding):
    receive_file(csv(tmp_path, line, header=header, encoding=encoding), actor=actor)
    payment = Payment.objects.get()
    assert (payment.paid_on, payment.amount_rp, payment.reference) == (date(2021, 2, 10), 168_000, "A")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\n\n", "file.empty"),
        (b"PK\x03\x04\x00\x00\x00", "file.not_text"),
        (b"nama,umur\nA,1\n", "file.layout"),
        (b"\xff\xfe\x00", "file.not_text"),
    ],
)
def test_what_is_no_file_of_payments_is_refused_and_changes_nothing(billed, actor, tmp_path, content, code):
    path = tmp_path / "salah.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        receive_file(path, actor=actor)
    assert refused.value.code == code
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000000", 1_000_000), ("1.000.000", 1_000_000), ("Rp1.000.000", 1_000_000), ("rp. 1.000", 1000),
        ("1,000,000", 1_000_000), ("1.000.000,00", 1_000_000), ("1000000.00", 1_000_000),
        ("1.000.000,-", 1_000_000), ("1,000", None), ("1.00", 1), ("1.0000", None), ("1.000,50", None),
        ("12e3", None), ("", None), ("satu", None),
    ],
)  # fmt: skip
def test_amounts_are_read_in_exactly_one_way_or_not_at_all(text, amount):
    assert amount_of(text) == amount


def test_dates_are_iso_or_day_first():
    assert date_of("2021-02-03") == date_of("3/2/2021") == date_of("03-02-2021") == date(2021, 2, 3)
    assert date_of("02/13/2021") is None
    assert date_of("3/2/21") is None


def test_a_payment_that_names_its_bill_covers_that_one(billed, actor, tmp_path):
    header = "paid_on,amount,payer,reference,payment_code"
    receive_file(
        csv(tmp_path, f"2021-03-10,168000,75.03,A,{billed[1].payment_code}", header=header), actor=actor
    )
    assert state("2021-03-10") == [(168_000, "ARREARS"), (0, "PAID")]


def test_a_bill_paid_in_part_protects_nobody_once_it_is_due(billed, actor, tmp_path):
    receive_file(csv(tmp_path, "2021-02-10,167999,75.03,A"), actor=actor)
    assert protection(FEB, as_of=date(2021, 2, 15)).collect()["protected"].all()
    after = protection(FEB, as_of=date(2021, 2, 16)).collect()
    assert after.select("status", "protected").unique().rows() == [("ARREARS", False)]
    receive_file(csv(tmp_path, "2021-02-20,1,75.03,B"), actor=actor)
    assert protection(FEB, as_of=date(2021, 2, 19)).collect()["status"].unique().to_list() == ["ARREARS"]
    assert protection(FEB, as_of=date(2021, 2, 20)).collect()["status"].unique().to_list() == ["PAID"]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2021-02-15", "IN_GRACE"),
        ("2021-02-16", "ARREARS"),
        ("2021-05-14", "ARREARS"),
        ("2021-05-15", "LAPSED"),
        ("2022-01-01", "LAPSED"),
    ],
)
def test_an_unpaid_bill_is_in_grace_then_in_arrears_then_lapsed(billed, as_of, status):
    assert state(as_of)[0] == (168_000, status)


def test_a_bill_of_nothing_counts_as_paid(world, actor):
    world.farmers(1)
    run_month(FEB, actor=actor, post=True)
    bill = Bill.objects.get()
    BillLine.objects.all().delete()
    bill.delete()  # the book refuses to change its amount
    bill.amount_rp = 0
    bill.save(force_insert=True)
    assert state("2021-12-31") == [(0, "PAID")]


def test_money_that_came_before_the_bill_covers_it_when_it_is_posted(world, actor, tmp_path):
    world.farmers(10)
    found = receive_file_for(world, actor, tmp_path)
    assert (found.allocated, found.credit) == (0, 300_000)
    run_month(FEB, actor=actor, post=True)
    assert state("2021-02-10") == [(0, "PAID")]
    run_month(FEB + 1, actor=actor, post=True)
    assert state("2021-02-10") == [(0, "PAID"), (36_000, "IN_GRACE")]


def receive_file_for(world, actor, tmp_path):
    return receive_file(csv(tmp_path, "2021-01-31,300000,75.03,AWAL"), actor=actor)


def test_an_earlier_payment_that_arrives_later_takes_its_turn_by_reversals(billed, actor, tmp_path):
    receive_file(csv(tmp_path, "2021-03-10,168000,75.03,B"), actor=actor)
    before = list(Allocation.objects.order_by("pk").values_list("pk", "amount_rp"))
    receive_file(csv(tmp_path, "2021-02-10,168000,75.03,A"), actor=actor)
    assert list(Allocation.objects.order_by("pk").values_list("pk", "amount_rp"))[: len(before)] == before
    assert Allocation.objects.filter(reverses__isnull=False).count() == len(before)
    assert state("2021-02-10")[0] == (0, "PAID")
    covering = Payment.objects.get(reference="A").allocations.filter(line__bill=billed[0])
    assert sum(covering.values_list("amount_rp", flat=True)) == 168_000


def test_what_was_known_earlier_is_given_again(billed, actor, tmp_path):
    before = datetime.now(UTC)
    as_then = (
        state("2021-02-20", before),
        protection(FEB, as_of=date(2021, 2, 20), known_at=before).collect(),
    )
    receive_file(csv(tmp_path, "2021-02-10,168000,75.03,A"), actor=actor)
    between = datetime.now(UTC)
    receive_file(csv(tmp_path, "2021-02-05,168000,75.03,B"), actor=actor)
    assert state("2021-02-20", before) == as_then[0] == [(168_000, "ARREARS"), (168_000, "IN_GRACE")]
    assert protection(FEB, as_of=date(2021, 2, 20), known_at=before).collect().equals(as_then[1])
    assert state("2021-02-20", between)[0] == (0, "PAID")
    assert [s.covered_on for s in bills_state(as_of=date(2021, 3, 1), known_at=between)] == [
        date(2021, 2, 10),
        None,
    ]
    assert [s.covered_on for s in bills_state(as_of=date(2021, 3, 1))] == [
        date(2021, 2, 5),
        date(2021, 2, 10),
    ]
    assert state("2021-02-20", before - timedelta(days=1)) == []


def test_a_year_paid_in_time_is_twelve_of_twelve_and_a_late_month_shows(world, actor, tmp_path):
    world.farmers(1, months=("2019-11", "2020-12"))
    lines = []
    for at in range(12):
        month = months.parse("2020-01") + at
        run_month(month, actor=actor, post=True)
        bill = Bill.objects.get(month=month)
        day = bill.due_on if at != 6 else bill.due_on + timedelta(days=1)
        lines.append(f"{day},{bill.amount_rp},75.03,SP2D-{at}")
    receive_file(csv(tmp_path, *lines), actor=actor)
    year = on_time_summary("75.03", 2020, as_of=date(2021, 2, 1))
    assert (year.months, year.on_time, year.paid, year.outstanding_rp) == (12, 11, 12, 0)
    early = on_time_summary("75.03", 2020, as_of=date(2020, 1, 31))
    assert early.on_time == 1


def test_a_scope_narrows_bills_by_payer_and_people_by_domicile_or_payer(world, actor):
    from naungan.accounts.scope import Scope

    world.farmers(3, code="75.03", area="75.03")
    city = world.roll(world.payer("75.71", "75.71"))
    world.member(city, world.person(area="75.71.01.1001"))
    world.member(city, world.person(area="75.03.01.2002"))
    run_month(FEB, actor=actor, post=True)
    as_of = date(2021, 2, 15)

    def seen(scope: Scope) -> tuple[int, int]:
        return standing(as_of=as_of, scope=scope).count(), len(
            protection(FEB, as_of=as_of, scope=scope).collect()
        )

    assert seen(Scope(areas=("75.03",))) == (1, 4)
    assert seen(Scope(areas=("75.71",))) == (1, 2)
    assert seen(Scope(areas=("75.03.01.2002",))) == (0, 1)
    assert seen(Scope(payer_codes=("75.71",))) == (1, 2)
    assert seen(Scope()) == (0, 0)
    assert seen(Scope(areas=("7",))) == (0, 0)
    assert seen(Scope(areas=("75",))) == (2, 5)


def test_a_payer_out_of_scope_is_as_unknown_as_one_that_does_not_exist(billed, tmp_path):
    from naungan.accounts.access import Actor
    from naungan.accounts.scope import Scope

    found = receive_file(
        csv(tmp_path, "2021-02-10,168000,75.03,A"), actor=Actor("petugas kota", Scope(areas=("75.71",)))
    )
    assert (found.accepted, [f.code for f in found.findings]) == (0, ["payer.unknown"])


def test_the_months_of_a_person_follow_them_through_a_merge(world, actor, tmp_path):
    roll = world.roll(world.payer("75.03"))
    stands = world.person()
    duplicate = world.person()
    world.member(roll, duplicate)
    run_month(FEB, actor=actor, post=True)
    duplicate.merged_into = stands
    duplicate.save()
    run_month(FEB + 1, actor=actor, post=True)
    receive_file(csv(tmp_path, "2021-02-10,16800,75.03,A"), actor=actor)
    found = person_months(stands.pk, as_of=date(2021, 3, 20))
    assert [(m.month, m.total, m.status.value, m.protected) for m in found] == [
        (FEB, 16_800, "PAID", True),
        (FEB + 1, 16_800, "ARREARS", False),
    ]


steps = st.lists(
    st.tuples(st.integers(1, 400_000), st.integers(0, 60), st.sampled_from([None, 0, 1])),
    min_size=1,
    max_size=5,
)


@rules(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_ledger_says_what_the_pure_function_says_after_every_step(billed, actor, made):
    payer = Payer.objects.get()
    codes = [bill.payment_code for bill in billed]
    Allocation.objects.filter(reverses__isnull=False).delete()
    Allocation.objects.all().delete()
    Payment.objects.all().delete()
    for at, (amount, day, named) in enumerate(made):
        receive(
            payer=payer,
            paid_on=date(2021, 2, 1) + timedelta(days=day),
            amount_rp=amount,
            reference=f"R{at}",
            payment_code="" if named is None else codes[named],
            actor=actor,
        )
        _ledger_is_the_function()
    for day in (0, 14, 30, 60):
        as_of = date(2021, 2, 1) + timedelta(days=day)
        expected = _covered_by_function(as_of)
        assert {s.bill_id: s.paid for s in bills_state(as_of=as_of)} == expected


def _ledger_is_the_function() -> None:
    found: dict[int, int] = dict.fromkeys(Bill.objects.values_list("pk", flat=True), 0)
    for bill, amount in Allocation.objects.values_list("line__bill_id", "amount_rp"):
        found[bill] += amount
    assert found == _covered_by_function(date.max)


def _covered_by_function(as_of: date) -> dict[int, int]:
    paid = [
        Money(p.pk, p.paid_on, p.reference, p.amount_rp, p.payment_code)
        for p in Payment.objects.filter(paid_on__lte=as_of)
    ]
    lines = [
        Owed(line.pk, line.bill_id, line.bill.month, line.amount_rp, line.bill.payment_code)
        for line in BillLine.objects.select_related("bill")
    ]
    of_bill = {line.id: line.bill_id for line in lines}
    covered = dict.fromkeys(of_bill.values(), 0)
    for (_payment, line), amount in allocate(paid, lines).covers.items():
        covered[of_bill[line]] += amount
    return covered


def test_a_quotation_mark_that_never_closes_swallows_no_payment(billed, actor, tmp_path):
    path = csv(tmp_path, '2021-03-01,1000,75.03,"A1', "2021-03-01,2000,75.03,A2")
    with pytest.raises(Refused) as refused:
        receive_file(path, actor=actor)
    assert refused.value.code == "file.quotes"
    assert not Payment.objects.exists()


def test_a_field_of_endless_text_is_refused(billed, actor, tmp_path):
    path = csv(tmp_path, f'2021-03-01,1000,75.03,"{"x" * 200_000}"')
    with pytest.raises(Refused) as refused:
        receive_file(path, actor=actor)
    assert refused.value.code == "file.quotes"


@pytest.mark.parametrize("day", ["0021-03-01", "1950-01-01", "2013-12-31"])
def test_a_year_before_the_agency_is_given_back(billed, actor, tmp_path, day):
    result = receive_file(csv(tmp_path, f"{day},1000,75.03,A1"), actor=actor)
    assert [found.code for found in result.findings] == ["payment.too_early"]
    assert not Payment.objects.exists()


def test_a_file_with_more_lines_than_an_office_sends_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "banyak.csv"
    path.write_text("paid_on,amount,payer,reference\n" + "a\n" * (MOST_LINES + 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_payments(path)
    assert refused.value.code == "file.too_long"


def test_the_journal_names_the_place_of_every_call(world, actor, tmp_path):
    from naungan.contributions.services import check_months
    from naungan.journal.models import Entry

    world.farmers(1, code="75.03", area="75.03")
    world.farmers(1, code="75.03.01", area="75.03.01")
    run_month(months.parse("2021-02"), actor=actor)
    run_month(months.parse("2021-02"), actor=actor, area_code="75.03", post=True)
    check_months(actor=actor)
    file = tmp_path / "bayar.csv"
    header = "paid_on,amount,payer,reference\n"
    file.write_text(f"{header}2021-02-10,16800,75.03,B-1\n2021-02-10,16800,75.03.01,B-2\n")
    receive_file(file, actor=actor)
    file.write_text(f"{header}2021-02-11,16800,75.03.01,B-3\n")
    receive_file(file, actor=actor)
    told = Entry.objects.exclude(action="test.world").order_by("pk").values_list("action", "summary")
    assert all("area" in summary or "payer" in summary for _action, summary in told)
    assert [(summary["area"], summary.get("payer")) for action, summary in told if action == "payment.receive"] == [
        ("75.03", None), ("75.03.01", "75.03.01"),
    ]  # fmt: skip
