"""The public page that tells whether a paper is genuine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from naungan.accounts.access import public
from naungan.papers.queries import find


@public
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code that stands below the QR code of a paper."""
    typed = request.GET.get("kode", "").strip()
    found = find(typed) if typed else None
    if found is not None:
        return redirect("paper_verify", token=found.token)
    context = {"title": _("Periksa naskah"), "typed": typed}
    return render(request, "papers/check.html", context, status=404 if typed else 200)


@public
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What was issued under a code: number, day, office and the facts on the paper; or that nothing was."""
    paper = find(token)
    if paper is None:
        context = {"title": _("Periksa naskah"), "typed": token}
        return render(request, "papers/check.html", context, status=404)
    answer = render(request, "papers/paper.html", {"title": paper.title, "paper": paper})
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
