"""Scholarships of a worker's children: a lump sum until 1 December 2019, then by school level and year.

One graph answers for one child; which children are paid is chosen afterwards, the highest entitlements first.
"""

from naungan.law.arithmetic import Flag, Number, choose
from naungan.law.graph import rule

MONTHS_OF_A_YEAR = 12


@rule("PP 44/2015 Pasal 34, PP 82/2019", unit="yes_no", name="entitled")
def entitled_after_accident() -> Flag:
    """After a work accident no contribution time is asked."""
    return True


@rule("PP 44/2015 Pasal 34, PP 82/2019", unit="yes_no", name="entitled")
def entitled_after_death(months_contributed: Number, scholarship_min_years: Number) -> Flag:
    """After another death the worker must have contributed for some years."""
    return months_contributed >= scholarship_min_years * MONTHS_OF_A_YEAR


@rule("PP 44/2015", until="2019-12-01", name="entitlement")
def lump_sum(entitled: Flag, scholarship_lump_sum: Number) -> Number:
    """One sum for one child, whatever the school."""
    return choose(entitled, scholarship_lump_sum, 0)


@rule("PP 82/2019 Lampiran III", since="2019-12-02")
def school(tk_years: Number, sd_years: Number, scholarship_tk: Number, scholarship_sd: Number) -> Number:
    """Kindergarten and primary school years left."""
    return tk_years * scholarship_tk + sd_years * scholarship_sd


@rule("PP 82/2019 Lampiran III", since="2019-12-02")
def secondary(
    smp_years: Number, sma_years: Number, scholarship_smp: Number, scholarship_sma: Number
) -> Number:
    """Secondary school years left."""
    return smp_years * scholarship_smp + sma_years * scholarship_sma


@rule("PP 82/2019 Lampiran III", since="2019-12-02")
def tertiary(tertiary_years: Number, scholarship_tertiary: Number) -> Number:
    """Years of a first degree or training left."""
    return tertiary_years * scholarship_tertiary


@rule("PP 82/2019 Lampiran III", since="2019-12-02")
def entitlement(entitled: Flag, school: Number, secondary: Number, tertiary: Number) -> Number:
    """What the child would receive over all years left."""
    return choose(entitled, school + secondary + tertiary, 0)
