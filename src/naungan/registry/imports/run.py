"""One list from file to registry: read, check, and write all in one transaction, or write nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from django.db import transaction

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.registry import bulk, payers
from naungan.registry.duplicates import overlaps
from naungan.registry.imports import against, checks, columns, commit, continuing, rolls
from naungan.registry.imports.options import RollOptions, checked
from naungan.registry.imports.reading import AS_IT_SAYS, Reading, remembered_for
from naungan.registry.imports.result import ImportResult, NotAllAccepted, result_base
from naungan.registry.imports.source import Mends, Source, load
from naungan.registry.imports.words import Hit
from naungan.registry.models import ImportBatch, Membership, Payer, Registration, Roll

__all__ = [
    "Checked",
    "ImportResult",
    "NotAllAccepted",
    "Place",
    "Request",
    "check_rows",
    "digest",
    "place_of",
    "run",
    "updating_rows",
]

Progress = Callable[[int, int], None]
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Request:
    """How a list comes in: what it is, who brings it, and what may be written."""

    options: RollOptions
    actor: Actor
    reason: str = ""
    dry_run: bool = False
    all_or_nothing: bool = False
    proposed: bool = False
    batch: ImportBatch | None = None
    file_name: str = ""
    sha256: str = ""
    reading: Reading = AS_IT_SAYS
    mends: Mends | None = None


def run(path: Path, request: Request, progress: Progress | None = None) -> tuple[Source, ImportResult]:
    """Bring a list in. Nothing is written in a dry run, when no row is accepted, or when nothing would
    change.
    """
    report = progress or _silent
    request = replace(
        request,
        options=checked(request.options),
        file_name=request.file_name or path.name,
        sha256=digest(path),
    )
    report(0, _STEPS)
    source = load(
        path,
        request.reading,
        remembered=remembered_for(request.options.payer_code, request.actor),
        mends=request.mends,
    )
    report(1, _STEPS)
    with transaction.atomic():
        result = _in_transaction(source, request, report)
    report(_STEPS, _STEPS)
    return source, result


def digest(path: Path) -> str:
    """SHA-256 of a file, "" for one that does not exist (reading it says so)."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes: its payer and area, whose names may be told, and its roll."""

    payer: Payer
    area: Area
    told: Scope
    registration: Registration
    target: rolls.Target


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows that were checked: every hit, the rows that stay out, and what the others would do."""

    hits: list[Hit]
    blocked: frozenset[int]
    plan: commit.Plan


def place_of(request: Request) -> Place:
    """Where a list goes; `Refused` for a payer or an area that is not the actor's. Inside a transaction."""
    options = request.options
    payer = payers.payer_for(options.payer_code, actor=request.actor, proposing=request.proposed)
    area = _area_of(options, payer, request.actor)
    registration = payers.registration_for(payer, options.segment, actor=request.actor)
    target = rolls.target_of(registration, options, area, proposed=request.proposed)
    return Place(payer, area, _told(request, payer, area), registration, target)


def check_rows(people: pl.DataFrame, request: Request, place: Place, purpose: str) -> Checked:
    """Check people of a list (all of them, or the few that were mended) by themselves and by the registry."""
    options, target = request.options, place.target
    hits: list[Hit] = []
    if purpose == "continuing":
        people, hits = continuing.resolved(people)
    people = checks.prepared(people, options)
    hits += checks.file_hits(people, options, purpose)
    registry = against.looked_up(people.drop(*columns.OF_THE_FILE_ONLY), options, place.area)
    hits += against.registry_hits(registry, options, place.area, place.told, target.family, purpose=purpose)
    if purpose == "continuing":
        hits = continuing.settled(registry.people, hits)
    hits += _over_quota(registry, hits, request, target)
    blocked = frozenset(hit.row for hit in hits if hit.blocking)
    onto = target.roll.pk if target.roll else None
    plan = commit.plan_of(
        registry,
        blocked,
        target.family,
        onto,
        request.actor.scope,
        not_theirs=[hit.row for hit in hits if hit.code in {"kpj.of_another", "kpj.repeated"}],
    )
    return Checked(hits, blocked, plan)


def _in_transaction(source: Source, request: Request, report: Progress) -> ImportResult:
    bulk.lock_imports()
    options = request.options
    place = place_of(request)
    payer, area, target = place.payer, place.area, place.target
    report(2, _STEPS)
    seen = check_rows(source.people, request, place, source.purpose)
    plan = seen.plan
    result = _result(source, seen)
    report(3, _STEPS)
    if request.all_or_nothing and result.rejected:
        raise NotAllAccepted(result, source)
    if request.dry_run or not result.accepted or plan.changes_nothing:
        result = _nothing_written(result, plan, request, target)
        transaction.set_rollback(True)
        return result
    entry = _entry(request, payer, area, result)
    roll = target.roll or rolls.make_roll(
        place.registration, options, area, entry, proposed=request.proposed, family=target.family
    )
    commit.write(plan, roll, options, entry)
    overlaps.find(actor=request.actor, entry=entry)
    report(4, _STEPS)
    return _recorded(replace(result, roll_id=roll.pk), request, payer, roll, entry)


