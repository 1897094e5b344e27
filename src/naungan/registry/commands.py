"""Commands of the registry: payers, groups, lists. They translate; the services decide and write."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from naungan.kit.faces import (
    WRONG_INPUT,
    ActorName,
    AsJson,
    Reason,
    echo_json,
    echo_table,
    face,
    progress_bar,
    system_user,
)

if TYPE_CHECKING:
    from naungan.registry.services import ImportResult

payer_app = typer.Typer(help="Pembayar iuran / Payers", no_args_is_help=True)
roll_app = typer.Typer(help="Daftar peserta / Lists of workers", no_args_is_help=True)

SHOWN_FINDINGS = 20


@payer_app.callback()
def _payers() -> None:
    """Keep `add` a command of its own."""


@payer_app.command("add")
def payer_add(
    code: Annotated[str, typer.Argument(help="Kode; boleh NPP / Code")],
    name: Annotated[str, typer.Argument(help="Nama / Name")],
    kind: Annotated[str, typer.Option(help="GOVERNMENT, AGENCY, VILLAGE, COMPANY, COLLECTIVE, SELF")],
    area: Annotated[str, typer.Option(help="Kode wilayah, mis. 75.03 / Area code")],
    *,
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Tambah pembayar iuran. / Add a payer."""
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.registry.services import add_payer

        payer = add_payer(
            code=code,
            name=name,
            kind=kind.upper(),
            area_code=area,
            actor=operator(actor or system_user()),
            reason=reason,
        )
        if as_json:
            echo_json({"code": payer.code, "name": payer.name, "kind": payer.kind, "area": payer.area_id})
        else:
            typer.echo(f"{payer.code}  {payer.name}  {payer.get_kind_display()}  {payer.area_id}")


@roll_app.command("groups")
def roll_groups(*, as_json: AsJson = False) -> None:
    """Kelompok pekerja dan artinya. / Groups of workers and what they mean."""
    with face(as_json):
        from naungan.registry.models import Group

        groups = list(Group.objects.order_by("segment", "within_id", "code"))
        if as_json:
            names = (
                *("code", "name", "name_en", "definition", "definition_en", "segment", "within_id"),
                *("sector", "risk_group", "in_numerator", "in_denominator"),
            )
            echo_json(
                [{name.removesuffix("_id"): getattr(group, name) for name in names} for group in groups]
            )
            return
        header = ("code", "segment", "within", "sector", "name")
        echo_table(
            "Kelompok pekerja", header, [(g.code, g.segment, g.within_id, g.sector, g.name) for g in groups]
        )


@roll_app.command("import")
def roll_import(
    file: Annotated[Path, typer.Argument(help="XLSX, XLS, ODS, CSV")],
    *,
    payer: Annotated[str, typer.Option(help="Kode pembayar atau kode wilayah / Payer or area code")],
    segment: Annotated[str, typer.Option(help="PU, BPU, JAKON, PMI")],
    group: Annotated[str, typer.Option(help="Kode kelompok / Group code (naungan roll groups)")],
    paid_by: Annotated[str, typer.Option(help="SELF, EMPLOYER, APBN, APBD, APBDES, CSR")],
    programmes: Annotated[str, typer.Option(help="JKK,JKM,JHT,JP,JKP")],
    first: Annotated[str, typer.Option("--from", help="YYYY-MM")],
    last: Annotated[str, typer.Option("--to", help="YYYY-MM")],
    fund_source: Annotated[str, typer.Option(help="Sumber dana / Fund source, e.g. dbh-sawit")] = "",
    proposer: Annotated[str, typer.Option(help="Pengusul / Proposer")] = "",
    income: Annotated[int | None, typer.Option(help="Penghasilan sebulan / Monthly income (BPU)")] = None,
    wage: Annotated[int | None, typer.Option(help="Upah sebulan / Monthly wage (PU, JAKON)")] = None,
    risk_group: Annotated[int | None, typer.Option(help="1-5")] = None,
    area: Annotated[str | None, typer.Option(help="Wilayah daftar / Area of the list")] = None,
    decree: Annotated[str, typer.Option(help="Nomor SK / Decree number")] = "",
    decree_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Tanggal SK / Date")
    ] = None,
    name: Annotated[str, typer.Option(help="Nama daftar / Name of the list")] = "",
    quota: Annotated[int | None, typer.Option(help="Kuota / Quota")] = None,
    shares_workers: Annotated[
        bool, typer.Option("--shares-workers", help="Pekerja juga di daftar lain / Second employer: lawful")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Periksa saja / Check only")] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Semua atau tidak satu pun")
    ] = False,
    rejects: Annotated[Path | None, typer.Option(help="Baris yang ditolak, XLSX / Rejected rows")] = None,
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Masukkan daftar pekerja. / Bring a list of workers in."""
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.registry.services import RollOptions, import_roll

        options = RollOptions(
            payer_code=payer, segment=segment.upper(), group=group, paid_by=paid_by.upper(),
            programmes=frozenset(word.strip().upper() for word in programmes.split(",") if word.strip()),
            first_month=_month(first, "from"), last_month=_month(last, "to"), fund_source=fund_source,
            proposer=proposer, income_rp=income, wage_rp=wage, risk_group=risk_group, area_code=area,
            name=name, quota=quota, shares_workers=shares_workers,
            decree_number=decree, decree_on=decree_on.date() if decree_on else None,
        )  # fmt: skip
        with progress_bar(file.name, quiet=as_json) as progress:
            result = import_roll(
                file, options, actor=operator(actor or system_user()), reason=reason, dry_run=dry_run,
                all_or_nothing=all_or_nothing, rejects=rejects, progress=progress,
            )  # fmt: skip
        _answer(result, dry_run=dry_run, as_json=as_json)
    if result.accepted == 0:
        raise typer.Exit(WRONG_INPUT)


@roll_app.command("change")
def roll_change(
    file: Annotated[Path, typer.Argument(help="XLSX, XLS, ODS, CSV: SIPP nonaktif, upah, koreksi")],
    *,
    payer: Annotated[str, typer.Option(help="Kode pembayar / Payer code")],
    roll: Annotated[int | None, typer.Option(help="Nomor daftar / Number of a list")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Periksa saja / Check only")] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="Semua atau tidak satu pun")
    ] = False,
    rejects: Annotated[Path | None, typer.Option(help="Baris yang ditolak, XLSX / Rejected rows")] = None,
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Ubah peserta: nonaktif, upah, koreksi. / Change members: taken off, wages, corrections."""
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.registry.services import ChangeRequest, change_roll

        request = ChangeRequest(
            payer, operator(actor or system_user()), roll_id=roll, reason=reason, dry_run=dry_run,
            all_or_nothing=all_or_nothing, file_name=file.name,
        )  # fmt: skip
        with progress_bar(file.name, quiet=as_json) as progress:
            result = change_roll(file, request, rejects=rejects, progress=progress)
        _answer(result, dry_run=dry_run, as_json=as_json)
    if result.accepted == 0:
        raise typer.Exit(WRONG_INPUT)


