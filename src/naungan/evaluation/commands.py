"""`naungan evaluation`: the pack of a meeting and the half-yearly report, as files or JSON."""

# ruff: noqa: FBT002 (the options of a command are its parameters)

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from naungan.kit.faces import AsJson, echo_json, echo_table, face, system_user

if TYPE_CHECKING:
    from naungan.evaluation.pack import Pack

evaluation_app = typer.Typer(
    help="Bahan rapat evaluasi dan laporan Inpres. / The evaluation pack and the report.",
    no_args_is_help=True,
)

AreaCode = Annotated[str, typer.Option("--area", help="Kode wilayah, misalnya 75.03 / Area code")]
AsOf = Annotated[str, typer.Option("--as-of", help="Posisi per tanggal, YYYY-MM-DD / As of this day")]
KnownAt = Annotated[str, typer.Option("--known-at", help="Sebagaimana diketahui pada / As it was known then")]
SemesterOf = Annotated[str, typer.Option("--semester", help="Semester, misalnya 2023-2 / Half year")]
PdfFile = Annotated[Path | None, typer.Option("--pdf", help="Tulis PDF ke berkas ini / Write the PDF here")]
XlsxFile = Annotated[
    Path | None, typer.Option("--xlsx", help="Tulis XLSX ke berkas ini / Write the XLSX here")
]


@evaluation_app.command("pack")
def pack_command(  # noqa: PLR0917 - the options of a command
    area: AreaCode,
    as_of: AsOf,
    known_at: KnownAt = "",
    pdf: PdfFile = None,
    xlsx: XlsxFile = None,
    as_json: AsJson = False,
) -> None:
    """Buat Bahan Rapat Monev suatu wilayah. / Make the evaluation pack of an area."""
    with face(as_json):
        from naungan.accounts.scope import EVERYWHERE
        from naungan.coverage.dates import day_of, known_at_of
        from naungan.evaluation.queries import evaluation_pack

        day, known = day_of(as_of, where="--as-of"), known_at_of(known_at, where="--known-at")
        made = evaluation_pack(area, as_of=day, known_at=known, scope=EVERYWHERE)
        _give(made, pdf, xlsx, as_json=as_json)


@evaluation_app.command("inpres")
def inpres_command(  # noqa: PLR0917 - the options of a command
    area: AreaCode,
    semester: SemesterOf,
    known_at: KnownAt = "",
    pdf: PdfFile = None,
    xlsx: XlsxFile = None,
    as_json: AsJson = False,
) -> None:
    """Buat laporan enam bulanan Inpres 2/2021. / Make the half-yearly report."""
    with face(as_json):
        from django.utils import timezone

        from naungan.accounts.scope import EVERYWHERE
        from naungan.coverage.dates import known_at_of
        from naungan.evaluation.queries import inpres_report
        from naungan.evaluation.semesters import semester_of

        known = known_at_of(known_at, where="--known-at")
        made = inpres_report(
            area,
            semester_of(semester),
            as_of=timezone.localdate(),
            known_at=known,
            scope=EVERYWHERE,
        )
        _give(made, pdf, xlsx, as_json=as_json)


def _give(made: Pack, pdf: Path | None, xlsx: Path | None, *, as_json: bool) -> None:
    """Write the files that were asked for, and tell the figures."""
    from django.utils.translation import gettext as _

    from naungan.evaluation.paper import draft_pdf
    from naungan.evaluation.sheets import workbook
    from naungan.evaluation.words import shown

    if pdf is not None:
        pdf.write_bytes(draft_pdf(made))
    if xlsx is not None:
        xlsx.write_bytes(workbook(made, user=system_user()))
    if as_json:
        echo_json(made.as_json())
        return
    figures = [
        (figure.label, shown(figure.value, figure.kind), figure.source) for figure in made.parts[0].figures
    ]
    echo_table(made.title, [_("Hal"), _("Angka"), _("Sumber")], figures)
    for one in made.parts[0].missing:
        sys.stdout.write(f"- {one.text} {one.mend}\n")
