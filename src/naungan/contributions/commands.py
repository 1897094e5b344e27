"""`naungan month run`, `check` and `adjust`, and `naungan payment receive` and `register`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from naungan.contributions.register.commands import register
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
    from naungan.contributions.services import Checked, Corrections, MonthResult, ReceiveResult

month_app = typer.Typer(help="Menjalankan dan memfinalkan bulan iuran. / Run and post a contribution month.")
payment_app = typer.Typer(help="Menerima pembayaran iuran. / Receive payments.")
payment_app.command("register")(register)

DAMAGED = 1

MonthText = Annotated[str, typer.Argument(metavar="BULAN", help="Bulan iuran, misalnya 2021-01 / Month")]
AreaCode = Annotated[
    str | None, typer.Option("--area", help="Hanya pembayar iuran di wilayah ini / Payers below this area")
]
Post = Annotated[bool, typer.Option("--post", help="Finalkan: terbitkan tagihan / Post: make the bills")]
PaymentsFile = Annotated[
    Path, typer.Argument(metavar="BERKAS.csv", help="CSV: paid_on,amount,payer,reference[,payment_code]")
]


@month_app.callback()
def _months() -> None:
    """Keep `run` a command of its own."""


@month_app.command("run")
def run(
    month: MonthText,
    area: AreaCode = None,
    *,
    post: Post = False,
    as_json: AsJson = False,
    actor: ActorName = "",
    reason: Reason = "",
) -> None:
    """Hitung iuran satu bulan; dengan --post terbitkan tagihannya. / Compute a month.

    With --post make its bills.
    """
    from naungan.accounts.access import operator
    from naungan.contributions.services import run_month

    with face(as_json), progress_bar(month, quiet=as_json) as progress:
        result = run_month(
            _month_number(month),
            actor=operator(actor or system_user()),
            area_code=area,
            post=post,
            reason=reason,
            progress=None if as_json else progress,
        )
    if as_json:
        echo_json(result.as_json())
    else:
        _print_month(result)


@month_app.command("check")
def check(
    month: Annotated[
        str, typer.Argument(metavar="[BULAN]", help="Misalnya 2021-01; kosong: semua / Month")
    ] = "",
    *,
    as_json: AsJson = False,
    actor: ActorName = "",
    reason: Reason = "",
) -> None:
    """Bandingkan bulan final dengan sidiknya; keluar 1 bila ada yang rusak.

    / Compare posted months with their digests.
    """
    from naungan.accounts.access import operator
    from naungan.contributions.services import check_months

    with face(as_json):
        wanted = _month_number(month) if month else None
        checked = check_months(wanted, actor=operator(actor or system_user()), reason=reason)
    if as_json:
        echo_json([one.as_json() for one in checked])
    else:
        _print_checked(checked)
    if any(one.fault for one in checked):
        raise typer.Exit(DAMAGED)


@month_app.command("adjust")
def adjust(
    since: Annotated[str, typer.Option("--from", metavar="BULAN", help="Bulan pertama / First month")],
    until: Annotated[str, typer.Option("--to", metavar="BULAN", help="Bulan terakhir / Last month")],
    area: AreaCode = None,
    cause: Annotated[
        list[str] | None, typer.Option("--cause", help="DEATH, ENDED, ROLL, WAGE, TERMS, RULES")
    ] = None,
    on: Annotated[
        str, typer.Option("--on", metavar="TANGGAL", help="Tanggal koreksi; kosong: hari ini / Day")
    ] = "",
    *,
    post: Annotated[bool, typer.Option("--post", help="Terbitkan koreksinya / Post the corrections")] = False,
    as_json: AsJson = False,
    actor: ActorName = "",
    reason: Reason = "",
) -> None:
    """Koreksi bulan final: selisih ditagih atau dikembalikan; tanpa --post hanya pratinjau.

    / Correct posted months: preview, or with --post the bills of differences and credit notes.
    """
    from naungan.accounts.access import operator
    from naungan.contributions import services

    with face(as_json):
        first, last = _month_number(since), _month_number(until)
        causes = _causes(cause)
        by = operator(actor or system_user())
        if post:
            done = services.adjust(
                first, last, actor=by, area_code=area, causes=causes, reason=reason, on=_day(on)
            )
            found, answer = done.found, done.as_json()
        else:
            found = services.find_corrections(first, last, actor=by, area_code=area, causes=causes)
            answer = found.as_json()
    if as_json:
        echo_json(answer)
    else:
        _print_corrections(found, posted=post)


@payment_app.command("receive")
def receive(
    file: PaymentsFile, *, as_json: AsJson = False, actor: ActorName = "", reason: Reason = ""
) -> None:
    """Terima berkas pembayaran; berkas yang sama dua kali tidak mengubah apa pun.

    / Receive a file of payments.
    """
    from naungan.accounts.access import operator
    from naungan.contributions.services import receive_file

    with face(as_json):
        result = receive_file(file, actor=operator(actor or system_user()), reason=reason)
    if as_json:
        echo_json(result.as_json())
    else:
        _print_received(result)
    if result.rows and not result.accepted:
        raise typer.Exit(WRONG_INPUT)


def _month_number(text: str) -> int:
    from django.utils.translation import gettext as _

    from naungan.law import months
    from naungan.law.facts import FIRST_DAY, LAST_DAY
    from naungan.law.findings import Refused

    try:
        month = months.parse(text)
    except ValueError:
        message = _("%(text)s bukan bulan.") % {"text": text}
        raise Refused("month.format", message, where="BULAN", mend=_("Tulis seperti 2021-01.")) from None
    if not months.of(FIRST_DAY) <= month <= months.of(LAST_DAY):
        message = _("Tidak ada aturan untuk %(text)s.") % {"text": text}
        mend = _("Pilih bulan sejak %(first)s.") % {"first": months.format_month(months.of(FIRST_DAY))}
        raise Refused("month.out_of_range", message, where="BULAN", mend=mend)
    return month


def _causes(given: list[str] | None) -> list[str] | None:
    from django.utils.translation import gettext as _

    from naungan.contributions.models import Correction
    from naungan.law.findings import Refused

    for cause in given or ():
        if cause not in Correction.Cause.values:
            known = ", ".join(Correction.Cause.values)
            message = _("Sebab %(cause)s tidak dikenal.") % {"cause": cause}
            raise Refused(
                "cause.unknown", message, where="--cause", mend=_("Pilih dari: %(known)s") % {"known": known}
            )
    return given or None


def _day(text: str) -> date | None:
    from django.utils.translation import gettext as _

    from naungan.law.findings import Refused

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = _("%(text)s bukan tanggal.") % {"text": text}
        raise Refused("date.format", message, where="--on", mend=_("Tulis seperti 2021-01-31.")) from None


def _print_corrections(found: Corrections, *, posted: bool) -> None:
    from django.utils.translation import gettext as _

    from naungan.contributions.models import Correction
    from naungan.kit.numbers import count, rupiah

    rows = [
        [str(Correction.Cause(cause).label), count(number), rupiah(total)]
        for cause, (number, total) in found.by_cause.items()
    ]
    rows.append([_("Jumlah"), count(found.memberships), rupiah(found.total)])
    if found.late:
        rows.append(
            [_("Terlambat masuk: jalankan bulannya lagi"), count(found.late), rupiah(found.late_total)]
        )
    title = _("Koreksi diterbitkan") if posted else _("Pratinjau koreksi; belum ada yang disimpan")
    echo_table(title, [_("Sebab"), _("Kepesertaan"), _("Selisih")], rows)


def _print_month(result: MonthResult) -> None:
    from django.utils.translation import gettext as _

    from naungan.kit.numbers import count, rupiah
    from naungan.law import months

    states = {"posted": _("final"), "draft": _("rancangan"), "empty": _("tidak ada peserta")}
    parts = (result.whole, result.new)
    rows = [
        [_("Peserta"), *(count(part.members) for part in parts)],
        [_("Tagihan"), *(count(part.bills) for part in parts)],
        *(
            [name.upper(), *(rupiah(part.by_programme[name]) for part in parts)]
            for name in result.by_programme
        ),
        [_("Jumlah"), *(rupiah(part.total) for part in parts)],
    ]
    title = f"{months.format_month(result.month)}: {states[result.state]}"
    echo_table(title, ["", _("Bulan ini"), _("Ditambahkan sekarang")], rows)


def _print_checked(checked: list[Checked]) -> None:
    from django.utils.translation import gettext as _

    from naungan.kit.numbers import count
    from naungan.law import months

    rows = [
        [
            months.format_month(one.run.month),
            str(one.run.pk),
            count(one.run.members),
            one.run.digest[:12],
            one.fault or _("utuh"),
        ]
        for one in checked
    ]
    header = [_("Bulan"), _("Nomor"), _("Baris"), _("Sidik bulan"), _("Hasil pemeriksaan")]
    echo_table(_("Pemeriksaan bulan final"), header, rows)


def _print_received(result: ReceiveResult) -> None:
    from django.utils.translation import gettext as _

    from naungan.kit.numbers import count, rupiah

    rows = [
        [_("Baris"), count(result.rows)],
        [_("Diterima"), count(result.accepted)],
        [_("Sudah diterima sebelumnya"), count(result.known)],
        [_("Ditolak"), count(result.rejected)],
        [_("Jumlah"), rupiah(result.amount)],
        [_("Melunasi tagihan"), rupiah(result.allocated)],
        [_("Kelebihan bayar"), rupiah(result.credit)],
    ]
    echo_table(_("Pembayaran"), ["", ""], rows)
    if result.findings:
        header = [_("Baris"), _("Tertulis"), _("Seharusnya"), _("Cara memperbaiki")]
        remarks = [[found.cell, found.found, found.expected, found.mend] for found in result.findings]
        echo_table(_("Catatan perbaikan"), header, remarks)
