"""A budget, its lines, shifts between them, and what a region receives of a fund source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.budgets import planning
from naungan.budgets.models import Budget, BudgetLine, FundAllocation, Shift
from naungan.budgets.queries import lowest
from naungan.budgets.queries.books import facts_of
from naungan.budgets.queries.checks import fund_limit, fund_used
from naungan.budgets.reference import fund_name
from naungan.budgets.services.ground import entry_of, hold, refuse_forbidden_fund, refuse_outside
from naungan.journal.services import record
from naungan.kit import numbers
from naungan.law import months
from naungan.law.findings import Refused
from naungan.registry.models import Group, Payer
from naungan.registry.payers import area_out_of_scope

LONGEST = 24


@dataclass(frozen=True, slots=True)
class BudgetTold:
    """A budget as it was told; `printed` with `scale` as a document printed its total."""

    year: int
    agency: str
    source: str
    printed: int | None = None
    scale: int = Budget.Scale.ONE


@dataclass(frozen=True, slots=True)
class LineTold:
    """A line as it was told; months as numbers, money in whole rupiah."""

    description: str
    group: Group
    programmes: tuple[str, ...]
    fund_source: str
    paid_by: str
    base_rp: int
    first_month: int
    last_month: int
    ceiling_rp: int
    people: int | None = None
    account_code: str = ""
    program: str = ""
    activity: str = ""
    sub_activity: str = ""


@transaction.atomic
def add_budget(told: BudgetTold, payer: Payer, *, actor: Actor, reason: str = "") -> Budget:
    """Open a payer's budget of a year. Refused: `scope.outside`, `budget.known`, `budget.empty`."""
    refuse_outside(payer, actor)
    agency, source = " ".join(told.agency.split()), told.source.strip()
    if not agency or not source:
        field = "source" if agency else "agency"
        raise Refused("budget.empty", _("Perangkat daerah dan sumbernya harus diisi."), where=field)
    if Budget.objects.filter(year=told.year, payer=payer, agency=agency).exists():
        raise Refused(
            "budget.known",
            _("Anggaran %(year)s perangkat daerah ini sudah tercatat.") % {"year": told.year},
            where="agency",
            mend=_("Tambahkan baris pada anggaran itu."),
        )
    entry = entry_of(actor, "add", payer, reason, year=told.year, agency=agency)
    return Budget.objects.create(
        year=told.year,
        payer=payer,
        agency=agency,
        printed=told.printed,
        scale=told.scale,
        source=source,
        entry=entry,
    )


@transaction.atomic
def add_line(budget: Budget, told: LineTold, *, actor: Actor, reason: str = "") -> BudgetLine:
    """Add a line with its first ceiling.

    Refused: `scope.outside`, `line.months`, `fund.unknown`, `fund.forbidden`, `fund.share` (beyond what the fund
    source leaves), `line.account` (one code for several programmes), and what the law refuses of its facts.
    """
    budget = hold(budget, actor)
    _refuse_wrong_line(budget, told)
    refuse_forbidden_fund(told.fund_source, min(months.last_day(told.last_month), date(budget.year, 12, 31)))
    entry = entry_of(actor, "add_line", budget.payer, reason, budget=budget.pk, ceiling_rp=told.ceiling_rp)
    line = BudgetLine(
        budget=budget,
        description=told.description.strip(),
        group=told.group,
        programmes=",".join(told.programmes),
        fund_source=told.fund_source,
        paid_by=told.paid_by,
        base_rp=told.base_rp,
        people=told.people,
        first_month=told.first_month,
        last_month=told.last_month,
        ceiling_rp=told.ceiling_rp,
        account_code=told.account_code.strip(),
        program=told.program.strip(),
        activity=told.activity.strip(),
        sub_activity=told.sub_activity.strip(),
        recorded_at=timezone.now(),
        entry=entry,
    )
    # the law must be able to price the line: what it refuses, it refuses here
    planning.spells(planning.Plan(facts_of(line), 1, line.first_month, line.last_month))
    line.save(force_insert=True)
    _refuse_beyond_share(budget, line.fund_source)
    return line


