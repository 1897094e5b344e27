"""The room's papers as PDF. Each takes a number, so that it is asked for by a button (POST); a link leads back."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.contributions.pages import bills
from naungan.contributions.pages.arrears import find_payer, find_person
from naungan.contributions.pages.payments import find_payment
from naungan.contributions.pages.words import actor_of, day_of
from naungan.contributions.queries import person_months
from naungan.contributions.queries.arrears import account, arrears
from naungan.contributions.services import papers as services
from naungan.contributions.services.papers import Asked
from naungan.kit.papers import response

MOST_LETTERS = 200


def _asked(request: HttpRequest, on: date) -> Asked:
    return Asked(actor_of(request), on, request)


@needs("contributions.view")
def bill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A bill as a paper."""
    on = day_of(request)
    found = bills.find(request, pk, on)
    if request.method != "POST":
        return redirect("bill", pk=pk)
    return response(services.bill_pdf(found, _asked(request, on)), f"tagihan-{found.payment_code}")


@needs("contributions.view")
def receipt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A receipt."""
    found = find_payment(request, pk)
    if request.method != "POST" or hasattr(found, "reversal"):
        return redirect("payment", pk=pk)
    pdf = services.receipt_pdf(found, _asked(request, day_of(request)))
    return response(pdf, f"tanda-terima-{found.reference}")


@needs("contributions.view")
def statement(request: HttpRequest, code: str) -> HttpResponseBase:
    """A payer's statement."""
    payer, on = find_payer(request, code), day_of(request)
    if request.method != "POST":
        return redirect("payer_statement", code=code)
    pdf = services.statement_pdf(account(payer, as_of=on), _asked(request, on))
    return response(pdf, f"rekening-{payer.code}-{on:%Y%m%d}")


@needs("registry.view")
def person_statement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A worker's statement."""
    person, on = find_person(request, pk), day_of(request)
    if request.method != "POST":
        return redirect("person_statement", pk=pk)
    found = person_months(person.pk, as_of=on, scope=actor_of(request).scope)
    pdf = services.person_statement_pdf(person, found, _asked(request, on))
    return response(pdf, f"iuran-{person.pk}-{on:%Y%m%d}")


@needs("payment.receive")
def reminders(request: HttpRequest) -> HttpResponseBase:
    """Reminder letters to one payer (`payer`), or to all in arrears in an area (`area`), in one PDF."""
    if request.method != "POST":
        return redirect("arrears")
    on, scope = day_of(request), actor_of(request).scope
    if code := request.POST.get("payer", ""):
        payers = [find_payer(request, code)]
    else:
        found = arrears(as_of=on, scope=scope, area_code=request.POST.get("area") or None)
        payers = [one.payer for one in found[:MOST_LETTERS]]
    pdf = services.reminder_pdf(payers, _asked(request, on))
    if pdf is None:
        messages.info(request, _("Tidak ada tunggakan; tidak ada surat yang dibuat."))
        return redirect(reverse("arrears"))
    return response(pdf, f"surat-pengingat-{on:%Y%m%d}")
