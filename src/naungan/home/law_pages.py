"""The law is public: its parameters with citations, and any amount explained step by step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naungan.accounts.access import public
from naungan.home import law_form, law_rows, law_words
from naungan.kit import numbers
from naungan.kit.lists import Column, list_response
from naungan.law import parameters as law_parameters
from naungan.law.explanation import explain
from naungan.law.findings import Refused
from naungan.law.questions import ASKS


class ParameterFilter(forms.Form):
    """Filters of the parameters."""

    cari = forms.CharField(
        label=gettext_lazy("Cari nama"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kelompok = forms.ChoiceField(label=gettext_lazy("Kelompok"), required=False)
    keyakinan = forms.ChoiceField(label=gettext_lazy("Keyakinan"), required=False)
    pada = forms.DateField(
        label=gettext_lazy("Berlaku pada"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level, law_rows.confidence_words(level)) for level in law_rows.CONFIDENCE_TONES]
        groups = [(group, group.upper()) for group in law_rows.groups()]
        _choice(self, "kelompok").choices = [("", _("Semua")), *groups]
        _choice(self, "keyakinan").choices = [("", _("Semua")), *levels]


class _Filtered:
    """A bound form where a list expects a filter set."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form


COLUMNS = (
    Column(
        "nama",
        gettext_lazy("Parameter"),
        "title",
        sort="title",
        link=lambda row: reverse("law_parameter", args=[row.name]),
    ),
    Column("kelompok", gettext_lazy("Kelompok"), lambda row: row.group.upper(), sort="group"),
    Column("nilai", gettext_lazy("Nilai"), "value"),
    Column("sejak", gettext_lazy("Sejak"), "start", kind="date", sort="start"),
    Column("hingga", gettext_lazy("Hingga"), "end", kind="date", sort="end"),
    Column("dasar", gettext_lazy("Dasar hukum"), "reference"),
    Column("sumber", gettext_lazy("Sumber"), "source", show=lambda row: law_rows.short_source(row.source)),
    Column("keyakinan", gettext_lazy("Keyakinan"), "confidence_words", kind="tag", tone=lambda row: row.tone),
)


@public
def law(request: HttpRequest) -> HttpResponse:
    """The two doors: parameters, and explanations of what people ask most."""
    context = {"asks": law_words.ASK_WORDS.items(), "count": len(law_parameters.catalogue())}
    return render(request, "home/law.html", {"title": _("Hukum"), **context})


@public
def parameters(request: HttpRequest) -> HttpResponseBase:
    """Every parameter with its dated values, citation and confidence."""
    form = ParameterFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = law_rows.rows(
        group=wanted.get("kelompok", ""),
        text=wanted.get("cari", ""),
        confidence=wanted.get("keyakinan", ""),
        on=wanted.get("pada"),
    )
    return list_response(
        request,
        title=_("Parameter hukum"),
        columns=COLUMNS,
        rows=found,
        filterset=_Filtered(form),
        source=_("peraturan yang disebut pada setiap baris"),
        name="parameter",
        template="home/law_parameters.html",
        per_page=100,
    )


@public
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter: all its values, the newest first, and its table if it is one."""
    if not law_parameters.exists(name):
        raise Http404
    history = law_parameters.history(name)
    shown = [row for row in law_rows.rows() if row.name == name]
    values = [
        {"row": row, "table": law_rows.table_rows(vintage.value, vintage.unit)}
        for row, vintage in zip(shown, history, strict=True)
    ]
    today = timezone.localdate()
    context = {"title": shown[0].title, "name": name, "values": values[::-1], "today": today}
    return render(request, "home/law_parameter.html", context)


@public
def explain_page(request: HttpRequest) -> HttpResponse:
    """Ask for an amount and see how it comes about; the question lives in the address."""
    ask = request.GET.get("ask", "contribution")
    if ask not in ASKS:
        raise Http404
    answered = any(fact.name in request.GET for fact in ASKS[ask].takes)
    form = law_form.fact_form(ask, request.GET if answered else None)
    context: dict[str, Any] = {
        "title": _("Jelaskan perhitungan"),
        "ask": ask,
        "ask_words": law_words.ASK_WORDS[ask],
        "ask_form": law_form.AskForm(initial={"ask": ask}),
        "form": form,
    }
    status = 200
    if answered and form.is_valid():
        try:
            context["explanation"] = explanation_words(explain(ask, law_form.facts_of(form)))
        except Refused as refused:
            form.add_error(refused.where if refused.where in form.fields else None, refusal_words(refused))
    if form.errors:
        status = 422
    return render(request, "home/law_explain.html", context, status=status)


def refusal_words(refused: Refused) -> str:
    """A refusal of the law as one message."""
    return f"{refused.message} {refused.mend}".strip()


def explanation_words(found: dict[str, Any]) -> dict[str, Any]:
    """The explanation of the public contract, with names and amounts in words for the page."""
    units = {step["name"]: step["unit"] for step in found["steps"]}
    results = [
        (law_words.result_words(name), _shown(value, units.get(name, "rupiah")), name == "total")
        for name, value in found["results"].items()
        if value != 0 or name == "total"
    ]
    nothing = [name for name, value in found["results"].items() if value == 0 and name != "total"]
    zeros = [law_words.result_words(name) for name in nothing]
    steps = [_step_words(step) for step in found["steps"]]
    doubts = [{**doubt, "title": law_rows.title_of(doubt["parameter"])} for doubt in found["doubts"]]
    return {**found, "steps": steps, "result_words": results, "zero_words": zeros, "doubts": doubts}


def _step_words(step: dict[str, Any]) -> dict[str, Any]:
    used = [
        {
            **one,
            "title": law_rows.title_of(one["name"]),
            "shown": law_rows.value_words(one["value"], one["unit"]),
            "since": date.fromisoformat(one["from"]),
            "until": date.fromisoformat(one["to"]) if one["to"] else None,
        }
        for one in step["parameters"]
    ]
    return {
        **step,
        "title": law_words.result_words(step["name"]),
        "shown": _shown(step["value"], step["unit"]),
        "inputs": [(law_words.result_words(name), _input(value)) for name, value in step["inputs"].items()],
        "parameters": used,
    }


def _shown(value: Any, unit: str) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_shown(one, unit) for one in value)
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return law_rows.value_words(value, unit) if isinstance(value, int) else str(value)


def _input(value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return numbers.count(value) if isinstance(value, int) else str(value)


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field
