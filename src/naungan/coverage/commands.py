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
    from naungan.coverage.queries import Achievement, CoverageRow
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
    _answer_loaded(loaded, as_json=as_json)


@coverage_app.command("load-targets")
def load_target_file(
    file: FiguresFile = None, *, as_json: AsJson = False, actor: ActorName = "", reason: Reason = ""
) -> None:
    """Catat sasaran dari berkas, atau sasaran nasional yang disertakan. / Record targets.

    A line that cannot be kept blocks only itself; exit status 1 when there is one.
    """
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.coverage.services import load_targets

        loaded = load_targets(file, actor=operator(actor or system_user()), reason=reason)
    _answer_loaded(loaded, as_json=as_json)


@coverage_app.command("add-target")
def add_one_target(  # noqa: PLR0917 - the options of a command
    indicator: Annotated[str, typer.Argument(help="Indikator / Measure")],
    area: Annotated[str, typer.Argument(help="Kode wilayah, ID untuk Indonesia / Area code")],
    period: Annotated[str, typer.Argument(help="Tahun, bulan, atau tanggal / 2029, 2029-06")],
    kind: Annotated[str, typer.Option(help="RPJPN, RPJMN, RKP, RPJPD, RPJMD, RKPD, UCJ, OWN")] = "RPJMD",
    percent: Annotated[str, typer.Option(help="Persen, misalnya 43.92 / Percent")] = "",
    people: Annotated[int | None, typer.Option(help="Jumlah orang / People")] = None,
    source: Annotated[str, typer.Option(help="Sumber / Source")] = "",
    link: Annotated[str, typer.Option(help="Tautan / Link")] = "",
    note: Annotated[str, typer.Option(help="Catatan / Note")] = "",
    as_json: AsJson = False,  # noqa: FBT002
    actor: ActorName = "",
    reason: Reason = "",
) -> None:
    """Catat satu sasaran daerah. / Record one target."""
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.coverage.services import Aim, add_target

        aim = Aim(indicator, area, period, kind, percent, people, source=source, link=link, note=note)
        made = add_target(aim, actor=operator(actor or system_user()), reason=reason)
        if as_json:
            echo_json({"id": made.pk, "on": made.on.isoformat(), "basis": made.basis})
            return
        from django.utils.translation import gettext as _

        sys.stdout.write(_("Sasaran %(name)s dicatat.") % {"name": made} + "\n")


@coverage_app.command("targets")
def show_targets(
    as_of: AsOf, known_at: KnownAt = "", area: AreaCode = "", indicator: str = "", *, as_json: AsJson = False
) -> None:
    """Tampilkan sasaran dan capaiannya pada suatu tanggal. / Show targets and what was achieved."""
    with face(as_json):
        from naungan.coverage.dates import day_of, known_at_of
        from naungan.coverage.queries import achievements

        rows = achievements(
            as_of=day_of(as_of, where="--as-of"),
            known_at=known_at_of(known_at, where="--known-at"),
            area_code=area or None,
            indicator=indicator or None,
        )
        if as_json:
            echo_json([row.as_json() for row in rows])
        else:
            _echo_targets(rows)


@coverage_app.command("load-boundaries")
def load_boundary_file(  # noqa: PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(metavar="BERKAS.geojson", help="GeoJSON, WGS 84")],
    source: Annotated[str, typer.Option(help="Sumber berkas / Source of the file")],
    within: Annotated[str, typer.Option("--area", help="Wilayah induk, bila hanya nama / Parent area")] = "",
    level: Annotated[int, typer.Option(help="1 provinsi, 2 kabupaten, 3 kecamatan, 4 desa", max=4)] = 0,
    as_json: AsJson = False,  # noqa: FBT002
    actor: ActorName = "",
    reason: Reason = "",
) -> None:
    """Catat batas wilayah untuk peta. / Record the outlines of areas for maps.

    A feature that cannot be used blocks only itself; exit status 1 when there is one.
    """
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.coverage.services import load_boundaries

        loaded = load_boundaries(
            _content(file),
            file.name,
            source=source,
            within=within,
            level=level,
            actor=operator(actor or system_user()),
            reason=reason,
        )
    _answer_loaded(loaded, as_json=as_json)


def _content(file: Path) -> bytes:
    """The bytes of a file, no more than one that is too large."""
    from django.utils.translation import gettext as _

    from naungan.coverage.geometry.reading import MOST_BYTES
    from naungan.law.findings import Refused

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused("file.unreadable", _("Berkas tidak dapat dibaca."), where=str(file)) from error


def _answer_loaded(loaded: Loaded, *, as_json: bool) -> None:
    if as_json:
        findings = [one.as_json() for one in loaded.findings]
        counts = {"rows": loaded.rows, "accepted": loaded.accepted, "known": loaded.known}
        echo_json(counts | {"findings": findings})
    else:
        _echo_loaded(loaded)
    if any(one.blocking for one in loaded.findings):
        raise typer.Exit(1)


def _echo_targets(rows: list[Achievement]) -> None:
    from django.utils.translation import gettext as _

    from naungan.coverage.words import target_text
    from naungan.kit import numbers

    header = [
        _("Indikator"),
        _("Wilayah"),
        _("Rencana"),
        _("Sasaran"),
        _("Realisasi"),
        _("Capaian"),
        _("Selisih"),
    ]
    lines = [
        (
            row.path.name,
            row.area_name,
            row.path.kind_label,
            numbers.UNKNOWN if row.target is None else target_text(row.target, in_people=row.path.in_people),
            target_text(row.realised, in_people=row.path.in_people),
            numbers.percent(None if row.achieved_hundredths is None else row.achieved_hundredths / 100),
            numbers.count(row.gap_people),
        )
        for row in rows
    ]
    echo_table(_("Sasaran dan capaian"), header, lines)


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
