"""What a budget should be looked at for. Checks inform; what the law forbids is refused where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from naungan.budgets import planning
from naungan.budgets.models import Budget, BudgetLine, FundAllocation, Movement
from naungan.budgets.queries.books import LineState, facts_of
from naungan.budgets.queries.coming import Coming
from naungan.budgets.queries.crosswalk import accounts_of
from naungan.budgets.reference import UNKNOWN_ACCOUNT, fund_name, funds
from naungan.contributions.models import Payment
from naungan.contributions.queries.arrears import standing_payment
from naungan.kit import numbers
from naungan.law import months

# From this part of the ceiling on a line is shown as nearly used up.
ALERT_PERCENT = 80
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Alert:
    """One remark: `code` is stable, `tone` good, warn, bad or info, `text` says it, `line` what it is about."""

    code: str
    tone: str
    text: str
    line: BudgetLine | None = None


def alerts_of(
    budget: Budget, states: Sequence[LineState], coming: dict[int | None, Coming], as_of: date
) -> list[Alert]:
    """Every remark on a budget, the gravest first."""
    found = printed_alerts(budget, sum(state.line.ceiling_rp for state in states), states)
    codes = accounts_of([state.line for state in states])
    for state in states:
        found += _use(state, coming.get(state.line.pk))
        found += _accounts(state.line, codes)
        found += _periods(state.line)
    found += _shares(budget, {state.line.fund_source for state in states})
    found += _unlinked(budget, as_of)
    return sorted(found, key=lambda alert: ("bad", "warn", "info").index(alert.tone))


def is_used(ceiling_rp: int, realised_rp: int) -> bool:
    """Whether so much of a ceiling is disbursed that it must be looked at."""
    return ceiling_rp > 0 and realised_rp * 100 >= ceiling_rp * ALERT_PERCENT


def printed_alerts(budget: Budget, total_rp: int, states: Sequence[LineState]) -> list[Alert]:
    """Whether the printed total is the sum of the lines; a scale word that cannot be is shown with what it would
    buy.
    """
    if budget.printed is None or budget.printed * budget.scale == total_rp:
        return []
    facts = {
        "printed": numbers.count(budget.printed),
        "word": str(Budget.Scale(budget.scale).label),
        "total": numbers.rupiah(total_rp),
    }
    if budget.printed != total_rp:
        text = _("Tercetak %(printed)s %(word)s; jumlah baris %(total)s. Keduanya berbeda.")
        return [Alert("printed.differs", "warn", text % facts)]
    told = (
        _("Tercetak %(printed)s %(word)s, itu tidak mungkin: jumlah baris %(total)s, jadi sudah rupiah.")
        % facts
    )
    return [Alert("printed.scale", "bad", f"{told} {_would_buy(budget, states)}".strip())]


def _would_buy(budget: Budget, states: Sequence[LineState]) -> str:
    """What the printed amount would buy at the highest tariff of the lines: years of so many people."""
    costs = [
        row.each_rp
        for state in states
        for row in planning.bought(facts_of(state.line), state.line.first_month, state.line.last_month, 0)
    ]
    if not costs or budget.printed is None:
        return ""
    people = budget.printed * budget.scale // (max(costs) * 12)
    text = _(
        "Dengan kata itu anggaran membeli perlindungan setahun bagi %(people)s juta orang pada tarif %(each)s sebulan."
    )
    return text % {"people": numbers.count(people // _MILLION), "each": numbers.rupiah(max(costs))}


def _use(state: LineState, coming: Coming | None) -> list[Alert]:
    found = []
    facts = {"line": state.line.description, "left": numbers.rupiah(state.left_rp)}
    if coming and coming.total_rp > state.left_rp:
        text = _(
            "%(line)s: sisa %(left)s, sedangkan tagihan terbuka dan bulan yang akan datang memerlukan %(need)s; "
            "kurang %(short)s."
        )
        more = {
            "need": numbers.rupiah(coming.total_rp),
            "short": numbers.rupiah(coming.total_rp - state.left_rp),
        }
        found.append(Alert("line.short", "bad", text % (facts | more), state.line))
    if is_used(state.ceiling_rp, state.realised_rp):
        text = _("%(line)s: realisasi %(percent)s dari pagu; sisa %(left)s.")
        percent = {"percent": numbers.percent(used_percent(state.ceiling_rp, state.realised_rp))}
        found.append(Alert("line.used", "warn", text % (facts | percent), state.line))
    return found


def used_percent(ceiling_rp: int, realised_rp: int) -> float | None:
    """Realisation in percent of the ceiling, two decimals, half up; None without a ceiling."""
    if ceiling_rp <= 0:
        return None
    return (realised_rp * 20_000 + ceiling_rp) // (2 * ceiling_rp) / 100


def _accounts(line: BudgetLine, codes: dict[tuple[int, str], str]) -> list[Alert]:
    missing = [name for name in line.programmes.split(",") if not codes[line.pk, name]]
    if not missing:
        return []
    if UNKNOWN_ACCOUNT in {line.group_id, line.group.within_id}:
        text = _(
            "%(line)s: kode rekening %(programmes)s belum ditetapkan. Untuk pekerja rentan belum ada kode yang "
            "diketahui secara umum; daerah memilihnya."
        )
    else:
        text = _("%(line)s: kode rekening %(programmes)s belum ditetapkan oleh daerah.")
    facts = {"line": line.description, "programmes": ", ".join(missing)}
    return [Alert("line.account", "warn", text % facts, line)]


def _periods(line: BudgetLine) -> list[Alert]:
    first = months.parse(f"{line.budget.year:04d}-01")
    outside = sum(1 for month in range(line.first_month, line.last_month + 1) if not 0 <= month - first < 12)
    if not outside:
        return []
    text = _("%(line)s: %(months)s bulan iuran berada di luar tahun anggaran %(year)s.")
    facts = {"line": line.description, "months": numbers.count(outside), "year": line.budget.year}
    return [Alert("line.crosses", "info", text % facts, line)]


def _shares(budget: Budget, sources: set[str]) -> list[Alert]:
    found = []
    for code in sorted(sources):
        fund = funds().get(code)
        rule = fund.rule_on(date(budget.year, 12, 31)) if fund else None
        if rule is None or rule.kind != "share":
            continue
        limit, used = fund_limit(budget.payer.area_id, budget.year, code), fund_used(budget, code)
        facts = {
            "fund": fund_name(code),
            "percent": numbers.percent(rule.limit_ppm / 10_000, 0),
            "reference": rule.reference,
            "used": numbers.rupiah(used),
        }
        if limit is None:
            text = _(
                "%(fund)s: paling banyak %(percent)s boleh untuk kegiatan lain (%(reference)s), tetapi alokasinya "
                "belum dicatat."
            )
            found.append(Alert("fund.unknown", "warn", text % facts))
            continue
        text = _(
            "%(fund)s: %(used)s dari paling banyak %(limit)s (%(percent)s dari alokasi, %(reference)s), bersama "
            "semua kegiatan lain."
        )
        tone = "bad" if used > limit else "info"
        found.append(Alert("fund.share", tone, text % (facts | {"limit": numbers.rupiah(limit)})))
    return found


def _unlinked(budget: Budget, as_of: date) -> list[Alert]:
    """Contributions that the payer paid in the year and that no disbursement of a budget names."""
    linked = Movement.objects.filter(line__budget__payer=budget.payer, payment__isnull=False, reverses=None)
    paid = Payment.objects.filter(
        standing_payment(), payer=budget.payer, paid_on__year=budget.year, paid_on__lte=as_of
    )
    left = paid.exclude(pk__in=linked.filter(reversed_by=None).values("payment"))
    amount = left.aggregate(rp=Sum("amount_rp"))["rp"]
    if not amount:
        return []
    text = _("Iuran %(amount)s sudah dibayar tahun ini tanpa realisasi yang dihubungkan dengannya.")
    return [Alert("paid.unlinked", "info", text % {"amount": numbers.rupiah(amount)})]


def fund_limit(area_code: str, year: int, code: str) -> int | None:
    """What a region may spend of a fund source on contributions in a year; None without rule or allocation."""
    fund = funds().get(code)
    rule = fund.rule_on(date(year, 12, 31)) if fund else None
    newest = FundAllocation.objects.filter(area_id=area_code, year=year, fund_source=code).first()
    if rule is None or rule.kind != "share" or newest is None:
        return None
    return newest.amount_rp * rule.limit_ppm // 1_000_000


def fund_used(budget: Budget, code: str) -> int:
    """The ceilings of a region's lines of a year from a fund source, shifts included."""
    area, year = budget.payer.area_id, budget.year
    lines = BudgetLine.objects.filter(budget__payer__area=area, budget__year=year, fund_source=code)
    sums = lines.aggregate(own=Sum("ceiling_rp"))
    given = lines.aggregate(rp=Sum("shifts_in__amount_rp"))["rp"] or 0
    taken = lines.aggregate(rp=Sum("shifts_out__amount_rp"))["rp"] or 0
    return int((sums["own"] or 0) + given - taken)
