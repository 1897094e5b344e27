"""The links of the header: the start room registers them.

A link shows when its page exists and the viewer may see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from naungan.kit.viewer import viewer


@dataclass(frozen=True, slots=True)
class Link:
    """A header link: URL name, label, and the permission of its page ("public" for everybody)."""

    url_name: str
    label: str | Promise
    permission: str


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as the template shows it."""

    href: str
    label: str | Promise
    current: bool


_links: list[Link] = []


def register_links(links: Sequence[Link]) -> None:
    """Set the header's links, in order."""
    _links[:] = links


def shown_links(request: HttpRequest) -> list[ShownLink]:
    """The links that the viewer may follow; the one whose section holds the page is current."""
    permissions = viewer(request).permissions
    shown = []
    for link in _links:
        href = _href(link.url_name)
        if href is not None and (link.permission == "public" or link.permission in permissions):
            current = request.path == href or (href != "/" and request.path.startswith(href))
            shown.append(ShownLink(href, link.label, current))
    return shown


def _href(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
