"""Uploads: a list is received, previewed, and then committed or left; a committed one can be undone while
nothing depends
on it. The file, the findings and the rejected rows lie below `NAUNGAN_HOME/imports/<id>/`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.journal.services import Changed, record, record_changes
from naungan.kit.dependents import dependents
from naungan.law.findings import Refused
from naungan.registry import payers
from naungan.registry.imports import change_writes, changes, choosing, kept_rows, waiting
from naungan.registry.imports import run as importing
from naungan.registry.imports.headers import PURPOSES
from naungan.registry.imports.options import RollOptions, checked, from_json
from naungan.registry.imports.reading import from_json as reading_from_json
from naungan.registry.imports.rejects import write_rejects
from naungan.registry.imports.source import Source, load, mended
from naungan.registry.imports.words import Placed, PlacedFinding
from naungan.registry.models import ImportBatch, Membership, Roll
from naungan.registry.states import end_spells, mark_ended

SOURCE, FINDINGS, REJECTS = "source", "remarks.json", "perbaikan.xlsx"
DEPENDENTS = "registry.batch"


def folder_of(batch_id: int) -> Path:
    """Where the files of a batch lie; made if needed, for the owner of the process only."""
    folder = Path(settings.IMPORTS) / str(batch_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def receive_upload(
    *, file_name: str, chunks: Iterable[bytes], options: RollOptions, actor: Actor, reason: str = ""
) -> ImportBatch:
    """Keep an uploaded file as a batch in state RECEIVED; nothing is read yet. `Refused` for wrong options
    or payer. A payer above the actor's areas gets it as a proposal from one of them.
    """
    options = checked(options)
    with transaction.atomic():
        payer = payers.payer_for(options.payer_code, actor=actor, proposing=True)
        origin = payers.origin_of(payer, options.area_code, actor=actor)
        options = replace(options, area_code=origin.code) if origin else options
        entry = record(
            actor=actor.name, user=actor.user, action="registry.receive_upload", reason=reason,
            summary={"payer": payer.code, "area": options.area_code or payer.area_id, "file": file_name},
        )  # fmt: skip
        batch = ImportBatch.objects.create(
            payer=payer, file_name=Path(file_name).name[:200], options=options.as_json(),
            proposed_from=origin, entry=entry,
        )  # fmt: skip
        _keep_file(batch, chunks)
    return batch


def preview_batch(
    batch: ImportBatch, *, actor: Actor, progress: Callable[[int, int], None] | None = None
) -> importing.ImportResult:
    """Read and check an upload and keep the findings; nothing is registered. A wrong file makes the batch
    REFUSED.
    """
    _must_be(batch, ImportBatch.State.RECEIVED, ImportBatch.State.PREVIEWED)
    try:
        source, result = _brought(batch, actor, progress, dry_run=True)
    except Refused as refused:
        message = f"{refused.message} {refused.mend}".strip()[:500]
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportBatch.State.REFUSED,
            message=message,
            progress=100,
            counts=choosing.seen_in(
                folder_of(batch.pk) / SOURCE, refused.code, reading_from_json(batch.reading)
            ),
        )
        raise
    keep_findings(batch.pk, source, result)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportBatch.State.PREVIEWED, counts=result.counts(), progress=100, message=""
    )
    batch.refresh_from_db()
    return result


def commit_batch(
    batch: ImportBatch,
    *,
    actor: Actor,
    reason: str = "",
    all_or_nothing: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> importing.ImportResult:
    """Register the sound rows of a previewed upload as a proposed roll; the checks run again, on today's
    registry.
    """
    _must_be(batch, ImportBatch.State.PREVIEWED)
    source, result = _brought(batch, actor, progress, reason=reason, all_or_nothing=all_or_nothing)
    if is_change(batch) and not result.updated:
        ImportBatch.objects.filter(pk=batch.pk).update(
            counts=result.counts(), message=_("Tidak ada yang berubah; tidak ada yang disimpan.")
        )
    if result.repeated:
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportBatch.State.COMMITTED, roll_id=result.roll_id, counts=result.counts(),
            message=_("Semua orang sudah terdaftar di daftar ini; tidak ada yang berubah."),
        )  # fmt: skip
    keep_findings(batch.pk, source, result)
    batch.refresh_from_db()
    return result


def undo_batch(batch: ImportBatch, *, actor: Actor, reason: str) -> ImportBatch:
    """Take a committed import back: its memberships end before they begin, its people stay known.

    `Refused` `batch.depended_on` while something stands on it (a bill), naming it; `batch.state` when there
    is nothing to undo.
    A roll that only this batch filled ends. Who proposed a list takes it back while it is a proposal.
    """
    with transaction.atomic():
        batch = (
            ImportBatch.objects.select_for_update(of=("self",))
            .select_related("payer", "roll")
            .get(pk=batch.pk)
        )
        _must_be(batch, ImportBatch.State.COMMITTED)
        _must_hold(batch, actor)
        reasons = dependents(DEPENDENTS, batch)
        if reasons:
            raise Refused(
                "batch.depended_on",
                _("Impor ini tidak dapat dibatalkan: %(reasons)s") % {"reasons": "; ".join(reasons)},
                where=batch.file_name,
            )
        entry = record(
            actor=actor.name, user=actor.user, action="registry.undo_batch", reason=reason,
            summary={"payer": batch.payer.code, "area": _area_of(batch), "batch": batch.pk},
        )  # fmt: skip
        _take_back(batch, entry)
        record_changes(
            entry, [Changed("registry.ImportBatch", batch.pk, {"state": batch.state}, {"state": "UNDONE"})]
        )
        batch.state = ImportBatch.State.UNDONE
        batch.save(update_fields=["state"])
    return batch


def _take_back(batch: ImportBatch, entry: Entry) -> None:
    if is_change(batch):
        if batch.commit_entry is not None:
            change_writes.take_back(batch.commit_entry, entry)
        return
    spells = Membership.objects.filter(entry=batch.commit_entry_id, end_cause="")
    end_spells(spells, 0, Membership.EndCause.UNDONE, entry)
    _end_roll(batch, entry)


def keep_findings(batch_id: int, source: Source, result: importing.ImportResult) -> None:
    """Keep the findings of a batch, without words, and its rejected rows as a spreadsheet if there are any."""
    folder = folder_of(batch_id)
    keep_placed(batch_id, result.placed)
    rows = kept_rows.keep(folder, source, result)
    waiting.keep(batch_id, mended(rows, mends_of(ImportBatch(pk=batch_id))), result.placed)
    if result.rejected:
        write_rejects(source, result, folder / REJECTS)
    else:
        (folder / REJECTS).unlink(missing_ok=True)


def placed_of(batch_id: int) -> list[Placed]:
    """The findings kept with a batch, without words."""
    path = folder_of(batch_id) / FINDINGS
    if not path.exists():
        return []
    return [Placed(**values) for values in json.loads(path.read_text(encoding="utf-8"))]


def keep_placed(batch_id: int, placed: Iterable[Placed]) -> None:
    """Keep the findings of a batch, without words."""
    text = json.dumps([one.as_json() for one in placed], ensure_ascii=False)
    (folder_of(batch_id) / FINDINGS).write_text(text, encoding="utf-8")


def findings_of(batch: ImportBatch) -> list[PlacedFinding]:
    """The findings kept with a batch, in the language that is active; empty before the preview."""
    return [one.finding() for one in placed_of(batch.pk)]


def rows_of(batch: ImportBatch) -> pl.DataFrame | None:
    """The rows kept with a batch (see `kept_rows`), or None before the preview."""
    return kept_rows.read(folder_of(batch.pk))


def rejects_of(batch: ImportBatch) -> Path | None:
    """The spreadsheet of rejected rows of a batch, if there are any; made anew after cells were mended."""
    path = folder_of(batch.pk) / REJECTS
    if not path.exists() and batch.counts.get("rejected"):
        _write_anew(batch, path)
    return path if path.exists() else None


def has_rejects(batch: ImportBatch) -> bool:
    """Whether rows of a batch are kept out."""
    return bool(batch.counts.get("rejected"))


def _write_anew(batch: ImportBatch, path: Path) -> None:
    placed = placed_of(batch.pk)
    source = load(
        folder_of(batch.pk) / SOURCE,
        reading_from_json(batch.counts.get("reading") or batch.reading),
        mends=mends_of(batch),
        layouts=tuple(PURPOSES),
    )
    blocked = frozenset(one.row for one in placed if one.blocking)
    kept = importing.ImportResult(
        rows=source.people.height,
        accepted=source.people.height - len(blocked),
        rejected=len(blocked),
        created=0,
        known=0,
        findings=tuple(one.finding() for one in placed),
        blocked_rows=blocked,
    )
    write_rejects(source, kept, path)


def receive_change(*, file_name: str, chunks: Iterable[bytes], request: changes.ChangeRequest) -> ImportBatch:
    """Keep an uploaded file of changes to members as a batch in state RECEIVED. `Refused` for another's payer."""
    actor = request.actor
    with transaction.atomic():
        payer = payers.payer_for(request.payer_code, actor=actor)
        entry = record(
            actor=actor.name, user=actor.user, action="registry.receive_upload", reason=request.reason,
            summary={"payer": payer.code, "area": payer.area_id, "file": file_name},
        )  # fmt: skip
        batch = ImportBatch.objects.create(
            payer=payer,
            file_name=Path(file_name).name[:200],
            options=changes.options_of(request),
            entry=entry,
        )
        _keep_file(batch, chunks)
    return batch