@roll_app.command("export")
def roll_export(
    roll: Annotated[int, typer.Argument(help="Nomor daftar / Number of the list")],
    *,
    layout: Annotated[
        str,
        typer.Option(help="desa, sipp-tk-baru, sipp-tk-lanjutan, sipp-tk-nonaktif, sipp-upah, sipp-koreksi"),
    ],
    month: Annotated[str, typer.Option(help="YYYY-MM: mutasi bulan itu saja / that month's movement")] = "",
    into: Annotated[Path, typer.Option(help="Folder tujuan / Target folder")] = Path(),
    actor: ActorName = "",
    as_json: AsJson = False,
) -> None:
    """Unduh daftar dalam bentuk SIPP. / A list in a layout of the agency's bulk files."""
    with face(as_json):
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.registry.services import export_to

        path, rows = export_to(
            into, roll, layout, month=_month(month, "month") if month else None,
            actor=operator(actor or system_user()),
        )  # fmt: skip
        if as_json:
            echo_json({"file": str(path), "rows": rows})
        else:
            typer.echo(_("%(rows)d baris ditulis ke %(file)s.") % {"rows": rows, "file": path})


def _answer(result: ImportResult, *, dry_run: bool, as_json: bool) -> None:
    from django.utils.translation import gettext as _

    from naungan.registry.imports.words import TITLES

    if as_json:
        echo_json(result.as_json())
        return
    counts = Counter((finding.code, finding.blocking) for finding in result.findings)
    rows = [
        (_(TITLES[code]), _("ya") if blocking else "", count)
        for (code, blocking), count in counts.most_common()
    ]
    if rows:
        echo_table(_("Catatan perbaikan"), (_("sebab"), _("harus diperbaiki"), _("jumlah")), rows)
    for finding in [finding for finding in result.findings if finding.blocking][:SHOWN_FINDINGS]:
        place = f"{finding.sheet} {finding.cell}".strip()
        typer.echo(f"{place}: {finding.found!r}; {finding.expected}. {finding.mend}")
    if result.ignored:
        typer.echo(_("Kolom yang tidak dibaca: %(names)s") % {"names": ", ".join(result.ignored)})
    summary = _(
        "%(rows)d orang: %(accepted)d diterima (%(created)d baru, %(known)d dikenal), %(rejected)d ditolak."
    )
    typer.echo(summary % result.as_json())
    if result.repeated:
        typer.echo(_("Semua sudah terdaftar di daftar ini; tidak ada yang berubah."))
    elif dry_run or not result.accepted:
        typer.echo(_("Tidak ada yang disimpan."))


def _month(text: str, option: str) -> int:
    from django.utils.translation import gettext as _

    from naungan.law import months
    from naungan.law.findings import Refused

    try:
        return months.parse(text)
    except ValueError as error:
        message = _("Bulan %(text)s tidak ditulis sebagai TTTT-BB.") % {"text": text}
        raise Refused("month.unreadable", message, where=option) from error
