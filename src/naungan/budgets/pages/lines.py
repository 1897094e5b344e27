"""One line: what it buys, its movements, and recording or reversing one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.budgets import forms, planning
from naungan.budgets.models import BudgetLine, Movement
from naungan.budgets.pages.parts import EDIT, VIEW, as_of, find_line, may_edit, question, tabs
from naungan.budgets.queries import crosswalk, line_states, position
from naungan.budgets.queries.books import facts_of
from naungan.budgets.reference import fund_name
from naungan.budgets.services import move
from naungan.budgets.services import reverse as take_back
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response
from naungan.law import months


def href(line: BudgetLine) -> str:
    """Its page."""
    return reverse("budget_line", args=[line.pk])


@needs(VIEW)
def budget_line(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One line: state, what its ceiling buys by law, its programmes, its movements."""
    line, day = find_line(request, pk), as_of(request)
    state = line_states([line], as_of=day)[0]
    facts = facts_of(line)
    plan = planning.Plan(facts, line.people or 1, line.first_month, line.last_month)
    rows = line.movements.filter(on__lte=day).select_related("payment", "entry", "reversed_by", "reverses")
    whole = position(line.budget, as_of=day)
    edits = may_edit(request)
    return list_response(
        request,
        title=line.description,
        columns=[
            Column("on", _("Tanggal"), "on", kind="date", sort="on"),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("reference", _("Nomor"), "reference", kind="id", sort="reference"),
            Column("amount", _("Jumlah"), "amount_rp", kind="money", sort="amount_rp"),
            Column("payment", _("Pembayaran iuran"), "payment.reference", link=_payment_href),
            Column("by", _("Oleh"), "entry.actor"),
            Column("stand", _("Catatan"), _stand, link=lambda row: _reverse_href(row) if edits else ""),
        ],
        rows=rows,
        source=_("%(source)s; posisi per %(day)s.") % {"source": line.budget.source, "day": numbers.day(day)},
        name="gerak-baris",
        template="budgets/line.html",
        context={
            **tabs("budgets"),
            "line": line,
            "state": state,
            "fund": fund_name(line.fund_source),
            "bought": planning.bought(facts, line.first_month, line.last_month, state.ceiling_rp),
            "affordable": planning.affordable(plan, state.ceiling_rp),
            "reach": planning.reach(plan, state.ceiling_rp) if line.people else None,
            "planned_rp": planning.cost(plan) if line.people else None,
            "by_programme": crosswalk([state]),
            "alerts": [alert for alert in whole.alerts if alert.line and alert.line.pk == line.pk],
            "law_href": law_href(facts, line.last_month),
            "plan_href": _plan_href(line, state.ceiling_rp),
            "may_edit": edits,
            "empty_text": _("Belum ada komitmen atau realisasi."),
        },
    )


def law_href(facts: planning.Facts, month: int) -> str:
    """The page that explains the tariff of a month, with its articles."""
    given = {"ask": "contribution", **facts.given(month)}
    return f"{reverse('law_explain')}?{urlencode(given, doseq=True)}"


def _plan_href(line: BudgetLine, ceiling_rp: int) -> str:
    given: dict[str, Any] = {
        "judul": line.description,
        "kelompok": line.group_id,
        "orang": line.people or 1,
        "dari": months.format_month(line.first_month),
        "sampai": months.format_month(line.last_month),
        "dasar": line.base_rp,
        "program": line.programmes.split(","),
        "dibayar": line.paid_by,
        "pagu": ceiling_rp,
    }
    return f"{reverse('budget_plan')}?{urlencode(given, doseq=True)}"


def _payment_href(row: Movement) -> str:
    return reverse("payment", args=[row.payment_id]) if row.payment_id else ""


def _stand(row: Movement) -> str:
    if row.reverses_id:
        return _("pembalikan")
    return _("sudah dibalik") if hasattr(row, "reversed_by") else _("berlaku")


def _reverse_href(row: Movement) -> str:
    if row.reverses_id or hasattr(row, "reversed_by"):
        return ""
    return reverse("budget_reverse", args=[row.line_id, row.pk])


@needs(EDIT)
def budget_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A commitment or a disbursement."""
    line, actor = find_line(request, pk), actor_of(request)
    form = bound(
        request,
        forms.MovementForm,
        payer_id=line.budget.payer_id,
        initial={"on": timezone.localdate(), "kind": Movement.Kind.DISBURSEMENT},
    )
    words = question(
        "budgets",
        title=_("Catat komitmen atau realisasi"),
        lead=line.description,
        button=_("Simpan"),
        back=href(line),
        done=_("Dicatat pada baris ini."),
    )
    return ask(request, form, words, lambda given: move(line, actor=actor, **given.cleaned_data))


@needs(EDIT)
def budget_reverse(request: HttpRequest, pk: int, movement: int) -> HttpResponseBase:
    """A wrong movement is taken back."""
    line, actor = find_line(request, pk), actor_of(request)
    found = line.movements.filter(pk=movement).first()
    if found is None:
        raise Http404
    form = bound(request, forms.ReverseForm, initial={"on": timezone.localdate()})
    words = question(
        "budgets",
        title=_("Balik catatan"),
        lead=f"{found.get_kind_display()} {found.reference}",
        button=_("Balik"),
        back=href(line),
        done=_("Catatan dibalik; yang lama tetap terlihat."),
    )
    return ask(request, form, words, lambda given: take_back(found, actor=actor, **given.cleaned_data))
