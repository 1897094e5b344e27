"""Forms of verification, quotas, replacement, renewal, movement and cards."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.kit import numbers
from naungan.kit.asking import AskForm, DayField, choose
from naungan.kit.nik import is_masked
from naungan.registry.decrees.models import Snapshot, Standing
from naungan.registry.decrees.movement import Kind
from naungan.registry.decrees.renewal import AGE_LIMIT, REASONS
from naungan.registry.fields import MonthField, RupiahField
from naungan.registry.filters import ALL, SEARCH, below
from naungan.registry.forms import area_choices
from naungan.registry.models import Membership
from naungan.registry.search import people_q

REASON = _("Alasan")
_DECILES = [(str(number), str(number)) for number in range(1, 11)]


class SnapshotForm(AskForm):
    """A reference file comes in: whose, of which area, as of which day, from where."""

    whole = frozenset({"file", "source"})
    kind = forms.ChoiceField(label=_("Jenis data"), choices=Snapshot.Kind.choices)
    area = forms.ChoiceField(label=_("Wilayah yang dicakup"))
    as_of = DayField(label=_("Posisi data per"))
    source = forms.CharField(
        label=_("Asal data"), max_length=200, help_text=_("Instansi dan nomor surat penyerahannya.")
    )
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, XLS, ODS atau CSV dengan kolom NIK, NAMA, TANGGAL LAHIR dan STATUS atau DESIL."),
    )

    def __init__(self, *args: Any, actor: Actor, **given: Any) -> None:
        super().__init__(*args, **given)
        choose(self, "area", area_choices(actor)[1:])


class DecideForm(AskForm):
    """What is decided about one person or many."""

    state = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[
            (Standing.State.VERIFIED, _("Terverifikasi")),
            (Standing.State.REJECTED, _("Tidak lolos")),
            (Standing.State.WAITING, _("Tarik keputusan, putuskan nanti")),
        ],
    )
    cause = forms.ChoiceField(
        label=_("Sebab penolakan"),
        required=False,
        choices=[("", _("Hanya untuk yang tidak lolos")), *Standing.Cause.choices],
    )
    reason = forms.CharField(label=REASON, required=False, max_length=500)


class BulkDecideForm(DecideForm):
    """A decision about everybody who is listed now; `expected` is how many that were."""

    expected = forms.IntegerField(widget=forms.HiddenInput)


class StandingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """People of a roll by name or number, place, what the registries say and what was decided."""

    q = django_filters.CharFilter(label=_("NIK, KPJ, atau nama"), method="by_text", widget=SEARCH)
    result = django_filters.ChoiceFilter(
        label=_("Hasil pencocokan"), choices=Standing.Result.choices, empty_label=ALL
    )
    state = django_filters.ChoiceFilter(label=_("Keputusan"), choices=Standing.State.choices, empty_label=ALL)
    desil_dari = django_filters.ChoiceFilter(
        label=_("Desil dari"), field_name="decile", lookup_expr="gte", choices=_DECILES, empty_label=ALL
    )
    desil_sampai = django_filters.ChoiceFilter(
        label=_("Desil sampai"), field_name="decile", lookup_expr="lte", choices=_DECILES, empty_label=ALL
    )
    village = django_filters.ChoiceFilter(
        label=_("Desa/Kelurahan"), method="by_area", choices=[], empty_label=ALL
    )

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.filters["village"].extra["choices"] = villages

    def by_text(self, rows: QuerySet[Membership], _name: str, text: str) -> QuerySet[Membership]:
        """A NIK or its beginning or a KPJ, else every word in the name."""
        return rows.filter(people_q(text, path="person__", whole_nik_only=is_masked(self.request)))

    def by_area(self, rows: QuerySet[Membership], _name: str, code: str) -> QuerySet[Membership]:
        """Who lives in an area."""
        return rows.filter(below(code, "person__domicile"))


class SnapshotFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Snapshots by kind."""

    kind = django_filters.ChoiceFilter(label=_("Jenis data"), choices=Snapshot.Kind.choices, empty_label=ALL)

    class Meta:
        model = Snapshot
        fields: tuple[str, ...] = ()


def today() -> Any:
    """The first value of a field that asks for a day."""
    return timezone.localdate()


