"""The old-age pension (JP): monthly for life after fifteen years of contributions, else a lump sum."""

from naungan.law.arithmetic import MILLION, Number, at_least, at_most, choose, divided
from naungan.law.graph import rule
from naungan.law.vocabulary import PENSION_KIND

MONTHLY, LUMP_SUM = PENSION_KIND["MONTHLY"], PENSION_KIND["LUMP_SUM"]
MONTHS_OF_A_YEAR = 12


@rule("PP 45/2015 Pasal 19, 24", unit="kind")
def kind(months_contributed: Number, jp_min_months: Number) -> Number:
    """A monthly pension when contributions last long enough, else a lump sum."""
    return choose(months_contributed >= jp_min_months, MONTHLY, LUMP_SUM)


@rule("PP 45/2015 Pasal 17", unit="rupiah_per_month")
def formula(months_contributed: Number, mean_indexed_monthly_wage: Number, jp_accrual_rate: Number) -> Number:
    """One percent of the mean wage for each year of contributions."""
    return divided(
        mean_indexed_monthly_wage * months_contributed * jp_accrual_rate, MILLION * MONTHS_OF_A_YEAR
    )


@rule("PP 45/2015 Pasal 18", unit="rupiah_per_month")
def monthly(formula: Number, jp_pension_minimum: Number, jp_pension_maximum: Number) -> Number:
    """The pension of the first year, between the least and the highest of that year."""
    return at_most(at_least(formula, jp_pension_minimum), jp_pension_maximum)


@rule("PP 45/2015 Pasal 24")
def lump_sum(contributions_paid: Number, returns: Number) -> Number:
    """All contributions with what they earned."""
    return contributions_paid + returns
