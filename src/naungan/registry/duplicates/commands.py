"""Commands about people: who stands twice, who is on several lists, and which list is put first."""

from __future__ import annotations

from typing import Annotated

import typer

from naungan.kit.faces import (
    ActorName,
    AsJson,
    Reason,
    echo_json,
    echo_table,
    face,
    progress_bar,
    system_user,
)

people_app = typer.Typer(help="Orang yang sama, dan orang di beberapa daftar / People", no_args_is_help=True)

SHOWN = 50


@people_app.command("duplicates")
def people_duplicates(
    *,
    area: Annotated[str | None, typer.Option(help="Kode wilayah / Area code, e.g. 75.03")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Semua dengan semua / Everybody anew")] = False,
    actor: ActorName = "",
    as_json: AsJson = False,
) -> None:
    """Cari orang yang tercatat dua kali. / Look for people who stand twice."""
    with face(as_json):
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.registry.duplicates.searching import can_compare, how_to_install, search

        with progress_bar(_("Orang yang sama?"), quiet=as_json) as progress:
            found = search(
                actor=operator(actor or system_user()), area_code=area, whole=whole, progress=progress
            )
        if as_json:
            echo_json(found.as_json() | {"how_to_install": "" if can_compare() else how_to_install()})
            return
        typer.echo(
            _(
                "%(fresh)d dari %(people)d orang dibandingkan: %(found)d pasangan, %(opened)d baru; %(seconds)d detik."
            )
            % found.as_json()
        )
        if not can_compare():
            typer.echo(how_to_install())


@people_app.command("overlaps")
def people_overlaps(*, actor: ActorName = "", as_json: AsJson = False) -> None:
    """Cari orang di beberapa daftar, dan tampilkan yang menunggu. / Look for people on several lists."""
    with face(as_json):
        from django.utils.translation import gettext as _

        from naungan.accounts.access import operator
        from naungan.accounts.scope import EVERYWHERE
        from naungan.law.months import format_month
        from naungan.registry.duplicates.models import Overlap
        from naungan.registry.duplicates.overlaps import find
        from naungan.registry.duplicates.queries import visible_overlaps

        new = find(actor=operator(actor or system_user()))
        waiting = visible_overlaps(EVERYWHERE).filter(state=Overlap.State.OPEN)
        rows = [
            {
                "id": one.pk,
                "person": one.person_id,
                "programmes": one.programmes,
                "from": format_month(one.first_month),
                "to": format_month(one.last_month),
                "stands": one.standing.roll.registration.payer.code,
                "yields": one.yielding.roll.registration.payer.code,
                "rule": one.rule,
            }
            for one in (waiting if as_json else waiting[:SHOWN])
        ]
        if as_json:
            echo_json({"found": new, "waiting": rows})
            return
        if rows:
            echo_table(_("Di beberapa daftar"), tuple(rows[0]), [tuple(row.values()) for row in rows])
        typer.echo(
            _("%(new)d baru; %(waiting)d menunggu keputusan.") % {"new": new, "waiting": waiting.count()}
        )


@people_app.command("order")
def people_order(
    area: Annotated[str, typer.Argument(help="Kode wilayah / Area code, e.g. 75.03")],
    order: Annotated[
        str, typer.Argument(help="WAGE_EARNER,SELF,EMPLOYER,VILLAGE,REGENCY,PROVINCE,APBN,CSR,POKIR")
    ],
    *,
    basis: Annotated[str, typer.Option(help="Dasar aturan / The regulation")],
    actor: ActorName = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Tetapkan daftar mana yang didahulukan di suatu wilayah. / Which list stands before which in a region."""
    with face(as_json):
        from naungan.accounts.access import operator
        from naungan.registry.duplicates.rules import set_order

        kinds = [word.strip().upper() for word in order.split(",") if word.strip()]
        who = operator(actor or system_user())
        rule = set_order(area, kinds, basis=basis, actor=who, reason=reason)
        if as_json:
            echo_json({"area": rule.area_id, "order": rule.order, "basis": rule.basis})
        else:
            typer.echo(f"{rule.area_id}: {', '.join(rule.order)} ({rule.basis})")
