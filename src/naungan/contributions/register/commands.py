"""`naungan payment register`: a region's register of disbursements, looked at or taken in."""

from __future__ import annotations

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
    system_user,
)

if TYPE_CHECKING:
    from naungan.contributions.register.results import RegisterResult
    from naungan.registry.models import Payer

RegisterPath = Annotated[
    Path,
    typer.Argument(metavar="BERKAS", help="Register SP2D: XLSX, XLS, ODS, CSV / Register of disbursements"),
]
OwnerCode = Annotated[
    str, typer.Option("--payer", metavar="KODE", help="Daerah pemilik register / Region that keeps it")
]
ColumnWords = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="JUDUL=ISI", help="Isi kolom yang tidak dikenal / What a heading holds"),
]


def register(
    file: RegisterPath,
    payer: OwnerCode,
    column: ColumnWords = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Periksa saja / Check only")] = False,
    as_json: AsJson = False,
    actor: ActorName = "",
    reason: Reason = "",
) -> None:
    """Terima register SP2D daerah; yang pasti menjadi pembayaran, sisanya masuk antrean.

    / Take in a region's register: certain lines become payments, the rest waits.
    """
    from naungan.accounts.access import operator
    from naungan.contributions.register.receiving import look_at_register, receive_register

    with face(as_json):
        owner, by = _owner(payer), operator(actor or system_user())
        chosen = _chosen(column)
        if dry_run:
            result = look_at_register(file, payer=owner, actor=by, chosen=chosen)
        else:
            result = receive_register(file, payer=owner, actor=by, chosen=chosen, reason=reason)
    if as_json:
        echo_json(result.as_json())
    else:
        _print(result)
    if result.blocked:
        raise typer.Exit(WRONG_INPUT)


def _owner(code: str) -> Payer:
    from django.utils.translation import gettext as _

    from naungan.law.findings import Refused
    from naungan.registry.models import Payer

    found = Payer.objects.filter(code=code).first()
    if found is None:
        message = _("Pembayar iuran %(code)s tidak terdaftar.") % {"code": code}
        mend = _("Pakai kode daerah pemilik register, misalnya 75.03.")
        raise Refused("payer.unknown", message, where="--payer", mend=mend)
    return found


def _chosen(given: list[str] | None) -> dict[str, str] | None:
    """What headings hold: "Angka Cair=amount"; None when nothing was told."""
    from django.utils.translation import gettext as _

    from naungan.contributions.register.headings import FIELDS
    from naungan.law.findings import Refused
    from naungan.registry.imports.headers import normal

    chosen = {}
    for told in given or ():
        label, _sign, name = told.rpartition("=")
        if not label.strip() or name.strip() not in FIELDS:
            message = _("%(told)s tidak terbaca.") % {"told": told}
            mend = _("Tulis judul kolom, tanda sama dengan, lalu salah satu dari: %(known)s") % {
                "known": ", ".join(FIELDS)
            }
            raise Refused("column.unknown", message, where="--column", mend=mend)
        chosen[normal(label)] = name.strip()
    return chosen or None


def _print(result: RegisterResult) -> None:
    from django.utils.translation import gettext as _

    from naungan.contributions.register.reasons import FATES
    from naungan.kit.numbers import count, rupiah, short_day

    sums = [[_("Baris"), count(result.rows)]]
    sums += [[str(word), count(result.count(fate))] for fate, word in FATES.items()]
    sums += [[_("Uang baru tentang iuran"), rupiah(result.amount)]]
    title = _("Register diterima") if result.is_written else _("Tidak ada yang disimpan")
    echo_table(title, ["", ""], sums)
    shown = [one for one in result.lines if one.fate != "IGNORED"]
    if shown and not result.blocked:
        rows = [
            [
                one.row.reference,
                short_day(one.row.paid_on),
                rupiah(one.row.amount_rp),
                str(FATES[one.fate]),
                " ".join(map(str, one.reasons)),
            ]
            for one in shown
        ]
        header = [_("Nomor SP2D"), _("Tanggal cair"), _("Jumlah"), _("Menjadi"), _("Sebab")]
        echo_table(_("Baris tentang iuran"), header, rows)
    _print_remarks(result)


def _print_remarks(result: RegisterResult) -> None:
    from django.utils.translation import gettext as _

    if result.missing:
        rows = [[label] for _key, label in result.headings if label]
        missing = ", ".join(result.missing)
        echo_table(_("Pilih dengan --column kolom yang memuat: %(missing)s") % {"missing": missing},
                   [_("Judul kolom")], rows)  # fmt: skip
    if result.findings:
        header = [_("Lembar"), _("Sel"), _("Tertulis"), _("Seharusnya"), _("Cara memperbaiki")]
        remarks = [[one.sheet, one.cell, one.found, one.expected, one.mend] for one in result.findings]
        echo_table(_("Catatan perbaikan"), header, remarks)
