"""The calendar: what is coming, and a secret address that a calendar program reads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs, public
from naungan.accounts.models import User
from naungan.agreements.ics import calendar as ics_text
from naungan.agreements.models import CalendarKey
from naungan.agreements.pages.parts import tabs, today
from naungan.agreements.queries import Event, events
from naungan.agreements.services import actor_of_key, new_calendar_key, revoke_calendar_key
from naungan.kit.lists import Column, list_response

_SHOWN_ONCE = "calendar_key"


@needs("agreements.view")
def calendar(request: HttpRequest) -> HttpResponseBase:
    """What is coming in the viewer's scope; a post makes a new secret address or revokes it.

    The address is shown once: on the page that the post leads to, and never again.
    """
    actor = actor_of(request)
    if request.method == "POST" and actor.user is not None:
        _renew_or_revoke(request, actor.user)
        return redirect("calendar")
    key = request.session.pop(_SHOWN_ONCE, "")
    address = request.build_absolute_uri(reverse("calendar_feed", args=[key])) if key else ""
    coming = [event for event in events(actor.scope, today()) if event.on >= today()]
    return list_response(
        request,
        title=_("Kalender kerja sama"),
        columns=[
            Column("on", _("Tanggal"), "on", kind="date", sort="on"),
            Column("title", _("Perihal"), "title", sort="title", link=_href),
            Column("place", _("Tempat"), "place"),
        ],
        rows=coming,
        source=_("Naungan: rapat, tenggat tindak lanjut dan akhir perjanjian mulai hari ini."),
        name="kalender",
        template="agreements/calendar.html",
        context={
            **tabs("calendar"),
            "address": address,
            "made_at": CalendarKey.objects.filter(user=actor.user).values_list("made_at", flat=True).first(),
            "empty_text": _("Tidak ada rapat, tenggat atau akhir perjanjian yang akan datang."),
        },
    )


def _renew_or_revoke(request: HttpRequest, user: User) -> None:
    if request.POST.get("cabut"):
        revoke_calendar_key(user)
        messages.success(request, _("Alamat kalender dicabut; yang memakainya tidak dapat membacanya lagi."))
    else:
        request.session[_SHOWN_ONCE] = new_calendar_key(user)


def _href(event: Event) -> str:
    return reverse(event.path_name, args=[event.pk])


@public
def calendar_feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """The feed of whoever the secret belongs to, with the scope that they hold now; else not found."""
    actor = actor_of_key(key)
    if actor is None:
        raise Http404
    text = ics_text(
        _("Kerja sama Naungan"),
        events(actor.scope, today()),
        now=timezone.now(),
        href=lambda event: request.build_absolute_uri(_href(event)),
        host=request.get_host().partition(":")[0],
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
