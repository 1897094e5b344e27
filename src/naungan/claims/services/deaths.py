"""The one door for deaths: the registry ends the memberships, months billed afterwards are found, cases opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.claims.checks import Checked, check_deaths
from naungan.claims.models import Claim, DeathReport, DeathRequest, IncomingFile
from naungan.claims.notices import DeathNotice
from naungan.claims.queries import BilledAfter, billed_after_death
from naungan.claims.services.cases import open_cases, void_cases, why_kept
from naungan.claims.services.ground import DEATHS_TURN, entry_of
from naungan.contributions.models import Correction
from naungan.contributions.queries import months_billed_after
from naungan.contributions.queries.protection import merged_people
from naungan.journal.models import Entry
from naungan.kit.dependents import dependents
from naungan.kit.locks import take_turn
from naungan.law.findings import Finding, Refused
from naungan.registry.models import Person
from naungan.registry.services import DeathsRecorded, take_back_deaths
from naungan.registry.services import record_deaths as end_memberships

DEPENDENTS = "claims.death"


@dataclass(frozen=True, slots=True)
class DeathsResult:
    """What became of notices: rows = recorded + known + rejected.

    `reports` and `claims` are the new records, `billed_after` the months to be claimed back, `findings` all remarks.
    """

    rows: int
    recorded: int
    known: int
    rejected: int
    reports: tuple[int, ...] = ()
    claims: tuple[int, ...] = ()
    billed_after: tuple[BilledAfter, ...] = ()
    findings: tuple[Finding, ...] = ()
    entry: Entry | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys of the public contract; no names, no NIK."""
        return {
            "rows": self.rows,
            "recorded": self.recorded,
            "known": self.known,
            "rejected": self.rejected,
            "claims": list(self.claims),
            "billed_after": [
                {
                    "person": one.person_id,
                    "month": f"{one.month // 12:04d}-{one.month % 12 + 1:02d}",
                    "bill": one.payment_code,
                    "amount": one.amount_rp,
                }
                for one in self.billed_after
            ],
            "findings": [finding.as_json() for finding in self.findings],
        }


def record_deaths(
    notices: Sequence[DeathNotice],
    *,
    actor: Actor,
    reason: str = "",
    file: IncomingFile | None = None,
    dry_run: bool = False,
) -> DeathsResult:
    """Record the deaths that stand up to the checks; the others come back as findings. Again changes nothing.

    Memberships end with the month of death, a case is opened for each family that may be entitled, and months
    that were billed after a death are listed. With `dry_run` nothing is written. Refused: what the registry
    refuses.
    """
    with transaction.atomic():
        take_turn(DEATHS_TURN)
        checked = check_deaths(notices, actor.scope)
        result = _counted(notices, checked)
        wanted = _wanted(checked)
        if dry_run or not wanted:
            return replace(result, billed_after=tuple(billed_after_death(_days(notices, wanted))))
        return _written(result, notices, wanted, actor=actor, reason=reason, file=file)


def record_one_death(notice: DeathNotice, *, actor: Actor, reason: str = "") -> DeathsResult:
    """Record one death by hand. Refused with the first remark that blocks it, beside its field."""
    result = record_deaths([notice], actor=actor, reason=reason)
    for finding in result.findings:
        if finding.blocking:
            field = "died_on" if finding.code.startswith("death.") else "name"
            raise Refused(finding.code, finding.expected, where=field, mend=finding.mend)
    return result


def record_deaths_once(
    notices: Sequence[DeathNotice], *, key: str, actor: Actor, reason: str = ""
) -> dict[str, Any]:
    """As `record_deaths`, once by an idempotency key: the same call again gets the same answer.

    Refused: `request.key_reused` for the same key with other deaths.
    """
    assert actor.user is not None, "a caller of the JSON face has signed in"
    told = json.dumps([repr(notice) for notice in notices])
    digest = hashlib.sha256(told.encode()).hexdigest()
    with transaction.atomic():
        take_turn(DEATHS_TURN)
        known = DeathRequest.objects.filter(user=actor.user, key=key).first()
        if known is not None:
            if known.sha256 != digest:
                message = _("Kunci permintaan ini sudah dipakai untuk isi lain.")
                raise Refused("request.key_reused", message, where="Idempotency-Key")
            answer: dict[str, Any] = known.answer
            return answer
        answer = record_deaths(notices, actor=actor, reason=reason).as_json()
        DeathRequest.objects.create(user=actor.user, key=key, sha256=digest, answer=answer)
    return answer


def take_back(reports: Sequence[DeathReport], *, actor: Actor, reason: str) -> None:
    """Take recorded deaths back: memberships run again exactly as before, opened cases are voided. Months that were
    credited because of them (`months_credited`) stay credited until they are run again, which bills who came back.

    Refused: `death.depended_on`, naming what stands on one of them; `death.changed_since`; out of scope.
    """
    with transaction.atomic():
        take_turn(DEATHS_TURN)
        rows = list(
            DeathReport.objects.select_for_update(of=("self",))
            .filter(pk__in=[report.pk for report in reports], undone_entry=None)
            .select_related("entry", "person")
        )
        _refuse_if_depended_on(rows)
        by_entry: dict[int, list[DeathReport]] = {}
        for row in rows:
            by_entry.setdefault(row.entry_id, []).append(row)
        for own in by_entry.values():
            people = [row.person_id for row in own]
            entry = take_back_deaths(own[0].entry, people, actor=actor, reason=reason)
            void_cases(own, entry=entry)
            DeathReport.objects.filter(pk__in=[row.pk for row in own]).update(undone_entry=entry)


