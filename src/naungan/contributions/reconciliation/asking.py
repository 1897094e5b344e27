"""What is brought and decided on a reconciliation: list and bill of the agency, comparing, settling, the minutes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naungan.accounts.access import needs
from naungan.contributions.pages.words import actor_of
from naungan.contributions.reconciliation import words
from naungan.contributions.reconciliation.filters import DifferenceFilter
from naungan.contributions.reconciliation.forms import AgencyBillForm, ListForm, SettleForm
from naungan.contributions.reconciliation.keeping import remarks_of
from naungan.contributions.reconciliation.models import AgencyBill, AgencyList, Difference, Reconciliation
from naungan.contributions.reconciliation.pages import SETTLE, address, find, sees_people
from naungan.contributions.reconciliation.papers import minutes_pdf
from naungan.contributions.reconciliation.queries import visible
from naungan.contributions.reconciliation.receiving import (
    Asked,
    receive_bill,
    receive_list,
    record_agency_bill,
)
from naungan.contributions.reconciliation.reconciling import reconcile
from naungan.contributions.reconciliation.settling import Decision, settle
from naungan.contributions.services.papers import Asked as PaperAsked
from naungan.kit import nik, numbers
from naungan.kit.asking import Question, ask, bound
from naungan.kit.lists import Column, list_response
from naungan.kit.papers import response
from naungan.law.findings import Refused


@needs(SETTLE)
def agency_list_new(request: HttpRequest, registration: int, month: str) -> HttpResponseBase:
    """Bring the agency's export of a month."""
    place = find(request, registration, month)

    def write(form: ListForm) -> str:
        with _upload(form.cleaned_data["file"]) as path:
            done = receive_list(
                path,
                registration=place[0],
                month=place[1],
                actor=actor_of(request),
                reason=form.cleaned_data["reason"],
            )
        _say_if_known(request, is_new=done.is_new)
        return address(*_at(place))

    question = Question(
        title=_("Unggah daftar peserta aktif BPJS"),
        button=_("Unggah dan bandingkan"),
        back=address(*_at(place)),
        done=_("Daftar BPJS diterima."),
        lead=_("%(payer)s, %(month)s. Baris dengan NPP pendaftaran lain masuk ke pendaftaran itu.")
        % {"payer": place[0].payer.name, "month": numbers.month(place[1])},
    )
    return ask(request, bound(request, ListForm), question, write)


@needs(SETTLE)
def agency_bill_new(request: HttpRequest, registration: int, month: str) -> HttpResponseBase:
    """Record the agency's bill of a month: by person as a file, or its whole by hand."""
    place = find(request, registration, month)

    def write(form: AgencyBillForm) -> None:
        if form.cleaned_data["file"]:
            _receive(form)
            return
        record_agency_bill(
            place[0],
            place[1],
            amount_rp=form.cleaned_data["amount_rp"],
            members=form.cleaned_data["members"],
            by_programme=form.by_programme,
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
        )

    def _receive(form: AgencyBillForm) -> None:
        told = Asked(form.cleaned_data["amount_rp"], form.cleaned_data["reason"])
        with _upload(form.cleaned_data["file"]) as path:
            done = receive_bill(
                path, registration=place[0], month=place[1], actor=actor_of(request), asked=told
            )
        _say_if_known(request, is_new=done.is_new)

    question = Question(
        title=_("Tagihan BPJS"),
        button=_("Catat dan bandingkan"),
        back=address(*_at(place)),
        done=_("Tagihan BPJS dicatat."),
        lead=_("%(payer)s, %(month)s. Yang terbaru berlaku; yang lama tetap tersimpan.")
        % {"payer": place[0].payer.name, "month": numbers.month(place[1])},
    )
    return ask(request, bound(request, AgencyBillForm), question, write)


@contextmanager
def _upload(upload: UploadedFile[Any]) -> Iterator[Path]:
    """What was uploaded, as a file while it is read."""
    with tempfile.TemporaryDirectory(prefix="naungan-reconcile-") as folder:
        path = Path(folder) / (Path(upload.name or "").name or "berkas")
        with path.open("wb") as out:
            out.writelines(upload.chunks())
        yield path


def _say_if_known(request: HttpRequest, *, is_new: bool) -> None:
    if not is_new:
        messages.info(request, _("Berkas ini sudah pernah diunggah; tidak ada yang berubah."))


@needs(SETTLE)
def compare_again(request: HttpRequest, registration: int, month: str) -> HttpResponseBase:
    """Compare a month as everything stands now."""
    place = find(request, registration, month)
    if request.method == "POST":
        try:
            reconcile(*place, actor=actor_of(request))
        except Refused as refused:
            messages.error(request, f"{refused.message} {refused.mend}".strip())
        else:
            messages.success(request, _("Bulan ini dibandingkan lagi."))
    return redirect(address(*_at(place)))


