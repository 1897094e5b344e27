"""Filters of the registry's lists; all live in the URL."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import Scope, within
from naungan.kit.lists import FORMAT
from naungan.kit.nik import is_masked
from naungan.law import months
from naungan.registry.fields import MonthField
from naungan.registry.forms import area_choices
from naungan.registry.imports.models import WaitingRow
from naungan.registry.imports.waiting import open_q
from naungan.registry.imports.words import TITLES
from naungan.registry.models import Group, ImportBatch, Membership, Payer, Person, Roll, Segment
from naungan.registry.queries import binding_q, has_spell
from naungan.registry.search import merged_with_number, people_q, some_of

ALL = _("Semua")
SEARCH = forms.TextInput(attrs={"type": "search"})
PERSON_STATES = (
    ("active", _("Aktif")),
    ("later", _("Belum mulai")),
    ("ended", _("Berakhir")),
    ("deceased", _("Meninggal dunia")),
    ("unlisted", _("Tanpa daftar")),
)


class MonthFilter(django_filters.Filter):  # type: ignore[misc]
    """A contribution month."""

    field_class = MonthField


def below(code: str, path: str) -> Q:
    """Condition: the area at `path` is the one given or lies in it."""
    return within(f"{path}_id", code)


def this_month() -> int:
    """The month number of today."""
    today: date = timezone.localdate()
    return months.of(today)


def spells(scope: Scope) -> QuerySet[Membership]:
    """Spells that count (none of an undone import): all of a resident, else those paid from the scope."""
    paid = scope.payer_q("roll__registration__payer__") & binding_q("roll__")
    seen = Q() if scope.everywhere else scope.area_q("person__domicile_id") | paid
    return Membership.objects.exclude(end_cause=Membership.EndCause.UNDONE).filter(seen)


class ScopedFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set whose choices lie in the viewer's scope. `request.actor` must be set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "area" in self.filters:
            self.filters["area"].extra["choices"] = area_choices(self.request.actor)[1:]
        if "group" in self.filters:
            groups = Group.objects.order_by("name").values_list("code", "name")
            self.filters["group"].extra["choices"] = list(groups)


class PersonFilter(ScopedFilterSet):
    """People by number or name, place, segment, group, payer and status."""

    q = django_filters.CharFilter(label=_("NIK, KPJ, atau nama"), method="by_text", widget=SEARCH)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    segment = django_filters.ChoiceFilter(
        label=_("Segmen"), method="by_spell", choices=Segment.choices, empty_label=ALL
    )
    group = django_filters.ChoiceFilter(
        label=_("Kelompok pekerja"), method="by_spell", choices=[], empty_label=ALL
    )
    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_spell")
    month = MonthFilter(label=_("Terdaftar pada bulan"), method="by_spell")
    state = django_filters.ChoiceFilter(
        label=_("Status"), method="by_state", choices=PERSON_STATES, empty_label=ALL
    )

    _is_cut = False

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Everybody who answers; of a search that finds very many a part, but for a file all of them."""
        rows: QuerySet[Person] = super().filter_queryset(queryset)
        text = self.form.cleaned_data.get("q")
        if not text or FORMAT in self.request.GET:
            return rows
        some = some_of(rows, text)
        self._is_cut = some is not None
        return rows if some is None else some

    @property
    def is_cut(self) -> bool:
        """Whether the search found more than `qs` holds."""
        return self.qs is not None and self._is_cut

    def by_text(self, rows: QuerySet[Person], _name: str, text: str) -> QuerySet[Person]:
        """A NIK or its beginning or a KPJ if digits were typed, else every word in the name."""
        found = people_q(text, whole_nik_only=is_masked(self.request))
        return rows.filter(found | merged_with_number(text))

    def by_area(self, rows: QuerySet[Person], _name: str, code: str) -> QuerySet[Person]:
        """Domicile in an area."""
        return rows.filter(below(code, "domicile"))

    def by_spell(self, rows: QuerySet[Person], name: str, _value: object) -> QuerySet[Person]:
        """On a list that answers to segment, group, payer and month at once; the first asks for all."""
        given = {key: self.form.cleaned_data.get(key) for key in ("segment", "group", "payer", "month")}
        if name != next(key for key, value in given.items() if value not in ("", None)):
            return rows
        return rows.filter(has_spell(self._spells(given)))

    def _spells(self, given: dict[str, Any]) -> QuerySet[Membership]:
        found = spells(self.request.actor.scope)
        if given["segment"]:
            found = found.filter(roll__segment=given["segment"])
        if given["group"]:
            found = found.filter(Q(roll__group=given["group"]) | Q(terms__occupation=given["group"]))
        if given["payer"]:
            found = found.filter(by_payer(given["payer"], "roll__registration__payer__"))
        if given["month"] is not None:
            month = int(given["month"])
            found = found.filter(first_month__lte=month, last_month__gte=month)
        return found

    def by_state(self, rows: QuerySet[Person], _name: str, state: str) -> QuerySet[Person]:
        """Where the person stands in this month."""
        now = this_month()
        own = spells(self.request.actor.scope)
        active = has_spell(own.filter(first_month__lte=now, last_month__gte=now))
        alive = rows.filter(deceased_on=None)
        return {
            "deceased": lambda: rows.exclude(deceased_on=None),
            "active": lambda: alive.filter(active),
            "later": lambda: alive.filter(~active, has_spell(own.filter(first_month__gt=now))),
            "ended": lambda: alive.filter(has_spell(own), ~has_spell(own.filter(last_month__gte=now))),
            "unlisted": lambda: alive.filter(~has_spell(own)),
        }[state]()


