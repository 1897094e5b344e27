"""Payments on their way: the list, one with its steps, preparing one and taking the next step."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.accounts.scope import within
from naungan.budgets import forms, procedure
from naungan.budgets.filters import PaymentFilter, Shown
from naungan.budgets.models import Budget, Disbursement, PaymentStep
from naungan.budgets.pages.parts import EDIT, VIEW, find_budget, may_edit, question, tabs
from naungan.budgets.queries import PaymentState, payment_states
from naungan.budgets.services import start_payment, take_step
from naungan.budgets.words import PAYMENT_STATUS
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


def href(pk: int) -> str:
    """The page of a payment."""
    return reverse("budget_payment", args=[pk])


def _find(request: HttpRequest, pk: int) -> PaymentState:
    found = payment_states(actor_of(request).scope, timezone.localdate(), pk=pk)
    if not found:
        raise Http404
    return found[0]


@needs(VIEW)
def budget_payments(request: HttpRequest) -> HttpResponseBase:
    """Every payment of the scope, the newest first."""
    form = PaymentFilter(request.GET or None, actor=actor_of(request))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return list_response(
        request,
        title=_("Pencairan iuran"),
        columns=[
            Column(
                "description",
                _("Uraian"),
                "disbursement.description",
                sort="disbursement.description",
                link=lambda row: href(row.disbursement.pk),
            ),
            Column("agency", _("Perangkat daerah"), "disbursement.budget.agency"),
            Column("months", _("Bulan iuran"), _months),
            Column("amount", _("Jumlah"), "amount_rp", kind="money", sort="amount_rp"),
            Column(
                "last", _("Langkah terakhir"), lambda row: row.last.get_kind_display() if row.last else ""
            ),
            Column("on", _("Tanggal"), "last.on", kind="date", sort="last.on"),
            Column("owner", _("Penanggung jawab"), "last.owner"),
            Column("next", _("Menunggu"), lambda row: str(row.waits_for.label) if row.waits_for else ""),
            Column("waits", _("Hari menunggu"), "waits_days", kind="count", sort="waits_days"),
            Column("days", _("Hari berjalan"), "days", kind="count", sort="days"),
            Column(
                "status",
                _("Keadaan"),
                lambda row: str(PAYMENT_STATUS[row.status][0]),
                kind="tag",
                sort="status",
                tone=lambda row: PAYMENT_STATUS[row.status][1],
            ),
        ],
        rows=_wanted(request, asked),
        filterset=Shown(form),
        source=_("Buku anggaran Naungan. Batas hari antarlangkah belum diverifikasi dengan peraturannya."),
        name="pencairan",
        template="budgets/list.html",
        context={
            **tabs("budget_payments"),
            "empty_text": _("Belum ada pencairan. Siapkan dari halaman anggarannya."),
        },
    )


def _months(row: PaymentState) -> str:
    first, last = row.disbursement.first_month, row.disbursement.last_month
    return numbers.month(first) if first == last else f"{numbers.month(first)} – {numbers.month(last)}"


def _wanted(request: HttpRequest, asked: dict[str, Any]) -> list[PaymentState]:
    narrowed: dict[str, object] = {}
    if asked.get("q"):
        narrowed["description__icontains"] = asked["q"]
    if asked.get("area"):
        inside = Budget.objects.filter(within("payer__area_id", asked["area"]))
        narrowed["budget__in"] = inside
    return [
        row
        for row in payment_states(actor_of(request).scope, timezone.localdate(), **narrowed)
        if asked.get("keadaan") in {None, "", row.status}
        and asked.get("menunggu") in {None, "", row.waits_for}
    ]


@needs(VIEW)
def budget_payment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One payment: its steps, how long each took, what it waits for."""
    found = _find(request, pk)
    context = {
        "title": found.disbursement.description,
        "found": found,
        "months": _months(found),
        "status": PAYMENT_STATUS[found.status],
        "limit": procedure.LIMITS.get(found.waits_for) if found.waits_for else None,
        "may_edit": may_edit(request),
        **tabs("budget_payments"),
    }
    return render(request, "budgets/payment.html", context)


@needs(EDIT)
def budget_payment_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A payment is prepared from a budget's lines."""
    found, actor = find_budget(request, pk), actor_of(request)
    month = found.year * 12
    form = bound(
        request,
        forms.PaymentStartForm,
        lines=list(found.lines.all()),
        initial={"first_month": month, "last_month": month},
    )
    words = question(
        "budget_payments",
        title=_("Siapkan pencairan"),
        lead=_("Isi jumlah untuk tiap baris yang dipakai; uangnya baru tercatat keluar pada langkah SP2D."),
        button=_("Siapkan"),
        back=reverse("budget", args=[found.pk]),
        done=_("Pencairan disiapkan; catat langkah pertamanya."),
    )

    def write(given: forms.PaymentStartForm) -> str:
        return href(start_payment(found, actor=actor, **given.facts()).pk)

    return ask(request, form, words, write)


@needs(EDIT)
def budget_payment_step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The next step of a payment."""
    found, actor = _find(request, pk), actor_of(request)
    form = bound(
        request,
        forms.StepForm,
        payer_id=found.disbursement.budget.payer_id,
        initial={"on": timezone.localdate()},
    )
    following = str(PaymentStep.Kind(found.waits_for).label) if found.waits_for else _("Sudah selesai")
    words = question(
        "budget_payments",
        title=following,
        lead=found.disbursement.description,
        button=_("Catat langkah"),
        back=href(pk),
        done=_("Langkah dicatat."),
    )
    row: Disbursement = found.disbursement
    return ask(request, form, words, lambda given: take_step(row, actor=actor, **given.cleaned_data))
