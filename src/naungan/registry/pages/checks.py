"""Every check that lists go through, as a list: code, words, how to mend, weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import needs
from naungan.kit.lists import Column, list_response
from naungan.registry.imports.catalogue import Check, Weight, Words, every_wording

WEIGHTS = {
    Weight.REFUSES: (gettext_lazy("Menolak berkas"), "bad"),
    Weight.BLOCKS: (gettext_lazy("Harus diperbaiki"), "bad"),
    Weight.INFORMS: (gettext_lazy("Untuk diperiksa"), "warn"),
}
OTHERWISE = {
    "continuing": gettext_lazy("tenaga kerja lanjutan"),
    "inactive": gettext_lazy("nonaktif"),
    "wages": gettext_lazy("upah"),
    "corrections": gettext_lazy("koreksi"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way in which a check can strike."""

    code: str
    title: str
    expected: str
    mend: str
    weight: Weight
    otherwise: str


class CheckFilterForm(forms.Form):
    """Which checks to show."""

    q = forms.CharField(
        label=gettext_lazy("Isi"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    bobot = forms.ChoiceField(
        label=gettext_lazy("Bobot"),
        required=False,
        choices=[
            ("", gettext_lazy("Semua")),
            *((weight.value, words) for weight, (words, _tone) in WEIGHTS.items()),
        ],
    )


class _Bound:
    def __init__(self, form: forms.Form) -> None:
        self.form = form


@needs("registry.view")
def checks(request: HttpRequest) -> HttpResponseBase:
    """All checks, each with its words; what is not here is not checked."""
    form = CheckFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = [row for row in (_row(*one) for one in every_wording()) if _fits(row, given)]
    return list_response(
        request,
        title=_("Pemeriksaan daftar"),
        columns=[
            Column("code", _("Kode"), "code", kind="id", sort="code"),
            Column("title", _("Sebab"), "title", sort="title"),
            Column("expected", _("Seharusnya"), "expected"),
            Column("mend", _("Cara memperbaiki"), "mend"),
            Column(
                "weight",
                _("Bobot"),
                lambda row: str(WEIGHTS[row.weight][0]),
                kind="tag",
                tone=lambda row: WEIGHTS[row.weight][1],
            ),
            Column("otherwise", _("Bobot lain pada"), "otherwise"),
        ],
        rows=rows,
        filterset=_Bound(form),
        source=_("Katalog pemeriksaan Naungan; setiap daftar melewatinya sebelum disimpan."),
        name="pemeriksaan",
        template="registry/import_checks.html",
        context={"empty_text": _("Tidak ada pemeriksaan yang cocok.")},
    )


def _row(check: Check, _variant: str, words: Words) -> Row:
    told = [
        _("%(where)s: %(weight)s") % {"where": OTHERWISE.get(where, where), "weight": WEIGHTS[weight][0]}
        for where, weight in check.weights.items()
    ]
    return Row(
        check.code,
        _(check.title),
        _plain(_(words.expected)),
        _plain(_(words.mend)),
        check.weight,
        "; ".join(told),
    )


def _plain(text: str) -> str:
    """The words of a check without the particulars of a finding."""
    return re.sub(r"%\(\w+\)[sd]", "…", text)


def _fits(row: Row, given: dict[str, Any]) -> bool:
    if given.get("bobot") and row.weight.value != given["bobot"]:
        return False
    text = given.get("q", "").strip().lower()
    return not text or text in f"{row.code} {row.title} {row.expected} {row.mend}".lower()
