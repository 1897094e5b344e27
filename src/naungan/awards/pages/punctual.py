"""Who pays on time: the ranking of a year, the working of each payer, certificates for the best."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.awards import forms
from naungan.awards.pages.parts import EDIT, VIEW, Asked, may_edit, point, question, tabs, today
from naungan.awards.queries import LAW, Punctual, billed_years, last_day, ranking, year_bills
from naungan.awards.services import Handing, issue_for_punctual
from naungan.contributions.queries import BillState, on_time_of
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response
from naungan.registry.models import Payer

ALL = "semua"
PROPOSED = 3


def _asked(request: HttpRequest) -> tuple[forms.PunctualFilterForm, dict[str, Any]]:
    """The filter form and what it asks: the last billed year and governments unless said otherwise."""
    years = billed_years()
    given = request.GET.copy()
    if not given.get("tahun"):
        given["tahun"] = str(_usual_year(years))
    for name, usual in (("jenis", Payer.Kind.GOVERNMENT), ("menurut", LAW)):
        if not given.get(name):
            given[name] = usual
    form = forms.PunctualFilterForm(given, actor=actor_of(request), years=years)
    read = form.cleaned_data if form.is_valid() else {}
    kind = read.get("jenis") or Payer.Kind.GOVERNMENT
    asked = {
        "year": read.get("tahun") or _usual_year(years),
        "kind": "" if kind == ALL else kind,
        "area_code": read.get("wilayah") or "",
        "basis": read.get("menurut") or LAW,
    }
    return form, asked


def _usual_year(years: list[int]) -> int:
    """The newest year that is over, or the newest billed one."""
    over = [year for year in years if year < today().year]
    return (over or years or [today().year - 1])[0]


@needs(VIEW)
def punctual(request: HttpRequest) -> HttpResponseBase:
    """Payers by orderliness; the place counts everybody asked for, the rows are the viewer's own."""
    form, asked = _asked(request)
    as_of = last_day(asked["year"])
    rows = ranking(as_of=as_of, scope=actor_of(request).scope, **asked) if form.is_valid() else []
    query = urlencode({"tahun": asked["year"], "menurut": asked["basis"]})
    return list_response(
        request,
        title=_("Pembayar tepat waktu %(year)s") % {"year": asked["year"]},
        columns=_columns(query),
        rows=rows,
        filterset=Asked(form),
        source=_("Tagihan dan pembayaran Naungan, posisi per %(day)s; jatuh tempo menurut %(basis)s.")
        % {"day": numbers.day(as_of), "basis": _basis(asked["basis"])},
        name="tepat-waktu",
        template="awards/punctual.html",
        context={
            **tabs("punctual"),
            "as_of": as_of,
            "ranked": rows[0].ranked if rows else 0,
            "may_edit": may_edit(request),
            "issue_href": f"{reverse('punctual_certificates')}?tahun={asked['year']}",
            "empty_text": _("Tidak ada tagihan tahun ini dari pembayar yang dicari."),
        },
    )


def _basis(basis: str) -> str:
    return _("hukum") if basis == LAW else _("jadwal perjanjian")


def _columns(query: str) -> list[Column]:
    def share(read: Callable[[Punctual], int | None]) -> Callable[[Punctual], float | None]:
        return lambda row: point(read(row))

    return [
        Column("place", _("Peringkat"), "place", kind="count", sort="place"),
        Column(
            "name",
            _("Pembayar iuran"),
            "payer.name",
            sort="payer.name",
            link=lambda row: f"{reverse('punctual_payer', args=[row.payer.code])}?{query}",
        ),
        Column("code", _("Kode"), "payer.code", kind="id", sort="payer.code"),
        Column("months", _("Bulan tepat waktu"), "on_time", kind="count", sort="on_time"),
        Column("judged", _("Bulan dinilai"), "judged", kind="count", sort="judged"),
        Column(
            "months_share",
            _("Tepat waktu (bulan)"),
            share(lambda r: r.months_share),
            kind="percent",
            sort="months_share",
        ),
        Column(
            "rupiah_share",
            _("Tepat waktu (rupiah)"),
            share(lambda r: r.rupiah_share),
            kind="percent",
            sort="rupiah_share",
        ),
        Column("days", _("Hari terlambat"), "days_late", kind="count", sort="days_late"),
        Column("paid", _("Terbayar"), share(lambda r: r.paid_share), kind="percent", sort="paid_share"),
        Column("billed", _("Ditagih"), "facts.billed_rp", kind="money", sort="facts.billed_rp"),
        Column("left", _("Sisa"), "facts.outstanding_rp", kind="money", sort="facts.outstanding_rp"),
    ]


