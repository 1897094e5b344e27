"""What the pages of the room ask: an area, the two clocks, a semester, a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.agreements.models import Meeting
from naungan.areas.models import Area
from naungan.evaluation.semesters import Semester, semester_at
from naungan.kit import numbers
from naungan.kit.asking import AskForm, DayField, choose

YEARS_BACK = 5


class PackForm(forms.Form):
    """The question of a pack: where, as of when, as known when."""

    wilayah = forms.ChoiceField(label=_("Wilayah"))
    per = DayField(label=_("Posisi per"), required=False)
    diketahui = DayField(label=_("Sebagaimana diketahui pada"), required=False)

    def __init__(self, *args: Any, areas: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "wilayah", [(area.code, f"{area.code} {area.name}") for area in areas])


class ReportForm(forms.Form):
    """The question of the half-yearly report."""

    wilayah = forms.ChoiceField(label=_("Wilayah"))
    semester = forms.ChoiceField(label=_("Semester"))
    diketahui = DayField(label=_("Sebagaimana diketahui pada"), required=False)

    def __init__(self, *args: Any, areas: Iterable[Area], newest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "wilayah", [(area.code, f"{area.code} {area.name}") for area in areas])
        choose(self, "semester", [(str(one), one.name) for one in semesters(newest)])


class KeepForm(AskForm):
    """For which meeting a pack is kept."""

    meeting = forms.ModelChoiceField(
        label=_("Rapat"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("tanpa rapat"),
        help_text=_("Rapat tempat bahan ini ditunjukkan."),
    )
    reason = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = meetings
        field.choices = [
            ("", _("tanpa rapat")),
            *((one.pk, f"{numbers.short_day(one.on)} {one.title}") for one in meetings),
        ]


def semesters(newest: date) -> list[Semester]:
    """The semesters that can be asked for, the newest first."""
    last = semester_at(newest)
    found = [Semester(year, half) for year in range(last.year, last.year - YEARS_BACK, -1) for half in (2, 1)]
    return [one for one in found if (one.year, one.half) <= (last.year, last.half)]
