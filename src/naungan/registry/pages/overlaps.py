"""One person on several lists: which lists meet, which yields and why, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, actor_for, needs
from naungan.accounts.models import User
from naungan.areas.queries import names
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused
from naungan.registry.duplicates import overlaps as services
from naungan.registry.duplicates import rules
from naungan.registry.duplicates.filters import OverlapFilter
from naungan.registry.duplicates.forms import SettleForm
from naungan.registry.duplicates.models import Overlap, YieldRule
from naungan.registry.duplicates.queries import visible_overlaps
from naungan.registry.models import Membership
from naungan.registry.pages import words

TONES = {
    Overlap.State.OPEN: "warn",
    Overlap.State.SETTLED: "good",
    Overlap.State.LAWFUL: "info",
    Overlap.State.GONE: "off",
}
SETTLE = "registry.settle"


def _columns() -> list[Column]:
    def href(overlap: Overlap) -> str:
        return reverse("overlap", args=[overlap.pk])

    return [
        Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
        Column("name", _("Nama"), "person.name", sort="person__name", link=href),
        Column("programmes", _("Program"), lambda row: words.programmes(row.programmes)),
        Column("first", _("Bulan pertama"), "first_month", kind="month", sort="first_month"),
        Column("last", _("Bulan terakhir"), "last_month", kind="month", sort="last_month"),
        Column("standing", _("Tetap menagih"), "standing.roll.registration.payer.name"),
        Column("yielding", _("Mengalah"), "yielding.roll.registration.payer.name"),
        Column("rule", _("Sebab"), lambda row: rules.reason_of(row.rule)),
        Column("state", _("Keputusan"), "get_state_display", kind="tag", sort="state", tone=_tone),
        Column("decided", _("Diputuskan oleh"), "decided_by"),
    ]


def _tone(overlap: Overlap) -> str:
    return TONES[Overlap.State(overlap.state)]


@needs("registry.view")
def overlaps(request: HttpRequest) -> HttpResponseBase:
    """Every overlap of which the viewer's payers pay one side."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = visible_overlaps(actor.scope)
    return list_response(
        request,
        title=_("Di beberapa daftar"),
        columns=_columns(),
        rows=rows,
        filterset=OverlapFilter(request.GET, queryset=rows, request=request),
        source=_("Registri Naungan; satu baris per dua daftar yang membayar orang yang sama."),
        name="beberapa-daftar",
        template="registry/overlaps.html",
        context={
            "empty_text": _("Tidak ada orang yang dibayar dua daftar untuk program dan bulan yang sama."),
            "waiting": rows.filter(state=Overlap.State.OPEN).order_by().count(),
            "orders": _orders(),
        },
    )


def _orders() -> list[dict[str, Any]]:
    """The order of the country and of the regions that have their own."""
    own = {rule.area_id: rule for rule in YieldRule.objects.order_by("pk")}
    known = names(sorted(own))
    default = {
        "place": _("Bawaan"),
        "kinds": [str(rules.KINDS[kind]) for kind in rules.DEFAULT_ORDER],
        "basis": _("berlaku di wilayah tanpa aturan sendiri"),
    }
    return [
        default,
        *(
            {
                "place": known.get(code, code),
                "kinds": [str(rules.KINDS[kind]) for kind in rule.order],
                "basis": rule.basis,
            }
            for code, rule in own.items()
        ),
    ]


@needs("registry.view")
def overlap(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Two lists of one person."""
    return _page(request, _find(request, pk))


def _find(request: HttpRequest, pk: int) -> Overlap:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = visible_overlaps(actor.scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Overlap, form: SettleForm | None = None) -> HttpResponseBase:
    settles = actor_for(request.user, SETTLE) if isinstance(request.user, User) else None
    initial = {"keep": services.STANDING, "from_month": found.first_month}
    return render(
        request,
        "registry/overlap.html",
        {
            "title": found.person.name,
            "overlap": found,
            "tone": _tone(found),
            "reason": rules.reason_of(found.rule),
            "period": words.period(found.first_month, found.last_month),
            "programmes": words.programmes(found.programmes),
            "sides": [
                _side(request, found.standing, _("Tetap menagih")),
                _side(request, found.yielding, _("Mengalah")),
            ],
            "form": form or SettleForm(found, initial=initial),
            "can_settle": settles is not None and found.state == Overlap.State.OPEN,
        },
    )


def _side(request: HttpRequest, spell: Membership, label: str) -> dict[str, Any]:
    """What may be told of a side: the payer's name and the months; the list itself to its own payer only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    payer = spell.roll.registration.payer
    own = actor.scope.holds_payer(payer.code, payer.area_id)
    return {
        "label": label,
        "payer": payer.name,
        "period": words.period(spell.first_month, max(spell.first_month, spell.last_month)),
        "roll": spell.roll if own else None,
    }


@needs(SETTLE)
def overlap_settle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Decide which list stays."""
    found = _find(request, pk)
    if request.method != "POST":
        return redirect("overlap", pk=pk)
    form = SettleForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    try:
        services.settle(
            found, given["keep"], from_month=int(given["from_month"]), actor=request.actor, reason=given["reason"]  # type: ignore[attr-defined]
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _page(request, found, form)
    messages.success(request, _("Keputusan dicatat; kedua pembayar melihatnya."))
    return redirect("overlap", pk=pk)
