"""The planner: a plan as a proposal (RKA), what a ceiling buys, who pays how much, and plans side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.budgets import planning
from naungan.budgets.pages.lines import law_href
from naungan.budgets.pages.parts import VIEW, tabs
from naungan.budgets.plan_form import PlanForm
from naungan.budgets.planning import Plan, Spell
from naungan.budgets.reference import seen_accounts
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import PaidBy

KEPT, MOST = "rencana", 4
# Who else may pay a segment, for the effect of a relief that depends on who pays.
_PAYERS = {"BPU": ("APBD", "APBDES", "CSR", "SELF")}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A row of the proposal: an account with its sum (no volume), or a stretch of months at one tariff."""

    code: str
    text: str
    volume: int | None
    unit: str
    each_rp: int | None
    amount_rp: int


@needs(VIEW)
def budget_plan(request: HttpRequest) -> HttpResponseBase:
    """The planner. Its inputs are the address; what the law refuses stands beside the form."""
    form = PlanForm(request.GET if "kelompok" in request.GET else None, initial=_initial())
    made, rows = None, []
    if form.is_bound and form.is_valid():
        try:
            made = _made(request, form)
            rows = proposal(form.plan(), str(form.cleaned_data["group"]))
        except Refused as refused:
            form.add_error(None, f"{refused.message} {refused.mend}".strip())
            made, rows = None, []
    return list_response(
        request,
        title=_("Rencana anggaran"),
        columns=[
            Column("code", _("Kode rekening"), "code", kind="id"),
            Column("text", _("Uraian"), "text"),
            Column("volume", _("Volume"), "volume", kind="count"),
            Column("unit", _("Satuan"), "unit"),
            Column("each", _("Tarif"), "each_rp", kind="money"),
            Column("amount", _("Jumlah"), "amount_rp", kind="money"),
        ],
        rows=rows,
        source=_(
            "Tarif menurut hukum tiap bulan iuran; kode rekening yang pernah terlihat, daerah menetapkannya."
        ),
        name="rka",
        template="budgets/plan.html",
        context={
            **tabs("budget_plan"),
            "plan_form": form,
            "made": made,
            "kept": request.GET.getlist(KEPT)[:MOST],
            "empty_text": _("Isi rencana di atas, lalu hitung. Alamat halaman ini menyimpan rencana Anda."),
        },
        per_page=200,
    )


def _initial() -> dict[str, Any]:
    first = timezone.localdate().year * 12 + 12
    return {
        "dari": first,
        "sampai": first + 11,
        "dasar": "1.000.000",
        "program": ["JKK", "JKM"],
        "dibayar": PaidBy.APBD,
        "kelompok": "pekerja-rentan",
    }


def _made(request: HttpRequest, form: PlanForm) -> dict[str, Any]:
    """What the page says about a plan beside the proposal."""
    plan, ceiling = form.plan(), form.cleaned_data["pagu"]
    spells = planning.spells(plan)
    whole = planning.cost(plan)
    kept = [*request.GET.getlist(KEPT), _own(request)][-MOST:]
    return {
        "title": form.title(),
        "cost": whole,
        "person_months": sum(spell.person_months for spell in spells),
        "by_year": list(planning.by_year(plan).items()),
        "by_programme": list(planning.by_programme(plan).items()),
        "spells": [(spell, law_href(plan.facts_in(spell.last_month), spell.last_month)) for spell in spells],
        "ceiling": ceiling,
        "gap": None if ceiling is None else ceiling - whole,
        "reach": None if ceiling is None else planning.reach(plan, ceiling),
        "affordable": [] if ceiling is None else planning.affordable(plan, ceiling),
        "by_payer": _by_payer(plan),
        "assumes": bool(plan.rises),
        "compare_href": f"{reverse('budget_plan_compare')}?{urlencode({KEPT: kept}, doseq=True)}",
    }


def _own(request: HttpRequest) -> str:
    query = request.GET.copy()
    for key in (KEPT, "format", "urut", "halaman"):
        query.pop(key, None)
    return query.urlencode()


def _by_payer(plan: Plan) -> list[tuple[str, int, int]]:
    others = _PAYERS.get(plan.facts.segment)
    if not others:
        return []
    own = planning.cost(plan)
    costs = planning.by_payer(plan, others)
    return [(str(PaidBy(who).label), amount, amount - own) for who, amount in costs.items()]


