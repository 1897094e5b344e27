"""The search for people who stand twice, in the background: a page asks for it and shows what came of it."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from django_tasks import task

from naungan.accounts.access import actor_for
from naungan.accounts.models import User
from naungan.law.findings import Refused
from naungan.registry.duplicates.overlaps import find
from naungan.registry.duplicates.searching import THRESHOLDS, search

PERMISSION = "registry.settle"
_WORKING, _STOPPED = "registry.duplicates.working", "registry.duplicates.stopped"


def start_search(user: User, area_code: str | None) -> None:
    """Search in the background; a search that goes on already is not doubled."""
    if cache.add(_WORKING, user.get_username(), THRESHOLDS["timeout_s"]):
        cache.delete(_STOPPED)
        search_pairs.enqueue(user.pk, area_code)


def going_on() -> bool:
    """Whether a search goes on or waits for the worker."""
    return cache.get(_WORKING) is not None


def stopped() -> str:
    """Why the last search stopped, in words; "" if it did not."""
    return str(cache.get(_STOPPED, ""))


@task()
def search_pairs(user_id: int, area_code: str | None) -> None:
    """Look for pairs and for lists that meet; what forbids it is kept for the page."""
    actor = actor_for(User.objects.get(pk=user_id), PERMISSION)
    with translation.override(settings.LANGUAGE_CODE):
        try:
            if actor is not None:
                search(actor=actor, area_code=area_code)
                find(actor=actor)
        except Refused as refused:
            cache.set(_STOPPED, f"{refused.message} {refused.mend}".strip(), THRESHOLDS["timeout_s"])
        finally:
            cache.delete(_WORKING)
