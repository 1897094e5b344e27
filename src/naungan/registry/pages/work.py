"""What can be done with a list and which papers it has, and what was done to it, by whom and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.journal.models import Entry
from naungan.registry.decrees.verifying import OPEN_STATES
from naungan.registry.models import Roll
from naungan.registry.pages import words
from naungan.registry.states import BILLED, IN_FORCE

DECREE = "registry.decree"
MOST = 40


def work_of(roll: Roll, *, holds_payer: bool, may_decree: bool) -> list[dict[str, str]]:
    """Links to the pages of a list, in the order of the work."""
    is_open, was_in_force = roll.state in OPEN_STATES, roll.state in BILLED
    links = [
        (True, "roll_checks", _("Verifikasi dan validasi"), ""),
        (is_open or roll.quota is not None, "roll_quota", _("Kuota dan urutan"), ""),
        (True, "roll_returns", _("Lembar pengembalian desa"), ""),
        (was_in_force, "roll_movement", _("Mutasi antara dua bulan"), ""),
        (was_in_force, "roll_cards", _("Kartu dan bukti kepesertaan"), ""),
        (may_decree and roll.state in IN_FORCE, "roll_supplement", _("SK perubahan (penggantian)"), ""),
        (
            may_decree and was_in_force and not roll.supplements_id,
            "roll_renew",
            _("Perbarui untuk masa berikutnya"),
            "",
        ),
        (may_decree and roll.state in IN_FORCE, "roll_transfer", _("Pindahkan orang ke daftar lain"), ""),
    ]
    found = [
        {"href": reverse(name, args=[roll.pk]), "label": label, "note": note}
        for shown, name, label, note in links
        if shown
    ]
    return found + (_annex(roll) if holds_payer else [])


def _annex(roll: Roll) -> list[dict[str, str]]:
    note = "" if roll.decree_number else _("nomor SK masih kosong")
    return [{"href": reverse("roll_annex", args=[roll.pk]), "label": _("Lampiran SK"), "note": note}]


def timeline_of(roll: Roll) -> list[dict[str, Any]]:
    """What was done to a list, the newest first: what, who, when, how many people, why."""
    entries = Entry.objects.filter(action__startswith="registry.", summary__roll=roll.pk).order_by("-pk")
    return [
        {"entry": one, "text": words.action(one.action), "people": one.summary.get("people")}
        for one in entries[:MOST]
    ]


def viewer_holds(request: HttpRequest, roll: Roll) -> bool:
    """Whether the list's payer is the viewer's."""
    payer = roll.registration.payer
    return bool(request.actor.scope.holds_payer(payer.code, payer.area_id))  # type: ignore[attr-defined]
