"""`naungan user`: accounts and roles."""

# ruff: noqa: PLR0917, FBT002 (the options of a command are its parameters)

from __future__ import annotations

import sys
from typing import Annotated

import typer

from naungan.kit.faces import ActorName, AsJson, Reason, echo_json, face, system_user

user_app = typer.Typer(help="Pengguna dan perannya. / Users and their roles.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Nama pengguna / User name")]
RoleName = Annotated[str, typer.Option("--role", help="Peran, misalnya operator, finance, auditor / Role")]
AreaCode = Annotated[str, typer.Option("--area", help="Kode wilayah, misalnya 75.03 / Area code")]
OfficeCode = Annotated[str, typer.Option("--office", help="Kode kantor, misalnya gorontalo / Office code")]
PayerCode = Annotated[str, typer.Option("--payer", help="Kode pembayar iuran / Payer's code")]
Everywhere = Annotated[
    bool, typer.Option("--everywhere", help="Administrator, auditor: seluruh wilayah / Everywhere")
]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Baca kata sandi dari masukan / Read the password")
]


@user_app.command("add")
def add(
    name: Name,
    role: RoleName,
    area: AreaCode = "",
    office: OfficeCode = "",
    payer: PayerCode = "",
    everywhere: Everywhere = False,
    password_stdin: FromInput = False,
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Tambah pengguna dengan satu peran. / Add a user with one role; the password is shown once."""
    with face(as_json):
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.accounts.services import Place, add_user

        given = sys.stdin.readline().rstrip("\n") if password_stdin else ""
        place = Place(area=area, office=office, payer=payer, everywhere=everywhere)
        doer = operator(actor or system_user())
        user, password = add_user(
            username=name, role=role, place=place, actor=doer, password=given, reason=reason
        )
        shown = None if given else password
        if as_json:
            echo_json({"username": user.username, "role": role, "place": str(place), "password": shown})
            return
        words = {"name": name, "role": role, "place": place}
        typer.echo(_("Pengguna %(name)s dibuat: %(role)s di %(place)s.") % words)
        if shown:
            typer.echo(_("Kata sandi, ditampilkan sekali ini saja: %(password)s") % {"password": shown})


@user_app.command("grant")
def grant_role(
    name: Name,
    role: RoleName,
    area: AreaCode = "",
    office: OfficeCode = "",
    payer: PayerCode = "",
    everywhere: Everywhere = False,
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Beri pengguna peran lagi. / Give a user another role."""
    with face(as_json):
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.accounts.services import Place, grant, user_named

        place = Place(area=area, office=office, payer=payer, everywhere=everywhere)
        doer = operator(actor or system_user())
        grant(user=user_named(name), role=role, place=place, actor=doer, reason=reason)
        words = {"name": name, "role": role, "place": str(place)}
        if as_json:
            echo_json({"username": name, "role": role, "place": str(place)})
            return
        typer.echo(_("%(name)s kini %(role)s di %(place)s.") % words)
