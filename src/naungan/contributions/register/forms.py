"""What is asked about payments beyond the plain ones: a register, its headings, a line's decision, a reversal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import Actor
from naungan.contributions.models import Payment
from naungan.contributions.payment_file import covers_of
from naungan.contributions.register.headings import SYNONYMS
from naungan.contributions.register.models import LineDecision, PaymentReversal
from naungan.contributions.register.results import RegisterResult
from naungan.kit.asking import AskForm, choose
from naungan.kit.files import ACCEPTED
from naungan.registry.models import Payer

FIELD_WORDS = {
    "reference": gettext_lazy("Nomor SP2D"),
    "paid_on": gettext_lazy("Tanggal cair"),
    "amount": gettext_lazy("Jumlah"),
    "description": gettext_lazy("Uraian"),
    "recipient": gettext_lazy("Penerima"),
    "unit": gettext_lazy("Perangkat daerah"),
    "account_code": gettext_lazy("Kode rekening"),
    "payment_code": gettext_lazy("Kode iuran"),
    "currency": gettext_lazy("Mata uang"),
}
assert set(FIELD_WORDS) == set(SYNONYMS)


class PayerField(forms.CharField):
    """A payer by its code, in the actor's scope."""

    actor: Actor

    def clean(self, value: Any) -> Payer | None:
        """The payer; None when nothing is given and nothing is needed."""
        code = super().clean(value).strip()
        if not code:
            return None
        found = Payer.objects.filter(self.actor.scope.payer_q(), code=code).first()
        if found is None:
            raise forms.ValidationError(_("Pembayar iuran dengan kode ini tidak ada di wilayah kerja Anda."))
        return found


class RegisterForm(AskForm):
    """A register of disbursements and whose it is."""

    payer = PayerField(
        label=gettext_lazy("Kode pemilik register"),
        max_length=40,
        help_text=gettext_lazy("Pemerintah daerah yang menerbitkan SP2D, misalnya 75.03."),
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas register SP2D"),
        help_text=gettext_lazy("XLSX, XLS, ODS atau CSV dari aplikasi anggaran, paling besar 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        payer = self.fields["payer"]
        assert isinstance(payer, PayerField)
        payer.actor = actor


class HeadingsForm(AskForm):
    """What each heading of a register holds."""

    # as in a filter, no field says that it may stay empty: every one says what is not read
    is_filter = True

    def __init__(self, *args: Any, result: RegisterResult, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("tidak dibaca")), *((name, str(word)) for name, word in FIELD_WORDS.items())]
        self.keys = [(f"kolom{at}", key) for at, (key, label) in enumerate(result.headings) if label]
        labels = dict(result.headings)
        for name, key in self.keys:
            self.fields[name] = forms.ChoiceField(
                label=labels[key], choices=choices, required=False, initial=result.columns.get(key, "")
            )

    def chosen(self) -> dict[str, str]:
        """Heading key to field, as chosen; of two for one field the first counts."""
        seen: set[str] = set()
        found = {}
        for name, key in self.keys:
            field = self.cleaned_data[name]
            found[key] = "" if field in seen else field
            seen.add(field)
        return found


class SettleForm(AskForm):
    """What a waiting line is."""

    choice = forms.ChoiceField(label=gettext_lazy("Baris ini"), widget=forms.RadioSelect)
    payer = PayerField(
        label=gettext_lazy("Pembayar iuran lain"), max_length=40, required=False,
        help_text=gettext_lazy("Kodenya, bila tidak ada di pilihan."),
    )  # fmt: skip
    covers = forms.CharField(
        label=gettext_lazy("Untuk bulan atau kode iuran"), max_length=400, required=False,
        help_text=gettext_lazy("Untuk pembayar lain; kosong: tagihan tertua lebih dahulu."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500, required=False)

    OTHER = "other"

    def __init__(self, *args: Any, actor: Actor, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        payer = self.fields["payer"]
        assert isinstance(payer, PayerField)
        payer.actor = actor
        not_ours = str(LineDecision.Kind.NOT_OURS.label)
        more = [(self.OTHER, _("Pembayar iuran lain")), (str(LineDecision.Kind.NOT_OURS.value), not_ours)]
        choose(self, "choice", [*choices, *more])

    def clean_covers(self) -> tuple[str, ...]:
        """Months and codes that can be read."""
        covers = covers_of(self.cleaned_data["covers"])
        if covers is None:
            raise forms.ValidationError(
                _("Tulis bulan seperti 2021-03, rentang 2021-01..2021-04, atau kode iuran.")
            )
        return covers

    def clean(self) -> dict[str, Any]:
        """Another payer is named."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("choice") == self.OTHER and "payer" in given and given["payer"] is None:
            self.add_error("payer", _("Isi kode pembayar iurannya."))
        return given


class ReasonForm(AskForm):
    """Why something is taken back."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500)


class ReverseForm(AskForm):
    """Why a payment is none."""

    why = forms.ChoiceField(label=gettext_lazy("Sebab"), choices=PaymentReversal.Why.choices)
    same_as = forms.ModelChoiceField(
        label=gettext_lazy("Pembayaran yang sama uangnya"),
        queryset=Payment.objects.none(),
        required=False,
        empty_label=gettext_lazy("tidak ada"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=500,
        help_text=gettext_lazy("Misalnya nomor nota pengembalian bank."),
    )  # fmt: skip

    def __init__(self, *args: Any, payment: Payment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Payment.objects.filter(payer=payment.payer_id, reversal=None).exclude(pk=payment.pk)
        same = self.fields["same_as"]
        assert isinstance(same, forms.ModelChoiceField)
        same.queryset = others.order_by("-paid_on", "-pk")


class ProofForm(AskForm):
    """A file that proves a payment."""

    file = forms.FileField(
        label=gettext_lazy("Bukti bayar"),
        help_text=gettext_lazy("PDF, gambar atau dokumen, paling besar 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
