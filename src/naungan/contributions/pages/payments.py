"""Payments: what came in, and receiving more, by hand or by file with a preview."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import needs
from naungan.contributions.filters import PaymentFilter
from naungan.contributions.forms import InstructionForm, PaymentFileForm, PaymentForm
from naungan.contributions.models import Payment
from naungan.contributions.pages.words import actor_of
from naungan.contributions.payment_file import LARGEST_FILE_BYTES
from naungan.contributions.services import ReceiveResult, instruct, keep_proof, receive, receive_file
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused

_KEY = re.compile(r"[0-9a-f]{64}")


@needs("contributions.view")
def payments(request: HttpRequest) -> HttpResponseBase:
    """Every payment of the viewer's payers."""
    covered = Coalesce(Sum("allocations__amount_rp"), 0)
    rows: Any = (
        Payment.objects.filter(actor_of(request).scope.payer_q("payer__"))
        .select_related("payer", "entry")
        .annotate(covered_rp=covered)
        .annotate(
            credit_rp=Case(When(reversal=None, then=F("amount_rp") - F("covered_rp")), default=Value(0)),
            is_reversed=Q(reversal__isnull=False),
        )
        .order_by("-paid_on", "-pk")
    )
    return list_response(
        request,
        title=_("Pembayaran"),
        columns=[
            Column("paid_on", _("Tanggal bayar"), "paid_on", kind="date", sort="paid_on"),
            Column("payer", _("Pembayar iuran"), "payer.name", sort="payer__name"),
            Column("reference", _("Nomor bukti"), "reference", kind="id", sort="reference"),
            Column("code", _("Kode iuran"), "payment_code", kind="id", sort="payment_code"),
            Column("paper", _("Rincian"), lambda _row: _("Buka"), link=_payment_href),
            Column("amount", _("Jumlah"), "amount_rp", kind="money", sort="amount_rp"),
            Column("covered", _("Melunasi tagihan"), "covered_rp", kind="money", sort="covered_rp"),
            Column("credit", _("Kelebihan bayar"), "credit_rp", kind="money", sort="credit_rp"),
            Column("state", _("Keadaan"), _state, tone=lambda row: "bad" if row.is_reversed else "good"),
            Column("recorded", _("Dicatat"), "recorded_at", kind="moment", sort="recorded_at"),
            Column("by", _("Oleh"), "entry.actor", sort="entry__actor"),
        ],
        rows=rows,
        filterset=PaymentFilter(request.GET, queryset=rows, request=request),
        source=_("Buku pembayaran Naungan; satu baris per bukti bayar."),
        name="pembayaran",
        template="contributions/payments.html",
        context={"empty_text": _("Belum ada pembayaran yang dicatat.")},
    )


def _state(row: Any) -> str:
    return _("Dibatalkan") if row.is_reversed else _("Berlaku")


def _payment_href(row: Payment) -> str:
    return reverse("payment", args=[row.pk])


@needs("contributions.view")
def payment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One payment: what it covers, what the payer said it is for, its receipt. Outside the scope: not found."""
    found = find_payment(request, pk)
    fields = ("line__bill_id", "line__bill__month", "line__bill__payment_code")
    rows = found.allocations.order_by("line__bill__month").values_list(*fields).annotate(rp=Sum("amount_rp"))
    covers = [row for row in rows if row[3]]
    told = found.instructions.order_by("-pk").select_related("entry")
    latest = told.first()
    words = " ".join(latest.covers) if latest else ""
    form = InstructionForm(request.POST or None, initial={"covers": words})
    may = "payment.receive" in viewer(request).permissions
    taken_back = getattr(found, "reversal", None)
    if request.method == "POST" and may and form.is_valid():
        try:
            instruct(
                found,
                [form.cleaned_data["covers"]],
                actor=actor_of(request),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error("covers", f"{refused.message} {refused.mend}".strip())
        else:
            messages.success(request, _("Peruntukan dicatat; tagihan yang dilunasi mengikutinya."))
            return redirect("payment", pk=pk)
    context = {
        "title": _("Pembayaran %(reference)s") % {"reference": found.reference},
        "payment": found,
        "covers": covers,
        "credit": 0 if taken_back else found.amount_rp - sum(row[3] for row in covers),
        "instructions": told,
        "form": form if may and not taken_back else None,
        "may": may,
        "reversal": taken_back,
        "proofs": found.proofs.order_by("pk").select_related("entry"),
    }
    return render(request, "contributions/payment.html", context)


def find_payment(request: HttpRequest, pk: int) -> Payment:
    """The payment; not found outside the viewer's scope."""
    rows = Payment.objects.filter(actor_of(request).scope.payer_q("payer__"), pk=pk)
    found = rows.select_related("payer__area", "entry", "reversal__same_as").first()
    if found is None:
        raise Http404
    return found


