"""The planner's form: its inputs are the page's address, so that a plan can be sent, kept and compared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.budgets.planning import LONGEST, Facts, Path, Plan, steps
from naungan.kit import numbers
from naungan.law.vocabulary import PROGRAMMES_OF
from naungan.registry.fields import MonthField, RupiahField, read_rupiah
from naungan.registry.forms import PROGRAMMES, group_choices
from naungan.registry.models import Group, PaidBy

MANY = 10_000_000
LONGEST_TEXT = 600


class PathField(forms.Field):
    """Months with values: "2022-01=40000, 2023-01=60000"; empty is no path."""

    def to_python(self, value: Any) -> Path:
        """The path in the order of the months."""
        try:
            return steps(str(value or "")[:LONGEST_TEXT], read_rupiah)
        except ValueError as error:
            text = _("Tulis bulan dan nilainya, misalnya 2022-01=40000; beberapa dipisah koma.")
            raise forms.ValidationError(text) from error


class PlanForm(forms.Form):
    """Who, how many, how long, at what base, paid by whom, with what ceiling."""

    judul = forms.CharField(label=gettext_lazy("Nama rencana"), max_length=100, required=False)
    kelompok = forms.ChoiceField(label=gettext_lazy("Kelompok pekerja"))
    orang = forms.IntegerField(label=gettext_lazy("Jumlah orang"), min_value=1, max_value=MANY)
    dari = MonthField(label=gettext_lazy("Bulan pertama"))
    sampai = MonthField(label=gettext_lazy("Bulan terakhir"))
    dasar = RupiahField(
        label=gettext_lazy("Upah atau penghasilan sebulan"),
        help_text=gettext_lazy("Pekerja rentan: dasar terendah Rp1.000.000."),
    )
    program = forms.MultipleChoiceField(
        label=gettext_lazy("Program jaminan"), choices=PROGRAMMES, widget=forms.CheckboxSelectMultiple
    )
    dibayar = forms.ChoiceField(label=gettext_lazy("Dibayar dari"), choices=PaidBy.choices)
    pagu = RupiahField(
        label=gettext_lazy("Pagu yang tersedia"),
        required=False,
        help_text=gettext_lazy("Bila diisi: berapa orang untuk berapa bulan."),
    )
    jalur = PathField(
        label=gettext_lazy("Jumlah orang berubah"),
        required=False,
        help_text=gettext_lazy("Misalnya 2022-01=40000."),
    )
    upah = PathField(
        label=gettext_lazy("Upah berubah (asumsi)"),
        required=False,
        help_text=gettext_lazy("Misalnya 2027-01=3500000; upah minimum yang diperkirakan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kelompok"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = group_choices()

    def clean(self) -> dict[str, Any]:
        """Months in order and not too many, programmes that the segment has."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("dari"), cleaned.get("sampai")
        if first is not None and last is not None:
            if last < first:
                self.add_error("sampai", _("Bulan terakhir mendahului bulan pertama."))
            elif last - first >= LONGEST:
                self.add_error("sampai", _("Paling lama %(most)s bulan.") % {"most": LONGEST})
        group = Group.objects.filter(pk=cleaned.get("kelompok")).first()
        cleaned["group"] = group
        if group and not set(cleaned.get("program", ())) <= set(PROGRAMMES_OF[group.segment]):
            self.add_error("program", _("Segmen kelompok ini tidak mempunyai salah satu program itu."))
        return cleaned

    def plan(self) -> Plan:
        """The plan of a valid form."""
        given = self.cleaned_data
        group: Group = given["group"]
        facts = Facts(
            segment=group.segment,
            programmes=tuple(given["program"]),
            paid_by=given["dibayar"],
            base_rp=given["dasar"],
            sector=group.sector,
            risk_group=group.risk_group,
        )
        first, last = int(given["dari"]), int(given["sampai"])
        return Plan(facts, given["orang"], first, last, given["jalur"], given["upah"])

    def title(self) -> str:
        """The name, or one made of the group and number."""
        given = self.cleaned_data
        made = _("%(group)s, %(people)s orang") % {
            "group": given["group"],
            "people": numbers.count(given["orang"]),
        }
        return given["judul"] or made
