"""The secret address of a user's calendar: made anew or revoked on request; the old one then no longer works."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.agreements.models import CalendarKey
from naungan.journal.services import record


@transaction.atomic
def new_calendar_key(user: User) -> str:
    """A new secret for a user; only its digest is kept."""
    key = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(user=user, defaults={"digest": _digest(key)})
    record(actor=user.get_username(), user=user, action="agreements.new_calendar_key")
    return key


@transaction.atomic
def revoke_calendar_key(user: User) -> None:
    """The address works no more, and there is no other; nothing to do without one."""
    gone, _each = CalendarKey.objects.filter(user=user).delete()
    if gone:
        record(actor=user.get_username(), user=user, action="agreements.revoke_calendar_key")


def actor_of_key(key: str) -> Actor | None:
    """Whose calendar a secret opens, with the scope that they hold today; None for an unknown secret or a
    user who was switched off or lost the role.
    """
    found = (
        CalendarKey.objects.filter(digest=_digest(key), user__is_active=True).select_related("user").first()
    )
    return actor_for(found.user, "agreements.view") if found else None


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
