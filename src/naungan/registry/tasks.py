"""Work in the background: reading and checking an upload, and saving it. The pages stay quick meanwhile.

How far the work is stands in the cache, not in the database: a commit writes in one transaction, and nobody else
would see the figure before its end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from django_tasks import task

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.law.findings import Refused
from naungan.registry.imports import batches
from naungan.registry.models import ImportBatch

PERMISSION = "registry.import"
CHECK, SAVE = "check", "save"
STALE_S = 600


@dataclass(frozen=True, slots=True)
class Working:
    """Work on a batch that goes on: which kind, how many percent, since when (seconds of the epoch)."""

    kind: str
    percent: int
    since: float


def working_on(batch_id: int) -> Working | None:
    """The work that goes on for a batch or waits for the worker; None when there is none, or it died."""
    found = cache.get(_key(batch_id))
    return Working(*found) if found else None


def start_check(batch: ImportBatch, user: User) -> None:
    """Read and check an upload in the background."""
    _mark(batch.pk, CHECK, 0, time.time())
    check.enqueue(batch.pk, user.pk)


def start_save(batch: ImportBatch, user: User, *, all_or_nothing: bool) -> None:
    """Save a previewed upload in the background."""
    _mark(batch.pk, SAVE, 0, time.time())
    save.enqueue(batch.pk, user.pk, all_or_nothing)


@task()
def check(batch_id: int, user_id: int) -> None:
    """Make the preview of a batch; a wrong file leaves its reason on the batch."""

    def work(batch: ImportBatch, actor: Actor, progress: Callable[[int, int], None]) -> Any:
        return batches.preview_batch(batch, actor=actor, progress=progress)

    _run(batch_id, user_id, CHECK, work)


@task()
def save(batch_id: int, user_id: int, all_or_nothing: bool) -> None:  # noqa: FBT001 - kept as JSON
    """Save a batch; what forbids it now is left on the batch as its message."""

    def work(batch: ImportBatch, actor: Actor, progress: Callable[[int, int], None]) -> Any:
        return batches.commit_batch(
            batch, actor=actor, reason=batch.entry.reason, all_or_nothing=all_or_nothing, progress=progress
        )

    _run(batch_id, user_id, SAVE, work)


def _run(batch_id: int, user_id: int, kind: str, work: Callable[..., Any]) -> None:
    since = time.time()
    actor = actor_for(User.objects.get(pk=user_id), PERMISSION)
    # what is kept is read by others, in other languages too: its sentences are in the source language
    with translation.override(settings.LANGUAGE_CODE):
        try:
            if actor is None:
                raise Refused(
                    "import.permission_gone", translation.gettext("Hak Anda untuk mengunggah sudah dicabut.")
                )
            batch = ImportBatch.objects.select_related("payer", "roll", "entry").get(pk=batch_id)
            work(batch, actor, lambda done, of: _mark(batch_id, kind, 100 * done // of, since))
        except Refused as refused:
            message = f"{refused.message} {refused.mend}".strip()[:500]
            ImportBatch.objects.filter(pk=batch_id).update(message=message)
        finally:
            cache.delete(_key(batch_id))


def _mark(batch_id: int, kind: str, percent: int, since: float) -> None:
    cache.set(_key(batch_id), (kind, percent, since), STALE_S)


def _key(batch_id: int) -> str:
    return f"registry.batch.{batch_id}"
