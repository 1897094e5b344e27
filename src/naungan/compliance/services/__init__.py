"""Writes of the room: one function, one use case, one transaction, one journal entry."""

from naungan.compliance.services.employers import (
    Lead,
    estimate,
    note_employer,
    recognise,
    record_step,
    withdraw_step,
)
from naungan.compliance.services.files import Origin, commit_leads, preview_leads, receive_leads
from naungan.compliance.services.licences import record_licence_check

__all__ = [
    "Lead",
    "Origin",
    "commit_leads",
    "estimate",
    "note_employer",
    "preview_leads",
    "receive_leads",
    "recognise",
    "record_licence_check",
    "record_step",
    "withdraw_step",
]
