"""`naungan claims`: lists of deaths from a file."""

# ruff: noqa: FBT002, PLR0917 (the options of a command are its parameters)

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from naungan.kit.faces import ActorName, AsJson, Reason, echo_json, echo_table, face, system_user

claims_app = typer.Typer(help="Kematian dan klaim. / Deaths and claims.", no_args_is_help=True)


@claims_app.callback()
def claims() -> None:
    """Kematian dan klaim. / Deaths and claims."""


AreaCode = Annotated[str, typer.Option("--area", help="Wilayah daftar, misalnya 75.03 / Area of the list")]
Sender = Annotated[
    str,
    typer.Option("--source", help="CIVIL_REGISTRY, VILLAGE, PAYER, FAMILY atau/or OTHER"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Periksa saja / Only check")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="XLSX untuk baris yang ditolak / XLSX for rejected rows")
]


@claims_app.command("deaths")
def deaths_command(
    file: Path,
    area: AreaCode = "",
    source: Sender = "OTHER",
    dry_run: DryRun = False,
    rejects: Rejects = None,
    reason: Reason = "",
    actor: ActorName = "",
    as_json: AsJson = False,
) -> None:
    """Catat daftar kematian; baris baik masuk, yang lain kembali. / Record a list of deaths; good rows go in."""
    with face(as_json):
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.claims.services import import_deaths
        from naungan.claims.services.files import rejects_of
        from naungan.registry.imports.rejects import refuse_unfit_target

        if rejects is not None:
            refuse_unfit_target(rejects, file)
        kept, findings = import_deaths(
            file,
            area_code=area,
            source=source,
            actor=operator(actor or system_user()),
            reason=reason,
            dry_run=dry_run,
        )
        sheet = rejects_of(kept) if rejects is not None and not dry_run else None
        if sheet is not None and rejects is not None:
            shutil.copyfile(sheet, rejects)
        if as_json:
            echo_json({**kept.counts, "findings": [finding.as_json() for finding in findings]})
            return
        counts = kept.counts
        header = [
            _("Baris"),
            _("Dicatat"),
            _("Sudah tercatat"),
            _("Ditolak"),
            _("Kasus"),
            _("Ditagih sesudahnya"),
        ]
        names = ("rows", "new", "known", "rejected", "claims", "billed_after_rp")
        echo_table(_("Daftar kematian"), header, [tuple(counts[name] for name in names)])
        if findings:
            rows = [(one.cell, one.found, one.expected, one.mend) for one in findings]
            echo_table(_("Catatan perbaikan"), [_("Sel"), _("Tertulis"), _("Seharusnya"), _("Cara")], rows)