@needs(SETTLE)
def settle_page(request: HttpRequest, registration: int, month: str) -> HttpResponseBase:
    """Settle one difference (`?id=`) or all open ones that the filters of the list show."""
    kept = _kept(request, find(request, registration, month))
    chosen = _chosen(request, kept)
    count = chosen.count()
    if not count:
        messages.info(request, _("Tidak ada selisih terbuka yang dipilih."))
        return redirect(address(kept.registration_id, kept.month))
    first = chosen[0]

    def write(form: SettleForm) -> None:
        given = form.cleaned_data
        decision = Decision(given["consequence"], given["reason"])
        settle(kept, chosen, decision, expected=given["expected"], actor=actor_of(request))

    same = chosen.exclude(cause=first.cause).exists()
    proposed = "" if same else words.PROPOSED[Difference.Cause(first.cause)].value
    form = bound(request, SettleForm, initial={"expected": count, "consequence": proposed})
    question = Question(
        title=_("Selesaikan selisih"),
        button=_("Selesaikan"),
        back=address(kept.registration_id, kept.month),
        done=_("Selisih diselesaikan; alasan dan tindak lanjutnya tercatat."),
        lead=_lead(chosen, count),
    )
    return ask(request, form, question, write)


def _chosen(request: HttpRequest, kept: Reconciliation) -> QuerySet[Difference]:
    """The open differences that the address names."""
    still = kept.differences.filter(state=Difference.State.OPEN).order_by("pk")
    one = request.GET.get("id", "")
    if one:
        return still.filter(pk=int(one)) if one.isdecimal() and len(one) < 18 else still.none()
    found: QuerySet[Difference] = DifferenceFilter(request.GET, queryset=still, request=request).qs
    return found


def _lead(chosen: QuerySet[Difference], count: int) -> str:
    causes = [
        str(Difference.Cause(cause).label)
        for cause in sorted(set(chosen.order_by().values_list("cause", flat=True)))
    ]
    total = sum(chosen.values_list("difference_rp", flat=True))
    return ngettext(
        "%(count)s selisih, %(sum)s: %(causes)s.", "%(count)s selisih, %(sum)s: %(causes)s.", count
    ) % {"count": numbers.count(count), "sum": numbers.rupiah(total), "causes": ", ".join(causes)}


@needs("contributions.view")
def minutes(request: HttpRequest, registration: int, month: str) -> HttpResponseBase:
    """The *Berita Acara Rekonsiliasi*; it takes a number, so that it is asked for by a button."""
    place = find(request, registration, month)
    if request.method != "POST":
        return redirect(address(*_at(place)))
    kept = _kept(request, place)
    asked = PaperAsked(actor_of(request), timezone.localdate(), request)
    pdf = minutes_pdf(kept, asked, names=sees_people(request, place[0]))
    return response(pdf, f"berita-acara-rekonsiliasi-{month}-{registration}")


@needs("registry.view")
def agency_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The remarks on a list of the agency, row by row."""
    scope = actor_of(request).scope
    found = AgencyList.objects.filter(scope.payer_q("registration__payer__"), pk=pk)
    return _remarks(request, found.select_related("registration__payer").first())


@needs("registry.view")
def agency_bill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The remarks on a bill by person of the agency, row by row."""
    scope = actor_of(request).scope
    found = AgencyBill.objects.filter(scope.payer_q("registration__payer__"), pk=pk).exclude(path="")
    return _remarks(request, found.select_related("registration__payer").first())


def _remarks(request: HttpRequest, kept: AgencyList | AgencyBill | None) -> HttpResponseBase:
    if kept is None:
        raise Http404
    return list_response(
        request,
        title=_("Catatan perbaikan %(file)s") % {"file": kept.file_name},
        columns=[
            Column("sheet", _("Lembar"), "sheet"),
            Column("cell", _("Sel"), "cell", kind="id"),
            Column("found", _("Tertulis"), lambda row: nik.told(row["found"], request)),
            Column("expected", _("Seharusnya"), "expected"),
            Column("mend", _("Cara memperbaiki"), "mend"),
            Column("aside", _("Dikesampingkan"), lambda row: _("ya") if row["blocking"] else _("tidak")),
        ],
        rows=remarks_of(kept),
        source=_("Berkas %(file)s: %(members)s orang diterima, %(aside)s baris dikesampingkan.")
        % {
            "file": kept.file_name,
            "members": numbers.count(kept.members or 0),
            "aside": numbers.count(kept.set_aside),
        },
        name="catatan-daftar-bpjs",
        template="contributions/agency_list.html",
        context={
            "back": address(kept.registration_id, kept.month),
            "empty_text": _("Tidak ada catatan pada berkas ini."),
        },
    )


def _kept(request: HttpRequest, place: tuple[Any, int]) -> Reconciliation:
    kept = visible(actor_of(request).scope).filter(registration=place[0], month=place[1]).first()
    if kept is None:
        raise Http404
    return kept


def _at(place: tuple[Any, int]) -> tuple[int, int]:
    return place[0].pk, place[1]
