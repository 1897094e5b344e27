"""Budgets: the list, one budget with its lines, the crosswalk, and opening, filling and shifting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.accounts.scope import within
from naungan.budgets import forms
from naungan.budgets.filters import BudgetFilter, CrosswalkFilter, Shown
from naungan.budgets.models import Budget
from naungan.budgets.pages.parts import EDIT, VIEW, as_of, find_budget, may_edit, question, tabs
from naungan.budgets.queries import (
    CrosswalkRow,
    LineState,
    Position,
    crosswalk,
    line_states,
    position,
    positions,
    visible_budgets,
)
from naungan.budgets.queries.checks import used_percent
from naungan.budgets.reference import fund_name
from naungan.budgets.services import add_budget, add_line, shift
from naungan.budgets.words import STATUS
from naungan.claims.queries import contributions_against_benefits
from naungan.kit import numbers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


def href(budget: Budget) -> str:
    """Its page."""
    return reverse("budget", args=[budget.pk])


def _status(row: Position) -> str:
    return str(STATUS[row.status][0])


@needs(VIEW)
def budgets(request: HttpRequest) -> HttpResponseBase:
    """The budgets that the viewer may see, of the newest year unless another is asked for."""
    form = BudgetFilter(request.GET or None, actor=actor_of(request))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = asked.get("per") or timezone.localdate()
    rows = positions(_wanted(request, asked), as_of=day)
    if asked.get("keadaan"):
        rows = [row for row in rows if row.status == asked["keadaan"]]
    return list_response(
        request,
        title=_("Anggaran iuran"),
        columns=[
            Column("agency", _("Perangkat daerah"), "budget.agency", sort="budget.agency", link=_href),
            Column("year", _("Tahun"), lambda row: str(row.budget.year), sort="budget.year"),
            Column("payer", _("Pembayar iuran"), "budget.payer.name", sort="budget.payer.name"),
            Column("ceiling", _("Pagu"), "ceiling_rp", kind="money", sort="ceiling_rp"),
            Column("committed", _("Komitmen"), "committed_rp", kind="money", sort="committed_rp"),
            Column("realised", _("Realisasi"), "realised_rp", kind="money", sort="realised_rp"),
            Column("used", _("Realisasi dari pagu"), "used", kind="percent", sort="used"),
            Column("left", _("Sisa"), "left_rp", kind="money", sort="left_rp"),
            Column("coming", _("Masih diperlukan"), "coming_rp", kind="money", sort="coming_rp"),
            Column(
                "status",
                _("Keadaan"),
                _status,
                kind="tag",
                sort="status",
                tone=lambda row: STATUS[row.status][1],
            ),
        ],
        rows=rows,
        filterset=Shown(form),
        source=_("Buku anggaran Naungan, posisi per %(day)s.") % {"day": numbers.day(day)},
        name="anggaran",
        template="budgets/budgets.html",
        context={
            **tabs("budgets"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada anggaran di wilayah Anda untuk tahun ini."),
        },
    )


def _href(row: Position) -> str:
    return href(row.budget)


def _wanted(request: HttpRequest, asked: dict[str, Any]) -> Any:
    rows = visible_budgets(actor_of(request).scope).order_by("-year", "payer__name", "pk")
    newest = rows.values_list("year", flat=True).first()
    rows = rows.filter(year=asked.get("tahun") or newest or 0)
    if asked.get("area"):
        rows = rows.filter(within("payer__area_id", asked["area"]))
    if asked.get("q"):
        rows = rows.filter(Q(agency__icontains=asked["q"]) | Q(payer__name__icontains=asked["q"]))
    return rows


@needs(VIEW)
def budget(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One budget: sums, remarks, lines, shifts, what still comes, and what came back to families."""
    found, day = find_budget(request, pk), as_of(request)
    whole = position(found, as_of=day)
    rows = [BudgetRow(state, whole) for state in whole.states]
    return list_response(
        request,
        title=f"{found.agency} {found.year}",
        columns=_line_columns(),
        rows=rows,
        source=_("%(source)s; posisi per %(day)s.") % {"source": found.source, "day": numbers.day(day)},
        name="baris-anggaran",
        template="budgets/budget.html",
        context={
            **tabs("budgets"),
            "budget": found,
            "whole": whole,
            "status": STATUS[whole.status],
            "coming": _coming_rows(whole),
            "shifts": found.shifts.select_related("taken_from", "given_to", "entry"),
            "against": _against(request, found, day),
            "as_of": day,
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada baris. Tambahkan baris pertama dengan pagunya."),
        },
    )


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of the budget page."""

    state: LineState
    whole: Position

    @property
    def coming_rp(self) -> int:
        """What it must still pay this year."""
        found = self.whole.coming.get(self.state.line.pk)
        return found.total_rp if found else 0

    @property
    def used(self) -> float | None:
        """Realisation in percent of the ceiling."""
        return used_percent(self.state.ceiling_rp, self.state.realised_rp)


def _line_columns() -> list[Column]:
    return [
        Column(
            "description",
            _("Uraian"),
            "state.line.description",
            sort="state.line.description",
            link=lambda row: reverse("budget_line", args=[row.state.line.pk]),
        ),
        Column("code", _("Kode rekening"), "state.line.account_code", kind="id"),
        Column("sub", _("Sub kegiatan"), "state.line.sub_activity"),
        Column("group", _("Kelompok"), "state.line.group.name", sort="state.line.group.name"),
        Column("programmes", _("Program"), lambda row: row.state.line.programmes.replace(",", ", ")),
        Column("fund", _("Sumber dana"), lambda row: fund_name(row.state.line.fund_source)),
        Column("people", _("Orang"), "state.line.people", kind="count"),
        Column("ceiling", _("Pagu"), "state.ceiling_rp", kind="money", sort="state.ceiling_rp"),
        Column("realised", _("Realisasi"), "state.realised_rp", kind="money", sort="state.realised_rp"),
        Column("used", _("Dari pagu"), "used", kind="percent", sort="used"),
        Column("left", _("Sisa"), "state.left_rp", kind="money", sort="state.left_rp"),
        Column("coming", _("Masih diperlukan"), "coming_rp", kind="money", sort="coming_rp"),
    ]


def _coming_rows(whole: Position) -> list[dict[str, Any]]:
    """The working of what still comes: each list's programme, what is open and what lies ahead."""
    names = {state.line.pk: state.line.description for state in whole.states}
    found = []
    for place, cost in whole.coming.items():
        line = names[place] if place is not None else ""
        found += [{"line": line, "part": part, "is_open": True} for part in cost.open]
        found += [{"line": line, "part": part, "is_open": False} for part in cost.ahead]
    return found


