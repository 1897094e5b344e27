"""Wage earners (PU): JKK by risk group, JKM, JHT, JP up to its ceiling; JKP adds nothing to the bill."""

from naungan.law.arithmetic import Flag, Number, Table, at_most, choose, lookup, share
from naungan.law.graph import rule
from naungan.law.periods import BEFORE_JKP, COVID, JKP, LABOUR_INTENSIVE


@rule("PP 44/2015 Pasal 16, Lampiran I", unit="ppm", outside=(LABOUR_INTENSIVE,))
def jkk_rate(risk_group: Number, jkk_rate_by_risk_group: Table) -> Number:
    """JKK rate of the workplace's risk group."""
    return lookup(risk_group, jkk_rate_by_risk_group)


@rule("PP 7/2025 Pasal 4, PP 36/2025", unit="ppm", during=LABOUR_INTENSIVE, name="jkk_rate")
def jkk_rate_with_relief(
    risk_group: Number,
    labour_intensive: Flag,
    jkk_rate_by_risk_group: Table,
    jkk_rate_labour_intensive: Table,
) -> Number:
    """JKK rate of the risk group; labour-intensive industry has the lower published rate."""
    return choose(
        labour_intensive,
        lookup(risk_group, jkk_rate_labour_intensive),
        lookup(risk_group, jkk_rate_by_risk_group),
    )


@rule("PP 44/2015 Pasal 16")
def jkk_full(wage: Number, jkk_rate: Number) -> Number:
    """JKK on the whole wage; there is no ceiling, and the JKP recomposition does not lower the bill."""
    return share(wage, jkk_rate)


@rule("PP 44/2015 Pasal 18")
def jkm_full(wage: Number, jkm_rate: Number) -> Number:
    """JKM on the whole wage; there is no ceiling, and the JKP recomposition does not lower the bill."""
    return share(wage, jkm_rate)


@rule("PP 46/2015 Pasal 16")
def jht_employer(has_jht: Flag, wage: Number, jht_rate_employer: Number) -> Number:
    """Old-age savings paid by the employer, on the whole wage."""
    return choose(has_jht, share(wage, jht_rate_employer), 0)


@rule("PP 46/2015 Pasal 16")
def jht_worker(has_jht: Flag, wage: Number, jht_rate_worker: Number) -> Number:
    """Old-age savings paid by the worker, on the whole wage."""
    return choose(has_jht, share(wage, jht_rate_worker), 0)


@rule("PP 45/2015 Pasal 29")
def jp_base(wage: Number, jp_wage_ceiling: Number) -> Number:
    """The wage that counts for the pension, at most the ceiling."""
    return at_most(wage, jp_wage_ceiling)


@rule("PP 45/2015 Pasal 28")
def jp_employer_full(jp_base: Number, jp_rate_employer: Number) -> Number:
    """Pension contribution of the employer."""
    return share(jp_base, jp_rate_employer)


@rule("PP 45/2015 Pasal 28")
def jp_worker_full(jp_base: Number, jp_rate_worker: Number) -> Number:
    """Pension contribution of the worker."""
    return share(jp_base, jp_rate_worker)


@rule("PP 45/2015 Pasal 28", outside=(COVID,))
def jp_employer(has_jp: Flag, jp_employer_full: Number) -> Number:
    """Pension contribution of the employer for the month."""
    return choose(has_jp, jp_employer_full, 0)


@rule("PP 45/2015 Pasal 28", outside=(COVID,))
def jp_worker(has_jp: Flag, jp_worker_full: Number) -> Number:
    """Pension contribution of the worker for the month."""
    return choose(has_jp, jp_worker_full, 0)


@rule("PP 49/2020 Pasal 17", during=COVID, name="jp_employer")
def jp_employer_now(has_jp: Flag, jp_employer_full: Number, covid_jp_share_paid_now: Number) -> Number:
    """The part of the employer's pension contribution that is payable now; the rest is only put off."""
    return choose(has_jp, share(jp_employer_full, covid_jp_share_paid_now), 0)


@rule("PP 49/2020 Pasal 17", during=COVID, name="jp_worker")
def jp_worker_now(has_jp: Flag, jp_worker_full: Number, covid_jp_share_paid_now: Number) -> Number:
    """The part of the worker's pension contribution that is payable now; the rest is only put off."""
    return choose(has_jp, share(jp_worker_full, covid_jp_share_paid_now), 0)


@rule("PP 49/2020 Pasal 17", during=COVID)
def jp_deferred(
    has_jp: Flag, jp_employer_full: Number, jp_worker_full: Number, jp_employer: Number, jp_worker: Number
) -> Number:
    """Pension contribution put off, to be settled from 15 May 2021 to 15 April 2022."""
    return choose(has_jp, jp_employer_full + jp_worker_full - jp_employer - jp_worker, 0)


@rule("PP 37/2021 Pasal 11, 21", during=JKP)
def jkp_base(wage: Number, jkp_wage_ceiling: Number) -> Number:
    """The wage that counts for job-loss insurance, at most the ceiling."""
    return at_most(wage, jkp_wage_ceiling)


@rule("PP 37/2021 Pasal 11", during=JKP)
def jkp_state(has_jkp: Flag, jkp_base: Number, jkp_rate_state: Number) -> Number:
    """The central government's share of JKP."""
    return choose(has_jkp, share(jkp_base, jkp_rate_state), 0)


@rule("PP 37/2021 Pasal 11", during=JKP)
def jkp_from_jkk(has_jkp: Flag, jkp_base: Number, jkp_rate_from_jkk: Number) -> Number:
    """What moves from the JKK fund to JKP; it is inside the JKK bill, not beside it."""
    return choose(has_jkp, share(jkp_base, jkp_rate_from_jkk), 0)


@rule("PP 37/2021 Pasal 11", during=JKP)
def jkp_from_jkm(has_jkp: Flag, jkp_base: Number, jkp_rate_from_jkm: Number) -> Number:
    """What moves from the JKM fund to JKP; it is inside the JKM bill, not beside it."""
    return choose(has_jkp, share(jkp_base, jkp_rate_from_jkm), 0)


@rule("PP 37/2021", during=BEFORE_JKP, name="jkp_state")
def no_jkp_state() -> Number:
    """Before February 2021 there was no JKP."""
    return 0


@rule("PP 37/2021", during=BEFORE_JKP, name="jkp_from_jkk")
def no_jkp_from_jkk() -> Number:
    """Before February 2021 there was no JKP."""
    return 0


@rule("PP 37/2021", during=BEFORE_JKP, name="jkp_from_jkm")
def no_jkp_from_jkm() -> Number:
    """Before February 2021 there was no JKP."""
    return 0
