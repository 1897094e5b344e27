"""Work in the background: computing a draft of a month, and posting it. The pages stay quick meanwhile.

How far the work is, and what came of it, stands in the cache under a key of its own; the month itself stands in
the database as ever. A draft is posted with the figures that somebody saw, and refused if they changed.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from naungan.accounts.access import actor_for
from naungan.accounts.models import User
from naungan.contributions.models import MonthRun
from naungan.contributions.services import Figures, run_month
from naungan.law.findings import Refused

KEPT_S = 24 * 3600
DRAFT, POST = "month.run", "month.post"


@dataclass(frozen=True, slots=True)
class MonthWork:
    """Work on a month: `kind` is also the permission that it needs; `draft` the run that is posted.

    When `done`, either `refused` says why nothing changed, or `run_id` names the run made (None: nobody was
    left to bill), with the bills it made.
    """

    key: str
    kind: str
    user_id: int
    month: int
    since: float
    draft: int | None = None
    percent: int = 0
    done: bool = False
    refused: str = ""
    run_id: int | None = None
    bills: int = 0
    state: str = ""


def work_of(key: str, user: User) -> MonthWork | None:
    """Work that the user started in the last day, going on or done; None otherwise."""
    kept = cache.get(_name(key))
    return MonthWork(**kept) if kept and kept["user_id"] == user.pk else None


def start_draft(month: int, area_code: str | None, user: User) -> MonthWork:
    """Compute a draft in the background."""
    return _start(DRAFT, month, user, None, {"area_code": area_code})


def start_post(run: MonthRun, user: User, *, reason: str) -> MonthWork:
    """Post a draft in the background, with the figures that it shows."""
    seen = Figures(run.members, run.bill_count, run.total_rp, run.by_programme)
    asked = {"area_code": run.area_id, "reason": reason, "seen": seen.as_json()}
    return _start(POST, run.month, user, run.pk, asked)


@task()
def compute(key: str, language: str, asked: dict[str, Any]) -> None:
    """Do the work that stands under a key; what forbids it is left there."""
    kept = cache.get(_name(key))
    if kept is None:
        return
    work = MonthWork(**kept)
    with translation.override(language):
        stopped = _("Pekerjaan terhenti; periksa daftar bulan iuran, lalu coba lagi.")
        outcome = replace(work, done=True, refused=stopped)
        try:
            outcome = _done(work, asked)
        except Refused as refused:
            outcome = replace(work, done=True, refused=f"{refused.message} {refused.mend}".strip())
        finally:
            _keep(outcome)


def _done(work: MonthWork, asked: Mapping[str, Any]) -> MonthWork:
    actor = actor_for(User.objects.get(pk=work.user_id), work.kind)
    if actor is None:
        raise Refused("month.permission_gone", _("Hak Anda untuk menjalankan bulan sudah dicabut."))
    seen = asked.get("seen")
    result = run_month(
        work.month,
        actor=actor,
        area_code=asked["area_code"],
        post=work.kind == POST,
        reason=asked.get("reason", ""),
        expected=Figures(**seen) if seen else None,
        progress=lambda count, of: _keep(replace(work, percent=100 * count // max(of, 1))),
    )
    return replace(
        work, done=True, percent=100, run_id=result.run_id, bills=result.new.bills, state=result.state
    )


def _start(kind: str, month: int, user: User, draft: int | None, asked: dict[str, Any]) -> MonthWork:
    work = MonthWork(secrets.token_hex(16), kind, user.pk, int(month), time.time(), draft)
    _keep(work)
    compute.enqueue(work.key, translation.get_language() or "id", asked)
    return work


def _keep(work: MonthWork) -> None:
    cache.set(_name(work.key), asdict(work), KEPT_S)


def _name(key: str) -> str:
    return f"contributions.month.{key}"
