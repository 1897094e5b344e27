"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from naungan.kit.navigation import shown_sections
from naungan.kit.viewer import viewer


def page(request: HttpRequest) -> dict[str, Any]:
    """Names of the site for the base template."""
    from naungan import __version__

    return {
        "version": __version__,
        "is_demo": settings.DEMO,
        "viewer": viewer(request),
        "sections": shown_sections(request),
    }
