"""Cash benefits after a work accident (JKK): multiples of the monthly wage, and fixed sums.

For a BPU member the wage is the base of the income bracket.
"""

from naungan.law.arithmetic import Number, Table, at_least, share, share_of_large, weigh_layers
from naungan.law.graph import rule

ANNEX = "PP 44/2015 Lampiran III, PP 82/2019 Lampiran III"


@rule(ANNEX, unit="wage_multiple")
def death_multiple(jkk_wage_multiple: Number, jkk_death_rate: Number) -> Number:
    """Months of wage due for death: 60 % of 80."""
    return share(jkk_wage_multiple, jkk_death_rate)


@rule(ANNEX)
def death_grant(wage: Number, death_multiple: Number, jkk_death_floor: Number) -> Number:
    """Death grant, never less than the floor."""
    return at_least(wage * death_multiple, jkk_death_floor)


@rule(ANNEX)
def periodic(jkk_periodic: Number) -> Number:
    """Periodic benefit of 24 months, paid at once."""
    return jkk_periodic


@rule(ANNEX)
def funeral(jkk_funeral: Number) -> Number:
    """Funeral grant."""
    return jkk_funeral


@rule(ANNEX, name="total")
def death_total(death_grant: Number, periodic: Number, funeral: Number) -> Number:
    """All that is paid in cash after a death; the scholarship comes on top."""
    return death_grant + periodic + funeral


@rule(ANNEX, unit="wage_multiple")
def total_multiple(jkk_wage_multiple: Number, jkk_permanent_total_rate: Number) -> Number:
    """Months of wage due for permanent total disability: 70 % of 80."""
    return share(jkk_wage_multiple, jkk_permanent_total_rate)


@rule(ANNEX, name="disability_grant")
def total_disability_grant(wage: Number, total_multiple: Number) -> Number:
    """Grant for permanent total disability."""
    return wage * total_multiple


@rule(ANNEX, name="total")
def disability_total(disability_grant: Number, periodic: Number) -> Number:
    """All that is paid in cash after permanent total disability."""
    return disability_grant + periodic


@rule(ANNEX, unit="ppm")
def disability_rate(table_percent: Number, function_loss_percent: Number) -> Number:
    """The schedule's percentage; of a lost function only the part that is lost."""
    return share(table_percent, function_loss_percent)


@rule(ANNEX, name="disability_grant")
def partial_disability_grant(wage: Number, disability_rate: Number, jkk_wage_multiple: Number) -> Number:
    """Grant for permanent partial disability."""
    return share_of_large(wage * jkk_wage_multiple, disability_rate)


@rule(ANNEX, unit="ppm")
def months_of_wage(months: Number, jkk_temporary_incapacity_rate: Table) -> Number:
    """What the months add up to: the later ones count for a part only."""
    return weigh_layers(months, jkk_temporary_incapacity_rate)


@rule(ANNEX, name="total")
def incapacity_total(wage: Number, months_of_wage: Number) -> Number:
    """All that is paid for the months of temporary incapacity."""
    return share_of_large(wage, months_of_wage)
