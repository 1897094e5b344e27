"""Filters of the room's lists; all live in the URL."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.budgets.models import PaymentStep
from naungan.budgets.words import PAYMENT_STATUS, STATUS
from naungan.kit.asking import DayField, choose
from naungan.registry.forms import PROGRAMMES, area_choices

ALL = ("", _("Semua"))


class Shown:
    """A bound form as `list_response` takes it for rows that are narrowed already."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form


class FilterForm(forms.Form):
    """A form of filters: none of its fields is asked for."""

    is_filter = True


class BudgetFilter(FilterForm):
    """Budgets by year, place, state and words."""

    q = forms.CharField(
        label=_("Perangkat daerah atau pembayar"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tahun = forms.IntegerField(label=_("Tahun anggaran"), required=False, min_value=2014, max_value=2100)
    area = forms.ChoiceField(label=_("Wilayah"), required=False)
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *((code, words) for code, (words, _tone) in STATUS.items())],
    )
    per = DayField(label=_("Posisi per"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", area_choices(actor, empty=_("Semua")))


class PaymentFilter(FilterForm):
    """Payments on their way by state, next step, place and words."""

    q = forms.CharField(
        label=_("Uraian"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *((code, words) for code, (words, _tone) in PAYMENT_STATUS.items())],
    )
    menunggu = forms.ChoiceField(
        label=_("Menunggu langkah"), required=False, choices=[ALL, *PaymentStep.Kind.choices]
    )
    area = forms.ChoiceField(label=_("Wilayah"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", area_choices(actor, empty=_("Semua")))


class CrosswalkFilter(FilterForm):
    """Rows of the crosswalk by programme, and those without an account code."""

    program = forms.ChoiceField(label=_("Program jaminan"), required=False, choices=[ALL, *PROGRAMMES])
    tanpa_kode = forms.BooleanField(label=_("Hanya tanpa kode rekening"), required=False)


class AccountFilter(FilterForm):
    """Seen account codes by programme and words."""

    q = forms.CharField(
        label=_("Kode atau uraian"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    program = forms.ChoiceField(label=_("Program jaminan"), required=False, choices=[ALL, *PROGRAMMES])


class FundFilter(FilterForm):
    """Fund sources, and only those with a rule."""

    aturan = forms.BooleanField(label=_("Hanya yang mempunyai aturan"), required=False)
