"""Parts of the start page that the registry brings: lists that wait, the last import, what to do next."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.kit import numbers
from naungan.kit.panels import Card, NextAction, register_panel
from naungan.registry.decrees.movement import reaching_age
from naungan.registry.duplicates.queries import open_counts
from naungan.registry.filters import this_month
from naungan.registry.models import ImportBatch, Roll
from naungan.registry.queries import roll_q, visible_batches

VIEW = "registry.view"


def register() -> None:
    """Put the registry's parts in their places; called once, when the room starts."""
    register_panel("home", waiting_card, permission=VIEW, order=10)
    register_panel("home", last_import_card, permission=VIEW, order=40)
    register_panel("home.next", next_actions, permission=VIEW, order=10)


def _actor(request: HttpRequest, permission: str) -> Actor | None:
    return actor_for(request.user, permission) if isinstance(request.user, User) else None


def waiting_card(request: HttpRequest, _obj: object) -> Card | None:
    """Lists that wait for verification or for their decree."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    rows = Roll.objects.filter(roll_q(actor.scope))
    proposed = rows.filter(state=Roll.State.PROPOSED).count()
    verified = rows.filter(state=Roll.State.VERIFIED).count()
    note = _("%(proposed)s menunggu verifikasi, %(verified)s menunggu SK") % {
        "proposed": numbers.count(proposed),
        "verified": numbers.count(verified),
    }
    if not proposed and not verified:
        note = _("Semua daftar sudah diverifikasi dan ditetapkan.")
    state = Roll.State.PROPOSED if proposed or not verified else Roll.State.VERIFIED
    return Card(
        title=_("Daftar menunggu"),
        figure=numbers.count(proposed + verified),
        note=note,
        href=f"{reverse('rolls')}?state={state}" if proposed or verified else reverse("rolls"),
        action=_("Buka daftar peserta"),
        tone="warn" if proposed or verified else "good",
    )


def last_import_card(request: HttpRequest, _obj: object) -> Card | None:
    """The newest batch in the viewer's scope."""
    actor = _actor(request, VIEW)
    if actor is None:
        return None
    batch = visible_batches(actor.scope).first()
    if batch is None:
        return Card(
            title=_("Impor terakhir"),
            figure=numbers.UNKNOWN,
            note=_("Belum ada daftar yang diunggah."),
            href=reverse("imports"),
            action=_("Unggah data"),
            tone="off",
        )
    rows = batch.counts.get("rows")
    note = _("%(file)s: %(state)s, %(at)s") % {
        "file": batch.file_name,
        "state": batch.get_state_display(),
        "at": numbers.day(batch.received_at),
    }
    return Card(
        title=_("Impor terakhir"),
        figure=_rows(rows) if rows is not None else numbers.UNKNOWN,
        note=note,
        href=reverse("import_batch", args=[batch.pk]),
        action=_("Buka hasilnya"),
        tone="bad" if batch.state == ImportBatch.State.REFUSED else "info",
    )


def _rows(rows: int) -> str:
    return ngettext("%(count)s baris", "%(count)s baris", rows) % {"count": numbers.count(rows)}


def next_actions(request: HttpRequest, _obj: object) -> list[NextAction]:
    """What waits for this viewer: previews to decide on, lists to verify, to decree, to register."""
    steps = (
        ("registry.verify", Roll.State.PROPOSED, _("Verifikasi daftar yang diusulkan")),
        ("registry.decree", Roll.State.VERIFIED, _("Tetapkan daftar dengan SK")),
        ("registry.register", Roll.State.DECREED, _("Daftarkan daftar yang sudah ditetapkan")),
    )
    found = _previews(request)
    for permission, state, text in steps:
        actor = _actor(request, permission)
        count = (
            Roll.objects.filter(actor.scope.payer_q("registration__payer__")).filter(state=state).count()
            if actor
            else 0
        )
        if count:
            found.append(NextAction(text, f"{reverse('rolls')}?state={state}", count, "warn"))
    found += _unsettled(request)
    found += _reaching_age(request)
    actor = _actor(request, "registry.import")
    if actor and not found:
        found.append(NextAction(_("Unggah daftar pekerja"), reverse("import_new")))
    return found


def _unsettled(request: HttpRequest) -> list[NextAction]:
    """People who may stand twice, and people on several lists, that wait for a decision of this viewer."""
    actor = _actor(request, "registry.settle")
    if actor is None:
        return []
    waiting = open_counts(actor.scope)
    actions = (
        (waiting["pairs"], "duplicates", _("Putuskan orang yang sama")),
        (waiting["overlaps"], "overlaps", _("Putuskan orang di beberapa daftar")),
    )
    return [
        NextAction(text, f"{reverse(name)}?state=OPEN", count, "warn")
        for count, name, text in actions
        if count
    ]


def _reaching_age(request: HttpRequest) -> list[NextAction]:
    """Members who reach the age limit soon: whoever decrees the list has to replace them in time."""
    actor = _actor(request, "registry.decree")
    count = reaching_age(actor.scope, this_month()).order_by().count() if actor else 0
    text = _("Siapkan pengganti yang mencapai batas usia")
    return [NextAction(text, reverse("reaching_age"), count)] if count else []


def _previews(request: HttpRequest) -> list[NextAction]:
    actor = _actor(request, "registry.import")
    if actor is None:
        return []
    count = visible_batches(actor.scope).filter(state=ImportBatch.State.PREVIEWED).count()
    href = f"{reverse('imports')}?state={ImportBatch.State.PREVIEWED}"
    return [NextAction(_("Putuskan pratinjau yang menunggu"), href, count, "warn")] if count else []
