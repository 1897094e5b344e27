"""`naungan agreements`: reminders of what meetings decided."""

# ruff: noqa: FBT002 (the options of a command are its parameters)

from __future__ import annotations

from typing import Annotated

import typer

from naungan.kit.faces import ActorName, AsJson, echo_json, echo_table, face, system_user

agreements_app = typer.Typer(
    help="Kerja sama dan tindak lanjut. / Agreements and actions.", no_args_is_help=True
)


@agreements_app.callback()
def agreements() -> None:
    """Kerja sama dan tindak lanjut. / Agreements and actions."""


Today = Annotated[
    str, typer.Option("--today", help="Tanggal yang dianggap hari ini, YYYY-MM-DD / As if today")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tunjukkan saja, jangan kirim / Show, do not send")]


@agreements_app.command("remind")
def remind_command(
    today: Today = "", dry_run: DryRun = False, actor: ActorName = "", as_json: AsJson = False
) -> None:
    """Kirim pengingat tindak lanjut; aman diulang. / Send reminders of actions; safe to repeat."""
    with face(as_json):
        from django.utils import timezone
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.agreements.services import remind
        from naungan.coverage.dates import day_of

        day = day_of(today, where="--today") if today else timezone.localdate()
        sent = remind(day, actor=operator(actor or system_user()), dry_run=dry_run)
        if as_json:
            echo_json([{"action": one.action_id, "mark": one.mark, "to": list(one.to)} for one in sent])
            return
        header = [_("Tindak lanjut"), _("Hari sejak tenggat"), _("Kepada")]
        echo_table(
            _("Pengingat"),
            header,
            [(one.action_id, one.mark, ", ".join(one.to) or _("belum ada alamat surel")) for one in sent],
        )
