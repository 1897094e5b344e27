"""A drawing as a file of its own: the same SVG as in the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string


def svg_file(template: str, context: Mapping[str, Any], name: str) -> HttpResponse:
    """The drawing as a download; links inside it are left out."""
    content = render_to_string(template, {**context, "standalone": True})
    answer = HttpResponse(content, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return answer
