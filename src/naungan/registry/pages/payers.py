"""Payers: the list and one payer's page."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor, needs
from naungan.kit.lists import Column, list_response
from naungan.registry.filters import PayerFilter
from naungan.registry.models import ImportBatch, Payer, Roll
from naungan.registry.pages import words
from naungan.registry.queries import visible_batches, visible_payers, visible_rolls

SHOWN_ROLLS = 50
SHOWN_BATCHES = 5


def _href(payer: Payer) -> str:
    return reverse("payer", args=[payer.code])


def with_rolls(rows: QuerySet[Payer]) -> QuerySet[Payer]:
    """Payers with the number of their lists as `roll_count`."""
    own = Roll.objects.filter(registration__payer=OuterRef("pk")).order_by().values("registration__payer")
    counted = own.annotate(total=Count("pk")).values("total")
    return rows.annotate(roll_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


@needs("registry.view")
def payers(request: HttpRequest) -> HttpResponseBase:
    """Every payer in the viewer's scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = with_rolls(visible_payers(actor.scope)).select_related("area").order_by("name", "pk")
    return list_response(
        request,
        title=_("Pembayar iuran"),
        columns=[
            Column("name", _("Nama"), "name", sort="name", link=_href),
            Column("code", _("Kode"), "code", kind="id", sort="code"),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("area", _("Wilayah"), "area.name", sort="area_id"),
            Column("rolls", _("Daftar"), "roll_count", kind="count", sort="roll_count"),
        ],
        rows=rows,
        filterset=PayerFilter(request.GET, queryset=rows, request=request),
        source=_("Registri Naungan; pembayar dalam wilayah Anda."),
        name="pembayar",
        template="registry/payers.html",
        context={
            "empty_text": _("Belum ada pembayar iuran. Pembayar tercatat ketika daftar pertamanya diunggah.")
        },
    )


@needs("registry.view")
def payer(request: HttpRequest, code: str) -> HttpResponseBase:
    """One payer: registrations, lists, and what higher rooms add. Outside the scope: not found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = visible_payers(actor.scope).filter(code=code).select_related("area", "entry").first()
    if found is None:
        raise Http404
    rolls = visible_rolls(actor.scope).filter(registration__payer=found)
    listed = list(rolls.order_by("-last_month", "-pk")[: SHOWN_ROLLS + 1])
    batches = visible_batches(actor.scope).filter(payer=found)[:SHOWN_BATCHES]
    return render(
        request,
        "registry/payer.html",
        {
            "title": found.name,
            "payer": found,
            "place": words.place(found.area_id),
            "registrations": found.registrations.order_by("segment", "division"),
            "rolls": [
                {
                    "roll": roll,
                    "period": words.period(roll.first_month, roll.last_month),
                    "tone": words.ROLL_TONES[Roll.State(roll.state)],
                }
                for roll in listed[:SHOWN_ROLLS]
            ],
            "more_rolls": len(listed) > SHOWN_ROLLS,
            "batches": [
                {"batch": batch, "tone": words.BATCH_TONES[ImportBatch.State(batch.state)]}
                for batch in batches
            ],
        },
    )
