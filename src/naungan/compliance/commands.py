"""`naungan compliance`: employers that are not, or only partly, registered."""

# ruff: noqa: FBT002, PLR0917 (the options of a command are its parameters)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from naungan.kit.faces import ActorName, AsJson, Reason, echo_json, echo_table, face, system_user
from naungan.law import months
from naungan.law.findings import Refused

if TYPE_CHECKING:
    from naungan.compliance.reading import Reading
    from naungan.compliance.services import Origin

compliance_app = typer.Typer(help="Kepatuhan pemberi kerja. / Compliance of employers.", no_args_is_help=True)


@compliance_app.callback()
def compliance() -> None:
    """Kepatuhan pemberi kerja. / Compliance of employers."""


File = Annotated[Path, typer.Argument(help="Daftar pemberi kerja, XLSX, ODS atau CSV / List of employers")]
AreaCode = Annotated[str, typer.Option("--area", help="Wilayah daftarnya, misalnya 75.03 / Area of the list")]
Source = Annotated[str, typer.Option("--source", help="Siapa yang memberi daftarnya / Who gave the list")]
SourceKind = Annotated[
    str, typer.Option("--source-kind", help="LICENCES, VILLAGE, INSPECTION, AGENCY, OTHER")
]
FoundOn = Annotated[str, typer.Option("--on", help="Tanggal sumber, YYYY-MM-DD / Day of the source")]
Kind = Annotated[str, typer.Option("--kind", help="NOT_REGISTERED, WORKERS, WAGES, PROGRAMMES, ARREARS")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Periksa saja / Check only")]


@compliance_app.command("import")
def import_command(
    path: File,
    area: AreaCode,
    source: Source,
    source_kind: SourceKind = "OTHER",
    on: FoundOn = "",
    kind: Kind = "NOT_REGISTERED",
    dry_run: DryRun = False,
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Catat pemberi kerja dari sebuah berkas; baris yang baik masuk. / Note the employers of a file."""
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.compliance.services import commit_leads, preview_leads, receive_leads

        content, who = _content(path), operator(actor or system_user())
        origin = _origin(area, source, source_kind, on, kind)
        file = receive_leads(path.name, [content], origin, actor=who)
        check_only = dry_run or file.state == file.State.COMMITTED
        reading = preview_leads(file) if check_only else commit_leads(file, actor=who, reason=reason)
        if as_json:
            echo_json({**reading.counts(), "findings": [one.as_json() for one in reading.findings]})
        else:
            _show(file.file_name, reading)


def _content(path: Path) -> bytes:
    """Refused: `file.missing`."""
    from django.utils.translation import gettext as _

    if not path.is_file():
        raise Refused("file.missing", _("Berkas %(path)s tidak ada.") % {"path": path}, where="file")
    return path.read_bytes()


def _origin(area: str, source: str, source_kind: str, on: str, kind: str) -> Origin:
    """Where the file comes from. Refused: `option.unknown`, a day that is none."""
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from naungan.compliance.models import Employer
    from naungan.compliance.services import Origin

    chosen = (
        (source_kind, Employer.SourceKind.values, "--source-kind"),
        (kind, Employer.Kind.values, "--kind"),
    )
    for value, known, where in chosen:
        if value not in known:
            message = _("Pilihan: %(known)s.") % {"known": ", ".join(known)}
            raise Refused("option.unknown", message, where=where)
    try:
        day = months.day_of(on) if on else timezone.localdate()
    except ValueError as error:
        message = _("“%(given)s” bukan tanggal.") % {"given": on}
        raise Refused(
            "date.unreadable", message, where="--on", mend=_("Tulis seperti 2023-11-30.")
        ) from error
    return Origin(area, source_kind, source, day, kind)


def _show(name: str, reading: Reading) -> None:
    from django.utils.translation import gettext as _

    header = [_("Sel"), _("Isi"), _("Seharusnya"), _("Cara memperbaiki")]
    rows = [(one.cell, one.found, one.expected, one.mend) for one in reading.findings]
    facts = reading.counts() | {"name": name}
    title = _("%(name)s: %(created)s baru, %(known)s sudah tercatat, %(rejected)s harus diperbaiki") % facts
    echo_table(title, header, rows)