def _keep_file(batch: ImportBatch, chunks: Iterable[bytes]) -> None:
    target = folder_of(batch.pk) / SOURCE
    with target.open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    batch.sha256 = importing.digest(target)
    batch.save(update_fields=["sha256"])


def is_change(batch: ImportBatch) -> bool:
    """Whether a batch changes members instead of bringing a list."""
    return bool(batch.options.get("kind") == changes.KIND)


def _brought(
    batch: ImportBatch, actor: Actor, progress: Callable[[int, int], None] | None, **given: Any
) -> tuple[Source, importing.ImportResult]:
    path = folder_of(batch.pk) / SOURCE
    if not is_change(batch):
        return importing.run(path, request_of(batch, actor, **given), progress)
    request = changes.ChangeRequest(
        batch.options["payer_code"],
        actor,
        roll_id=batch.options.get("roll"),
        batch=batch,
        file_name=batch.file_name,
        reading=reading_from_json(batch.reading),
        mends=mends_of(batch),
        **given,
    )
    source, result = changes.change_members(path, request, progress)
    return source, result


def request_of(batch: ImportBatch, actor: Actor, **given: Any) -> importing.Request:
    """How a batch comes in: as it was received, read as chosen, with the cells that were mended since."""
    return importing.Request(
        from_json(batch.options),
        actor,
        proposed=True,
        batch=batch,
        file_name=batch.file_name,
        reading=reading_from_json(batch.reading),
        mends=mends_of(batch),
        **given,
    )


