"""What every write of the room asks first, and how it leaves its trace."""

from __future__ import annotations

from naungan.accounts.acts import area_held, entries_of

__all__ = ["area_held", "entry_of"]

entry_of = entries_of("compliance")
