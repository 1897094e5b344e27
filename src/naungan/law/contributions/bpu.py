"""Workers without an employer (BPU): JKK and JHT on the income bracket's base, JKM a fixed amount."""

from naungan.law.arithmetic import MILLION, Flag, Number, Table, choose, lookup, share
from naungan.law.graph import rule
from naungan.law.periods import (
    BPU_2026,
    BPU_2026_ALL,
    BPU_2026_TRANSPORT_AFTER,
    BPU_2026_TRANSPORT_BEFORE,
    COVID,
)
from naungan.law.vocabulary import SECTOR

TRANSPORT = SECTOR["TRANSPORT"]


@rule("PP 44/2015 Lampiran II, PP 46/2015 Lampiran")
def base(income: Number, bpu_base: Table) -> Number:
    """The income base of the bracket in which the month's income lies."""
    return lookup(income, bpu_base)


@rule("PP 44/2015 Lampiran II")
def jkk_full(base: Number, bpu_jkk_rate: Number) -> Number:
    """JKK on the bracket's base."""
    return share(base, bpu_jkk_rate)


@rule("PP 44/2015 Pasal 18")
def jkm_full(bpu_jkm: Number) -> Number:
    """JKM: one amount for everybody."""
    return bpu_jkm


@rule("PP 46/2015 Lampiran")
def jht_worker(has_jht: Flag, base: Number, bpu_jht_rate: Number) -> Number:
    """Old-age savings on the bracket's base; all of it is the worker's own."""
    return choose(has_jht, share(base, bpu_jht_rate), 0)


@rule("PP 44/2015 Pasal 16", outside=(COVID, BPU_2026))
def jkk_payable(jkk_full: Number) -> Number:
    """JKK to be paid: the whole contribution."""
    return jkk_full


@rule("PP 44/2015 Pasal 18", outside=(COVID, BPU_2026))
def jkm_payable(jkm_full: Number) -> Number:
    """JKM to be paid: the whole contribution."""
    return jkm_full


@rule("PP 50/2025 Pasal 3", unit="yes_no", during=BPU_2026)
def relief_for_payer(paid_by: Number, bpu_relief_2026_by_payer: Table) -> Flag:
    """Whether the payer has the relief of 2026: not for what state or regional budgets pay."""
    return lookup(paid_by, bpu_relief_2026_by_payer) > 0


@rule("PP 50/2025 Pasal 4", during=BPU_2026_ALL, unit="ppm")
def share_payable(sector: Number, bpu_relief_2026_transport: Number, bpu_relief_2026_other: Number) -> Number:
    """The part of the contribution that is paid under the relief, by sector."""
    return choose(sector == TRANSPORT, bpu_relief_2026_transport, bpu_relief_2026_other)


@rule("PP 50/2025 Pasal 4", during=BPU_2026_TRANSPORT_BEFORE, unit="ppm", name="share_payable")
def share_payable_before_april(sector: Number, bpu_relief_2026_transport: Number) -> Number:
    """Until March 2026 only transport workers have the relief."""
    return choose(sector == TRANSPORT, bpu_relief_2026_transport, MILLION)


@rule("PP 50/2025 Pasal 4", during=BPU_2026_TRANSPORT_AFTER, unit="ppm", name="share_payable")
def share_payable_from_2027(sector: Number, bpu_relief_2026_transport: Number) -> Number:
    """From January 2027 only transport workers still have the relief."""
    return choose(sector == TRANSPORT, bpu_relief_2026_transport, MILLION)


@rule("PP 50/2025 Pasal 4", during=BPU_2026, name="jkk_payable")
def jkk_payable_2026(jkk_full: Number, relief_for_payer: Flag, share_payable: Number) -> Number:
    """JKK to be paid: a fraction of the rounded contribution under the relief."""
    return choose(relief_for_payer, share(jkk_full, share_payable), jkk_full)


@rule("PP 50/2025 Pasal 4", during=BPU_2026, name="jkm_payable")
def jkm_payable_2026(jkm_full: Number, relief_for_payer: Flag, share_payable: Number) -> Number:
    """JKM to be paid: a fraction of the rounded contribution under the relief."""
    return choose(relief_for_payer, share(jkm_full, share_payable), jkm_full)
