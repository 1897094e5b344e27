"""Who has received the card: marked singly or many at once, and taken back where that was a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.accounts.scope import Scope
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law.findings import Refused
from naungan.registry.decrees.models import Card
from naungan.registry.decrees.queries import seen_spells
from naungan.registry.models import Roll
from naungan.registry.states import BILLED

_AT_ONCE = 900


def members(roll: Roll, scope: Scope) -> QuerySet[Any]:
    """The members of a roll that the scope shows, with `received_on` (None without a card)."""
    card = FilteredRelation("cards", condition=Q(cards__is_latest=True, cards__is_received=True))
    rows: QuerySet[Any] = seen_spells(roll, scope).filter(last_month__gte=F("first_month"))
    rows = rows.annotate(card=card, received_on=F("card__on"))
    return rows.select_related("person__domicile").order_by("person__name", "pk")


@transaction.atomic
def mark(
    roll: Roll,
    chosen: Sequence[int],
    *,
    is_received: bool,
    on: date,
    actor: Actor,
    expected: int | None = None,
    reason: str = "",
) -> int:
    """Record that members received the card on a day, or take that back; how many. Who stands so already stays so.

    `expected` is the number that was shown. `Refused`: `card.state` for a roll that never was in force, `card.day`
    for a day to come, `card.nobody`, `card.changed`, `card.reason` for taking back without one.
    """
    if roll.state not in BILLED:
        raise Refused("card.state", _("Kartu dibagikan sesudah daftar ditetapkan."), where=roll.name)
    if on > timezone.localdate():
        raise Refused("card.day", _("Tanggal penyerahan tidak dapat di masa depan."), where="on")
    if not is_received and not reason.strip():
        raise Refused("card.reason", _("Tulis alasan tanda itu ditarik."), where="reason")
    rows = members(roll, actor.scope).filter(pk__in=list(chosen))
    keys = list(rows.filter(card__isnull=is_received).values_list("pk", flat=True))
    if expected is not None and len(keys) != expected:
        words = {"now": numbers.count(len(keys)), "then": numbers.count(expected)}
        message = _("Sekarang %(now)s orang, bukan %(then)s; periksa lagi.") % words
        raise Refused("card.changed", message, where="expected")
    if not keys:
        raise Refused("card.nobody", _("Tidak ada yang berubah."), where="expected")
    payer = roll.registration.payer
    entry = record(
        actor=actor.name, user=actor.user, action="registry.cards" if is_received else "registry.cards_taken_back",
        reason=reason, summary={"payer": payer.code, "area": payer.area_id, "roll": roll.pk, "people": len(keys)},
    )  # fmt: skip
    for start in range(0, len(keys), _AT_ONCE):
        some = Card.objects.filter(membership_id__in=keys[start : start + _AT_ONCE], is_latest=True)
        some.update(is_latest=False)
    Card.objects.bulk_create(
        (Card(membership_id=pk, is_received=is_received, on=on, entry=entry) for pk in keys), batch_size=1_000
    )
    return len(keys)
