"""Writes of the registry, one function a use case. Payers, imports; deaths are in `deaths`, the states of rolls
in `states`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from naungan.accounts.access import Actor
from naungan.registry.deaths import DeathsRecorded, record_death, record_deaths, take_back_deaths
from naungan.registry.groups import load_groups
from naungan.registry.imports.batches import keep_findings
from naungan.registry.imports.by_file import change_roll, export_to
from naungan.registry.imports.changes import ChangeRequest
from naungan.registry.imports.options import RollOptions
from naungan.registry.imports.rejects import refuse_unfit_target, write_rejects
from naungan.registry.imports.run import ImportResult, NotAllAccepted, Request, run
from naungan.registry.payers import add_payer, payer_for, registration_for

__all__ = [
    "ChangeRequest",
    "DeathsRecorded",
    "ImportResult",
    "NotAllAccepted",
    "RollOptions",
    "add_payer",
    "change_roll",
    "export_to",
    "import_roll",
    "load_groups",
    "payer_for",
    "record_death",
    "record_deaths",
    "registration_for",
    "take_back_deaths",
]


def import_roll(
    path: Path,
    options: RollOptions,
    *,
    actor: Actor,
    reason: str = "",
    dry_run: bool = False,
    all_or_nothing: bool = False,
    rejects: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Bring a list in and make its roll active at once (the command line's way).

    Good rows are written, bad ones given back (in `rejects`, a spreadsheet, if a path is given). `Refused`
    for a wrong
    file, wrong options, or `import.not_all_accepted`; nothing is written then. The same file twice changes
    nothing.
    """
    if rejects is not None:
        refuse_unfit_target(rejects, path)
    request = Request(options, actor, reason=reason, dry_run=dry_run, all_or_nothing=all_or_nothing)
    try:
        source, result = run(path, request, progress)
    except NotAllAccepted as refused:
        if rejects is not None:
            write_rejects(refused.source, refused.result, rejects)
        raise
    if rejects is not None:
        write_rejects(source, result, rejects)
    if result.batch_id is not None and not result.repeated:
        keep_findings(result.batch_id, source, result)
    return result
