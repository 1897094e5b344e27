"""What clerks fill in: a month to run, a payment by hand, a file of payments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.contributions.models import AgencyAmount, Correction, FollowUp
from naungan.contributions.payment_file import covers_of
from naungan.contributions.services.records import PROGRAMMES
from naungan.kit.files import ACCEPTED
from naungan.registry.fields import MonthField, RupiahField
from naungan.registry.forms import area_choices
from naungan.registry.models import Group, Payer, Person

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
REASON = forms.CharField(label=_("Alasan"), required=False, max_length=500)


class RunForm(forms.Form):
    """The month to compute, and for which area."""

    month = MonthField(label=_("Bulan iuran (BLTH)"))
    area = forms.ChoiceField(label=_("Pembayar iuran di wilayah"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = _("Semua wilayah kerja saya")
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = area_choices(actor, empty=whole)


class CorrectionFilterForm(forms.Form):
    """Which posted months to hold against the registry, for which payers, causes and, if named, person."""

    since = MonthField(label=_("Dari bulan"))
    until = MonthField(label=_("Sampai bulan"))
    area = forms.ChoiceField(label=_("Pembayar iuran di wilayah"), required=False)
    cause = forms.MultipleChoiceField(
        label=_("Sebab"),
        required=False,
        choices=Correction.Cause.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    orang = forms.ModelChoiceField(queryset=Person.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area, person = self.fields["area"], self.fields["orang"]
        assert isinstance(area, forms.ChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        area.choices = area_choices(actor, empty=_("Semua wilayah kerja saya"))
        person.queryset = people


class CorrectionPostForm(forms.Form):
    """The agreement to post what a preview showed; its figures are kept in the form."""

    memberships = forms.IntegerField(widget=forms.HiddenInput)
    total = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Alasan"), max_length=500)
    agreed = forms.BooleanField(label=_("Saya sudah memeriksa orang dan selisihnya"))


class PostForm(forms.Form):
    """The agreement to post a draft."""

    reason = REASON
    agreed = forms.BooleanField(label=_("Saya sudah memeriksa jumlah peserta dan tagihannya"))


class ArrearsFilterForm(forms.Form):
    """Arrears as of a day, of payers in an area."""

    area = forms.ChoiceField(label=_("Wilayah"), required=False)
    per = forms.DateField(label=_("Posisi per"), required=False, widget=DAY)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = area_choices(actor, empty=_("Semua wilayah kerja saya"))


class StepForm(forms.Form):
    """A step about a payer's arrears."""

    kind = forms.ChoiceField(label=_("Langkah"), choices=FollowUp.Kind.choices)
    on = forms.DateField(label=_("Tanggal"), widget=DAY)
    until = forms.DateField(label=_("Dijanjikan paling lambat"), required=False, widget=DAY)
    amount_rp = RupiahField(label=_("Jumlah"), required=False)
    reference = forms.CharField(label=_("Nomor surat"), required=False, max_length=80)
    note = forms.CharField(label=_("Catatan"), required=False, max_length=500)


class InstructionForm(forms.Form):
    """What a payer says a payment is for."""

    covers = forms.CharField(
        label=_("Untuk bulan atau kode iuran"),
        required=False,
        max_length=400,
        help_text=_("Misalnya 2021-03 2021-04 atau 2021-01..2021-04; kosong: tagihan tertua lebih dahulu."),
    )
    reason = REASON


class AgencyForm(forms.Form):
    """What the agency itself asks for a bill."""

    amount_rp = RupiahField(label=_("Tagihan menurut BPJS Ketenagakerjaan"))
    members = forms.IntegerField(label=_("Peserta menurut BPJS Ketenagakerjaan"), required=False, min_value=0)
    why = forms.ChoiceField(
        label=_("Sebab selisih"),
        required=False,
        choices=[("", _("Menurut angkanya")), *AgencyAmount.Why.choices],
    )
    note = forms.CharField(label=_("Catatan"), required=False, max_length=300)


class AccountCodeForm(forms.Form):
    """A region's account code for a programme from a month on."""

    area = forms.ChoiceField(label=_("Wilayah"))
    programme = forms.ChoiceField(label=_("Program"), choices=[(name, name) for name in PROGRAMMES])
    group = forms.ModelChoiceField(
        label=_("Kelompok pekerja"),
        queryset=Group.objects.order_by("name"),
        required=False,
        empty_label=_("Semua kelompok"),
    )
    from_month = MonthField(label=_("Mulai bulan"))
    code = forms.CharField(label=_("Kode rekening"), max_length=30, help_text=_("Misalnya 5.1.02.02.02.0006"))
    name = forms.CharField(label=_("Uraian"), required=False, max_length=150)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = area_choices(actor)[1:]


class PaymentForm(forms.Form):
    """One payment by hand."""

    payer = forms.CharField(
        label=_("Kode pembayar iuran"), max_length=40, help_text=_("Misalnya 75.03 atau kode OPD.")
    )
    paid_on = forms.DateField(
        label=_("Tanggal bayar"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    amount = RupiahField(label=_("Jumlah"))
    reference = forms.CharField(label=_("Nomor bukti"), max_length=80, help_text=_("Misalnya nomor SP2D."))
    payment_code = forms.CharField(
        label=_("Kode iuran"),
        max_length=30,
        required=False,
        help_text=_("Tanpa kode, pembayaran melunasi tagihan tertua lebih dahulu."),
    )
    covers = forms.CharField(
        label=_("Untuk bulan atau kode iuran"),
        max_length=400,
        required=False,
        help_text=_("Bila pembayar menyebutnya, misalnya 2021-03 2021-04."),
    )
    proof = forms.FileField(
        label=_("Bukti bayar"),
        required=False,
        help_text=_("PDF, gambar atau dokumen, paling besar 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    reason = REASON

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_covers(self) -> tuple[str, ...]:
        """Months and codes that can be read."""
        covers = covers_of(self.cleaned_data["covers"])
        if covers is None:
            raise forms.ValidationError(
                _("Tulis bulan seperti 2021-03, rentang 2021-01..2021-04, atau kode iuran.")
            )
        return covers

    def clean_payer(self) -> Payer:
        """A payer that the viewer may act for."""
        found = Payer.objects.filter(
            self.actor.scope.payer_q(), code=self.cleaned_data["payer"].strip()
        ).first()
        if found is None:
            raise forms.ValidationError(_("Pembayar iuran dengan kode ini tidak ada di wilayah kerja Anda."))
        return found

    def clean_paid_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["paid_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal bayar belum tiba; periksa tahun dan bulannya."))
        return day

    def clean_amount(self) -> int:
        """More than nothing."""
        amount: int = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Jumlah harus lebih dari nol."))
        return amount


class PaymentFileForm(forms.Form):
    """A file of payments; it is read and shown before anything is written."""

    file = forms.FileField(
        label=_("Berkas CSV"),
        help_text=_("Kolom: paid_on, amount, payer, reference dan, bila ada, payment_code."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