class QuotaForm(AskForm):
    """How many people the whole list and each district may have; empty is without a limit."""

    total = forms.IntegerField(
        label=_("Kuota seluruh daftar"), required=False, min_value=0, max_value=10_000_000
    )
    reason = forms.CharField(label=_("Dasar kuota"), required=False, max_length=500)

    def __init__(self, *args: Any, areas: list[tuple[str, str, int]], **given: Any) -> None:
        super().__init__(*args, **given)
        for code, name, people in areas:
            self.fields[f"area_{code}"] = forms.IntegerField(
                label=name,
                required=False,
                min_value=0,
                max_value=10_000_000,
                help_text=gettext("%(people)s orang pada daftar") % {"people": numbers.count(people)},
            )
        self.parts = [
            (_("Seluruh daftar"), ["total", "reason"]),
            (_("Per kecamatan"), [f"area_{code}" for code, _name, _people in areas]),
        ]

    def quotas(self) -> dict[str, int | None]:
        """People by area code."""
        prefix = "area_"
        return {
            name.removeprefix(prefix): people
            for name, people in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class OrderForm(AskForm):
    """Which key of the quota's order comes first, and what it stands on."""

    whole = frozenset({"basis"})
    first = forms.ChoiceField(label=_("Pertama"))
    second = forms.ChoiceField(label=_("Lalu"), required=False)
    third = forms.ChoiceField(label=_("Lalu"), required=False)
    basis = forms.CharField(
        label=_("Dasar urutan"), max_length=300, help_text=_("Peraturan atau keputusan daerah.")
    )

    def __init__(self, *args: Any, keys: list[tuple[str, Any]], **given: Any) -> None:
        super().__init__(*args, **given)
        choose(self, "first", keys)
        for name in ("second", "third"):
            choose(self, name, [("", _("Tidak ada")), *keys])

    def order(self) -> list[str]:
        """The keys, the first first."""
        return [given for name in ("first", "second", "third") if (given := self.cleaned_data[name])]


class SupplementForm(AskForm):
    """From which month the replacements hold; `expected` is how many were shown."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=REASON, required=False, max_length=500)


class FromMonthForm(forms.Form):
    """Which month a preview is for; it lives in the address."""

    from_month = MonthField(label=_("Berlaku mulai bulan"))


class RenewalMonthsForm(forms.Form):
    """The months of the new list and its age limit; they live in the address."""

    first_month = MonthField(label=_("Bulan pertama"))
    last_month = MonthField(label=_("Bulan terakhir"))
    age_limit = forms.IntegerField(label=_("Batas usia"), min_value=18, max_value=100, required=False)

    def months_and_limit(self) -> tuple[int, int, int]:
        """First month, last month, and the age limit in years (the law's where none was given)."""
        told = self.cleaned_data
        return int(told["first_month"]), int(told["last_month"]), told["age_limit"] or AGE_LIMIT


class LeftOutForm(RenewalMonthsForm):
    """Which of those who do not go on are shown; the months are kept with it."""

    sebab = forms.ChoiceField(label=_("Sebab"), required=False, choices=[("", ALL), *REASONS.items()])
    q = forms.CharField(label=_("NIK, KPJ, atau nama"), required=False, widget=SEARCH)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name in ("first_month", "last_month", "age_limit"):
            self.fields[name].widget = forms.HiddenInput()


class RenewalForm(AskForm):
    """The name of the new list; `expected` is how many people go on."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nama daftar baru"), required=False, max_length=200)
    reason = forms.CharField(label=REASON, required=False, max_length=500)


class TwoMonthsForm(forms.Form):
    """Which two months are compared; it lives in the address."""

    dari = MonthField(label=_("Dari bulan"))
    ke = MonthField(label=_("Ke bulan"))


class CompareForm(forms.Form):
    """Which two months are compared, and what is shown of the difference; it lives in the address."""

    dari = MonthField(label=_("Dari bulan"), required=False, widget=forms.HiddenInput)
    ke = MonthField(label=_("Ke bulan"), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Perubahan"), required=False, choices=[("", ALL), *Kind.choices])
    cause = forms.ChoiceField(
        label=_("Sebab nonaktif"), required=False, choices=[("", ALL), *Membership.EndCause.choices]
    )
    q = forms.CharField(label=_("NIK, KPJ, atau nama"), required=False, widget=SEARCH)


class TransferForm(AskForm):
    """Where people go from which month on, and at what wage."""

    target = forms.ChoiceField(label=_("Daftar tujuan"))
    from_month = MonthField(label=_("Mulai bulan"))
    amount_rp = RupiahField(
        label=_("Upah atau penghasilan sebulan"),
        required=False,
        help_text=_("Kosong: menurut daftar tujuan, atau upah terakhirnya."),
    )
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=REASON, required=False, max_length=500)

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        choose(self, "target", [("", gettext("Pilih daftar")), *targets])


class CardFilter(StandingFilter):
    """Members by name, place, and whether they have the card."""

    result = None
    state = None
    desil_dari = None
    desil_sampai = None
    has = django_filters.ChoiceFilter(
        label=_("Kartu"),
        method="by_card",
        choices=[("sudah", _("Sudah diterima")), ("belum", _("Belum diterima"))],
        empty_label=ALL,
    )

    def by_card(self, rows: QuerySet[Any], _name: str, has: str) -> QuerySet[Any]:
        """Who has received it, or who has not."""
        return rows.filter(card__isnull=has == "belum")


class CardForm(AskForm):
    """That everybody who is listed now has received the card on a day, or that this was a mistake."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label=_("Diterima pada"))
    reason = forms.CharField(label=REASON, required=False, max_length=500)
