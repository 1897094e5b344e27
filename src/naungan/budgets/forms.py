"""Forms of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.budgets.models import Budget, BudgetLine, Movement
from naungan.budgets.reference import fund_name, funds, seen_accounts
from naungan.budgets.services import BudgetTold, LineTold
from naungan.contributions.models import Payment
from naungan.contributions.queries.arrears import standing_payment
from naungan.kit.asking import AskForm, DayField, choose
from naungan.registry.fields import MonthField, RupiahField
from naungan.registry.forms import PROGRAMMES, area_choices, group_choices
from naungan.registry.models import Group, PaidBy
from naungan.registry.queries import visible_payers

MOST_RP = 10**15
NO_LINE = ("", _("Di luar anggaran ini"))


def fund_choices() -> list[tuple[str, Any]]:
    """Every fund source."""
    return [(code, fund_name(code)) for code in funds()]


def line_choices(lines: Sequence[BudgetLine]) -> list[tuple[str, Any]]:
    """Lines of a budget, or none of them."""
    return [NO_LINE, *[(str(line.pk), line.description) for line in lines]]


class AmountField(RupiahField):
    """A positive amount that a budget can hold."""

    default_validators = [MinValueValidator(1), MaxValueValidator(MOST_RP)]


class BudgetForm(AskForm):
    """A budget is opened."""

    year = forms.IntegerField(label=_("Tahun anggaran"), min_value=2014, max_value=2100)
    payer = forms.ChoiceField(label=_("Pembayar iuran"))
    agency = forms.CharField(label=_("Perangkat daerah (OPD)"), max_length=150)
    source = forms.CharField(
        label=_("Sumber"), max_length=300, help_text=_("Nomor DPA, perda APBD, atau dokumen lain.")
    )
    printed = AmountField(
        label=_("Jumlah seperti tercetak"),
        required=False,
        help_text=_("Angkanya saja; satuannya di sebelah."),
    )
    scale = forms.TypedChoiceField(label=_("Satuan tercetak"), choices=Budget.Scale.choices, coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payers = {payer.code: payer for payer in visible_payers(actor.scope).order_by("name")[:400]}
        choose(self, "payer", [(code, f"{payer.name} ({code})") for code, payer in self.payers.items()])

    def told(self) -> BudgetTold:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        given.pop("payer")
        return BudgetTold(**given)


class LineForm(AskForm):
    """A line of a budget."""

    description = forms.CharField(label=_("Uraian"), max_length=300)
    program = forms.CharField(label=_("Program"), max_length=200, required=False)
    activity = forms.CharField(label=_("Kegiatan"), max_length=200, required=False)
    sub_activity = forms.CharField(label=_("Sub kegiatan"), max_length=200, required=False)
    group = forms.ChoiceField(label=_("Kelompok pekerja"))
    programmes = forms.MultipleChoiceField(
        label=_("Program jaminan"),
        choices=PROGRAMMES,
        widget=forms.CheckboxSelectMultiple,
        initial=["JKK", "JKM"],
    )
    account_code = forms.CharField(
        label=_("Kode rekening"),
        max_length=30,
        required=False,
        help_text=_("Hanya untuk baris satu program; kosong: menurut tabel kode rekening daerah."),
        widget=forms.TextInput(attrs={"list": "kode-terlihat"}),
    )
    fund_source = forms.ChoiceField(label=_("Sumber dana"))
    paid_by = forms.ChoiceField(label=_("Dibayar dari"), choices=PaidBy.choices, initial=PaidBy.APBD)
    base_rp = AmountField(label=_("Upah atau penghasilan sebulan"), initial="1.000.000")
    people = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=10_000_000, required=False)
    first_month = MonthField(label=_("Bulan iuran pertama"))
    last_month = MonthField(label=_("Bulan iuran terakhir"), help_text=_("Boleh melewati tahun anggaran."))
    ceiling_rp = AmountField(label=_("Pagu"))
    parts = (
        (_("Tempat dalam anggaran"), ("description", "program", "activity", "sub_activity", "account_code")),
        (_("Siapa dan apa"), ("group", "programmes", "base_rp", "people", "first_month", "last_month")),
        (_("Uang"), ("ceiling_rp", "fund_source", "paid_by")),
    )
    whole = frozenset({"description"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "group", group_choices())
        choose(self, "fund_source", fund_choices())

    @property
    def seen(self) -> list[tuple[str, str]]:
        """Codes seen in other regions, as suggestions."""
        return [(row.code, row.name) for row in seen_accounts()]

    def told(self) -> LineTold:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        given["group"] = Group.objects.get(pk=given["group"])
        given["programmes"] = tuple(given["programmes"])
        return LineTold(**given)


class ShiftForm(AskForm):
    """A shift between lines."""

    number = forms.CharField(label=_("Nomor pergeseran"), max_length=80)
    on = DayField(label=_("Tanggal"))
    taken_from = forms.ChoiceField(label=_("Dari baris"), required=False)
    given_to = forms.ChoiceField(label=_("Ke baris"), required=False)
    amount_rp = AmountField(label=_("Jumlah"))
    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False)

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(line.pk): line for line in lines}
        for name in ("taken_from", "given_to"):
            choose(self, name, line_choices(lines))

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        for name in ("taken_from", "given_to"):
            given[name] = self.lines.get(given[name])
        return given


class PaymentField(forms.ChoiceField):
    """One of a payer's payments, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Pembayaran iuran"), required=False, **kwargs)

    @staticmethod
    def fill(form: forms.Form, payer_id: int) -> None:
        """Offer the payer's newest payments."""
        rows = Payment.objects.filter(standing_payment(), payer=payer_id).order_by("-paid_on", "-pk")[:60]
        named = [(str(row.pk), f"{row.paid_on:%d-%m-%Y} · {row.reference}") for row in rows]
        choose(form, "payment", [("", _("Belum dihubungkan")), *named])

    def clean(self, value: Any) -> Payment | None:
        """The payment."""
        chosen = super().clean(value)
        return Payment.objects.get(pk=chosen) if chosen else None


