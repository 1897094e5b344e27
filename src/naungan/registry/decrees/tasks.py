"""A long annex in the background: how far it is stands in the cache, what came of it below `NAUNGAN_HOME/annexes/`.

It is made as uploads are read (`naungan.registry.tasks`): a task of the worker, its progress in the cache. Who leaves
the page finds the file there later.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone, translation
from django_tasks import task

from naungan.accounts.access import Actor, actor_for
from naungan.accounts.models import User
from naungan.law.findings import Refused
from naungan.registry.decrees import annex
from naungan.registry.models import Roll
from naungan.registry.tasks import STALE_S

PERMISSION = "registry.view"
LONG = 2_000  # people; a shorter annex is made while one waits
WHOLE, PUBLIC = "lengkap", "umum"
PDF, XLSX = "pdf", "xlsx"
ENDINGS = {PDF: "zip", XLSX: "xlsx"}
VERSIONS = ((PDF, WHOLE), (PDF, PUBLIC), (XLSX, WHOLE), (XLSX, PUBLIC))


@dataclass(frozen=True, slots=True)
class Making:
    """An annex that is being made: which form and version, how many percent, since when (seconds of the epoch); when it
    `stopped`, why.
    """

    form: str
    version: str
    since: float
    percent: int = 0
    stopped: str = ""

    @property
    def name(self) -> str:
        """The file that comes of it."""
        return f"{self.version}.{ENDINGS[self.form]}"


@dataclass(frozen=True, slots=True)
class Made:
    """A long annex that lies ready."""

    name: str
    made_at: datetime
    size: int


class _AskedFrom(HttpRequest):
    """The address that a paper was asked from, kept for the QR code of a paper that is made later."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.root = root

    def build_absolute_uri(self, location: str | None = None) -> str:
        """A path below that address."""
        return urljoin(self.root, location or "")


def making(roll: Roll, form: str, version: str) -> Making | None:
    """The annex of a form and version that is being made or was stopped; None when there is none, or it died."""
    kept = cache.get(_key(roll.pk, form, version))
    return Making(**kept) if kept else None


def made(roll: Roll, form: str, version: str) -> Made | None:
    """The file of a long annex that was made last, or None."""
    path = path_of(roll, f"{version}.{ENDINGS[form]}")
    if not path.exists():
        return None
    seen = path.stat()
    at = datetime.fromtimestamp(seen.st_mtime, tz=timezone.get_current_timezone())
    return Made(path.name, at, seen.st_size)


def path_of(roll: Roll, name: str) -> Path:
    """Where the file of a roll's annex lies."""
    assert name in {f"{version}.{ENDINGS[form]}" for form, version in VERSIONS}, name
    return _folder(roll.pk) / name


def start(roll: Roll, form: str, version: str, user: User, root: str) -> None:
    """Make a long annex in the background; one that is being made already is not doubled. `root` is the address of the
    site as the user sees it.
    """
    known = making(roll, form, version)
    if known is None or known.stopped:
        _keep(roll.pk, Making(form, version, time.time()))
        make.enqueue(roll.pk, form, version, user.pk, root)


@task()
def make(roll_id: int, form: str, version: str, user_id: int, root: str) -> None:
    """Make an annex; what forbids it is kept for the page."""
    work = Making(form, version, time.time())
    with translation.override(settings.LANGUAGE_CODE):
        outcome: Making | None = replace(
            work, stopped=translation.gettext("Pekerjaan terhenti sebelum selesai; buat lagi.")
        )
        try:
            actor = actor_for(User.objects.get(pk=user_id), PERMISSION)
            roll = Roll.objects.select_related("registration__payer", "group", "supplements").get(pk=roll_id)
            _write(roll, work, _holding(actor, roll), root)
            outcome = None
        except Refused as refused:
            outcome = replace(work, stopped=f"{refused.message} {refused.mend}".strip())
        finally:
            if outcome is None:
                cache.delete(_key(roll_id, form, version))
            else:
                _keep(roll_id, outcome)


def _holding(actor: Actor | None, roll: Roll) -> Actor:
    """The actor, who may still see all of the payer's people."""
    payer = roll.registration.payer
    if actor is None or not actor.scope.holds_payer(payer.code, payer.area_id):
        raise Refused("annex.permission_gone", translation.gettext("Hak Anda atas daftar ini sudah dicabut."))
    return actor


def _write(roll: Roll, work: Making, actor: Actor, root: str) -> None:
    """Write the file beside its place and move it there whole."""
    folder = _folder(roll.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
    os.close(handle)
    draft, whole = Path(name), work.version == WHOLE
    try:
        if work.form == XLSX:
            with annex.annex_xlsx(roll, whole=whole) as file:
                draft.write_bytes(file.read())
        else:
            annex.annex_file(
                roll, draft, whole=whole, actor=actor, request=_AskedFrom(root),
                progress=lambda done, of: _keep(roll.pk, replace(work, percent=100 * done // max(of, 1))),
            )  # fmt: skip
        draft.replace(path_of(roll, work.name))
    finally:
        draft.unlink(missing_ok=True)


def _folder(roll_id: int) -> Path:
    return Path(settings.HOME) / "annexes" / str(roll_id)


def _keep(roll_id: int, work: Making) -> None:
    cache.set(_key(roll_id, work.form, work.version), asdict(work), STALE_S)


def _key(roll_id: int, form: str, version: str) -> str:
    return f"registry.annex.{roll_id}.{form}.{version}"
