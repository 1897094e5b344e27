"""Renewing a list: who goes on to the next one, who does not and why, and making it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.kit.asking import bound
from naungan.kit.lists import Column, list_response
from naungan.kit.nik import is_masked
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.decrees import renewal
from naungan.registry.decrees.forms import LeftOutForm, RenewalForm, RenewalMonthsForm
from naungan.registry.models import Membership, Roll
from naungan.registry.pages.verification import find_roll
from naungan.registry.search import people_q

DECREE = "registry.decree"


@needs(DECREE)
def roll_renew(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who goes on to the next list, and who does not, name by name; and making it."""
    roll = find_roll(request, pk)
    given = _next_months(roll) | request.GET.dict()
    asked, form = RenewalMonthsForm(given), bound(request, RenewalForm)
    seen = None
    try:
        if asked.is_valid():
            first, last, limit = asked.months_and_limit()
            seen = renewal.preview(roll, first, last, age_limit=limit)
            if request.method == "POST" and form.is_valid():
                told = form.cleaned_data
                made = renewal.renew(
                    roll, first, last, age_limit=limit, expected=told["expected"], name=told["name"],
                    reason=told["reason"], actor=request.actor,  # type: ignore[attr-defined]
                )  # fmt: skip
                messages.success(request, _("Daftar baru dibuat sebagai usulan."))
                return redirect("roll", pk=made.pk)
    except Refused as refused:
        _show(refused, asked, form)
    if request.method != "POST" and seen is not None:
        form = RenewalForm(initial={"expected": seen.going})
    return _page(request, roll, given, seen, {"asked": asked, "form": form})


def _page(
    request: HttpRequest,
    roll: Roll,
    given: dict[str, Any],
    seen: renewal.Renewal | None,
    forms_shown: dict[str, Any],
) -> HttpResponseBase:
    narrowing = LeftOutForm(given, auto_id="filter_%s")
    context: dict[str, Any] = {"roll": roll, "seen": seen, "empty_text": _("Semua dilanjutkan.")}
    if seen is not None:
        context["reasons"] = [(renewal.REASONS[code], people) for code, people in seen.by_reason.items()]
    return list_response(
        request,
        title=_("Perbarui daftar"),
        columns=_columns(),
        rows=_narrowed(request, seen, narrowing),
        filterset=_Asked(narrowing),
        source=_("Registri Naungan; yang tidak dilanjutkan ke daftar berikutnya dan sebabnya."),
        name="tidak-dilanjutkan",
        template="registry/roll_renew.html",
        context=context | forms_shown,
    )


class _Asked:
    """The form of a list whose rows are narrowed already."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form


def _narrowed(request: HttpRequest, seen: renewal.Renewal | None, form: LeftOutForm) -> QuerySet[Any]:
    if seen is None or not form.is_valid():
        return Membership.objects.none()
    rows, told = seen.left_out, form.cleaned_data
    if told["sebab"]:
        rows = rows.filter(reason=told["sebab"])
    if told["q"]:
        rows = rows.filter(people_q(told["q"], path="person__", whole_nik_only=is_masked(request)))
    return rows


def _columns() -> list[Column]:
    def person(row: Membership) -> str:
        return reverse("person", args=[row.person_id])

    def why(row: Any) -> str:
        return str(renewal.REASONS[row.reason])

    return [
        Column("name", _("Nama"), "person.name", sort="person__name", link=person),
        Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
        Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
        Column("why", _("Sebab"), why, sort="reason"),
    ]


def _show(refused: Refused, asked: forms.Form, form: RenewalForm) -> None:
    if refused.where in asked.fields:
        asked.add_error(refused.where, refused.message)
    else:
        form.is_valid()
        form.refuse(refused)


def _next_months(roll: Roll) -> dict[str, Any]:
    length = roll.last_month - roll.first_month
    first = roll.last_month + 1
    texts = {"first_month": first, "last_month": first + length}
    return {name: months.format_month(month) for name, month in texts.items()} | {
        "age_limit": str(renewal.AGE_LIMIT)
    }