def proposal(plan: Plan, group: str) -> list[ProposalRow]:
    """The plan in the layout of a budget proposal: each programme's account with its sum, then its stretches."""
    found: list[ProposalRow] = []
    sums = planning.by_programme(plan)
    spells = planning.spells(plan)
    for programme, amount in sums.items():
        text = _("Belanja iuran %(programme)s: %(group)s") % {"programme": programme, "group": group}
        found.append(ProposalRow(_code(plan, programme), text, None, "", None, amount))
        found += [_row(spell, programme) for spell in spells if spell.tariff[programme]]
    found.append(ProposalRow("", _("Jumlah"), None, "", None, sum(sums.values())))
    return found


def _code(plan: Plan, programme: str) -> str:
    """A code seen for staff who are paid a wage; for other groups none is known."""
    if plan.facts.segment != "PU":
        return ""
    return next(
        (row.code for row in seen_accounts() if row.programme == programme and "non-asn" in row.groups), ""
    )


def _row(spell: Spell, programme: str) -> ProposalRow:
    text = _("%(people)s orang x %(months)s bulan (%(first)s – %(last)s)") % {
        "people": numbers.count(spell.people),
        "months": spell.months,
        "first": months.format_month(spell.first_month),
        "last": months.format_month(spell.last_month),
    }
    each = spell.tariff[programme]
    return ProposalRow("", text, spell.person_months, _("orang-bulan"), each, each * spell.person_months)


@dataclass(frozen=True, slots=True)
class Compared:
    """A plan among others; `query` is its address, `more_rp` what it costs more than the first."""

    title: str
    query: str
    people: int
    person_months: int
    cost_rp: int
    more_rp: int
    left_rp: int | None
    without: str


@needs(VIEW)
def budget_plan_compare(request: HttpRequest) -> HttpResponseBase:
    """Plans side by side, as many as the address names."""
    queries = request.GET.getlist(KEPT)[:MOST]
    rows = list(_compared(queries))
    return list_response(
        request,
        title=_("Bandingkan rencana"),
        columns=[
            Column(
                "title",
                _("Rencana"),
                "title",
                sort="title",
                link=lambda row: f"{reverse('budget_plan')}?{row.query}",
            ),
            Column("people", _("Orang (bulan pertama)"), "people", kind="count", sort="people"),
            Column("volume", _("Orang-bulan"), "person_months", kind="count", sort="person_months"),
            Column("cost", _("Biaya"), "cost_rp", kind="money", sort="cost_rp"),
            Column("more", _("Selisih dari yang pertama"), "more_rp", kind="money", sort="more_rp"),
            Column("left", _("Sisa pagu"), "left_rp", kind="money", sort="left_rp"),
        ],
        rows=rows,
        source=_("Setiap rencana dihitung lagi dari alamatnya menurut hukum."),
        name="banding-rencana",
        template="budgets/compare.html",
        context={
            **tabs("budget_plan"),
            "compared": rows,
            "unreadable": len(queries) - len(rows),
            "add_href": f"{reverse('budget_plan')}?{urlencode({KEPT: queries}, doseq=True)}",
            "may_add": len(queries) < MOST,
            "empty_text": _("Belum ada rencana. Hitung satu rencana, lalu pilih Bandingkan."),
        },
    )


def _compared(queries: list[str]) -> Iterator[Compared]:
    first: int | None = None
    for at, query in enumerate(queries):
        form = PlanForm(QueryDict(query))
        if not form.is_valid():
            continue
        plan = form.plan()
        try:
            whole = planning.cost(plan)
        except Refused:
            # an address that was typed by hand; the page says how many could not be read
            continue
        first = whole if first is None else first
        ceiling = form.cleaned_data["pagu"]
        others = [one for place, one in enumerate(queries) if place != at]
        yield Compared(
            title=form.title(),
            query=query,
            people=plan.people_in(plan.first_month),
            person_months=sum(spell.person_months for spell in planning.spells(plan)),
            cost_rp=whole,
            more_rp=whole - first,
            left_rp=None if ceiling is None else ceiling - whole,
            without=f"?{urlencode({KEPT: others}, doseq=True)}",
        )
