"""Cards that were handed out, and proofs of membership."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import Actor, needs
from naungan.kit import numbers, papers
from naungan.kit.lists import Column, list_response
from naungan.law.findings import Refused
from naungan.registry.decrees import cards, proof, queries
from naungan.registry.decrees.forms import CardFilter, CardForm, today
from naungan.registry.models import Membership, Roll
from naungan.registry.pages.verification import find_roll, may
from naungan.registry.states import BILLED

REGISTER = "registry.register"
PROVE = "registry.nik"  # who works with people's records


@needs("registry.view")
def roll_cards(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The members of a list: who has the card and who has not."""
    return _page(request, find_roll(request, pk))


def _filtered(request: HttpRequest, roll: Roll) -> Any:
    rows = cards.members(roll, request.actor.scope)  # type: ignore[attr-defined]
    villages = [(code, name) for code, name, _people in queries.villages_of(rows)]
    return CardFilter(request.GET, queryset=rows, request=request, villages=villages)


def _page(request: HttpRequest, roll: Roll, form: CardForm | None = None) -> HttpResponseBase:
    filterset = _filtered(request, roll)
    rows = filterset.queryset
    total, received = rows.order_by().count(), rows.filter(card__isnull=False).order_by().count()
    can_mark = roll.state in BILLED and may(request, roll, REGISTER)
    listed = filterset.qs.order_by() if filterset.form.is_valid() else rows.none()
    without, having = (
        (listed.filter(card__isnull=none).count() for none in (True, False)) if can_mark else (0, 0)
    )
    return list_response(
        request,
        title=_("Penyerahan kartu"),
        columns=_columns(roll, can_prove=may(request, roll, PROVE)),
        rows=rows,
        filterset=filterset,
        source=_("Registri Naungan; tanda terima kartu yang dicatat."),
        name="kartu",
        template="registry/cards.html",
        context={
            "roll": roll,
            "total": total,
            "received": received,
            "left": total - received,
            "without": without,
            "having": having,
            "query": request.GET.urlencode(),
            "form": form or CardForm(initial={"expected": without, "on": today()}),
            "undo_form": CardForm(initial={"expected": having, "on": today()}, auto_id="undo_%s"),
            "can_prove": roll.state in BILLED and may(request, roll, PROVE),
            "empty_text": _("Belum ada peserta pada daftar ini."),
        },
    )


def _columns(roll: Roll, *, can_prove: bool) -> list[Column]:
    def href(row: Membership) -> str:
        return reverse("person", args=[row.person_id])

    def status(row: Any) -> str:
        return _("Sudah diterima") if row.received_on else _("Belum diterima")

    def tone(row: Any) -> str:
        return "good" if row.received_on else "warn"

    def proof_href(row: Membership) -> str:
        return reverse("roll_proof", args=[roll.pk, row.pk])

    columns = [
        Column("name", _("Nama"), "person.name", sort="person__name", link=href),
        Column("nik", _("NIK"), "person.nik", kind="nik", sort="person__nik"),
        Column("village", _("Desa/Kelurahan"), "person.domicile.name", sort="person__domicile_id"),
        Column("card", _("Kartu"), status, kind="tag", sort="received_on", tone=tone),
        Column("on", _("Diterima pada"), "received_on", kind="date", sort="received_on"),
    ]
    if can_prove:
        columns.append(Column("proof", _("Bukti"), lambda _row: _("Cetak bukti"), link=proof_href))
    return columns


def _mark(request: HttpRequest, pk: int, *, is_received: bool) -> HttpResponseBase:
    roll = find_roll(request, pk)
    if request.method != "POST":
        return redirect("roll_cards", pk=pk)
    form = CardForm(request.POST)
    if not form.is_valid():
        return _page(request, roll, form)
    filterset = _filtered(request, roll)
    rows = filterset.qs if filterset.form.is_valid() else filterset.queryset.none()
    chosen = list(rows.filter(card__isnull=is_received).values_list("pk", flat=True))
    try:
        count = cards.mark(
            roll, chosen, is_received=is_received, actor=request.actor, **form.cleaned_data  # type: ignore[attr-defined]
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _page(request, roll, form)
    text = (
        ngettext("Kartu %(count)s orang dicatat diterima.", "Kartu %(count)s orang dicatat diterima.", count)
        if is_received
        else ngettext("Tanda terima %(count)s orang ditarik.", "Tanda terima %(count)s orang ditarik.", count)
    )
    messages.success(request, text % {"count": numbers.count(count)})
    return redirect("roll_cards", pk=pk)


@needs(REGISTER)
def roll_cards_mark(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everybody whom the filters leave and who has no card has received it."""
    return _mark(request, pk, is_received=True)


@needs(REGISTER)
def roll_cards_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """That everybody whom the filters leave has received the card was a mistake."""
    return _mark(request, pk, is_received=False)


@needs(PROVE)
def roll_proof(request: HttpRequest, pk: int, member: int) -> HttpResponseBase:
    """The proof of one member."""
    roll = find_roll(request, pk)
    rows = _members(request, roll).filter(pk=member)
    if not rows:
        raise Http404
    return _proofs(request, list(rows), f"bukti-kepesertaan-{member}")


@needs(PROVE)
def roll_proofs(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The proofs of everybody whom the filters leave, one PDF."""
    roll = find_roll(request, pk)
    filterset = _filtered(request, roll)
    chosen = filterset.qs.values_list("pk", flat=True) if filterset.form.is_valid() else []
    rows = [row for row in _members(request, roll).filter(pk__in=list(chosen)) if proof.is_member(row)]
    return _proofs(request, rows, f"bukti-kepesertaan-{slugify(roll.name)[:60]}")


def _members(request: HttpRequest, roll: Roll) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = cards.members(roll, actor.scope)
    return rows.select_related("person__domicile", "roll__registration__payer", "roll__group")


def _proofs(request: HttpRequest, rows: list[Membership], name: str) -> HttpResponseBase:
    return papers.response(proof.proofs(rows, actor=request.actor, request=request), name)  # type: ignore[attr-defined]
