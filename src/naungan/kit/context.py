"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Names of the site for the base template."""
    from naungan import __version__

    return {"version": __version__, "is_demo": settings.DEMO}