def mends_of(batch: ImportBatch) -> dict[tuple[int, int, str], str]:
    """The mended cells of a batch, by sheet, line and field: the newest text of each."""
    cells = batch.mends.order_by("pk").values_list("sheet", "line", "field", "after")
    return {(sheet, line, name): after for sheet, line, name, after in cells}


def _must_be(batch: ImportBatch, *states: str) -> None:
    if batch.state not in states:
        raise Refused(
            "batch.state",
            _("Impor %(name)s berstatus %(state)s; langkah ini tidak berlaku lagi.")
            % {"name": batch.file_name, "state": batch.get_state_display()},
            where=batch.file_name,
        )


def _area_of(batch: ImportBatch) -> str:
    return str(batch.options.get("area_code") or batch.payer.area_id)


def may_undo(batch: ImportBatch, actor: Actor) -> bool:
    """Whether an import is the actor's to take back: the payer's always, the proposer's while it is proposed."""
    if payers.holds(actor, batch.payer):
        return True
    waits = batch.roll is not None and batch.roll.state == Roll.State.PROPOSED
    return waits and batch.proposed_from_id is not None and actor.scope.holds_area(batch.proposed_from_id)


def _must_hold(batch: ImportBatch, actor: Actor) -> None:
    if not may_undo(batch, actor):
        raise Refused("batch.out_of_scope", _("Impor ini di luar kewenangan Anda."), where=batch.file_name)


def _end_roll(batch: ImportBatch, entry: Entry) -> None:
    roll = batch.roll
    if roll is None or roll.memberships.exclude(end_cause=Membership.EndCause.UNDONE).exists():
        return
    mark_ended(roll, entry)