def standing_on(reports: Sequence[DeathReport]) -> list[str]:
    """Sentences about what stands on recorded deaths; empty when they may be taken back."""
    found = list(why_kept(reports))
    for report in reports:
        found += dependents(DEPENDENTS, report)
    return found


def months_credited(reports: Sequence[DeathReport]) -> list[int]:
    """The months (month numbers) that corrections took off the bills because of these deaths, and that nobody has
    billed again since.
    """
    people = {report.person_id: report.died_on for report in reports}
    whose = {each: person for person in people for each in merged_people(person)}
    rows = Correction.objects.filter(
        cause=Correction.Cause.DEATH, new_rp__isnull=True, membership__person__in=list(whose)
    )
    credited = {(whose[person], month) for person, month in rows.values_list("membership__person", "month")}
    if not credited:
        return []
    first = min(month for _person, month in credited)
    billed = {(one.person_id, one.month) for one in months_billed_after(list(people), first - 1)}
    return sorted({month for _person, month in credited - billed})


def open_missing_cases(*, actor: Actor, people: Sequence[Person], reason: str = "") -> DeathsResult:
    """Bring deaths that the registry recorded elsewhere to this room, with their cases. Again changes nothing."""
    notices = [
        DeathNotice(person.nik, person.deceased_on, person.name) for person in people if person.deceased_on
    ]
    with transaction.atomic():
        take_turn(DEATHS_TURN)
        unknown = [
            notice
            for notice, person in zip(notices, people, strict=True)
            if not DeathReport.objects.filter(person=person, undone_entry=None).exists()
        ]
        checked = check_deaths(unknown, actor.scope)
        wanted = {row: person for row, person in enumerate(checked.people) if person is not None}
        result = _counted(unknown, checked)
        if not wanted:
            return result
        entry = entry_of(actor, "open_missing_cases", None, reason, people=len(wanted))
        return _reported(result, unknown, wanted, entry=entry, file=None)


def _wanted(checked: Checked) -> dict[int, Person]:
    """Row and person of the notices that are new and sound."""
    blocked = checked.blocked()
    return {
        row: person
        for row, person in enumerate(checked.people)
        if person is not None and row not in blocked and not checked.known[row]
    }


def _counted(notices: Sequence[DeathNotice], checked: Checked) -> DeathsResult:
    blocked = checked.blocked()
    known = sum(is_known and row not in blocked for row, is_known in enumerate(checked.known))
    return DeathsResult(
        rows=len(notices),
        recorded=len(notices) - known - len(blocked),
        known=known,
        rejected=len(blocked),
        findings=tuple(remark.finding() for remark in checked.remarks),
    )


def _days(notices: Sequence[DeathNotice], wanted: dict[int, Person]) -> dict[int, date]:
    return {person.pk: on for row, person in wanted.items() if (on := notices[row].died_on) is not None}


def _written(
    result: DeathsResult,
    notices: Sequence[DeathNotice],
    wanted: dict[int, Person],
    *,
    actor: Actor,
    reason: str,
    file: IncomingFile | None,
) -> DeathsResult:
    days = _days(notices, wanted)
    summary = {"file": file.file_name} if file else {}
    done: DeathsRecorded = end_memberships(list(days.items()), actor=actor, reason=reason, summary=summary)
    assert done.entry is not None, "every one of them is new"
    return _reported(result, notices, wanted, entry=done.entry, file=file)


def _reported(
    result: DeathsResult,
    notices: Sequence[DeathNotice],
    wanted: dict[int, Person],
    *,
    entry: Entry,
    file: IncomingFile | None,
) -> DeathsResult:
    days = _days(notices, wanted)
    reports = [
        DeathReport(
            person=person,
            died_on=days[person.pk],
            place=notices[row].place,
            certificate=notices[row].certificate,
            cause=notices[row].cause,
            source=notices[row].source,
            area_id=person.domicile_id,
            file=file,
            entry=entry,
        )
        for row, person in wanted.items()
    ]
    DeathReport.objects.bulk_create(reports, batch_size=500)
    today = timezone.localdate()
    told_on = {person.pk: notices[row].reported_on or today for row, person in wanted.items()}
    claims: list[Claim] = open_cases(reports, entry=entry, opened_on=told_on)
    return replace(
        result,
        reports=tuple(report.pk for report in reports),
        claims=tuple(claim.pk for claim in claims),
        billed_after=tuple(billed_after_death(days)),
        entry=entry,
    )


def _refuse_if_depended_on(reports: Sequence[DeathReport]) -> None:
    reasons = standing_on(reports)
    if reasons:
        raise Refused(
            "death.depended_on",
            _("Kematian ini tidak dapat dibatalkan: %(reasons)s.")
            % {"reasons": "; ".join(dict.fromkeys(reasons))},
            where="reason",
        )