@needs("payment.receive")
def payment_new(request: HttpRequest) -> HttpResponseBase:
    """One payment by hand, or a file to look at."""
    given_in_address = {name: request.GET.get(name, "") for name in ("payer", "payment_code")}
    form = PaymentForm(
        request.POST or None, request.FILES or None, actor=actor_of(request), initial=given_in_address
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            result = _received_with_proof(request, given)
        except Refused as refused:
            place = "proof" if refused.where == "file" else "reference"
            form.add_error(place, f"{refused.message} {refused.mend}".strip())
        else:
            messages.success(request, _received(result))
            return redirect("payments")
    return _new_page(request, form, PaymentFileForm())


@transaction.atomic
def _received_with_proof(request: HttpRequest, given: Mapping[str, Any]) -> ReceiveResult:
    """The payment and its proof, or neither."""
    actor = actor_of(request)
    result = receive(
        payer=given["payer"],
        paid_on=given["paid_on"],
        amount_rp=given["amount"],
        reference=given["reference"],
        payment_code=given["payment_code"],
        covers=given["covers"],
        actor=actor,
        reason=given["reason"],
    )
    if given["proof"]:
        made = Payment.objects.get(payer=given["payer"], reference=given["reference"])
        keep_proof(made, given["proof"].name, given["proof"].chunks(), actor=actor)
    return result


@needs("payment.receive")
def payment_file(request: HttpRequest) -> HttpResponseBase:
    """Keep an uploaded file and show what it would do."""
    if request.method != "POST":
        return redirect("payment_new")
    form = PaymentFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _new_page(request, PaymentForm(actor=actor_of(request)), form)
    upload = form.cleaned_data["file"]
    if upload.size > LARGEST_FILE_BYTES:
        form.add_error("file", _("Berkas lebih dari 10 MB."))
        return _new_page(request, PaymentForm(actor=actor_of(request)), form)
    content = upload.read()
    key = hashlib.sha256(content).hexdigest()
    path = _kept(request, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        receive_file(path, actor=actor_of(request), dry_run=True)
    except Refused as refused:
        path.unlink()
        form.add_error("file", f"{refused.message} {refused.mend}")
        return _new_page(request, PaymentForm(actor=actor_of(request)), form)
    request.session[f"payments:{key}"] = upload.name
    return redirect("payment_preview", key=key)


@needs("payment.receive")
def payment_preview(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a kept file would do; a POST does it."""
    path = _kept(request, key)
    if not _KEY.fullmatch(key) or not path.is_file():
        raise Http404
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\0", "")[:500]
        result = receive_file(path, actor=actor_of(request), reason=reason)
        path.unlink(missing_ok=True)
        messages.success(request, _received(result))
        return redirect("payments")
    result = receive_file(path, actor=actor_of(request), dry_run=True)
    name = request.session.get(f"payments:{key}", path.name)
    context = {
        "title": _("Pratinjau pembayaran"),
        "file_name": name,
        "result": result,
        "new": result.accepted - result.known,
    }
    return list_response(
        request,
        title=_("Pratinjau pembayaran"),
        columns=[
            Column("line", _("Baris"), "cell", kind="id"),
            Column("found", _("Tertulis"), "found", kind="id"),
            Column("expected", _("Seharusnya"), "expected"),
            Column("mend", _("Cara memperbaiki"), "mend"),
        ],
        rows=result.findings,
        source=_("Pemeriksaan berkas %(file)s; belum ada yang disimpan.") % {"file": name},
        name="catatan-pembayaran",
        template="contributions/payment_preview.html",
        context={**context, "empty_text": _("Tidak ada catatan perbaikan: semua baris dapat diterima.")},
    )


def _kept(request: HttpRequest, key: str) -> Path:
    """Where an uploaded file waits: each user's apart, so that nobody sees another's."""
    return Path(settings.HOME) / "payments" / str(request.user.pk) / f"{key}.csv"


def _new_page(request: HttpRequest, form: PaymentForm, file_form: PaymentFileForm) -> HttpResponseBase:
    context = {"title": _("Terima pembayaran"), "form": form, "file_form": file_form}
    return render(request, "contributions/payment_new.html", context)


def _received(result: ReceiveResult) -> str:
    new = result.accepted - result.known
    told = ngettext(
        "%(count)s pembayaran diterima; %(known)s sudah dicatat sebelumnya, %(rejected)s ditolak.",
        "%(count)s pembayaran diterima; %(known)s sudah dicatat sebelumnya, %(rejected)s ditolak.",
        new,
    )
    values = (("count", new), ("known", result.known), ("rejected", result.rejected))
    return told % {name: numbers.count(value) for name, value in values}