def _area_of(options: RollOptions, payer: Payer, actor: Actor) -> Area:
    origin = payers.origin_of(payer, options.area_code, actor=actor)
    if origin is not None:
        return origin
    if options.area_code is None:
        return payer.area
    area = Area.objects.filter(code=options.area_code).first()
    if area is None:
        raise payers.unknown_area(options.area_code)
    if not actor.scope.holds_payer(payer.code, area.code):
        raise payers.area_out_of_scope(area)
    return area


def _told(request: Request, payer: Payer, area: Area) -> Scope:
    """Whose names the findings may tell. They are kept and read by everybody who sees the batch, whoever
    brought it: so of the payer's area only, and those of a proposal of the area that it comes from.
    """
    proposal = request.batch is not None and request.batch.proposed_from_id is not None
    return request.actor.scope.narrowed(area.code if proposal else payer.area_id)


def _over_quota(
    registry: against.Registry, hits: list[Hit], request: Request, target: rolls.Target
) -> list[Hit]:
    """Who comes when the list is full waits; people who are on it already keep their place."""
    quota = request.options.quota
    if quota is None:
        return []
    blocked = frozenset(hit.row for hit in hits if hit.blocking)
    plan = commit.plan_of(registry, blocked, target.family, None, request.actor.scope)
    taken = (
        Membership.objects.filter(roll_id__in=target.family)
        .exclude(end_cause=Membership.EndCause.UNDONE)
        .values("person_id")
        .distinct()
        .count()
    )
    waiting = plan.joining.select("row", "nik").rows()[max(0, quota - taken) :]
    return [Hit(row, "quota.over", "nik", nik, {"quota": quota}) for row, nik in waiting]


def _result(source: Source, seen: Checked) -> ImportResult:
    plan, base = seen.plan, result_base(source, seen.hits)
    accepted = plan.accepted.height
    assert base.accepted == accepted, "a row was lost"
    return replace(
        base,
        created=plan.new.height,
        known=accepted - plan.new.height,
        joined=plan.joining.height,
        updated=plan.updates.height,
        unchanged=accepted - plan.joining.height,
        repeated=bool(accepted) and plan.changes_nothing,
        new_rows=plan.new["row"].cast(pl.Int64),
        joining_rows=plan.joining["row"].cast(pl.Int64),
        updating_rows=updating_rows(plan),
    )


def updating_rows(plan: commit.Plan) -> pl.Series:
    """The rows of known people whom the list completes."""
    people = plan.updates["person_id"]
    return plan.accepted.filter(pl.col("person_id").is_in(people.implode()))["row"].cast(pl.Int64)


def _nothing_written(
    result: ImportResult, plan: commit.Plan, request: Request, target: rolls.Target
) -> ImportResult:
    if not plan.changes_nothing or not result.accepted:
        return result
    earlier = (
        ImportBatch.objects.filter(sha256=request.sha256, roll_id__in=target.family).order_by("pk").first()
    )
    return replace(
        result,
        roll_id=target.roll.pk if target.roll else min(target.family, default=None),
        batch_id=earlier.pk if earlier else None,
    )


def _entry(request: Request, payer: Payer, area: Area, result: ImportResult) -> Entry:
    summary = {
        "payer": payer.code,
        "area": area.code,
        "file": request.file_name,
        "sha256": request.sha256,
        **{
            name: getattr(result, name)
            for name in ("rows", "accepted", "rejected", "created", "joined", "updated")
        },
    }
    return record(
        actor=request.actor.name,
        user=request.actor.user,
        action="registry.import",
        reason=request.reason,
        summary=summary,
    )


def _recorded(result: ImportResult, request: Request, payer: Payer, roll: Roll, entry: Entry) -> ImportResult:
    values = {
        "state": ImportBatch.State.COMMITTED,
        "roll": roll,
        "counts": result.counts(),
        "progress": 100,
        "commit_entry": entry,
    }
    if request.batch is not None:
        ImportBatch.objects.filter(pk=request.batch.pk).update(**values)
        return replace(result, batch_id=request.batch.pk)
    batch = ImportBatch.objects.create(
        payer=payer,
        file_name=request.file_name[:200],
        sha256=request.sha256,
        options=request.options.as_json(),
        entry=entry,
        **values,
    )
    return replace(result, batch_id=batch.pk)


def _silent(_done: int, _of: int) -> None:
    return None
