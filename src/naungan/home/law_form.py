"""The form of a question to the law, built from the facts that the question takes.

And its facts back from the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.home.law_words import ASK_WORDS, WORD_WORDS
from naungan.kit.numbers import is_english
from naungan.law.facts import Fact
from naungan.law.questions import ASKS

_CHILD_WORDS = {
    "tk": "tk_years",
    "sd": "sd_years",
    "smp": "smp_years",
    "sma": "sma_years",
    "kuliah": "tertiary_years",
}


class AskForm(forms.Form):
    """Which question."""

    ask = forms.ChoiceField(label=gettext_lazy("Yang ditanyakan"), choices=tuple(ASK_WORDS.items()))


def fact_form(ask: str, given: Mapping[str, Any] | None) -> forms.Form:
    """A form with one field for each fact of a question; unbound without `given`."""
    fields: dict[str, Any] = {fact.name: _field(fact) for fact in ASKS[ask].takes}
    made: type[forms.Form] = type("FactForm", (forms.Form,), fields)
    initial = {fact.name: fact.default for fact in ASKS[ask].takes if not fact.required}
    return made(given, initial=initial)


def facts_of(form: forms.Form) -> dict[str, object]:
    """The facts that were filled in, as the law takes them; the form must be valid."""
    found: dict[str, object] = {}
    for name, value in form.cleaned_data.items():
        if value not in (None, "", []):
            found[name] = value
    return found


def _field(fact: Fact) -> forms.Field:
    title = fact.title["en" if is_english() else "id"]
    common: dict[str, Any] = {"label": title[:1].upper() + title[1:], "required": fact.required}
    if fact.kind == "flag":
        return forms.BooleanField(**{**common, "required": False})
    if fact.kind == "word":
        return forms.ChoiceField(choices=_choices(fact), **common)
    if fact.kind == "words":
        choices = [(word, word) for word in fact.words]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if fact.kind == "children":
        return ChildrenField(**common)
    if fact.kind == "number":
        return forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **common)
    attrs = {"date": {"type": "date"}, "month": {"type": "month"}, "percent": {"inputmode": "decimal"}}
    return forms.CharField(widget=forms.TextInput(attrs=attrs[fact.kind]), **common)


def _choices(fact: Fact) -> list[tuple[str, Any]]:
    words = [(word, WORD_WORDS.get(word, word)) for word in fact.words]
    return words if fact.required else [("", _("menurut kebiasaan hukum")), *words]


class ChildrenField(forms.CharField):
    """Children, one a line, with the years left by school level; JSON is read too."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("Satu anak satu baris: sisa tahun menurut jenjang, misalnya: sd=6 smp=3 sma=3 kuliah=5")
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The children as a list of mappings."""
        text = super().to_python(value) or ""
        if text.lstrip().startswith("["):
            return self._from_json(text)
        return [self._child(line) for line in text.splitlines() if line.strip()]

    def _from_json(self, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError as error:
            raise forms.ValidationError(_("JSON anak tidak dapat dibaca.")) from error

    def _child(self, line: str) -> dict[str, int]:
        child = {}
        for pair in line.replace(",", " ").split():
            name, _equals, years = pair.partition("=")
            if name.lower() not in _CHILD_WORDS or not years.isdecimal():
                message = _('"%(pair)s" tidak dapat dibaca; tulis seperti sd=6 atau kuliah=5.')
                raise forms.ValidationError(message % {"pair": pair})
            child[_CHILD_WORDS[name.lower()]] = int(years)
        return child