@transaction.atomic
def shift(
    budget: Budget,
    *,
    number: str,
    on: date,
    amount_rp: int,
    actor: Actor,
    taken_from: BudgetLine | None = None,
    given_to: BudgetLine | None = None,
    reason: str = "",
) -> Shift:
    """Shift ceiling from one line to another, or, with one of them, take it out of or bring it into the budget.

    Refused: `scope.outside`, `shift.empty`, `shift.same`, `shift.too_much` (on some day from then on the line would
    hold less than is spent or promised), `fund.share`.
    """
    budget = hold(budget, actor)
    _refuse_wrong_shift(budget, taken_from, given_to, number, amount_rp)
    if taken_from is not None:
        free = lowest(taken_from, on, lambda state: state.free_rp)
        if free < amount_rp:
            raise Refused(
                "shift.too_much",
                _("Baris ini hanya dapat melepas %(free)s.") % {"free": numbers.rupiah(max(0, free))},
                where="amount_rp",
                mend=_("Kurangi jumlahnya, atau lepaskan komitmennya dahulu."),
            )
    entry = entry_of(actor, "shift", budget.payer, reason, number=number, amount_rp=amount_rp)
    made = Shift.objects.create(
        budget=budget,
        number=number.strip(),
        on=on,
        taken_from=taken_from,
        given_to=given_to,
        amount_rp=amount_rp,
        recorded_at=timezone.now(),
        entry=entry,
    )
    if given_to is not None:
        _refuse_beyond_share(budget, given_to.fund_source)
    return made


@transaction.atomic
def allocate_fund(
    area: Area, *, year: int, fund_source: str, amount_rp: int, source: str, actor: Actor, reason: str = ""
) -> FundAllocation:
    """Record what a region receives of a fund source in a year; the newest counts. Refused: `area.out_of_scope`,
    `fund.unknown`, `allocation.empty`.
    """
    if not actor.scope.holds_area(area.code):
        raise area_out_of_scope(area)
    refuse_forbidden_fund(fund_source, date(year, 1, 1))
    if amount_rp <= 0 or not source.strip():
        field = "source" if amount_rp > 0 else "amount_rp"
        raise Refused("allocation.empty", _("Jumlah dan sumbernya harus diisi."), where=field)
    entry = record(
        actor=actor.name,
        user=actor.user,
        action="budgets.allocate",
        reason=reason,
        summary={"area": area.code, "year": year, "fund": fund_source, "amount_rp": amount_rp},
    )
    return FundAllocation.objects.create(
        area=area,
        year=year,
        fund_source=fund_source,
        amount_rp=amount_rp,
        source=source.strip(),
        entry=entry,
    )


def _refuse_wrong_line(budget: Budget, told: LineTold) -> None:
    first = months.parse(f"{budget.year:04d}-01")
    if told.last_month < told.first_month:
        raise Refused("line.months", _("Bulan terakhir mendahului bulan pertama."), where="last_month")
    if told.last_month - told.first_month >= LONGEST or not (
        told.first_month < first + 12 and told.last_month >= first
    ):
        raise Refused(
            "line.months",
            _("Masa iuran harus menyentuh tahun anggaran %(year)s, paling lama %(most)s bulan.")
            % {"year": budget.year, "most": LONGEST},
            where="first_month",
        )
    if told.account_code.strip() and len(told.programmes) > 1:
        raise Refused(
            "line.account",
            _("Satu kode rekening hanya untuk satu program; JKK dan JKM mempunyai kode sendiri-sendiri."),
            where="account_code",
            mend=_("Kosongkan kodenya (dibagi menurut tabel kode daerah), atau buat satu baris per program."),
        )


def _refuse_wrong_shift(
    budget: Budget, taken_from: BudgetLine | None, given_to: BudgetLine | None, number: str, amount_rp: int
) -> None:
    if not number.strip() or amount_rp <= 0 or (taken_from is None and given_to is None):
        raise Refused("shift.empty", _("Isi nomor, jumlah, dan baris asal atau tujuannya."), where="number")
    if taken_from == given_to:
        raise Refused("shift.same", _("Baris asal dan tujuannya sama."), where="given_to")
    for line in (taken_from, given_to):
        assert line is None or line.budget_id == budget.pk, "a shift stays within its budget"


def _refuse_beyond_share(budget: Budget, code: str) -> None:
    limit, used = fund_limit(budget.payer.area_id, budget.year, code), fund_used(budget, code)
    if limit is not None and used > limit:
        text = _("%(fund)s: baris-baris ini menjadi %(used)s, sedangkan paling banyak %(limit)s.")
        facts = {"fund": fund_name(code), "used": numbers.rupiah(used), "limit": numbers.rupiah(limit)}
        raise Refused("fund.share", text % facts, where="fund_source", mend=_("Kurangi pagunya."))