def by_payer(text: str, path: str = "") -> Q:
    """Condition: a payer whose code is the text, or whose name holds it."""
    return Q(**{f"{path}code": text.strip()}) | Q(**{f"{path}name__icontains": text.strip()})


class PayerFilter(ScopedFilterSet):
    """Payers by name or code, kind and place."""

    q = django_filters.CharFilter(label=_("Nama atau kode"), method="by_text", widget=SEARCH)
    kind = django_filters.ChoiceFilter(label=_("Jenis"), choices=Payer.Kind.choices, empty_label=ALL)
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)

    class Meta:
        model = Payer
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Payer], _name: str, text: str) -> QuerySet[Payer]:
        """Code or name."""
        return rows.filter(by_payer(text) | Q(code__startswith=text.strip()))

    def by_area(self, rows: QuerySet[Payer], _name: str, code: str) -> QuerySet[Payer]:
        """In an area."""
        return rows.filter(below(code, "area"))


class RollFilter(ScopedFilterSet):
    """Rolls by name, state, segment, group, payer, place and month."""

    q = django_filters.CharFilter(label=_("Nama daftar atau nomor SK"), method="by_text", widget=SEARCH)
    state = django_filters.ChoiceFilter(label=_("Tahap"), choices=Roll.State.choices, empty_label=ALL)
    segment = django_filters.ChoiceFilter(label=_("Segmen"), choices=Segment.choices, empty_label=ALL)
    group = django_filters.ChoiceFilter(
        label=_("Kelompok pekerja"), method="by_group", choices=[], empty_label=ALL
    )
    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer")
    area = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    month = MonthFilter(label=_("Berlaku pada bulan"), method="by_month")

    class Meta:
        model = Roll
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Roll], _name: str, text: str) -> QuerySet[Roll]:
        """In the name or the decree's number."""
        return rows.filter(Q(name__icontains=text) | Q(decree_number__icontains=text))

    def by_group(self, rows: QuerySet[Roll], _name: str, code: str) -> QuerySet[Roll]:
        """Of a group or of an occupation within it."""
        return rows.filter(Q(group=code) | Q(group__within=code))

    def by_payer(self, rows: QuerySet[Roll], _name: str, text: str) -> QuerySet[Roll]:
        """Of a payer."""
        return rows.filter(by_payer(text, "registration__payer__"))

    def by_area(self, rows: QuerySet[Roll], _name: str, code: str) -> QuerySet[Roll]:
        """For workers of an area."""
        return rows.filter(below(code, "area"))

    def by_month(self, rows: QuerySet[Roll], _name: str, month: int) -> QuerySet[Roll]:
        """In force in a month."""
        return rows.filter(first_month__lte=int(month), last_month__gte=int(month))


class MemberFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The people of one roll, by number or name and by status."""

    q = django_filters.CharFilter(label=_("NIK, KPJ, atau nama"), method="by_text", widget=SEARCH)
    ended = django_filters.ChoiceFilter(
        label=_("Sebab nonaktif"),
        field_name="end_cause",
        choices=Membership.EndCause.choices,
        empty_label=ALL,
    )

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def by_text(self, rows: QuerySet[Membership], _name: str, text: str) -> QuerySet[Membership]:
        """A NIK or its beginning or a KPJ, else every word in the name."""
        return rows.filter(people_q(text, path="person__", whole_nik_only=is_masked(self.request)))


class BatchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Batches by file name, payer and state."""

    q = django_filters.CharFilter(
        label=_("Nama berkas"), field_name="file_name", lookup_expr="icontains", widget=SEARCH
    )
    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer")
    state = django_filters.ChoiceFilter(label=_("Tahap"), choices=ImportBatch.State.choices, empty_label=ALL)

    class Meta:
        model = ImportBatch
        fields: tuple[str, ...] = ()

    def by_payer(self, rows: QuerySet[ImportBatch], _name: str, text: str) -> QuerySet[ImportBatch]:
        """Of a payer."""
        return rows.filter(by_payer(text, "payer__"))


class WaitingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Rows that wait, by name, NIK or file, payer, cause and whether they still wait (they do unless asked)."""

    ASIDE, BROUGHT, EVERY = "aside", "brought", "all"
    q = django_filters.CharFilter(label=_("Nama, NIK, atau nama berkas"), method="by_text", widget=SEARCH)
    payer = django_filters.CharFilter(label=_("Pembayar iuran"), method="by_payer")
    sebab = django_filters.ChoiceFilter(
        label=_("Sebab"), method="by_cause", choices=sorted(TITLES.items()), empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        label=_("Keadaan"),
        method="by_state",
        choices=(
            (ASIDE, _("Sudah ditindaklanjuti")),
            (BROUGHT, _("Sudah masuk lewat berkas lain")),
            (EVERY, ALL),
        ),
        empty_label=_("Masih terbuka"),
    )

    class Meta:
        model = WaitingRow
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[WaitingRow]) -> QuerySet[WaitingRow]:
        """Those that still wait, unless others are asked for."""
        rows: QuerySet[WaitingRow] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(open_q())

    def by_text(self, rows: QuerySet[WaitingRow], _name: str, text: str) -> QuerySet[WaitingRow]:
        """Name or file, or the NIK: whole where the viewer may not see numbers."""
        number = Q(nik=text.strip()) if is_masked(self.request) else Q(nik__contains=text.strip())
        return rows.filter(
            number | Q(name__icontains=text.strip()) | Q(batch__file_name__icontains=text.strip())
        )

    def by_payer(self, rows: QuerySet[WaitingRow], _name: str, text: str) -> QuerySet[WaitingRow]:
        """Of a payer."""
        return rows.filter(by_payer(text, "batch__payer__"))

    def by_cause(self, rows: QuerySet[WaitingRow], _name: str, code: str) -> QuerySet[WaitingRow]:
        """Kept out by a check."""
        return rows.filter(codes__contains=f",{code},")

    def by_state(self, rows: QuerySet[WaitingRow], _name: str, state: str) -> QuerySet[WaitingRow]:
        """Set aside, brought by a later file, or all."""
        if state == self.EVERY:
            return rows
        aside = Q(aside_entry__isnull=False)
        return rows.filter(aside if state == self.ASIDE else ~aside & ~open_q())
