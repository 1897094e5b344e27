"""Every address of the site with the view behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch


@dataclass(frozen=True)
class Address:
    """A URL pattern: its route, name and view."""

    route: str
    name: str
    view: Any

    @property
    def permission(self) -> str | None:
        """The mark on the view: a permission, "public", "signed-in", or None when it was forgotten."""
        return getattr(self.view, "permission", None)

    @property
    def path(self) -> str | None:
        """The path, for an address that needs no arguments."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return None


def addresses() -> list[Address]:
    """Every address but those of the JSON interface, which has marks of its own."""
    return list(_below(get_resolver().url_patterns, ""))


def _below(patterns: list[Any], above: str) -> Iterator[Address]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and pattern.namespace != "api":
            yield from _below(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield Address(route, pattern.name or "", pattern.callback)


def let_go(answer: HttpResponseBase) -> None:
    """Close the files behind an answer, but not the test's database connection, as `answer.close()` would."""
    for close in answer._resource_closers:
        close()
