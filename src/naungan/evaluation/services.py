"""Keeping a pack: what was shown at a meeting stays as it was shown."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.agreements.models import Meeting
from naungan.evaluation.models import KeptPack
from naungan.evaluation.pack import Pack, digest_of
from naungan.evaluation.queries import evaluation_pack, inpres_report
from naungan.evaluation.queries.asking import asked_of
from naungan.evaluation.semesters import semester_of
from naungan.evaluation.words import shown
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.kit.locks import take_turn
from naungan.law.findings import Refused
from naungan.papers.services import issue

TURN = 7_500_2612
SERIES = {KeptPack.Kind.MONEV: "MONEV", KeptPack.Kind.INPRES: "INPRES"}


def keep_pack(
    *,
    area: str,
    as_of: date,
    actor: Actor,
    known_at: datetime | None = None,
    meeting: Meeting | None = None,
    reason: str = "",
) -> KeptPack:
    """Keep the evaluation pack as it is now (or as it was known), for a meeting or for itself.

    The same content for the same meeting is the same kept pack. It gets a number and a page that verifies it.
    Refused: `area.unknown`, `area.out_of_scope`, `evaluation.other_meeting`.
    """
    asked_of(area, as_of=as_of, known_at=known_at, scope=actor.scope)
    _refuse_if_of_another_place(meeting, area, actor)
    moment = known_at or timezone.now()
    with translation.override("id"):
        pack = evaluation_pack(area, as_of=as_of, known_at=known_at, scope=actor.scope)
        return _keep(pack, moment, meeting, actor, reason)


def keep_report(
    *,
    area: str,
    semester: str,
    actor: Actor,
    known_at: datetime | None = None,
    meeting: Meeting | None = None,
    reason: str = "",
) -> KeptPack:
    """Keep the half-yearly report of an area. Refused as `keep_pack`, and `semester.unreadable`."""
    _refuse_if_of_another_place(meeting, area, actor)
    moment = known_at or timezone.now()
    with translation.override("id"):
        report = inpres_report(
            area,
            semester_of(semester),
            as_of=timezone.localdate(),
            known_at=known_at,
            scope=actor.scope,
        )
        return _keep(report, moment, meeting, actor, reason)


@transaction.atomic
def _keep(pack: Pack, moment: datetime, meeting: Meeting | None, actor: Actor, reason: str) -> KeptPack:
    content = pack.as_json()
    digest = digest_of(content)
    take_turn(TURN)
    kind = KeptPack.Kind(pack.kind)
    known = KeptPack.objects.filter(kind=kind, area=pack.area, digest=digest, meeting=meeting).first()
    if known is not None:
        return known
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="evaluation.keep",
        reason=reason,
        summary={"area": pack.area, "as_of": pack.as_of.isoformat(), "digest": digest},
    )
    kept = KeptPack.objects.create(
        kind=kind,
        area_id=pack.area,
        meeting=meeting,
        title=pack.title[:200],
        semester=pack.semester,
        as_of=pack.as_of,
        known_at=moment,
        content=content,
        digest=digest,
        entry=entry,
    )
    issue(
        kind="report",
        series=SERIES[kind],
        title=kept.title,
        facts=_facts(pack, digest),
        issued_on=timezone.localdate(),
        area_code=pack.area,
        subject=subject_of(kept),
        actor=actor,
        entry=entry,
    )
    return kept


def subject_of(kept: KeptPack) -> str:
    """What an issued paper about a kept pack names as its subject."""
    return f"evaluation.KeptPack:{kept.pk}"


def _facts(pack: Pack, digest: str) -> list[tuple[str, str]]:
    """What whoever scans the code may see."""
    figures = [figure for figure in pack.parts[0].figures if figure.key in {"share", "protected", "active"}]
    return [
        (_("Wilayah"), pack.area_name),
        (_("Posisi per"), numbers.day(pack.as_of)),
        *((figure.label, shown(figure.value, figure.kind)) for figure in figures),
        (_("Sidik isi"), digest[:16]),
    ]


def _refuse_if_of_another_place(meeting: Meeting | None, area: str, actor: Actor) -> None:
    if meeting is None:
        return
    related = any(
        one == other or one.startswith(other + ".")
        for one, other in ((meeting.area_id, area), (area, meeting.area_id))
    )
    if related and actor.scope.holds_area(meeting.area_id) and meeting.state != Meeting.State.CANCELLED:
        return
    raise Refused(
        "evaluation.other_meeting",
        _("Rapat itu bukan rapat wilayah ini."),
        where="meeting",
        mend=_("Pilih rapat wilayah yang sama, di atasnya, atau di bawahnya."),
    )
