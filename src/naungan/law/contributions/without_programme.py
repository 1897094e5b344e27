"""Programmes that a segment lacks, or that were not asked, cost nothing; the column is there all the same."""

from __future__ import annotations

from naungan.law.graph import Definition, rule


def nothing(*names: str) -> tuple[Definition, ...]:
    """A rule of value 0 for each name."""
    reference = "UU 24/2011 Pasal 6; PP 44/2015, PP 45/2015, PP 46/2015"
    return tuple(rule(reference, name=name, silent=True)(_none) for name in names)


def _none() -> int:
    """No such programme, no contribution."""
    return 0
