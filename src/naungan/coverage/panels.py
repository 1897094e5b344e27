"""The card of the start page: how far the viewer's area is."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_for
from naungan.accounts.models import User
from naungan.areas.queries import name_of
from naungan.kit import numbers
from naungan.kit.panels import Card


def home_card(request: HttpRequest, _obj: object) -> Card | None:
    """Coverage of the viewer's own area in the newest posted month; nothing for who sees payers only."""
    from naungan.coverage.pages.selection import default_area, default_day
    from naungan.coverage.queries import coverage

    actor = actor_for(request.user, "coverage.view") if isinstance(request.user, User) else None
    if actor is None:
        return None
    area, day = default_area(actor), default_day()
    rows = [row for row in coverage(as_of=day, area_code=area or None, scope=actor.scope) if row.is_computed]
    if len(rows) != 1:
        return None
    row = rows[0]
    people = _("%(people)s orang") % {"people": numbers.count(row.protected)}
    eligible = _("dari potensi %(people)s orang") % {"people": numbers.count(row.eligible)}
    unknown = _("potensi pekerja belum diketahui")
    return Card(
        title=_("Cakupan %(area)s") % {"area": name_of(area) if area else _("semua wilayah")},
        figure=people if row.percent is None else numbers.percent(row.percent),
        note=unknown if row.percent is None else f"{people} {eligible}",
        href=reverse("coverage"),
        action=_("Lihat cakupan"),
        source=_("Posisi per %(day)s") % {"day": numbers.day(day)},
        tone="info",
    )
