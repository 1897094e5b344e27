"""Headers and refusals, the same for every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naungan.kit.numbers import is_english
from naungan.law import messages
from naungan.law.findings import Refused

Respond = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicy:
    """A strict policy on every response: only our own files, no inline script or style; and what a user who has
    signed in sees is not kept.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # what one user saw is not to be had from the browser by the next one at the same computer
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class RefusalsAsPages:
    """The one handler of the web face.

    A refusal becomes a page (or a fragment) that says what to do, status 422.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, with the law's messages in the language of the page."""
        token = messages.language.set("en" if is_english() else "id")
        try:
            return self.get_response(request)
        finally:
            messages.language.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal; anything else is a bug and stays one."""
        if not isinstance(exception, Refused):
            return None
        return render(request, "kit/refused.html", {"refused": exception}, status=422)
