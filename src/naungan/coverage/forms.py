"""Forms of the room: what is asked of a coverage page, and a new denominator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area
from naungan.coverage.models import Indicator, Target
from naungan.coverage.queries import in_language
from naungan.kit.asking import DAY_FORMATS, AskForm, DayInput, choose
from naungan.law.findings import Refused
from naungan.registry.models import Segment

ALL = _("Semua")
_TARGET_FIELDS = {
    "indicator": "indikator",
    "area": "wilayah",
    "kind": "jenis",
    "period": "masa",
    "percent": "persen",
    "people": "orang",
    "source": "sumber",
    "link": "tautan",
    "basis": "indikator",
}


def indicator_choices() -> list[tuple[str, str]]:
    """Every measure in the page's language, in the order in which they are shown."""
    return [(one.code, in_language(one.name, one.name_en)) for one in Indicator.objects.order_by("position")]


def renamed(refused: Refused, fields: Mapping[str, str]) -> Refused:
    """A refusal whose place is named as the form names it."""
    where = fields.get(refused.where, refused.where)
    return Refused(refused.code, refused.message, where=where, mend=refused.mend)


class AskedForm(forms.Form):
    """The two clocks and the measure. The rest of the question (area, way, view) stands in links."""

    per = forms.DateField(label=_("Posisi per"), widget=DayInput, input_formats=DAY_FORMATS, required=False)
    diketahui = forms.DateField(
        label=_("Sebagaimana diketahui pada"), widget=DayInput, input_formats=DAY_FORMATS, required=False
    )
    indikator = forms.ChoiceField(label=_("Indikator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indikator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = indicator_choices()


class RankForm(AskedForm):
    """The question of a rank: also since when the movement is counted."""

    sejak = forms.DateField(
        label=_("Perubahan sejak"), widget=DayInput, input_formats=DAY_FORMATS, required=False
    )
    field_order = ("per", "sejak", "diketahui", "indikator")


class TargetsForm(AskedForm):
    """Filters of the list of targets, with the two clocks at which it is asked."""

    jenis = forms.ChoiceField(label=_("Rencana"), required=False, choices=[("", ALL), *Target.Kind.choices])
    dasar = forms.ChoiceField(label=_("Dasar"), required=False, choices=[("", ALL), *Target.Basis.choices])
    wilayah = forms.CharField(label=_("Kode wilayah"), max_length=13, required=False)
    field_order = ("per", "diketahui", "wilayah", "indikator", "jenis", "dasar")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "indikator", [("", ALL), *indicator_choices()])


class TargetForm(AskForm):
    """What is to be reached: as the plan says it, with its basis and source."""

    indikator = forms.ChoiceField(
        label=_("Indikator"),
        help_text=_("RPJMN dan RPJMD memakai penduduk bekerja, UCJ memakai potensi pekerja."),
    )
    wilayah = forms.CharField(
        label=_("Kode wilayah"), max_length=13, help_text=_("Kode Kemendagri, misalnya 75 atau 75.03.")
    )
    jenis = forms.ChoiceField(label=_("Rencana"), choices=Target.Kind.choices)
    masa = forms.CharField(
        label=_("Untuk akhir"), max_length=10, help_text=_("Tahun, bulan, atau tanggal: 2029, 2029-06.")
    )
    persen = forms.CharField(
        label=_("Persen"), max_length=10, required=False, help_text=_("Isi persen atau jumlah orang.")
    )
    orang = forms.IntegerField(label=_("Jumlah orang"), min_value=1, required=False)
    sumber = forms.CharField(
        label=_("Sumber"), max_length=300, help_text=_("Nama, nomor, dan tahun dokumen rencana.")
    )
    tautan = forms.URLField(label=_("Tautan"), max_length=600, required=False, assume_scheme="https")
    catatan = forms.CharField(label=_("Catatan"), max_length=500, required=False)
    alasan = forms.CharField(label=_("Alasan pencatatan"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "indikator", indicator_choices())

    def refuse(self, refused: Refused) -> None:
        """Put a refusal beside the field of the target that it is about."""
        super().refuse(renamed(refused, _TARGET_FIELDS))


class BoundaryForm(AskForm):
    """An official file of outlines, and what it does not say itself."""

    berkas = forms.FileField(
        label=_("Berkas GeoJSON"),
        help_text=_("Koordinat WGS 84 (EPSG:4326); paling besar 64 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    sumber = forms.CharField(
        label=_("Sumber"),
        max_length=300,
        help_text=_("Misalnya: BIG, batas wilayah administrasi kabupaten/kota, 2024."),
    )
    tingkat = forms.ChoiceField(
        label=_("Tingkat wilayah"),
        required=False,
        choices=[("", _("menurut berkas")), *Area.Level.choices],
    )
    di = forms.CharField(
        label=_("Di dalam wilayah"),
        max_length=13,
        required=False,
        help_text=_("Kode wilayah induk, bila berkas hanya memuat nama."),
    )
    alasan = forms.CharField(label=_("Alasan pencatatan"), max_length=500, required=False)

    def refuse(self, refused: Refused) -> None:
        """Put a refusal beside the field that it is about."""
        super().refuse(renamed(refused, {"file": "berkas", "source": "sumber", "area": "di"}))


class DenominatorForm(forms.Form):
    """How many could be covered: with day, method and source, because without them it misleads."""

    indikator = forms.ChoiceField(label=_("Indikator"))
    wilayah = forms.CharField(
        label=_("Kode wilayah"), max_length=13, help_text=_("Kode Kemendagri, misalnya 75 atau 75.03.")
    )
    segmen = forms.ChoiceField(label=_("Segmen"), required=False)
    per = forms.DateField(label=_("Berlaku sejak"), widget=DayInput, input_formats=DAY_FORMATS)
    orang = forms.IntegerField(label=_("Jumlah orang"), min_value=1)
    cara = forms.CharField(
        label=_("Cara menghitung"),
        max_length=300,
        help_text=_("Misalnya: penduduk bekerja Sakernas Agustus 2023 dikurangi ASN, TNI, dan Polri."),
    )
    sumber = forms.CharField(label=_("Sumber"), max_length=300)
    alasan = forms.CharField(label=_("Alasan pencatatan"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator, segment = self.fields["indikator"], self.fields["segmen"]
        assert isinstance(indicator, forms.ChoiceField)
        assert isinstance(segment, forms.ChoiceField)
        indicator.choices = indicator_choices()
        segment.choices = [("", _("Semua segmen")), *Segment.choices]
