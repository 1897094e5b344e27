"""The JSON face of deaths: `POST /api/deaths`, once by an idempotency key."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.security import django_auth
from pydantic import ConfigDict

from naungan.accounts.access import actor_for
from naungan.accounts.models import User
from naungan.claims.services import DeathNotice, record_deaths_once
from naungan.law.findings import Refused

PERMISSION = "registry.deaths"
MOST_DEATHS = 1000

router = Router()


class Death(Schema):
    """One death: the worker by NIK, the day, and the papers."""

    model_config = ConfigDict(extra="forbid")
    nik: str = Field(max_length=20)
    died_on: date
    name: str = Field("", max_length=150)
    place: str = Field("", max_length=150)
    certificate: str = Field("", max_length=80)
    cause: str = Field("UNKNOWN", pattern="^(DEATH|WORK_ACCIDENT|UNKNOWN)$")
    source: str = Field("CIVIL_REGISTRY", pattern="^(CIVIL_REGISTRY|VILLAGE|PAYER|FAMILY|OTHER)$")


class Deaths(Schema):
    """A list of deaths, and why they are sent."""

    model_config = ConfigDict(extra="forbid")
    deaths: list[Death] = Field(min_length=1, max_length=MOST_DEATHS)
    reason: str = Field("", max_length=500)


class DeathsAnswer(Schema):
    """What became of them: rows = recorded + known + rejected. `billed_after` is to be claimed back."""

    rows: int
    recorded: int
    known: int
    rejected: int
    claims: list[int]
    billed_after: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def send_deaths(request: HttpRequest, body: Deaths) -> dict[str, Any]:
    """Record deaths as the pages do; the same call with the same key gets the same answer and writes nothing.

    Findings are in the answer, by the number of the death in the list; sound deaths are recorded beside them.
    """
    actor = actor_for(request.user, PERMISSION) if isinstance(request.user, User) else None
    if actor is None:
        raise PermissionDenied
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= 80:
        message = _("Kirim kunci permintaan (Idempotency-Key), paling panjang 80 huruf.")
        raise Refused("request.key_missing", message, where="Idempotency-Key")
    notices = [DeathNotice(**death.dict()) for death in body.deaths]
    return record_deaths_once(notices, key=key, actor=actor, reason=body.reason)


send_deaths.permission = PERMISSION  # type: ignore[attr-defined]
router.post("deaths", response=DeathsAnswer, auth=django_auth)(send_deaths)
