"""Changes to members from the agency's bulk files: taken off (*nonaktif*), wages, corrections.

People are named by KPJ or NIK and must be on a list of the payer that is in force; name and birth date, where the
file has them, must be theirs. A death is never taken as a plain end (see `end.death`). Wages hold from their
month on; what was billed already is mended by adjustment runs, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.services import record, record_changes
from naungan.law.findings import Refused
from naungan.registry import bulk, payers
from naungan.registry.imports import change_checks, change_writes
from naungan.registry.imports.headers import CHANGES
from naungan.registry.imports.reading import AS_IT_SAYS, Reading, remembered_for
from naungan.registry.imports.result import ImportResult, NotAllAccepted, result_base
from naungan.registry.imports.run import digest
from naungan.registry.imports.source import Mends, Source, load
from naungan.registry.models import ImportBatch, Payer, Roll

Progress = Callable[[int, int], None]
KIND = "change"
_STEPS = 4


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Whose members change, who brings the file, and what may be written. `roll_id` narrows to one list."""

    payer_code: str
    actor: Actor
    roll_id: int | None = None
    reason: str = ""
    dry_run: bool = False
    all_or_nothing: bool = False
    batch: ImportBatch | None = None
    file_name: str = ""
    reading: Reading = AS_IT_SAYS
    mends: Mends | None = None


def change_members(
    path: Path, request: ChangeRequest, progress: Progress | None = None
) -> tuple[Source, ImportResult]:
    """Read a file of changes, check it, and write what is sound; nothing in a dry run or when nothing changes.

    `Refused` for a wrong file, a payer or list that is not the actor's, or `import.not_all_accepted`.
    """
    report = progress or _silent
    report(0, _STEPS)
    remembered = remembered_for(request.payer_code, request.actor)
    source = load(path, request.reading, remembered=remembered, mends=request.mends, layouts=CHANGES)
    report(1, _STEPS)
    with transaction.atomic():
        bulk.lock_imports()
        payer, roll = _whose(request)
        seen = change_checks.check(source, payer, roll, request.actor)
        report(2, _STEPS)
        changed = len(seen.plan)
        result = replace(
            result_base(source, seen.hits),
            updated=changed,
            repeated=False,
            updating_rows=pl.Series([one.row for one in seen.plan], dtype=pl.Int64),
            roll_id=roll.pk if roll else None,
        )
        result = replace(result, known=result.accepted, unchanged=result.accepted - changed)
        if request.all_or_nothing and result.rejected:
            raise NotAllAccepted(result, source)
        if not request.dry_run and seen.plan:
            result = _written(path, request, (payer, roll), seen, result)
    report(_STEPS, _STEPS)
    return source, result


def _whose(request: ChangeRequest) -> tuple[Payer, Roll | None]:
    payer = payers.payer_for(request.payer_code, actor=request.actor)
    if request.roll_id is None:
        return payer, None
    roll = Roll.objects.filter(pk=request.roll_id, registration__payer=payer).first()
    if roll is None:
        raise Refused("roll.unknown", _("Daftar itu bukan milik pembayar ini."), where="roll")
    return payer, roll


def _written(
    path: Path,
    request: ChangeRequest,
    whose: tuple[Payer, Roll | None],
    seen: change_checks.Seen,
    result: ImportResult,
) -> ImportResult:
    payer, roll = whose
    name = (request.file_name or path.name)[:200]
    figures = {name: getattr(result, name) for name in ("rows", "accepted", "rejected", "updated")}
    entry = record(
        actor=request.actor.name, user=request.actor.user, action="registry.change_members",
        reason=request.reason,
        summary={"payer": payer.code, "area": payer.area_id, "file": name, "layout": result.layout, **figures},
    )  # fmt: skip
    record_changes(entry, change_writes.write(seen.plan, entry))
    values: dict[str, Any] = {
        "state": ImportBatch.State.COMMITTED,
        "counts": result.counts(),
        "progress": 100,
        "commit_entry": entry,
        "roll": roll,
    }
    if request.batch is not None:
        ImportBatch.objects.filter(pk=request.batch.pk).update(**values)
        return replace(result, batch_id=request.batch.pk)
    batch = ImportBatch.objects.create(
        payer=payer,
        file_name=name,
        sha256=digest(path),
        options=options_of(request),
        entry=entry,
        **values,
    )
    return replace(result, batch_id=batch.pk)


def options_of(request: ChangeRequest) -> dict[str, Any]:
    """What a batch keeps of a request."""
    return {"kind": KIND, "payer_code": request.payer_code, "roll": request.roll_id}


def _silent(_done: int, _of: int) -> None:
    return None
