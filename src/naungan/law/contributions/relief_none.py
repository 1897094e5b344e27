"""Outside the relief of 2020, employers pay JKK and JKM as computed."""

from naungan.law.arithmetic import Number
from naungan.law.graph import rule
from naungan.law.periods import COVID


@rule("PP 44/2015 Pasal 16", outside=(COVID,))
def jkk_payable(jkk_full: Number) -> Number:
    """JKK to be paid: the whole contribution."""
    return jkk_full


@rule("PP 44/2015 Pasal 18", outside=(COVID,))
def jkm_payable(jkm_full: Number) -> Number:
    """JKM to be paid: the whole contribution."""
    return jkm_full
