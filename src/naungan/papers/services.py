"""Issuing and withdrawing papers."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.kit.locks import take_turn
from naungan.law.findings import Refused
from naungan.papers.models import IssuedPaper

TURN = 7_500_2611
# letters and digits that nobody mistakes for another, should the address be typed from paper
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TOKEN_LENGTH = 20


@transaction.atomic
def issue(
    *,
    kind: str,
    series: str,
    title: str,
    facts: Sequence[tuple[str, str]],
    issued_on: date,
    area_code: str | None,
    subject: str,
    actor: Actor,
    entry: Entry | None = None,
) -> IssuedPaper:
    """The paper with its number, `0007/PIAGAM/75.03/2021`; asked for again unchanged, the same paper.

    `facts` are shown to whoever holds the paper: pairs of label and value, no NIK, no address. A withdrawn
    paper is not given again; a new one takes the next number. Writes its own journal entry unless one is
    given.
    """
    assert kind in IssuedPaper.Kind.values, kind
    shown = [[label, value] for label, value in facts]
    digest = _digest(kind, title, issued_on, shown)
    take_turn(TURN)
    known = IssuedPaper.objects.filter(subject=subject, digest=digest, withdrawn_on=None).first()
    if known is not None:
        return known
    position = _next_position(series, area_code, issued_on.year)
    number = f"{position:04d}/{series}/{area_code or 'NAUNGAN'}/{issued_on.year}"
    entry = entry or record(
        actor=actor.name,
        user=actor.user,
        action="paper.issue",
        summary={"number": number, "subject": subject} | ({"area": area_code} if area_code else {}),
    )
    return IssuedPaper.objects.create(
        kind=kind,
        series=series,
        area_id=area_code,
        year=issued_on.year,
        position=position,
        number=number,
        token="".join(secrets.choice(ALPHABET) for _place in range(TOKEN_LENGTH)),
        title=title,
        facts=shown,
        issued_on=issued_on,
        subject=subject,
        digest=digest,
        entry=entry,
    )


@transaction.atomic
def withdraw(paper: IssuedPaper, *, on: date, reason: str, actor: Actor) -> IssuedPaper:
    """Say that a paper no longer holds; its page then says so, with the reason.

    Refused: `paper.no_reason`, `paper.withdrawn`.
    """
    if not reason.strip():
        raise Refused(
            "paper.no_reason",
            _("Naskah %(number)s tidak dapat ditarik tanpa alasan.") % {"number": paper.number},
            where="reason",
            mend=_("Tuliskan alasannya; siapa pun yang memindai kode QR akan membacanya."),
        )
    kept = IssuedPaper.objects.select_for_update().get(pk=paper.pk)
    if kept.withdrawn_on is not None:
        raise Refused(
            "paper.withdrawn",
            _("Naskah %(number)s sudah ditarik.") % {"number": kept.number},
            mend=_("Terbitkan naskah baru bila masih diperlukan."),
        )
    kept.withdrawn_on, kept.withdrawn_reason = on, reason.strip()[:300]
    kept.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="paper.withdraw",
        reason=reason,
        summary={"number": kept.number} | ({"area": kept.area_id} if kept.area_id else {}),
    )
    after = {"withdrawn_on": on.isoformat(), "withdrawn_reason": kept.withdrawn_reason}
    before = {"withdrawn_on": None, "withdrawn_reason": ""}
    record_changes(entry, [Changed("papers.IssuedPaper", kept.pk, before, after)])
    return kept


def _digest(kind: str, title: str, issued_on: date, facts: list[list[str]]) -> str:
    text = json.dumps([kind, title, issued_on.isoformat(), facts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _next_position(series: str, area_code: str | None, year: int) -> int:
    issued = IssuedPaper.objects.filter(series=series, area_id=area_code, year=year)
    return int(issued.aggregate(last=Max("position"))["last"] or 0) + 1
