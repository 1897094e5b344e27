"""Bills: all of them as of a day, and one with its lines, payments and workers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F, Q, Sum
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_for, needs
from naungan.accounts.models import User
from naungan.contributions.filters import BillFilter, MemberFilterForm
from naungan.contributions.forms import AgencyForm
from naungan.contributions.models import Allocation, Bill, Correction
from naungan.contributions.pages import words
from naungan.contributions.queries import standing
from naungan.contributions.queries.corrected import corrections_of_bill, papers_of_bill
from naungan.contributions.queries.members import BillMembers
from naungan.contributions.queries.stakes import stakes
from naungan.contributions.queries.standing import state_of
from naungan.contributions.services.records import record_agency_amount
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.kit.nik import is_masked
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused


@needs("contributions.view")
def bills(request: HttpRequest) -> HttpResponseBase:
    """Every bill of the viewer's payers, as of the day asked."""
    as_of = words.day_of(request)
    rows = standing(as_of=as_of, scope=words.actor_of(request).scope).select_related("payer", "registration")
    filters = BillFilter(request.GET, queryset=rows.order_by("-month", "payer__name", "pk"), request=request)
    sums = filters.qs.aggregate(
        billed=Sum(F("amount_rp") - F("reversed_rp"), default=0), paid=Sum("paid_rp", default=0)
    )
    return list_response(
        request,
        title=_("Tagihan iuran"),
        columns=_columns(),
        rows=rows,
        filterset=filters,
        source=_("%(source)s Posisi per %(day)s.") % {"source": words.SOURCE, "day": numbers.day(as_of)},
        name="tagihan",
        template="contributions/bills.html",
        context={
            "as_of": as_of,
            "sums": {**sums, "outstanding": sums["billed"] - sums["paid"]},
            "empty_text": _("Belum ada tagihan. Tagihan terbit ketika sebuah bulan iuran difinalkan."),
        },
    )


def _columns() -> list[Column]:
    return [
        Column("month", _("Bulan iuran (BLTH)"), "month", kind="month", sort="month"),
        Column("payer", _("Pembayar iuran"), "payer.name", sort="payer__name", link=_href),
        Column("segment", _("Segmen"), "registration.segment", sort="registration__segment"),
        Column("code", _("Kode iuran"), "payment_code", kind="id", sort="payment_code"),
        Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
        Column("members", _("Peserta"), "members", kind="count", sort="members"),
        Column("billed", _("Tagihan"), "amount_rp", kind="money", sort="amount_rp"),
        Column("reversed", _("Dikembalikan"), "reversed_rp", kind="money", sort="reversed_rp"),
        Column("paid", _("Dibayar"), "paid_rp", kind="money", sort="paid_rp"),
        Column("left", _("Sisa"), "outstanding_rp", kind="money", sort="outstanding_rp"),
        Column("due", _("Jatuh tempo"), "due_on", kind="date", sort="due_on"),
        Column("covered", _("Lunas pada"), "covered_on", kind="date", sort="covered_on"),
        Column("status", _("Status"), words.status_of, kind="tag", tone=words.tone_of),
    ]


def _href(row: Bill) -> str:
    return reverse("bill", args=[row.pk])


@needs("contributions.view")
def bill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One bill: both due dates, lines, payments, and for whom. Outside the scope: not found."""
    as_of = words.day_of(request)
    found = find(request, pk, as_of)
    lines = list(found.lines.select_related("roll__group").order_by("roll__name", "programme"))
    assert sum(line.amount_rp for line in lines) == found.amount_rp, f"the lines of bill {pk} do not add up"
    state = state_of(found, as_of)
    form = MemberFilterForm(request.GET)
    corrected = found.kind != Bill.Kind.BILL
    members = _corrected(request, found) if corrected else _members(request, found, form)
    return list_response(
        request,
        title=_("Tagihan %(payer)s, %(month)s")
        % {"payer": found.payer.name, "month": numbers.month(found.month)},
        columns=_correction_columns(found) if corrected else _member_columns(found),
        rows=members,
        filterset=words.Bound(form) if members and not corrected else None,
        source=_("Bulan yang dibekukan saat difinalkan; satu baris per kepesertaan."),
        name="peserta-tagihan",
        template="contributions/bill.html",
        context={
            "bill": found,
            "state": state,
            "status": words.status_of(found),
            "tone": words.tone_of(found),
            "corrected": corrected,
            "papers": papers_of_bill(found),
            "as_of": as_of,
            "lines": lines,
            "by_law": words.lateness(state.days_late, paid=not state.outstanding),
            "by_schedule": words.lateness(state.days_late_by_schedule, paid=not state.outstanding),
            "payments": payments_of(found, as_of),
            "stakes": stakes(found, as_of=as_of) if state.outstanding else None,
            "agency": found.agency_amounts.order_by("-pk").select_related("entry").first(),
            "agency_form": _agency_form(request, found),
            "sees_people": _registry_scope(request) is not None,
            "empty_text": _("Tidak ada peserta yang dapat Anda lihat pada tagihan ini."),
        },
    )


def _agency_form(request: HttpRequest, found: Bill) -> AgencyForm | None:
    asks = found.kind != Bill.Kind.CREDIT
    return AgencyForm() if asks and "payment.receive" in viewer(request).permissions else None


@needs("payment.receive")
def agency_amount(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record what the agency itself asks for a bill."""
    found = find(request, pk, words.day_of(request))
    if request.method == "POST":
        form = AgencyForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                record_agency_amount(found, **given, actor=words.actor_of(request))
            except Refused as refused:
                messages.error(request, refused.message)
            else:
                messages.success(request, _("Tagihan menurut BPJS Ketenagakerjaan dicatat."))
        else:
            messages.error(request, _("Jumlah itu tidak terbaca; tulis rupiah bulat, misalnya 16.800.000."))
    return redirect("bill", pk=pk)