class MovementForm(AskForm):
    """A commitment or a disbursement."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=Movement.Kind.choices)
    on = DayField(label=_("Tanggal"))
    reference = forms.CharField(label=_("Nomor (kontrak, SK, atau SP2D)"), max_length=80)
    amount_rp = AmountField(label=_("Jumlah"))
    payment = PaymentField()

    def __init__(self, *args: Any, payer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        PaymentField.fill(self, payer_id)


class ReverseForm(AskForm):
    """A wrong movement is taken back."""

    on = DayField(label=_("Tanggal"))
    reason = forms.CharField(label=_("Alasan"), max_length=500)


class AllocationForm(AskForm):
    """What a region receives of a fund source."""

    area = forms.ChoiceField(label=_("Wilayah"))
    year = forms.IntegerField(label=_("Tahun"), min_value=2014, max_value=2100)
    fund_source = forms.ChoiceField(label=_("Sumber dana"))
    amount_rp = AmountField(label=_("Alokasi setahun"))
    source = forms.CharField(label=_("Sumber angkanya"), max_length=300)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", area_choices(actor, empty=_("Pilih wilayah")))
        choose(self, "fund_source", fund_choices())

    def clean_area(self) -> Area:
        """The area itself."""
        return Area.objects.get(pk=self.cleaned_data["area"])


class PaymentStartForm(AskForm):
    """A payment is prepared: months, and an amount for each line that it takes from."""

    description = forms.CharField(label=_("Uraian"), max_length=300)
    first_month = MonthField(label=_("Bulan iuran pertama"))
    last_month = MonthField(label=_("Bulan iuran terakhir"), help_text=_("Boleh menunggak atau di muka."))
    whole = frozenset({"description"})

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {f"line_{line.pk}": line for line in lines}
        for name, line in self.lines.items():
            self.fields[name] = AmountField(label=line.description, required=False)

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        given = self.cleaned_data
        parts = {line: given[name] for name, line in self.lines.items() if given[name]}
        kept = {name: given[name] for name in ("description", "first_month", "last_month")}
        return {**kept, "parts": parts}


class StepForm(AskForm):
    """The next step of a payment was taken."""

    on = DayField(label=_("Tanggal"))
    owner = forms.CharField(
        label=_("Penanggung jawab"),
        max_length=150,
        help_text=_("Misalnya PPTK Disnaker atau kuasa BUD BPKAD."),
    )
    number = forms.CharField(label=_("Nomor dokumen"), max_length=80, required=False)
    payment = PaymentField()

    def __init__(self, *args: Any, payer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        PaymentField.fill(self, payer_id)
