"""The cash benefit after a layoff (JKP): a part of the last wage up to its ceiling, for six months."""

from naungan.law.arithmetic import Number, Table, at_most, lookup, share
from naungan.law.graph import rule


@rule("PP 37/2021 Pasal 21, PP 6/2025")
def base(wage: Number, jkp_wage_ceiling: Number) -> Number:
    """The last wage, at most the ceiling."""
    return at_most(wage, jkp_wage_ceiling)


@rule("PP 37/2021 Pasal 21, PP 6/2025", unit="ppm")
def rate(benefit_month: Number, jkp_benefit_rate_by_month: Table) -> Number:
    """The part of the wage paid in that month of the benefit."""
    return lookup(benefit_month, jkp_benefit_rate_by_month)


@rule("PP 37/2021 Pasal 21, PP 6/2025")
def benefit(base: Number, rate: Number) -> Number:
    """The benefit of the month."""
    return share(base, rate)
