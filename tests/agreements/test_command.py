"""The command line: reminders."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from naungan.accounts.access import Actor
from naungan.agreements.commands import agreements_app
from naungan.agreements.services import add_action, plan_meeting

pytestmark = pytest.mark.django_db


def test_reminders_go_out_once_and_a_dry_run_sends_none(places: None, actor: Actor, mailoutbox: Any) -> None:
    meeting = plan_meeting(kind="KSO", area_code="75.03", title="KSO", on=date(2026, 11, 2), actor=actor)
    facts = {"text": "Data", "agency": "Disnaker", "email": "disnaker@example.org"}
    action = add_action(meeting, due_on=date(2026, 11, 16), actor=actor, **facts)
    asked = ["remind", "--today", "2026-11-17", "--json"]
    told = [{"action": action.pk, "mark": 1, "to": ["disnaker@example.org"]}]
    for options, sent, mails in ((["--dry-run"], told, 0), ([], told, 1), ([], [], 1)):
        answer = CliRunner().invoke(agreements_app, [*asked, *options])
        assert answer.exit_code == 0, answer.output
        assert json.loads(answer.stdout) == sent
        assert len(mailoutbox) == mails


def test_a_day_that_is_none_is_refused(places: None) -> None:
    answer = CliRunner().invoke(agreements_app, ["remind", "--today", "kemarin"])
    assert answer.exit_code == 2
    assert "kemarin" in answer.output
