"""Who looks at the page, as far as templates need it: permissions (to show a link) and the words for their
scope.

The kit lies below the accounts, so the accounts register here how to find out. Showing is never guarding:
each page is guarded by `accounts.access.needs`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the viewer may do, and where; empty for a visitor who has not signed in."""

    name: str = ""
    permissions: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


VISITOR = Viewer()
_find: list[Callable[[HttpRequest], Viewer]] = []


def register_viewer(find: Callable[[HttpRequest], Viewer]) -> None:
    """Tell the kit how a request's viewer is found (once, from `AccountsConfig.ready`)."""
    _find[:] = [find]


def viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request, asked once a request."""
    known = getattr(request, "naungan_viewer", None)
    if known is None:
        known = _find[0](request) if _find and hasattr(request, "user") else VISITOR
        request.naungan_viewer = known  # type: ignore[attr-defined]
    return known
