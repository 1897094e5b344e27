"""Writes of the room: each one use case, one transaction, one journal entry."""

from naungan.awards.services.candidates import (
    COMPUTED,
    LEVEL_OF,
    attach_evidence,
    nominate,
    state_value,
    verify,
    withdraw_candidate,
)
from naungan.awards.services.certificates import (
    Handing,
    government,
    hand_over,
    issue_for_punctual,
    issue_for_winners,
    withdraw_certificate,
)
from naungan.awards.services.editions import add_category, add_criterion, open_edition, set_weights
from naungan.awards.services.jury import appoint, declare_conflict, give_scores
from naungan.awards.services.stages import NEXT, advance, choose_finalists

__all__ = [
    "COMPUTED",
    "LEVEL_OF",
    "NEXT",
    "Handing",
    "add_category",
    "add_criterion",
    "advance",
    "appoint",
    "attach_evidence",
    "choose_finalists",
    "declare_conflict",
    "give_scores",
    "government",
    "hand_over",
    "issue_for_punctual",
    "issue_for_winners",
    "nominate",
    "open_edition",
    "set_weights",
    "state_value",
    "verify",
    "withdraw_candidate",
    "withdraw_certificate",
]
