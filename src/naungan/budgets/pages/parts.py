"""What the pages share: the sub-navigation, tones and words of states, the actor, the words around a form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of
from naungan.budgets.models import Budget, BudgetLine
from naungan.budgets.queries import visible_budgets, visible_lines
from naungan.kit.asking import Question
from naungan.kit.viewer import viewer
from naungan.law.months import day_of

VIEW, EDIT = "budgets.view", "budgets.edit"


def may_edit(request: HttpRequest) -> bool:
    """Whether to show what edits."""
    return EDIT in viewer(request).permissions


def as_of(request: HttpRequest) -> date:
    """The day of the page: `per` of the address, or today."""
    try:
        return day_of(request.GET.get("per", ""))
    except ValueError:
        return timezone.localdate()


def find_budget(request: HttpRequest, pk: int) -> Budget:
    """One budget, or not found outside the scope."""
    return get_object_or_404(visible_budgets(actor_of(request).scope), pk=pk)


def find_line(request: HttpRequest, pk: int) -> BudgetLine:
    """One line, or not found outside the scope."""
    return get_object_or_404(visible_lines(actor_of(request).scope), pk=pk)


def question(tab: str, **words: Any) -> Question:
    """The words around a form of the room."""
    context = {**tabs(tab), **words.pop("context", {})}
    return Question(template="budgets/form.html", context=context, **words)


def tabs(current: str) -> dict[str, Any]:
    """The parts of the room, for every page of it."""
    parts = [
        ("budgets", _("Anggaran")),
        ("budget_plan", _("Rencana")),
        ("budget_payments", _("Pencairan")),
        ("budget_funds", _("Sumber dana")),
        ("budget_accounts", _("Kode rekening")),
    ]
    return {"room_tabs": [(reverse(name), label, name == current) for name, label in parts]}
