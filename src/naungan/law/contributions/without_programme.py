"""Programmes that a segment does not have cost nothing; the column is there all the same."""

from __future__ import annotations

from naungan.law.graph import Definition, rule


def nothing(*names: str) -> tuple[Definition, ...]:
    """A rule of value 0 for each name."""
    return tuple(
        rule("UU 24/2011 Pasal 6; PP 44/2015, PP 45/2015, PP 46/2015", name=name)(_none) for name in names
    )


def _none() -> int:
    """The segment does not have this programme."""
    return 0
