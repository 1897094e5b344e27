"""Construction workers whose wage is known: JKK of the highest risk group, JKM as for wage earners."""

from naungan.law.arithmetic import Number, share
from naungan.law.graph import rule


@rule("PP 44/2015 Pasal 54")
def jkk_full(wage: Number, jakon_jkk_rate: Number) -> Number:
    """JKK on the whole wage."""
    return share(wage, jakon_jkk_rate)


@rule("PP 44/2015 Pasal 54")
def jkm_full(wage: Number, jakon_jkm_rate: Number) -> Number:
    """JKM on the whole wage."""
    return share(wage, jakon_jkm_rate)
