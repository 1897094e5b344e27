"""The JSON face: `POST /api/v1/law/explain`, and what the rooms bring (`POST /api/deaths`, `POST /api/payments`).

The documentation page is served from our own files.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict

from naungan.accounts.access import public
from naungan.claims.api import router as claims_router
from naungan.contributions.api import router as contributions_router
from naungan.law.explanation import explain
from naungan.law.findings import Refused


class Question(Schema):
    """A question to the law: what is asked, and the facts."""

    model_config = ConfigDict(extra="forbid")
    ask: str
    facts: dict[str, Any] = Field(default_factory=dict)


class Trouble(Schema):
    """Why a question was refused."""

    code: str
    message: str
    where: str
    mend: str


class Problem(Schema):
    """The one shape of every error."""

    error: Trouble


class Explanation(Schema):
    """Results, each step with its inputs and parameters, and what is in doubt."""

    ask: str
    facts: dict[str, Any]
    results: dict[str, Any]
    steps: list[dict[str, Any]]
    doubts: list[dict[str, Any]]


api = NinjaAPI(title="Naungan", version="1", urls_namespace="api", docs_url=None)
api.add_router("", claims_router)
api.add_router("", contributions_router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    """The one handler of the JSON face: 422 with the error object of the contract."""
    return _problem(request, exc, 422)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    """A body of another shape: 422 in the same form, naming the first place at fault."""
    first = exc.errors[0]
    where = ".".join(str(part) for part in first["loc"] if part not in ("body", "question"))
    return _problem(request, Refused("body.shape", first["msg"], where=where), 422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, exc: HttpError) -> HttpResponse:
    """What is no JSON at all."""
    message = _("Isi permintaan bukan JSON yang dapat dibaca.")
    return _problem(request, Refused("body.unreadable", message), exc.status_code)


@api.post("v1/law/explain", response={200: Explanation, 422: Problem}, auth=None)
@public
def law_explain(request: HttpRequest, question: Question) -> dict[str, Any]:  # noqa: ARG001
    """Explain an amount: the contract is that of `naungan law explain --json`."""
    return explain(question.ask, question.facts)


def _problem(request: HttpRequest, problem: Refused, status: int) -> HttpResponse:
    return api.create_response(request, problem.as_json(), status=status)
