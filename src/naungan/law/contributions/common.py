"""What all segments share: a programme that is not asked costs nothing, and what payer and worker pay."""

from naungan.law.arithmetic import Flag, Number, choose
from naungan.law.graph import rule


@rule("PP 44/2015 Pasal 16, 18")
def jkk(has_jkk: Flag, jkk_payable: Number) -> Number:
    """Employment-injury contribution of the month."""
    return choose(has_jkk, jkk_payable, 0)


@rule("PP 44/2015 Pasal 16, 18")
def jkm(has_jkm: Flag, jkm_payable: Number) -> Number:
    """Death contribution of the month."""
    return choose(has_jkm, jkm_payable, 0)


@rule("PP 44/2015, PP 45/2015, PP 46/2015, PP 37/2021 Pasal 11")
def total(  # noqa: PLR0917 - the names are the sum
    jkk: Number, jkm: Number, jht_employer: Number, jht_worker: Number, jp_employer: Number, jp_worker: Number
) -> Number:
    """What payer and worker pay together; the state's JKP share and the recomposition are not in it."""
    return jkk + jkm + jht_employer + jht_worker + jp_employer + jp_worker
