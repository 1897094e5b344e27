"""What the forms share: reasons, lines, places, groups, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.kit import files
from naungan.kit.asking import AskForm
from naungan.registry.forms import area_choices
from naungan.registry.models import Group

WIDE = (Area.Level.PROVINCE, Area.Level.REGENCY)


class ReasonForm(AskForm):
    """A reason, which must be given."""

    reason = forms.CharField(label=_("Alasan"), max_length=500)


class DocumentForm(AskForm):
    """A file for a record."""

    title = forms.CharField(label=_("Nama dokumen"), max_length=200, required=False)
    file = forms.FileField(
        label=_("Berkas"),
        widget=forms.FileInput(attrs={"accept": files.ACCEPTED}),
        help_text=_("PDF, DOCX, XLSX, ODT, ODS, JPG atau PNG, paling besar 20 MB."),
    )


class LinesForm(AskForm):
    """Several lines at once, one a line."""

    texts = forms.CharField(
        label=_("Satu baris, satu butir"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def lines(self) -> list[str]:
        """The lines that are not empty."""
        return [text for line in self.cleaned_data["texts"].splitlines() if (text := line.strip()[:1000])]


def place_choices(actor: Actor, *, empty: Any = None) -> list[tuple[str, Any]]:
    """Provinces, regencies and cities of the scope; for who holds smaller places only, these."""
    if empty is None:
        empty = _("Pilih wilayah")
    own = Area.objects.filter(actor.scope.area_q("code"), level__in=WIDE).order_by("code")
    found = [(area.code, ("" if area.level == 1 else "\u2003") + area.name) for area in own]
    return [("", empty), *found] if found else area_choices(actor, empty=empty)


def group_choices() -> list[tuple[str, str]]:
    """The groups that regions report; occupations within them are left to the lists."""
    return list(Group.objects.filter(within=None).order_by("name").values_list("code", "name"))
