"""The register of the demo pays what it should, and one line waits with its reason."""

from __future__ import annotations

from naungan.contributions.models import Bill
from naungan.contributions.queries import bills_state
from naungan.contributions.register.settling import register_lines
from naungan.demo.lists import BONE_BOLANGO, LISTS, lists_of
from naungan.demo.registers import FILE, NOVEMBER, OCTOBER, WAITING_RP, bring_register
from naungan.law import months


def test_a_regency_pays_two_months_by_its_register_and_one_sum_waits(office, home):
    for _made in office.world.lists(LISTS):
        continue  # lists draw on people of earlier ones
    office._import(spec for spec in lists_of("2023") if spec.payer == BONE_BOLANGO)
    office._months(("2023-09", "2023-10", "2023-11"), area=BONE_BOLANGO)
    office._pay_bills("2023/pembayaran.csv", ("2023-09", "2023-10", "2023-11"))
    due = {bill.month: bill.due_on for bill in Bill.objects.all()}
    assert {one.month for one in bills_state(as_of=due[NOVEMBER]) if one.outstanding} == {OCTOBER, NOVEMBER}
    result = bring_register(home, office.actor)
    assert (result.findings, result.sums_checked, (home / "lists" / FILE).exists()) == ((), 1, True)
    found = {name: result.as_json()[name] for name in ("known", "queued", "ignored")}
    assert found == {"known": 1, "queued": 1, "ignored": 2}
    states = bills_state(as_of=months.last_day(NOVEMBER), payer_code=BONE_BOLANGO)
    assert states
    assert all(one.on_time for one in states)
    waiting = register_lines(office.actor.scope).filter(is_open=True).get()
    assert (waiting.amount_rp, bool(waiting.reasons)) == (WAITING_RP, True)
    assert bring_register(home, office.actor).is_written is False
