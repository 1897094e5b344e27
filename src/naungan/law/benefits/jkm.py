"""The death benefit (JKM) when death was not a work accident: grant, periodic benefit and funeral.

The rules come in two forms: for who has the benefit at once, and for BPU members, who since 24 February 2025
have only the funeral grant until they have contributed long enough.
"""

from naungan.law.arithmetic import Flag, Number, choose
from naungan.law.graph import rule


@rule("PP 44/2015 Pasal 34, PP 82/2019")
def funeral(jkm_funeral: Number) -> Number:
    """Funeral grant; it has no waiting time."""
    return jkm_funeral


@rule("PP 44/2015 Pasal 34, PP 82/2019")
def total(death_grant: Number, periodic: Number, funeral: Number) -> Number:
    """All that is paid in cash."""
    return death_grant + periodic + funeral


@rule("PP 44/2015 Pasal 34, PP 82/2019")
def death_grant(entitled: Flag, jkm_death_grant: Number) -> Number:
    """Lump-sum death grant."""
    return choose(entitled, jkm_death_grant, 0)


@rule("PP 44/2015 Pasal 34, PP 82/2019")
def periodic(entitled: Flag, jkm_periodic: Number) -> Number:
    """Periodic benefit of 24 months, paid at once."""
    return choose(entitled, jkm_periodic, 0)


@rule("PP 44/2015 Pasal 34", unit="yes_no", name="entitled")
def entitled_at_once() -> Flag:
    """The full benefit from the first day of membership."""
    return True


@rule("PP 44/2015 Pasal 34", unit="yes_no", until="2025-02-23", name="entitled")
def entitled_bpu_at_once() -> Flag:
    """The full benefit from the first day of membership."""
    return True


@rule("Permenaker 1/2025", unit="yes_no", since="2025-02-24", name="entitled")
def entitled_bpu(months_contributed: Number, jkm_bpu_waiting_months: Number) -> Flag:
    """The full benefit only after the waiting time."""
    return months_contributed >= jkm_bpu_waiting_months
