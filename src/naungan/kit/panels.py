"""Panels: a higher room adds a part to a lower room's page, and cards to the start page.

The lower room writes `{% panels "registry.person" person %}` in its template; the higher room registers, in
`AppConfig.ready`, a function that renders its part for that place. Places in use: "home" (cards of the
start page, object None), "home.next" (next actions), "registry.person", "registry.payer", "registry.roll",
"registry.batch", "contributions.bill" (a bill's page, object the bill: claims that wait for it), "kit.list"
(the bar above every list, object None).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from naungan.kit.viewer import viewer
from naungan.law.findings import Refused


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure of the start page. `figure` is formatted text.

    `tone` colours the edge: good, warn, bad, info, off.
    """

    title: str
    figure: str
    note: str = ""
    href: str = ""
    action: str = ""
    tone: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class NextAction:
    """One thing that waits for the viewer: what, how many, and where to do it."""

    text: str
    href: str
    count: int | None = None
    tone: str = "info"


Part = SafeString | Card | NextAction
Draw = Callable[[HttpRequest, Any], Part | list[NextAction] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A registered part of a page."""

    draw: Draw
    permission: str | None
    order: int


_panels: dict[str, list[Panel]] = {}


def register_panel(place: str, draw: Draw, *, permission: str | None = None, order: int = 100) -> None:
    """Let `draw(request, obj)` add a part to a place, for viewers who hold `permission`; lower orders stand
    first.

    `draw` returns safe HTML (from `render_to_string`), a `Card`, a `NextAction` or a list of these, or None
    for nothing. It must narrow its own reads: `accounts.access.actor_for(request.user, permission).scope`.
    """
    placed = _panels.setdefault(place, [])
    if all(panel.draw is not draw for panel in placed):
        placed.append(Panel(draw, permission, order))
        placed.sort(key=lambda panel: panel.order)


def parts(place: str, request: HttpRequest, obj: object = None) -> list[Part]:
    """The parts of a place that the viewer may see, in order."""
    allowed = viewer(request).permissions
    found: list[Part] = []
    for panel in _panels.get(place, ()):
        if panel.permission is not None and panel.permission not in allowed:
            continue
        part = _drawn(panel, request, obj)
        if isinstance(part, list):
            found.extend(part)
        elif part is not None:
            found.append(part)
    return found


def _drawn(panel: Panel, request: HttpRequest, obj: object) -> Part | list[NextAction] | None:
    """The part; what one room refuses is told in its place and takes no other part away."""
    try:
        return panel.draw(request, obj)
    except Refused as refused:
        return render_to_string("kit/panel_refused.html", {"refused": refused}, request=request)


def html(part: Part, request: HttpRequest) -> SafeString:
    """A part as HTML."""
    if isinstance(part, Card):
        return render_to_string("kit/card.html", {"card": part}, request=request)
    if isinstance(part, NextAction):
        return render_to_string("kit/next_action.html", {"action": part}, request=request)
    return part
