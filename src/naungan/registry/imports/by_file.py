"""Changes and lists by files on disk: what the command line asks for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.law.findings import Refused
from naungan.registry.imports.batches import keep_findings
from naungan.registry.imports.changes import ChangeRequest, change_members
from naungan.registry.imports.exports import export_roll
from naungan.registry.imports.rejects import refuse_unfit_target, write_rejects
from naungan.registry.imports.run import ImportResult, NotAllAccepted
from naungan.registry.models import Roll


def change_roll(
    path: Path,
    request: ChangeRequest,
    *,
    rejects: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Change members by one of the agency's bulk files (taken off, wages, corrections); see `changes`.

    Sound rows are written, the others given back (in `rejects`, if a path is given).
    """
    if rejects is not None:
        refuse_unfit_target(rejects, path)
    try:
        source, result = change_members(path, request, progress)
    except NotAllAccepted as refused:
        if rejects is not None:
            write_rejects(refused.source, refused.result, rejects)
        raise
    if rejects is not None:
        write_rejects(source, result, rejects)
    if result.batch_id is not None:
        keep_findings(result.batch_id, source, result)
    return result


def export_to(
    folder: Path, roll_id: int, layout: str, *, actor: Actor, month: int | None = None
) -> tuple[Path, int]:
    """Write a roll (or a month's movement) in a layout below a folder; the file and how many rows it has.

    `Refused` `roll.unknown`, `layout.unknown`, `roll.out_of_scope`.
    """
    roll = Roll.objects.select_related("registration__payer").filter(pk=roll_id).first()
    if roll is None:
        raise Refused("roll.unknown", _("Daftar nomor %(id)d tidak ada.") % {"id": roll_id}, where="roll")
    made = export_roll(roll, layout, actor=actor, month=month)
    folder.mkdir(parents=True, exist_ok=True)
    with made.file as source, (folder / made.name).open("wb") as target:
        shutil.copyfileobj(source, target)
    return folder / made.name, made.rows