def find(request: HttpRequest, pk: int, as_of: date) -> Any:
    """The bill with its standing on a day; not found outside the viewer's scope."""
    rows = standing(as_of=as_of, scope=words.actor_of(request).scope)
    found = rows.select_related("payer__area", "registration", "run", "adjusts").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def payments_of(found: Bill, as_of: date) -> list[dict[str, Any]]:
    """The payments up to a day that cover a bill now, with the part that each covers."""
    rows = (
        Allocation.objects.filter(line__bill=found, payment__paid_on__lte=as_of)
        .values("payment__paid_on", "payment__reference", "payment__amount_rp")
        .annotate(covered_rp=Sum("amount_rp"))
        .filter(~Q(covered_rp=0))
        .order_by("payment__paid_on", "payment__reference")
    )
    return [
        {
            "paid_on": row["payment__paid_on"],
            "reference": row["payment__reference"],
            "amount": row["payment__amount_rp"],
            "covered": row["covered_rp"],
        }
        for row in rows
    ]


def _registry_scope(request: HttpRequest) -> Any:
    """Where the viewer may see people; None for who sees figures only (a leader)."""
    actor = actor_for(request.user, "registry.view") if isinstance(request.user, User) else None
    return actor.scope if actor else None


def _members(request: HttpRequest, found: Bill, form: MemberFilterForm) -> Any:
    scope = _registry_scope(request)
    if scope is None:
        return ()
    text = form.cleaned_data["q"] if form.is_valid() else ""
    return BillMembers(found, scope=scope, text=text, whole_nik_only=is_masked(request))


def _corrected(request: HttpRequest, found: Bill) -> Any:
    scope = _registry_scope(request)
    return () if scope is None else corrections_of_bill(found, scope=scope)


def _correction_columns(found: Bill) -> list[Column]:
    first = found.adjusts_id if found.adjusts and found.adjusts.kind == Bill.Kind.BILL else None

    def why(row: Correction) -> str:
        return reverse("bill_why", args=[first or row.bill_id, row.membership_id])

    def person(row: Correction) -> str:
        return reverse("person", args=[row.membership.person_id])

    return [
        Column("nik", _("NIK"), "membership.person.nik", kind="nik", link=person),
        Column("name", _("Nama"), "membership.person.name", link=person),
        Column("roll", _("Daftar"), "membership.roll.name"),
        Column("cause", _("Sebab"), "get_cause_display"),
        Column("old", _("Semula"), "old_rp", kind="money"),
        Column("new", _("Menjadi"), lambda row: row.new_rp or 0, kind="money"),
        Column("difference", _("Selisih"), lambda row: (row.new_rp or 0) - row.old_rp, kind="money"),
        Column("why", _("Dasar"), lambda _row: _("Mengapa jumlah ini?"), link=why),
    ]


def _member_columns(found: Bill) -> list[Column]:
    def why(row: dict[str, Any]) -> str:
        return reverse("bill_why", args=[found.pk, row["membership_id"]])

    def person(row: dict[str, Any]) -> str:
        return reverse("person", args=[row["person_id"]])

    return [
        Column("nik", _("NIK"), "nik", kind="nik", link=person),
        Column("name", _("Nama"), "name", link=person),
        Column("roll", _("Daftar"), "roll"),
        Column("amount", _("Upah/penghasilan"), "amount_rp", kind="money"),
        Column("jkk", "JKK", "jkk", kind="money"),
        Column("jkm", "JKM", "jkm", kind="money"),
        Column("jht", "JHT", lambda row: row["jht_employer"] + row["jht_worker"], kind="money"),
        Column("jp", "JP", lambda row: row["jp_employer"] + row["jp_worker"], kind="money"),
        Column("total", _("Iuran"), "total", kind="money"),
        Column("why", _("Dasar"), lambda _row: _("Mengapa jumlah ini?"), link=why),
    ]
