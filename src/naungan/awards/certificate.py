"""A certificate as a paper: letterhead of the giver, number, recipient, what for, signature, QR."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from naungan.awards.models import Certificate
from naungan.kit import numbers
from naungan.kit.papers import paper
from naungan.papers.queries import seal

TEMPLATE = "awards/papers/certificate.typ"


def certificate_pdf(one: Certificate, request: HttpRequest | None = None) -> bytes:
    """The PDF, in Indonesian whatever the language of the page: it is an Indonesian paper."""
    with translation.override("id"):
        return paper(TEMPLATE, certificate(one, request))


def certificate(one: Certificate, request: HttpRequest | None = None) -> dict[str, Any]:
    """What the paper says."""
    assert one.paper is not None
    where = f"{one.place}, " if one.place else ""
    withdrawn = one.paper.withdrawn_on
    return {
        "lang": "id",
        "title": _("Piagam Penghargaan"),
        "number": _("Nomor: %(number)s") % {"number": one.paper.number},
        "head": {"office": one.giver, "unit": one.occasion},
        "made": _("Dibuat dengan Naungan"),
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "given_to": _("diberikan kepada"),
        "recipient": one.recipient,
        "for": _("atas"),
        "text": one.text,
        "day": where + numbers.day(one.given_on),
        "withdrawn": _("DITARIK pada %(day)s") % {"day": numbers.day(withdrawn)} if withdrawn else "",
        "signatures": [{"role": one.giver, "name": one.signer, "title": one.signer_title}],
        "seal": seal(one.paper, request),
    }
