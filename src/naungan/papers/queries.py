"""Finding an issued paper again, by what stands on it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.kit.papers import qr_svg
from naungan.papers.models import IssuedPaper


def verify_address(paper: IssuedPaper, request: HttpRequest | None = None) -> str:
    """The address that the paper's QR code leads to.

    `NAUNGAN_ADDRESS` decides where it is set, because a paper outlives the machine that it was asked from;
    else the address of the request.
    """
    path = reverse("paper_verify", args=[paper.token])
    if settings.ADDRESS or request is None:
        return f"{settings.ADDRESS or 'http://localhost:8000'}{path}"
    return request.build_absolute_uri(path)


def find(token: str) -> IssuedPaper | None:
    """The paper of a token, read as people type it: small letters, spaces and hyphens do no harm."""
    typed = "".join(sign for sign in token.upper() if sign.isalnum())
    return IssuedPaper.objects.filter(token=typed).select_related("area").first() if typed else None


def papers_of(subject: str) -> list[IssuedPaper]:
    """The papers about a record, the newest first."""
    return list(IssuedPaper.objects.filter(subject=subject).order_by("-pk"))


def seal(paper: IssuedPaper, request: HttpRequest | None = None) -> dict[str, str]:
    """What `verify(data.seal)` of `kit/papers/paper.typ` prints: the QR code, what it is for, the typed code."""
    address = verify_address(paper, request)
    return {
        "qr": qr_svg(address),
        "alt": _("Kode QR ke halaman pemeriksaan naskah ini"),
        "says": _("Pindai untuk memeriksa keaslian naskah ini, atau ketik kodenya di %(address)s")
        % {"address": address.removesuffix(f"{paper.token}/")},
        "code": "-".join(paper.token[at : at + 5] for at in range(0, len(paper.token), 5)),
    }
