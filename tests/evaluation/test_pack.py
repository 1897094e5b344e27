"""What stands in the pack: sums of parts are the whole, unknown is no zero, nothing of elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.budgets.services import BudgetTold, LineTold, add_budget, add_line
from naungan.evaluation.pack import Pack, digest_of, pack_of
from naungan.evaluation.queries import evaluation_pack
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Group, Payer
from tests.evaluation.conftest import DAY

pytestmark = pytest.mark.django_db
TARIFF = 16_800


def row_of(pack: Pack, part: str, table: str, name: Any) -> dict[str, Any]:
    """The row of a table that has a value in its first two fields."""
    found = pack.part(part).table(table)
    keys = [field.key for field in found.fields]
    return next(dict(zip(keys, row, strict=True)) for row in found.rows if name in row[:2])


def test_the_people_of_the_areas_are_the_people_of_the_whole(pack):
    protected = pack.part("areas").table("areas").column("protected")
    assert [value for value in protected if value is not None][-1] == sum(
        value for value in protected[:-1] if value is not None
    )
    # June is not due yet: the farmers and the traders of the city are all still protected
    assert protected[-1] == 10
    assert row_of(pack, "areas", "areas", "75.03")["share"] == 2400


def test_an_area_without_any_list_is_unknown_and_not_zero(pack):
    row = row_of(pack, "areas", "areas", "75.04")
    assert row["protected"] is None
    assert row["share"] is None


@pytest.mark.parametrize("table", ["months", "years", "places"])
def test_billed_is_paid_and_outstanding_in_every_row_and_in_the_sum(pack, table):
    found = pack.part("contributions").table(table)
    for row in found.rows:
        _name, _bills, billed, paid, corrected, outstanding = row
        assert billed == paid + corrected + outstanding
    assert found.rows[-1][2] == 20 * TARIFF
    assert found.rows[-1][3] == 6 * TARIFF
    for at in range(1, 6):
        assert sum(row[at] for row in found.rows[:-1]) == found.rows[-1][at]


def test_arrears_say_who_lost_which_months_and_programmes(pack):
    row = row_of(pack, "arrears", "owed", "75.71")
    assert row["months"] == "Mei 2021"
    assert row["people"] == 4
    assert row["programmes"] == "JKK, JKM"
    assert row["outstanding"] == 4 * TARIFF
    assert pack.part("arrears").figure("lost").value == 4
    assert "Rp42.000.000" in pack.part("arrears").remarks[0]


def test_a_bill_that_is_not_due_yet_is_told_before_it_is_late(pack):
    soon = pack.part("arrears").table("soon")
    assert soon.rows[-1][-1] == 10 * TARIFF
    assert soon.rows[-1][-2] == 10


def test_the_summary_repeats_the_numbers_of_the_parts(pack):
    summary = pack.part("summary")
    assert summary.figure("share").value == 2500 == pack.part("areas").table("areas").column("share")[-1]
    assert summary.figure("arrears") == pack.part("arrears").figure("arrears")
    assert summary.figure("overdue").value == 1


def test_a_month_that_is_not_final_leaves_people_unknown_and_says_what_to_do(world):
    later = evaluation_pack("75", as_of=date(2021, 8, 31), scope=EVERYWHERE)
    assert later.part("summary").figure("protected").value is None
    assert later.part("summary").figure("share").value is None
    assert set(later.part("areas").table("areas").column("protected")) == {None}
    told = [one.text for one in later.part("groups").missing]
    assert any("Agustus 2021 belum final" in text for text in told)


def test_known_at_an_earlier_moment_the_pack_is_what_it_was(world):
    moment = timezone.now()
    before = evaluation_pack("75", as_of=DAY, known_at=moment, scope=EVERYWHERE)
    world.pay("75.71", 4 * TARIFF, date(2021, 6, 5), "SP2D-2")
    now = evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
    assert now.part("arrears").figure("arrears").value == 0
    assert before.part("arrears").figure("arrears").value == 4 * TARIFF
    assert evaluation_pack("75", as_of=DAY, known_at=moment, scope=EVERYWHERE) == before


def test_before_anything_was_recorded_nothing_is_known(world):
    early = datetime(2020, 1, 1, tzinfo=UTC)
    pack = evaluation_pack("75", as_of=DAY, known_at=early, scope=EVERYWHERE)
    assert pack.part("contributions").missing
    assert pack.part("summary").figure("protected").value is None
    assert not pack.part("actions").tables
    assert pack.since == ""


def test_what_is_open_on_the_day_stands_in_the_pack_and_the_draft_does_not(pack):
    assert pack.part("actions").table("actions").rows == (
        ("Usulkan pagu", "Badan Keuangan", "Monev triwulan I", "2021-05-10", "2021-06-01", 9),
    )
    assert "Rancangan rahasia" not in json.dumps(pack.as_json())


def test_an_action_done_later_was_still_open_on_the_day(world, actor):
    from naungan.agreements.models import ActionItem
    from naungan.agreements.services import finish_action

    action = ActionItem.objects.get()
    finish_action(action, on=DAY + timedelta(days=3), result="Pagu diusulkan", actor=actor)
    assert evaluation_pack("75", as_of=DAY, scope=EVERYWHERE).part("actions").tables
    later = evaluation_pack("75", as_of=DAY + timedelta(days=4), scope=EVERYWHERE)
    assert not later.part("actions").tables
    assert later.part("changes").table("done").column("result") == ["Pagu diusulkan"]


def test_changes_are_told_against_the_meeting_before(pack):
    then = {row[0]: row[1:3] for row in pack.part("changes").table("then").rows}
    assert pack.since == "Monev triwulan I, 10 Mei 2021"
    assert then["Tindak lanjut terbuka"] == ("1", "1")
    assert then["Tunggakan"] == ("Rp0", "Rp67.200")


def test_no_person_stands_in_the_pack(pack):
    text = json.dumps(pack.as_json(), ensure_ascii=False)
    assert "750301010180" not in text
    assert "Rekaan" not in text


def test_the_pack_of_a_regency_holds_nothing_of_the_city(world):
    pack = evaluation_pack("75.03", as_of=DAY, scope=Scope(areas=("75.03",)))
    assert pack.part("contributions").table("months").rows[-1][2] == 12 * TARIFF
    assert pack.part("arrears").figure("arrears").value == 0
    assert "75.71" not in {row[0] for row in pack.part("areas").table("areas").rows}
    # asked by the province's officer it is the same pack
    assert evaluation_pack("75.03", as_of=DAY, scope=EVERYWHERE) == pack


def test_a_pack_of_another_region_is_refused(world):
    with pytest.raises(Refused) as refused:
        evaluation_pack("75", as_of=DAY, scope=Scope(areas=("75.03",)))
    assert refused.value.code == "area.out_of_scope"


def test_a_pack_read_again_from_its_plain_values_is_the_same_pack(pack):
    plain = json.loads(json.dumps(pack.as_json()))
    assert pack_of(plain) == pack
    assert digest_of(plain) == digest_of(pack.as_json())


def test_more_payers_ask_the_database_no_more_often(world):
    from naungan.contributions.services import run_month
    from naungan.law import months
    from naungan.registry.services import add_payer

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
        return len(asked)

    before = count()
    for at in range(4):
        code = f"OPD-{at}"
        add_payer(code=code, name=f"Dinas {at}", kind="AGENCY", area_code="75.03", actor=world.actor)
        world.bring(code, "75.03", range(16 + 2 * at, 18 + 2 * at))
    run_month(months.parse("2021-06"), actor=world.actor, post=True)
    # another posted run is another file to open; the payers themselves cost nothing
    assert count() <= before + 3


def test_the_budget_of_the_year_stands_in_the_pack_and_its_absence_is_said(world, actor, pack):
    assert any("anggaran tahun 2021" in one.text for one in pack.part("basis").missing)
    payer = Payer.objects.get(code="75.03")
    budget = add_budget(BudgetTold(2021, "Disnaker", "DPA 2021 (rekaan)"), payer, actor=actor)
    told = LineTold(
        description="Iuran petani",
        group=Group.objects.get(code="petani"),
        programmes=("JKK", "JKM"),
        fund_source="umum",
        paid_by="APBD",
        base_rp=1_000_000,
        people=6,
        first_month=months.parse("2021-05"),
        last_month=months.parse("2021-12"),
        ceiling_rp=1_000_000,
    )
    add_line(budget, told, actor=actor)
    found = evaluation_pack("75", as_of=DAY, scope=EVERYWHERE)
    assert row_of(found, "basis", "budgets", payer.name)["ceiling"] == 1_000_000
    before = evaluation_pack(
        "75", as_of=DAY, known_at=budget.entry.at - timedelta(seconds=1), scope=EVERYWHERE
    )
    assert all(table.key != "budgets" for table in before.part("basis").tables)
