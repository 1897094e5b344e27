"""The pack of the evaluation of 30 November 2023, kept as it was shown and tied to that meeting."""

from __future__ import annotations

from naungan.accounts.access import Actor
from naungan.agreements.models import Meeting
from naungan.demo.facts import facts
from naungan.demo.lists import PROVINCE
from naungan.demo.meetings import source_of
from naungan.evaluation.models import KeptPack
from naungan.evaluation.services import keep_pack, keep_report

EVALUATION = "S2-9"
"""The fact that tells of the meeting."""


def keep_packs(actor: Actor) -> list[KeptPack]:
    """The evaluation pack of the meeting and the report of its semester. Again changes nothing: a meeting that
    has its papers keeps them.
    """
    fact = facts()[EVALUATION]
    meeting = Meeting.objects.get(source=source_of(fact))
    known = list(KeptPack.objects.filter(meeting=meeting))
    if known:
        return known
    day = fact.as_of
    return [
        keep_pack(area=PROVINCE, as_of=day, meeting=meeting, actor=actor, reason=fact.id),
        keep_report(area=PROVINCE, semester="2023-2", meeting=meeting, actor=actor, reason=fact.id),
    ]
