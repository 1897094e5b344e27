"""A drawing as a file of its own: the same SVG as in the page."""

from __future__ import annotations

from django.http import HttpResponse

from naungan.coverage.drawings import Drawing


def svg_file(drawing: Drawing, name: str) -> HttpResponse:
    """The drawing as a download; links inside it are left out."""
    answer = HttpResponse(drawing.svg(), content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return answer
