"""What the pages share: the sub-navigation, tones, the actor, the words around a form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of
from naungan.compliance.models import LicenceCheck
from naungan.compliance.queries import Outcome, Position, visible_employers
from naungan.kit.asking import Question
from naungan.kit.viewer import viewer

VIEW, EDIT = "compliance.view", "compliance.edit"
TONES = {
    Position.NEW: "info",
    Position.OPEN: "warn",
    Position.OVERDUE: "bad",
    Position.MENDED: "good",
    Position.CLOSED: "off",
}
OUTCOME_TONES = {Outcome.FITS: "good", Outcome.GAP: "bad", Outcome.UNKNOWN: "off"}
RESULT_TONES = {LicenceCheck.Result.REGISTERED: "good", LicenceCheck.Result.ADVISED: "warn"}


def may_edit(request: HttpRequest) -> bool:
    """Whether to show what edits."""
    return EDIT in viewer(request).permissions


def find(request: HttpRequest, pk: int) -> Any:
    """One employer with its position, or not found outside the scope."""
    return get_object_or_404(visible_employers(actor_of(request).scope, timezone.localdate()), pk=pk)


def question(tab: str, **words: Any) -> Question:
    """The words around a form of the room."""
    return Question(template="compliance/form.html", context=tabs(tab), **words)


def tabs(current: str) -> dict[str, Any]:
    """The parts of the room, for every page of it."""
    parts = [
        ("employers", _("Pemberi kerja")),
        ("licence_checks", _("Pemeriksaan izin")),
        ("lead_files", _("Unggahan")),
    ]
    return {"room_tabs": [(reverse(name), label, name == current) for name, label in parts]}
