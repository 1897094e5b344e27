"""Saved views: naming a filtered list, and letting it go. Nobody but their owner sees or touches them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from naungan.accounts.models import SavedView, User
from naungan.journal.services import record
from naungan.law.findings import Refused

# which page of a list, or which file, is no part of a view
NOT_KEPT = ("halaman", "format")
MOST = 50
LONGEST_PATH, LONGEST_QUERY = 200, 1000


@transaction.atomic
def save_view(user: User, *, path: str, query: str, name: str) -> SavedView:
    """Keep a list's filters and order under a name; the same name on the same list is replaced.

    Refused: `view.no_name`, `view.no_list` (the address is no page of this site), `view.too_long`,
    `view.too_many`.
    """
    name = " ".join(name.split())[:60]
    if not name:
        raise Refused(
            "view.no_name",
            _("Tampilan tidak dapat disimpan tanpa nama."),
            where="name",
            mend=_("Beri nama yang Anda kenali, misalnya “Petani belum terdaftar”."),
        )
    kept = kept_query(query)
    _refuse_unless_a_list(path, kept)
    if user.saved_views.count() >= MOST and not user.saved_views.filter(path=path, name=name).exists():
        raise Refused(
            "view.too_many",
            _("Sudah ada %(most)s tampilan tersimpan.") % {"most": MOST},
            mend=_("Hapus tampilan yang tidak lagi dipakai."),
        )
    view, _new = SavedView.objects.update_or_create(user=user, path=path, name=name, defaults={"query": kept})
    record(
        actor=user.get_username(),
        user=user,
        action="accounts.save_view",
        summary={"path": path, "name": name},
    )
    return view


@transaction.atomic
def forget_view(view: SavedView) -> None:
    """Let a saved view go."""
    summary = {"path": view.path, "name": view.name}
    record(actor=view.user.get_username(), user=view.user, action="accounts.forget_view", summary=summary)
    view.delete()


def kept_query(query: str) -> str:
    """The part of an address's query that a view keeps: filters and order, the empty ones left out."""
    asked = QueryDict(query)
    pairs = [(key, one) for key, values in asked.lists() if key not in NOT_KEPT for one in values if one]
    return urlencode(pairs)


def _refuse_unless_a_list(path: str, query: str) -> None:
    try:
        resolve(path)
    except Resolver404:
        raise Refused("view.no_list", _("Alamat ini bukan halaman daftar."), where="path") from None
    if len(query) > LONGEST_QUERY or len(path) > LONGEST_PATH:
        raise Refused(
            "view.too_long",
            _("Saringan ini terlalu panjang untuk disimpan."),
            mend=_("Kurangi saringannya, lalu simpan lagi."),
        )
