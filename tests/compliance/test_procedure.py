"""Steps in the order of the agency's practice, terms by PP 86/2013, nothing edited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from naungan.accounts.access import Actor
from naungan.accounts.scope import EVERYWHERE, Scope
from naungan.compliance import procedure
from naungan.compliance.models import Employer, Step
from naungan.compliance.procedure import working_day_after
from naungan.compliance.queries import Position, letter_of, visible_employers
from naungan.compliance.services import note_employer, record_step, withdraw_step
from naungan.law.findings import Refused

Kind = Step.Kind
ORDER = [Kind(kind) for kind in procedure.RULES]


def position(employer: Employer, on: date) -> str:
    return str(visible_employers(EVERYWHERE, on).get(pk=employer.pk).position)


def walk(employer: Employer, kinds: list[Kind], actor: Actor, first: date = date(2026, 9, 1)) -> list[Step]:
    steps, on = [], first
    for kind in kinds:
        steps.append(record_step(employer, kind, on=on, actor=actor))
        on = working_day_after(on, 2)
    return steps


def test_a_warning_waits_ten_working_days_and_not_ten_days(employer: Employer, actor: Actor) -> None:
    # Tuesday 1 September 2026; two weekends lie between
    step = record_step(employer, Kind.NOTICE_1, on=date(2026, 9, 1), actor=actor)
    assert step.due_on == date(2026, 9, 15)


def test_a_holiday_is_no_working_day() -> None:
    assert working_day_after(date(2026, 8, 14), 1) == date(2026, 8, 18)  # the 17th is a Monday


def test_the_whole_procedure_goes_in_its_order_only(employer: Employer, actor: Actor) -> None:
    order = [*ORDER[:-1], Kind.MENDED, Kind.TMP2T_LIFTED]
    for at, kind in enumerate(order):
        for other in {*ORDER} - {kind, *order[:at]}:
            with pytest.raises(Refused) as refused:
                record_step(employer, other, on=date(2026, 11, 2), actor=actor)
            assert refused.value.code == "step.order"
        record_step(employer, kind, on=date(2026, 11, 2), actor=actor)
    assert [step.kind for step in employer.steps.all()] == order


def test_a_step_is_taken_once(employer: Employer, actor: Actor) -> None:
    walk(employer, [Kind.NOTICE_1], actor)
    with pytest.raises(Refused, match="Surat teguran 2"):
        record_step(employer, Kind.NOTICE_1, on=date(2026, 9, 20), actor=actor)


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 11, 17)])
def test_a_step_is_neither_before_the_last_one_nor_in_the_future(
    employer: Employer, actor: Actor, day: date
) -> None:
    walk(employer, [Kind.NOTICE_1], actor)
    with pytest.raises(Refused) as refused:
        record_step(employer, Kind.NOTICE_2, on=day, actor=actor)
    assert refused.value.code == "step.day"


def test_the_position_follows_the_steps_and_the_day(employer: Employer, actor: Actor) -> None:
    assert position(employer, date(2026, 9, 1)) == Position.NEW
    record_step(employer, Kind.NOTICE_1, on=date(2026, 9, 1), actor=actor)
    assert position(employer, date(2026, 9, 15)) == Position.OPEN
    assert position(employer, date(2026, 9, 16)) == Position.OVERDUE
    record_step(employer, Kind.MENDED, on=date(2026, 9, 17), actor=actor)
    assert position(employer, date(2026, 12, 1)) == Position.MENDED
    with pytest.raises(Refused, match="sudah berakhir"):
        record_step(employer, Kind.NOTICE_2, on=date(2026, 9, 20), actor=actor)


def test_a_matter_is_closed_with_a_reason_only(employer: Employer, actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        record_step(employer, Kind.CLOSED, on=date(2026, 9, 1), actor=actor)
    assert refused.value.code == "step.reason"
    record_step(employer, Kind.CLOSED, on=date(2026, 9, 1), note="usahanya tutup", actor=actor)
    assert position(employer, date(2026, 12, 1)) == Position.CLOSED


def test_a_wrong_step_stays_and_is_taken_back_with_its_letter(employer: Employer, actor: Actor) -> None:
    first, second = walk(employer, [Kind.NOTICE_1, Kind.NOTICE_2], actor)
    with pytest.raises(Refused) as refused:
        withdraw_step(first, actor=actor, reason="salah")
    assert refused.value.code == "step.not_last"
    withdraw_step(second, actor=actor, reason="salah alamat")
    assert [step.kind for step in employer.steps.all()] == [Kind.NOTICE_1, Kind.NOTICE_2, Kind.WITHDRAWN]
    letter = letter_of(second)
    assert letter is not None
    assert letter.withdrawn_reason == "salah alamat"
    assert visible_employers(EVERYWHERE, date(2026, 9, 2)).get().step_now == Kind.NOTICE_1
    again = record_step(employer, Kind.NOTICE_2, on=date(2026, 9, 4), actor=actor)
    assert letter_of(again) != letter


def test_a_sanction_is_still_to_be_lifted_when_the_employer_has_mended(
    employer: Employer, actor: Actor
) -> None:
    walk(employer, ORDER[: ORDER.index(Kind.TMP2T_LIFTED)], actor)
    record_step(employer, Kind.MENDED, on=date(2026, 11, 2), actor=actor)
    done = procedure.counted(list(employer.steps.all()))
    assert procedure.possible(done) == [Kind.TMP2T_LIFTED]
    record_step(employer, Kind.TMP2T_LIFTED, on=date(2026, 11, 3), actor=actor)
    assert procedure.possible(procedure.counted(list(employer.steps.all()))) == []


def test_the_fine_may_come_thirty_days_after_the_second_warning_ended(
    employer: Employer, actor: Actor
) -> None:
    steps = walk(employer, [Kind.NOTICE_1, Kind.NOTICE_2], actor)
    assert steps[1].due_on == date(2026, 9, 17)
    assert procedure.fine_until(steps) == date(2026, 10, 17)


def test_nobody_writes_about_another_regency(regency_actor: Actor, lead: Any, actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        note_employer(lead(area_code="75.04"), actor=regency_actor)
    assert refused.value.code == "area.out_of_scope"
    other = note_employer(lead(area_code="75.04"), actor=actor)
    with pytest.raises(Refused):
        record_step(other, Kind.NOTICE_1, on=date(2026, 9, 1), actor=regency_actor)
    assert not visible_employers(Scope(areas=("75.03",)), date(2026, 9, 1)).filter(pk=other.pk).exists()
