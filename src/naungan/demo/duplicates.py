"""The morning's search: people who stand twice, and people whom two lists pay for."""

from __future__ import annotations

from naungan.accounts.access import Actor
from naungan.registry.duplicates.overlaps import find
from naungan.registry.duplicates.searching import search


def find_doubles(actor: Actor) -> None:
    """Look for both. By the plain way, which is quick; the page searches by parts where the extra is installed."""
    search(actor=actor, exact=True)
    find(actor=actor)
