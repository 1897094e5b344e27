"""What depends on a record of a lower room? A higher room registers an answer; the lower room asks here.

The registry may undo an import batch only while nothing depends on it, but bills live above the registry.
So the room of bills registers, when it starts, a function that knows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Ask = Callable[[Any], str | None]

_asks: dict[str, list[Ask]] = {}


def register_dependent(kind: str, ask: Ask) -> None:
    """Let `ask` answer for records of a kind ("registry.batch"): a sentence that names what depends on it,
    or None.

    Called from `AppConfig.ready`. Registering the same function again changes nothing.
    """
    asks = _asks.setdefault(kind, [])
    if ask not in asks:
        asks.append(ask)


def dependents(kind: str, obj: object) -> list[str]:
    """Every sentence about what depends on the record; an empty list means that it may be undone."""
    return [answer for ask in _asks.get(kind, ()) if (answer := ask(obj))]
