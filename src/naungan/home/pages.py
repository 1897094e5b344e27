"""The start page: what this month asks of the viewer; for a visitor, what Naungan is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from naungan.accounts.access import public
from naungan.accounts.models import User
from naungan.home.steps import steps_for
from naungan.kit import panels
from naungan.kit.viewer import viewer
from naungan.law import months


@public
def home(request: HttpRequest) -> HttpResponse:
    """The month for who has signed in, the front door for a visitor."""
    if not isinstance(request.user, User):
        return render(request, "home/landing.html")
    parts = panels.parts("home", request)
    context = {
        "month": months.of(timezone.localdate()),
        "cards": [panels.html(part, request) for part in parts if isinstance(part, panels.Card)],
        "blocks": [part for part in parts if not isinstance(part, panels.Card | panels.NextAction)],
        "steps": steps_for(viewer(request).permissions),
        "actions": [panels.html(part, request) for part in panels.parts("home.next", request)],
    }
    return render(request, "home/home.html", context)
