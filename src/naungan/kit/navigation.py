"""The links of the header, in two rows: sections, and the pages of the section that one is in.

The start room registers them. A link shows when its page exists and the viewer may see it; a section when one
of its links does.
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
    """A page: URL name, label, and the permission of the page ("public" for everybody)."""

    url_name: str
    label: str | Promise
    permission: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together, under one word in the first row."""

    label: str | Promise
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as the template shows it."""

    href: str
    label: str | Promise
    current: bool


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the template shows it: it leads to the first of its pages that the viewer may see."""

    href: str
    label: str | Promise
    current: bool
    links: tuple[ShownLink, ...]


_sections: list[Section] = []


def register_sections(sections: Sequence[Section]) -> None:
    """Set the header's sections, in order."""
    _sections[:] = sections


def shown_sections(request: HttpRequest) -> list[ShownSection]:
    """The sections that hold a page the viewer may see; the page that is open, or lies above it, is current."""
    allowed = viewer(request).permissions | {"public"}
    held = [
        (
            section,
            [(link, href) for link in section.links if link.permission in allowed and (href := _href(link))],
        )
        for section in _sections
    ]
    here = _nearest(request.path, [href for _section, links in held for _link, href in links])
    return [_shown(section, links, here) for section, links in held if links]


def _shown(section: Section, links: list[tuple[Link, str]], here: str | None) -> ShownSection:
    shown = tuple(ShownLink(href, link.label, href == here) for link, href in links)
    return ShownSection(shown[0].href, section.label, any(link.current for link in shown), shown)


def _nearest(path: str, hrefs: list[str]) -> str | None:
    """The longest address that the path lies in; the start page holds nothing but itself."""
    holding = [href for href in hrefs if path == href or (href != "/" and path.startswith(href))]
    return max(holding, key=len, default=None)


def _href(link: Link) -> str | None:
    try:
        return reverse(link.url_name)
    except NoReverseMatch:
        return None
