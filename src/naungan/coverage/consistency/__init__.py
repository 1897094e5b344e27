"""Published figures held against each other: general checks, each with a code and its reason in words."""

from naungan.coverage.consistency.checks import CHECKS, Conflict, conflicts
from naungan.coverage.consistency.told import Range, Told
from naungan.coverage.consistency.words import TITLES, Flag, flag, value_text

__all__ = ["CHECKS", "TITLES", "Conflict", "Flag", "Range", "Told", "conflicts", "flag", "value_text"]
