"""A payment's proofs, and taking a payment back."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from naungan.accounts.access import needs
from naungan.contributions.pages.payments import find_payment
from naungan.contributions.pages.words import actor_of
from naungan.contributions.register.forms import ProofForm, ReverseForm
from naungan.contributions.register.models import PaymentProof
from naungan.contributions.services import Reversing, keep_proof, reverse_payment
from naungan.kit import files
from naungan.kit.asking import Question, ask, bound


@needs("payment.receive")
def payment_reverse(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a payment back, with its reason."""
    found = find_payment(request, pk)
    question = Question(
        title=_("Batalkan pembayaran %(reference)s") % {"reference": found.reference},
        lead=_(
            "Pembayaran tetap tercatat, tetapi tidak melunasi apa pun lagi; pembatalan tidak dapat dihapus."
        ),
        button=_("Batalkan pembayaran"),
        back=reverse("payment", args=[pk]),
        done=_("Pembayaran dibatalkan; tagihan yang dilunasinya terbuka lagi."),
    )

    def write(form: ReverseForm) -> object:
        given = form.cleaned_data
        told = Reversing(given["why"], given["reason"], given["same_as"])
        return reverse_payment(found, told, actor=actor_of(request))

    return ask(request, bound(request, ReverseForm, payment=found), question, write)


@needs("payment.receive")
def payment_proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Attach a file that proves a payment."""
    found = find_payment(request, pk)
    question = Question(
        title=_("Bukti pembayaran %(reference)s") % {"reference": found.reference},
        button=_("Simpan bukti"),
        back=reverse("payment", args=[pk]),
        done=_("Bukti disimpan."),
    )

    def write(form: ProofForm) -> object:
        upload = form.cleaned_data["file"]
        return keep_proof(found, upload.name, upload.chunks(), actor=actor_of(request))

    return ask(request, bound(request, ProofForm), question, write)


@needs("contributions.view")
def proof_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A proof as a download, for who may see its payment."""
    proof = PaymentProof.objects.filter(actor_of(request).scope.payer_q("payment__payer__"), pk=pk).first()
    if proof is None:
        raise Http404
    path = files.path_of(proof.sha256)
    if not path.exists():
        messages.error(request, _("Berkas bukti ini tidak ada di penyimpanan. Beri tahu administrator."))
        return redirect("payment", pk=proof.payment_id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=proof.file_name)
