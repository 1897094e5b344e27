"""Filters of the lists of published figures and of outlines; all live in the URL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from naungan.accounts.scope import within
from naungan.areas.models import Area
from naungan.coverage.consistency import Flag
from naungan.coverage.models import Boundary, ReportedFigure
from naungan.coverage.queries.published import subject_names

ALL = _("Semua")
CONTRADICTED, REMARKED, CLEAN = "ada", "catatan", "tidak"


class ReportedFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Published figures by subject, area (with what lies in it), year, source, and whether they stand in a
    conflict. `flags` are those of every figure by code.
    """

    perihal = django_filters.ChoiceFilter(
        label=_("Perihal"), field_name="indicator", choices=[], empty_label=ALL
    )
    wilayah = django_filters.ChoiceFilter(label=_("Wilayah"), method="by_area", choices=[], empty_label=ALL)
    tahun = django_filters.ChoiceFilter(
        label=_("Tahun"), field_name="as_of__year", choices=[], empty_label=ALL
    )
    sumber = django_filters.ChoiceFilter(label=_("Sumber"), field_name="source", choices=[], empty_label=ALL)
    pertentangan = django_filters.ChoiceFilter(
        label=_("Pertentangan"),
        method="by_flag",
        choices=[
            (CONTRADICTED, _("ada pertentangan")),
            (REMARKED, _("tidak dapat dibandingkan")),
            (CLEAN, _("tidak ada")),
        ],
        empty_label=ALL,
    )

    class Meta:
        model = ReportedFigure
        fields: list[str] = []

    def __init__(self, *args: Any, flags: Mapping[str, Collection[Flag]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags = flags
        used = ReportedFigure.objects
        names = subject_names()
        codes = used.order_by().values_list("indicator", flat=True).distinct()
        places = used.exclude(area=None).order_by("area").values_list("area", "area__name").distinct()
        years = sorted({day.year for day in used.dates("as_of", "year")}, reverse=True)
        sources = used.order_by("source").values_list("source", flat=True).distinct()
        choices = {
            "perihal": sorted(
                ((code, names.get(code, code.replace("_", " "))) for code in codes), key=lambda one: one[1]
            ),
            "wilayah": [("ID", _("Indonesia")), *places],
            "tahun": [(str(year), str(year)) for year in years],
            "sumber": [(source, source) for source in sources],
        }
        for name, known in choices.items():
            self.filters[name].extra["choices"] = known

    def by_area(self, rows: QuerySet[ReportedFigure], _name: str, code: str) -> QuerySet[ReportedFigure]:
        """The area and what lies in it; "ID" is the whole country and nothing else."""
        if code == "ID":
            return rows.filter(area=None)
        return rows.filter(Q(area=code) | Q(area__code__startswith=f"{code}."))

    def by_flag(self, rows: QuerySet[ReportedFigure], _name: str, wanted: str) -> QuerySet[ReportedFigure]:
        """Figures that are doubtful, that must not be compared, or neither."""
        bad = [code for code, flags in self.flags.items() if tone_of(code, flags) == "bad"]
        remarked = [code for code, flags in self.flags.items() if tone_of(code, flags) == "warn"]
        if wanted == CLEAN:
            return rows.exclude(code__in=[*bad, *remarked])
        return rows.filter(code__in=bad if wanted == CONTRADICTED else remarked)


class BoundaryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Outlines by level and by the area in which they lie."""

    tingkat = django_filters.ChoiceFilter(
        label=_("Tingkat"), field_name="area__level", choices=Area.Level.choices, empty_label=ALL
    )
    wilayah = django_filters.CharFilter(label=_("Kode wilayah"), method="by_area", max_length=13)

    class Meta:
        model = Boundary
        fields: list[str] = []

    def by_area(self, rows: QuerySet[Boundary], _name: str, code: str) -> QuerySet[Boundary]:
        """The area and what lies in it."""
        return rows.filter(within("area_id", code.strip()))


def own_flags(code: str, flags: Collection[Flag]) -> list[Flag]:
    """Those flags that doubt the figure itself."""
    return [one for one in flags if code in one.doubted]


def tone_of(code: str, flags: Collection[Flag]) -> str:
    """ "bad" when the figure is doubtful, "warn" when it must not be compared, "" otherwise."""
    own = own_flags(code, flags)
    if not own:
        return ""
    return "bad" if any(one.is_contradiction for one in own) else "warn"