@needs(VIEW)
def punctual_payer(request: HttpRequest, code: str) -> HttpResponseBase:
    """The working of a payer: each bill with both due dates, the day it was whole, and the days late."""
    scope = actor_of(request).scope
    payer = Payer.objects.filter(scope.payer_q(), code=code).select_related("area").first()
    if payer is None:
        raise Http404
    form, asked = _asked(request)
    del form.fields["jenis"], form.fields["wilayah"]
    as_of = last_day(asked["year"])
    bills = year_bills(asked["year"], as_of=as_of, scope=scope, payer_code=code)
    row = Punctual(payer, on_time_of(code, asked["year"], bills), asked["basis"], None, 0)
    return list_response(
        request,
        title=_("Ketepatan bayar %(name)s %(year)s") % {"name": payer.name, "year": asked["year"]},
        columns=_bill_columns(asked["basis"]),
        rows=bills,
        filterset=Asked(form),
        source=_("Tagihan dan pembayaran Naungan, posisi per %(day)s.") % {"day": numbers.day(as_of)},
        name="tepat-waktu-rincian",
        template="awards/punctual_payer.html",
        context={
            **tabs("punctual"),
            "payer": payer,
            "row": row,
            "months_share": numbers.percent(point(row.months_share)),
            "rupiah_share": numbers.percent(point(row.rupiah_share)),
            "paid_share": numbers.percent(point(row.paid_share)),
            "basis": _basis(asked["basis"]),
            "as_of": as_of,
            "empty_text": _("Tidak ada tagihan pembayar ini pada tahun tersebut."),
        },
    )


def _bill_columns(basis: str) -> list[Column]:
    by_law = basis == LAW

    def in_time(bill: BillState) -> bool:
        return bill.on_time if by_law else bill.on_time_by_schedule

    def words(bill: BillState) -> str:
        if in_time(bill):
            return _("tepat waktu")
        return _("belum jatuh tempo") if bill.status == "IN_GRACE" else _("terlambat")

    def tone(bill: BillState) -> str:
        return "good" if in_time(bill) else "info" if bill.status == "IN_GRACE" else "bad"

    return [
        Column("month", _("Bulan iuran (BLTH)"), "month", kind="month", sort="month"),
        Column(
            "code",
            _("Kode iuran"),
            "payment_code",
            kind="id",
            link=lambda bill: reverse("bill", args=[bill.bill_id]),
        ),
        Column("billed", _("Ditagih"), "billed", kind="money", sort="billed"),
        Column("due", _("Jatuh tempo (hukum)"), "due_on", kind="date", sort="due_on"),
        Column("schedule", _("Jatuh tempo (jadwal)"), "schedule_due_on", kind="date", sort="schedule_due_on"),
        Column("paid_on", _("Lunas pada"), "covered_on", kind="date", sort="covered_on"),
        Column("days", _("Hari terlambat (hukum)"), "days_late", kind="count", sort="days_late"),
        Column(
            "days_schedule",
            _("Hari terlambat (jadwal)"),
            "days_late_by_schedule",
            kind="count",
            sort="days_late_by_schedule",
        ),
        Column("verdict", _("Penilaian"), words, kind="tag", tone=tone),
    ]


@needs(EDIT)
def punctual_certificates(request: HttpRequest) -> HttpResponseBase:
    """Certificates for the best payers of a year; ticked are the first three places."""
    _form, asked = _asked(request)
    year, actor = asked["year"], actor_of(request)
    rows = [row for row in ranking(as_of=last_day(year), scope=actor.scope, **asked) if row.place]
    labels = [
        (
            row.payer.code,
            _("%(place)s. %(name)s: %(good)s dari %(all)s bulan")
            % {"place": row.place, "name": row.payer.name, "good": row.on_time, "all": row.judged},
        )
        for row in rows
    ]
    chosen = [row.payer.code for row in rows if (row.place or 0) <= PROPOSED]
    form = bound(request, forms.PunctualForm, payers=labels, initial={"payers": chosen, "given_on": today()})
    words = question(
        "certificates",
        title=_("Terbitkan piagam tepat waktu %(year)s") % {"year": year},
        lead=_("Yang dicentang ialah tiga peringkat pertama."),
        button=_("Terbitkan piagam"),
        back=reverse("punctual"),
        done=_("Piagam diterbitkan."),
    )

    def write(valid: forms.PunctualForm) -> str:
        given = dict(valid.cleaned_data)
        issue_for_punctual(year, given.pop("payers"), Handing(**given), actor=actor)
        return reverse("certificates")

    return ask(request, form, words, write)
