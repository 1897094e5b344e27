"""Arrears by age, a payer's and a worker's account, and the steps after a due date."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.contributions.forms import ArrearsFilterForm, StepForm
from naungan.contributions.models import Bill, FollowUp
from naungan.contributions.pages import words
from naungan.contributions.queries import PersonMonth, person_months
from naungan.contributions.queries.arrears import AGES, Arrears, account, arrears
from naungan.contributions.queries.standing import BillState
from naungan.contributions.services.records import Step, follow_up
from naungan.kit import numbers
from naungan.kit.lists import FORMAT, Column, list_response
from naungan.kit.viewer import viewer
from naungan.law.findings import Refused
from naungan.registry.models import Payer, Person
from naungan.registry.queries import visible_people


@needs("contributions.view")
def arrears_page(request: HttpRequest) -> HttpResponseBase:
    """Payers in arrears with their sums by age and the fee that the law adds."""
    actor, day = words.actor_of(request), words.day_of(request)
    form = ArrearsFilterForm(request.GET, actor=actor)
    area = form.cleaned_data["area"] if form.is_valid() else ""
    rows = arrears(as_of=day, scope=actor.scope, area_code=area or None)
    used = {at for at in range(len(AGES)) if any(one.by_age[at] for one in rows)}
    # a page shows the ages that somebody has; a file always has them all
    shown = sorted(used) if FORMAT not in request.GET else list(range(len(AGES)))
    return list_response(
        request,
        title=_("Tunggakan iuran"),
        columns=_columns(shown),
        rows=rows,
        filterset=words.Bound(form),
        source=_("%(source)s Umur dihitung dari jatuh tempo menurut hukum, posisi per %(day)s.")
        % {"source": words.SOURCE, "day": numbers.day(day)},
        name="tunggakan",
        template="contributions/arrears.html",
        context={
            "as_of": day,
            "area": area,
            "owed": sum(one.total for one in rows),
            "fee": sum(one.fee for one in rows),
            "by_age": [(_age(at), sum(one.by_age[at] for one in rows)) for at in range(len(AGES))],
            "may_write": "payment.receive" in viewer(request).permissions,
            "empty_text": _("Tidak ada tunggakan di wilayah Anda."),
        },
    )


def _age(at: int) -> str:
    first, last = AGES[at]
    if last is None:
        return _("lebih dari %(first)s bulan") % {"first": first}
    return _("%(first)s–%(last)s bulan") % {"first": first, "last": last}


def _columns(ages: Sequence[int]) -> list[Column]:
    def part(at: int) -> Column:
        return Column(f"age{at}", _age(at), lambda row: row.by_age[at], kind="money")

    def last(row: Arrears) -> str:
        if row.last is None:
            return ""
        return f"{row.last.get_kind_display()}, {numbers.short_day(row.last.on)}"

    return [
        Column("payer", _("Pembayar iuran"), "payer.name", sort="payer.name", link=_statement_href),
        Column("area", _("Wilayah"), "payer.area.name", sort="payer.area.name"),
        Column("months", _("Bulan"), "months", kind="count", sort="months"),
        *(part(at) for at in ages),
        Column("total", _("Tunggakan"), "total", kind="money", sort="total"),
        Column("fee", _("Denda keterlambatan"), "fee", kind="money", sort="fee"),
        Column("oldest", _("Jatuh tempo tertua"), "oldest", kind="date", sort="oldest"),
        Column("last", _("Langkah terakhir"), last),
    ]


def _statement_href(row: Arrears) -> str:
    return reverse("payer_statement", args=[row.payer.code])


@needs("contributions.view")
def payer_statement(request: HttpRequest, code: str) -> HttpResponseBase:
    """A payer's account as of a day: every bill, every payment and what it covers, the steps taken."""
    return _statement(request, find_payer(request, code), StepForm())


@needs("payment.receive")
def payer_step(request: HttpRequest, code: str) -> HttpResponseBase:
    """Record a step about a payer's arrears."""
    payer = find_payer(request, code)
    if request.method != "POST":
        return redirect("payer_statement", code=code)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            follow_up(payer, Step(**form.cleaned_data), actor=words.actor_of(request))
        except Refused as refused:
            form.add_error(refused.where if refused.where in form.fields else None, refused.message)
        else:
            messages.success(request, _("Langkah dicatat."))
            return redirect("payer_statement", code=code)
    return _statement(request, payer, form)


