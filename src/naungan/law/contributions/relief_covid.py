"""PP 49/2020: one percent of JKK and JKM is paid for August 2020 to January 2021.

Who was registered before August 2020 has the relief from the start (having paid up to July, which the payer's
ledger shows, not this rule); who registered later pays the first months in full.
"""

from naungan.law.arithmetic import Flag, Number, choose, either, share
from naungan.law.graph import rule
from naungan.law.periods import COVID


@rule("PP 49/2020 Pasal 13", unit="yes_no", during=COVID)
def covid_relief(
    month: Number, registered_month: Number, covid_first_month: Number, covid_full_months: Number
) -> Flag:
    """Whether the relief applies: registered before it began, or past the first months of membership."""
    return either(registered_month < covid_first_month, month - registered_month >= covid_full_months)


@rule("PP 49/2020 Pasal 9", during=COVID)
def jkk_payable(jkk_full: Number, covid_relief: Flag, covid_share_payable: Number) -> Number:
    """JKK to be paid: a fraction of the rounded contribution under the relief."""
    return choose(covid_relief, share(jkk_full, covid_share_payable), jkk_full)


@rule("PP 49/2020 Pasal 9", during=COVID)
def jkm_payable(jkm_full: Number, covid_relief: Flag, covid_share_payable: Number) -> Number:
    """JKM to be paid: a fraction of the rounded contribution under the relief."""
    return choose(covid_relief, share(jkm_full, covid_share_payable), jkm_full)
