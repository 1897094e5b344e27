"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.compliance.models import Employer, LicenceCheck, Step
from naungan.compliance.services import Lead, Origin
from naungan.kit.asking import AskForm, DayField, choose
from naungan.registry.forms import area_choices
from naungan.registry.models import Payer

NO_SIZE = ("", _("Tidak diketahui"))


class SourceForm(AskForm):
    """Where a lead comes from."""

    area = forms.ChoiceField(label=_("Wilayah"))
    source_kind = forms.ChoiceField(label=_("Jenis sumber"), choices=Employer.SourceKind.choices)
    source = forms.CharField(
        label=_("Sumber"),
        max_length=300,
        help_text=_("Siapa yang memberi daftarnya, nomor atau tanggal suratnya."),
    )
    found_on = DayField(label=_("Tanggal sumber"))
    kind = forms.ChoiceField(label=_("Yang belum dipenuhi"), choices=Employer.Kind.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", area_choices(actor, empty=_("Pilih wilayah")))


class FileForm(SourceForm):
    """A file of employers."""

    file = forms.FileField(
        label=_("Berkas daftar"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        help_text=_(
            "Kolom dikenali dari judulnya: nama perusahaan, NPP, NIB, kecamatan, jumlah tenaga kerja, upah."
        ),
    )
    field_order = ("file", "area", "source_kind", "source", "found_on", "kind")

    def origin(self) -> Origin:
        """Where the file comes from, as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"file", "area"}}
        return Origin(area_code=self.cleaned_data["area"], **given)


class EstimateForm(AskForm):
    """How many workers, at what wage."""

    workers = forms.IntegerField(
        label=_("Perkiraan tenaga kerja"), required=False, min_value=0, max_value=1_000_000
    )
    wage_rp = forms.IntegerField(
        label=_("Perkiraan upah rata-rata sebulan (rupiah)"), required=False, min_value=1, max_value=10**9
    )
    on = DayField(label=_("Posisi per"))
    source = forms.CharField(label=_("Sumber perkiraan"), max_length=300)


class EmployerForm(SourceForm):
    """An employer, noted by hand."""

    name = forms.CharField(label=_("Nama pemberi kerja"), max_length=200)
    npp = forms.CharField(label=_("NPP"), max_length=40, required=False)
    nib = forms.RegexField(
        r"^\d{13}$",
        label=_("NIB"),
        required=False,
        error_messages={"invalid": _("NIB terdiri dari 13 angka.")},
    )
    sector = forms.CharField(label=_("Sektor usaha"), max_length=120, required=False)
    size = forms.ChoiceField(
        label=_("Skala usaha"), required=False, choices=[NO_SIZE, *Employer.Size.choices]
    )
    workers = forms.IntegerField(
        label=_("Perkiraan tenaga kerja"), required=False, min_value=0, max_value=1_000_000
    )
    wage_rp = forms.IntegerField(
        label=_("Perkiraan upah rata-rata sebulan (rupiah)"), required=False, min_value=1, max_value=10**9
    )
    parts = (
        (_("Pemberi kerja"), ("name", "area", "npp", "nib", "sector", "size")),
        (_("Dugaan"), ("kind", "workers", "wage_rp")),
        (_("Asal keterangan"), ("source_kind", "source", "found_on")),
    )
    whole = frozenset({"name"})

    def lead(self) -> Lead:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        return Lead(area_code=given.pop("area"), **given)


class StepForm(AskForm):
    """A step that was taken."""

    kind = forms.ChoiceField(label=_("Langkah"))
    on = DayField(label=_("Tanggal"))
    officer = forms.CharField(label=_("Petugas"), max_length=150, required=False)
    together_with = forms.CharField(
        label=_("Bersama"),
        max_length=200,
        required=False,
        help_text=_("Misalnya pengawas ketenagakerjaan, kejaksaan dengan SKK, atau dinas perizinan."),
    )
    note = forms.CharField(
        label=_("Hasil atau alasan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    whole = frozenset({"note"})

    def __init__(self, *args: Any, kinds: list[Step.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [(kind.value, kind.label) for kind in kinds])


class WithdrawForm(AskForm):
    """A wrong step is taken back."""

    reason = forms.CharField(label=_("Alasan"), max_length=500)


class RecogniseForm(AskForm):
    """Which payer of the registry it is."""

    payer = forms.CharField(
        label=_("Kode pembayar iuran"),
        required=False,
        max_length=40,
        help_text=_("Kosong: tidak ada di registri."),
    )
    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False)

    def __init__(self, *args: Any, payers: QuerySet[Payer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payers = payers

    def clean_payer(self) -> Payer | None:
        """The payer of the code, among those that may be seen."""
        code = self.cleaned_data["payer"].strip()
        found = self.payers.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("Pembayar dengan kode ini tidak ditemukan."))
        return found


class LicenceForm(AskForm):
    """A licence office asked."""

    area = forms.ChoiceField(label=_("Wilayah"))
    on = DayField(label=_("Tanggal"))
    asked_by = forms.CharField(label=_("Instansi penanya"), max_length=200)
    applicant = forms.CharField(label=_("Pemohon izin"), max_length=200)
    nib = forms.CharField(label=_("NIB"), max_length=13, required=False)
    permit = forms.CharField(label=_("Izin yang dimohon"), max_length=200)
    result = forms.ChoiceField(label=_("Hasil pemeriksaan"), choices=LicenceCheck.Result.choices)
    note = forms.CharField(
        label=_("Catatan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    whole = frozenset({"note"})

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", area_choices(actor, empty=_("Pilih wilayah")))

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        return given | {"area_code": given.pop("area")}
