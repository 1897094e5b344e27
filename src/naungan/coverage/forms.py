"""Forms of the room: what is asked of a coverage page, and a new denominator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.coverage.models import Indicator
from naungan.coverage.queries import in_language
from naungan.registry.models import Segment


def indicator_choices() -> list[tuple[str, str]]:
    """Every measure in the page's language, in the order in which they are shown."""
    return [(one.code, in_language(one.name, one.name_en)) for one in Indicator.objects.order_by("position")]


class DayInput(forms.DateInput):
    """A date picker; browsers want the ISO form whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"]


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