def _against(request: HttpRequest, found: Budget, day: date) -> list[Any]:
    rows = contributions_against_benefits(
        as_of=day,
        since=date(found.year, 1, 1),
        area_code=found.payer.area_id,
        by="group",
        scope=actor_of(request).scope,
    )
    return [(row, row.label or _("Tidak disebut"), _ratio(row)) for row in rows]


def _ratio(row: Any) -> float | None:
    hundredths = row.ratio_percent_hundredths
    return None if hundredths is None else hundredths / 100


@needs(VIEW)
def budget_crosswalk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lines by group beside codes by programme."""
    found, day = find_budget(request, pk), as_of(request)
    form = CrosswalkFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines = list(found.lines.select_related("budget__payer__area", "group"))
    every = crosswalk(line_states(lines, as_of=day))
    rows = [
        row
        for row in every
        if asked.get("program") in {None, "", row.programme}
        and not (asked.get("tanpa_kode") and row.account_code)
    ]
    return list_response(
        request,
        title=_("Silang kelompok dan kode rekening"),
        columns=[
            Column("line", _("Baris"), "line.description", sort="line.description"),
            Column("group", _("Kelompok"), "line.group.name", sort="line.group.name"),
            Column("programme", _("Program"), "programme", sort="programme"),
            Column(
                "code",
                _("Kode rekening"),
                "account_code",
                kind="id",
                sort="account_code",
                show=lambda row: row.account_code or _("belum ditetapkan"),
            ),
            Column("weight", _("Iuran satu orang selama masa baris"), "weight_rp", kind="money"),
            Column("amount", _("Pagu"), "amount_rp", kind="money", sort="amount_rp"),
            Column("realised", _("Realisasi"), "realised_rp", kind="money", sort="realised_rp"),
        ],
        rows=rows,
        filterset=Shown(form),
        source=_("Pagu tiap baris dibagi menurut tarif; pecahan rupiah diberikan kepada sisa terbesar."),
        name="silang-anggaran",
        template="budgets/crosswalk.html",
        context={**tabs("budgets"), "budget": found, "by_code": _by_code(rows)},
    )


def _by_code(rows: list[CrosswalkRow]) -> list[tuple[str, str, int]]:
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.account_code or _("belum ditetapkan"), row.programme)
        sums[key] = sums.get(key, 0) + row.amount_rp
    return [(code, programme, amount) for (code, programme), amount in sorted(sums.items())]


@needs(EDIT)
def budget_new(request: HttpRequest) -> HttpResponseBase:
    """A budget is opened."""
    actor = actor_of(request)
    form = bound(
        request, forms.BudgetForm, actor=actor, initial={"year": timezone.localdate().year, "scale": 1}
    )
    words = question(
        "budgets",
        title=_("Catat anggaran"),
        lead=_("Satu anggaran per pembayar, tahun, dan perangkat daerah; barisnya ditambahkan sesudah ini."),
        button=_("Simpan"),
        back=reverse("budgets"),
        done=_("Anggaran dicatat."),
    )

    def write(given: forms.BudgetForm) -> str:
        payer = given.payers[given.cleaned_data["payer"]]
        return href(add_budget(given.told(), payer, actor=actor))

    return ask(request, form, words, write)


@needs(EDIT)
def budget_line_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A line with its first ceiling."""
    found, actor = find_budget(request, pk), actor_of(request)
    first = found.year * 12
    form = bound(request, forms.LineForm, initial={"first_month": first, "last_month": first + 11})
    words = question(
        "budgets",
        title=_("Tambah baris anggaran"),
        lead=f"{found.agency} {found.year}",
        button=_("Simpan"),
        back=href(found),
        done=_("Baris anggaran dicatat."),
        context={"seen": form.seen},
    )
    return ask(request, form, words, lambda given: add_line(found, given.told(), actor=actor))


@needs(EDIT)
def budget_shift(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ceiling is shifted."""
    found, actor = find_budget(request, pk), actor_of(request)
    form = bound(
        request, forms.ShiftForm, lines=list(found.lines.all()), initial={"on": timezone.localdate()}
    )
    words = question(
        "budgets",
        title=_("Geser pagu"),
        lead=_("Kosongkan asal atau tujuan bila pagu bertambah atau berkurang oleh perubahan anggaran."),
        button=_("Catat pergeseran"),
        back=href(found),
        done=_("Pergeseran dicatat; pagu awal tetap tersimpan."),
    )
    return ask(request, form, words, lambda given: shift(found, actor=actor, **given.facts()))
