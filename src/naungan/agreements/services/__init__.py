"""Writes of the room: one function, one use case, one transaction, one journal entry."""

from naungan.agreements.services.actions import cancel_action, finish_action, postpone_action
from naungan.agreements.services.agreements import (
    Deed,
    Party,
    advance_stage,
    amend,
    end_early,
    propose,
    record_signed,
    renew,
    send_back,
    sign,
)
from naungan.agreements.services.calendar import actor_of_key, new_calendar_key, revoke_calendar_key
from naungan.agreements.services.commitments import correct_commitment, record_commitment
from naungan.agreements.services.documents import attach
from naungan.agreements.services.meetings import (
    add_action,
    add_agenda,
    add_attendance,
    add_decisions,
    cancel_meeting,
    close_minutes,
    hold_meeting,
    plan_meeting,
    withdraw_line,
)
from naungan.agreements.services.regulations import draft_regulation, enact, revoke
from naungan.agreements.services.reminders import remind
from naungan.agreements.services.rolls import start_roll

__all__ = [
    "Deed",
    "Party",
    "actor_of_key",
    "add_action",
    "add_agenda",
    "add_attendance",
    "add_decisions",
    "advance_stage",
    "amend",
    "attach",
    "cancel_action",
    "cancel_meeting",
    "close_minutes",
    "correct_commitment",
    "draft_regulation",
    "enact",
    "end_early",
    "finish_action",
    "hold_meeting",
    "new_calendar_key",
    "plan_meeting",
    "postpone_action",
    "propose",
    "record_commitment",
    "record_signed",
    "remind",
    "renew",
    "revoke",
    "revoke_calendar_key",
    "send_back",
    "sign",
    "start_roll",
    "withdraw_line",
]