def _statement(request: HttpRequest, payer: Payer, form: StepForm) -> HttpResponseBase:
    day = words.day_of(request)
    found = account(payer, as_of=day)
    fees = found.fees
    return list_response(
        request,
        title=_("Rekening iuran %(payer)s") % {"payer": payer.name},
        columns=_bill_columns(fees),
        rows=found.bills,
        source=_("%(source)s Posisi per %(day)s.") % {"source": words.SOURCE, "day": numbers.day(day)},
        name="rekening",
        template="contributions/statement.html",
        per_page=60,
        context={
            "payer": payer,
            "account": found,
            "as_of": day,
            "steps": FollowUp.objects.filter(payer=payer, on__lte=day).order_by("-on", "-pk"),
            "step_form": form if "payment.receive" in viewer(request).permissions else None,
            "empty_text": _("Belum ada tagihan untuk pembayar ini."),
        },
    )


def _bill_columns(fees: dict[int, int]) -> list[Column]:
    def href(row: BillState) -> str:
        return reverse("bill", args=[row.bill_id])

    return [
        Column("month", _("Bulan iuran (BLTH)"), "month", kind="month", sort="month"),
        Column("code", _("Kode iuran"), "payment_code", kind="id", link=href),
        Column("billed", _("Tagihan"), "billed", kind="money", sort="billed"),
        Column("reversed", _("Dikembalikan"), "reversed", kind="money", sort="reversed"),
        Column("paid", _("Dibayar"), "paid", kind="money", sort="paid"),
        Column("left", _("Sisa"), "outstanding", kind="money", sort="outstanding"),
        Column("due", _("Jatuh tempo"), "due_on", kind="date", sort="due_on"),
        Column("covered", _("Lunas pada"), "covered_on", kind="date"),
        Column("late", _("Hari terlambat"), "days_late", kind="count", sort="days_late"),
        Column("fee", _("Denda keterlambatan"), lambda row: fees.get(row.bill_id, 0), kind="money"),
        Column(
            "status",
            _("Status"),
            lambda row: str(row.status.label if row.billed >= 0 else Bill.Kind.CREDIT.label),
            kind="tag",
            tone=lambda row: words.STATUS_TONES[row.status] if row.billed >= 0 else "off",
        ),
    ]


@needs("registry.view")
def person_statement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A worker's account: every month billed for them, by whom, and how it stands."""
    person, day = find_person(request, pk), words.day_of(request)
    rows = person_months(person.pk, as_of=day, scope=words.actor_of(request).scope)
    return list_response(
        request,
        title=_("Rekening iuran peserta"),
        columns=_month_columns(),
        rows=rows,
        source=_("Bulan yang difinalkan dengan koreksinya, posisi per %(day)s.") % {"day": numbers.day(day)},
        name="iuran-peserta",
        template="contributions/person_statement.html",
        context={
            "person": person,
            "as_of": day,
            "months": len({one.month for one in rows}),
            "protected": len({one.month for one in rows if one.protected}),
            "contributed": sum(one.total for one in rows),
            "empty_text": _("Belum ada bulan yang ditagih untuk orang ini."),
        },
    )


def _month_columns() -> list[Column]:
    def tone(row: PersonMonth) -> str:
        return words.STATUS_TONES[row.status]

    return [
        Column("month", _("Bulan iuran (BLTH)"), "month", kind="month", sort="month"),
        Column("payer", _("Pembayar iuran"), "payer_name", sort="payer_name"),
        Column("segment", _("Segmen"), "segment"),
        Column("total", _("Iuran"), "total", kind="money", sort="total"),
        Column("due", _("Jatuh tempo"), "due_on", kind="date", sort="due_on"),
        Column("status", _("Status"), lambda row: str(row.status.label), kind="tag", tone=tone),
    ]


def find_payer(request: HttpRequest, code: str) -> Payer:
    """The payer; not found outside the viewer's scope."""
    payers = Payer.objects.filter(words.actor_of(request).scope.payer_q(), code=code)
    found = payers.select_related("area").first()
    if found is None:
        raise Http404
    return found


def find_person(request: HttpRequest, pk: int) -> Person:
    """The person; not found outside the viewer's scope."""
    found = visible_people(words.actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
