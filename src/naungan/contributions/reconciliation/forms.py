"""What reconciliation asks: the agency's list, its bill, and what follows from differences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from naungan.contributions.reconciliation.export import PROGRAMMES
from naungan.contributions.reconciliation.models import Settlement
from naungan.kit.asking import AskForm
from naungan.registry.fields import RupiahField


class ListForm(AskForm):
    """A file of the agency's active members."""

    file = forms.FileField(
        label=_("Ekspor peserta aktif BPJS Ketenagakerjaan"),
        help_text=_(
            "XLSX, XLS, ODS, atau CSV. Kolom dikenali dari judulnya: NIK, KPJ, NAMA, NPP, PROGRAM, UPAH, BLTH."
        ),
    )
    reason = forms.CharField(label=_("Catatan"), required=False, max_length=500)
    whole = frozenset({"file", "reason"})


class AgencyBillForm(AskForm):
    """The agency's bill: as a file by person, or the whole by hand, and by programme if it is known."""

    file = forms.FileField(
        label=_("Rincian tagihan per orang"),
        required=False,
        help_text=_(
            "XLSX, XLS, ODS, atau CSV. Kolom dikenali dari judulnya: NIK, KPJ, NAMA, NPP, UPAH, JKK, JKM, JHT, JP, "
            "JUMLAH IURAN, BLTH."
        ),
    )
    amount_rp = RupiahField(
        label=_("Jumlah tagihan BPJS"),
        required=False,
        help_text=_("Kosong bila ada rincian: dijumlahkan dari rinciannya."),
    )
    members = forms.IntegerField(label=_("Peserta pada tagihan BPJS"), required=False, min_value=0)
    reason = forms.CharField(label=_("Catatan, misalnya nomor surat"), required=False, max_length=500)
    whole = frozenset({"file", "reason"})

    def clean(self) -> dict[str, object]:
        """One of the two must be told."""
        told = super().clean() or self.cleaned_data
        if not told.get("file") and told.get("amount_rp") is None and "amount_rp" not in self.errors:
            self.add_error("amount_rp", gettext("Isi jumlah tagihannya, atau unggah rinciannya."))
        return told

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in PROGRAMMES:
            self.fields[name] = RupiahField(label=name, required=False)

    @property
    def by_programme(self) -> dict[str, int]:
        """The programmes that were told."""
        return {name: self.cleaned_data[name] for name in PROGRAMMES if self.cleaned_data.get(name)}


class SettleForm(AskForm):
    """What follows from the differences chosen; `expected` is the number that was seen."""

    expected = forms.IntegerField(label=_("Jumlah selisih yang diselesaikan"), min_value=1)
    consequence = forms.ChoiceField(label=_("Tindak lanjut"), choices=Settlement.Consequence.choices)
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea({"rows": 3}))
    whole = frozenset({"reason"})
