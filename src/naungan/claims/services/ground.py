"""What every write of the room asks first, and how it leaves its trace."""

from __future__ import annotations

from naungan.accounts.acts import area_held, changed, entries_of, refuse_if_out_of_scope

__all__ = ["BENEFITS_TURN", "DEATHS_TURN", "area_held", "changed", "entry_of", "refuse_if_out_of_scope"]

# One turn for deaths and one for benefits: what was checked is checked again by who holds it.
DEATHS_TURN, BENEFITS_TURN = 7_503_4001, 7_503_4002

entry_of = entries_of("claims")
