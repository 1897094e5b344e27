"""Certificates: the list, the paper, hand-overs, and withdrawing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import actor_of, needs
from naungan.awards import forms
from naungan.awards.certificate import certificate_pdf
from naungan.awards.filters import CertificateFilter
from naungan.awards.models import Certificate
from naungan.awards.pages.parts import EDIT, VIEW, may_edit, question, tabs, today
from naungan.awards.queries import visible_certificates
from naungan.awards.services import Handing, hand_over, withdraw_certificate
from naungan.kit import papers
from naungan.kit.asking import ask, bound
from naungan.kit.lists import Column, list_response


def _find(request: HttpRequest, pk: int) -> Certificate:
    found = visible_certificates(actor_of(request).scope).filter(pk=pk, paper__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _is_withdrawn(row: Certificate) -> bool:
    return row.paper is not None and row.paper.withdrawn_on is not None


@needs(VIEW)
def certificates(request: HttpRequest) -> HttpResponseBase:
    """Every certificate that the viewer may see."""
    rows = visible_certificates(actor_of(request).scope).order_by("-given_on", "-pk")
    return list_response(
        request,
        title=_("Piagam"),
        columns=[
            Column("number", _("Nomor"), "paper.number", kind="id", sort="paper__number", link=_pdf),
            Column("recipient", _("Penerima"), "recipient", sort="recipient"),
            Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
            Column("occasion", _("Acara penyerahan"), "occasion", sort="occasion"),
            Column("given", _("Diserahkan"), "given_on", kind="date", sort="given_on"),
            Column("giver", _("Pemberi"), "giver", sort="giver"),
            Column(
                "state",
                _("Status"),
                lambda row: _("ditarik") if _is_withdrawn(row) else _("berlaku"),
                kind="tag",
                tone=lambda row: "bad" if _is_withdrawn(row) else "good",
            ),
            *([Column("mend", _("Tindakan"), _mend, link=_withdraw)] if may_edit(request) else []),
        ],
        rows=rows,
        filterset=CertificateFilter(request.GET, queryset=rows, request=request),
        source=_("Naungan, ruang penghargaan; keaslian tiap piagam dapat diperiksa dengan kode QR-nya."),
        name="piagam",
        template="awards/certificates.html",
        context={
            **tabs("certificates"),
            "may_edit": may_edit(request),
            "empty_text": _("Belum ada piagam yang diterbitkan."),
        },
    )


def _pdf(row: Certificate) -> str:
    return reverse("certificate", args=[row.pk])


def _mend(row: Certificate) -> str:
    return "" if _is_withdrawn(row) else _("Tarik")


def _withdraw(row: Certificate) -> str:
    return "" if _is_withdrawn(row) else reverse("certificate_withdraw", args=[row.pk])


@needs(VIEW)
def certificate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper."""
    found = _find(request, pk)
    assert found.paper is not None
    return papers.response(certificate_pdf(found, request), f"piagam {found.paper.number}")


@needs(EDIT)
def certificate_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """It no longer holds."""
    found, actor = _find(request, pk), actor_of(request)
    assert found.paper is not None
    words = question(
        "certificates",
        title=_("Tarik piagam"),
        lead=_("%(number)s untuk %(recipient)s. Siapa pun yang memindai kodenya akan membaca alasannya.")
        % {"number": found.paper.number, "recipient": found.recipient},
        button=_("Tarik piagam"),
        back=reverse("certificates"),
        done=_("Piagam ditarik."),
    )
    form = bound(request, forms.ReasonForm)
    return ask(
        request,
        form,
        words,
        lambda valid: withdraw_certificate(found, on=today(), actor=actor, **valid.cleaned_data),
    )


@needs(EDIT)
def certificate_hand_over(request: HttpRequest) -> HttpResponseBase:
    """Certificates handed to governments on one occasion."""
    actor = actor_of(request)
    form = bound(request, forms.HandOverForm, actor=actor, initial={"given_on": today()})
    words = question(
        "certificates",
        title=_("Catat serah terima piagam"),
        lead=_("Satu piagam untuk setiap pemerintah daerah yang dipilih."),
        button=_("Terbitkan piagam"),
        back=reverse("certificates"),
        done=_("Serah terima dicatat dan piagam diterbitkan."),
    )

    def write(valid: forms.HandOverForm) -> None:
        given = dict(valid.cleaned_data)
        codes, occasion, text = given.pop("areas"), given.pop("occasion"), given.pop("text")
        hand_over(codes, Handing(**given), occasion=occasion, text=text, actor=actor)

    return ask(request, form, words, write)
