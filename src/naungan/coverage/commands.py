"""`naungan coverage`: how far a region is, as of a day."""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from naungan.kit.faces import ActorName, AsJson, Reason, echo_json, echo_table, face, system_user

if TYPE_CHECKING:
    from naungan.coverage.queries import CoverageRow
    from naungan.coverage.services import Loaded

coverage_app = typer.Typer(no_args_is_help=True, help="Cakupan kepesertaan / Coverage")

AsOf = Annotated[str, typer.Option("--as-of", help="Posisi per tanggal, YYYY-MM-DD / As of this day")]
KnownAt = Annotated[
    str,
    typer.Option(
        "--known-at", help="Sebagaimana diketahui pada tanggal atau saat ini / As it was known then"
    ),
]
AreaCode = Annotated[str, typer.Option("--area", help="Kode wilayah, misalnya 75.03 / Area code")]
By = Annotated[
    str,
    typer.Option(
        "--by",
        help="Rincian / By: province, regency, district, village, office, segment, group, payer, indicator",
    ),
]
Measure = Annotated[str, typer.Option("--indicator", help="Indikator / Measure")]
FiguresFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[BERKAS.csv]", help="Tanpa berkas: yang disertakan / Without a file: the shipped"
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Jawab sebagai CSV / Answer as CSV")]


@coverage_app.command("show")
def show(  # noqa: PLR0917 - the options of a command
    as_of: AsOf,
    known_at: KnownAt = "",
    area: AreaCode = "",
    by: By = "",
    indicator: Measure = "potensi",
    as_csv: AsCsv = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Tampilkan cakupan pada suatu tanggal. / Show coverage as of a day."""
    with face(as_json):
        from naungan.coverage.dates import day_of, known_at_of
        from naungan.coverage.queries import coverage

        day: date = day_of(as_of, where="--as-of")
        known: datetime | None = known_at_of(known_at, where="--known-at")
        rows = coverage(as_of=day, known_at=known, area_code=area or None, by=by or None, indicator=indicator)
        if as_json:
            echo_json([row.as_json() for row in rows])
        elif as_csv:
            _echo_csv(rows)
        else:
            _echo_rows(day, rows)


@coverage_app.command("load-published")
def load_published_figures(
    file: FiguresFile = None, *, as_json: AsJson = False, actor: ActorName = "", reason: Reason = ""
) -> None:
    """Catat angka yang dilaporkan pihak lain. / Record published figures.

    A line that cannot be kept blocks only itself; exit status 1 when there is one.
    """
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.coverage.services import load_published

        loaded = load_published(file, actor=operator(actor or system_user()), reason=reason)
    if as_json:
        findings = [one.as_json() for one in loaded.findings]
        counts = {"rows": loaded.rows, "accepted": loaded.accepted, "known": loaded.known}
        echo_json(counts | {"findings": findings})
    else:
        _echo_loaded(loaded)
    if any(one.blocking for one in loaded.findings):
        raise typer.Exit(1)


def _echo_loaded(loaded: Loaded) -> None:
    from django.utils.translation import gettext as _

    from naungan.kit import numbers

    text = _("%(rows)s baris: %(accepted)s dicatat, %(known)s sudah ada, %(findings)s catatan perbaikan.")
    counts = {
        "rows": loaded.rows,
        "accepted": loaded.accepted,
        "known": loaded.known,
        "findings": len(loaded.findings),
    }
    sys.stdout.write(text % {name: numbers.count(value) for name, value in counts.items()} + "\n")
    if loaded.findings:
        header = [_("Baris"), _("Kode"), _("Ditemukan"), _("Yang diharapkan"), _("Cara memperbaiki")]
        rows = [(one.cell, one.code, one.found, one.expected, one.mend) for one in loaded.findings]
        echo_table(_("Catatan perbaikan"), header, rows)


def _echo_csv(rows: list[CoverageRow]) -> None:
    """The rows with the keys of the contract as columns; unknown is empty, two decimals always."""
    from naungan.coverage.queries import CSV_COLUMNS

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for row in rows:
        cells = row.as_json() | {"percent": None if row.percent is None else f"{row.percent:.2f}"}
        writer.writerow(["" if cells[name] is None else cells[name] for name in CSV_COLUMNS])


def _echo_rows(day: date, rows: list[CoverageRow]) -> None:
    from django.utils.translation import gettext as _

    from naungan.coverage.queries import posted_months
    from naungan.coverage.words import share_text, standing
    from naungan.kit import numbers
    from naungan.law import months

    title = _("Cakupan kepesertaan, posisi per %(day)s") % {"day": numbers.day(day)}
    header = [
        _("Kode"),
        _("Nama"),
        _("Terlindungi"),
        _("Potensi pekerja"),
        _("Persen"),
        _("Asal angka"),
    ]
    echo_table(
        title,
        header,
        [
            (
                row.key,
                row.name,
                numbers.count(row.protected),
                numbers.count(row.eligible),
                share_text(row),
                standing(row),
            )
            for row in rows
        ],
    )
    for source in dict.fromkeys(row.source for row in rows):
        sys.stdout.write(_("Sumber: %(source)s") % {"source": source} + "\n")
    month = months.of(day)
    if month not in posted_months(range(month, month + 1)):
        text = _("Bulan %(month)s belum difinalkan; angka yang dihitung belum lengkap.")
        sys.stderr.write(text % {"month": months.format_month(month)} + "\n")
