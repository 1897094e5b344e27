"""Asking with a form: the one way in which a page takes what somebody typed to a service.

Form -> service -> message -> redirect. What the service refuses stands beside the field that it is about. The
rooms bring the form, the words and the call of the service; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from naungan.law.findings import Refused

DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d/%m/%y"]


class DayInput(forms.DateInput):
    """A date picker; browsers want the ISO form whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, picked or typed as clerks write it."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **kwargs)


class AskForm(forms.Form):
    """A form that can show what a service refused.

    `whole` names fields that take the whole width; `parts` groups the fields as (title, names).
    """

    whole: frozenset[str] = frozenset()

    def refuse(self, refused: Refused) -> None:
        """Put a refusal beside the field that it is about, else on top."""
        text = f"{refused.message} {refused.mend}".strip()
        self.add_error(refused.where if refused.where in self.fields else None, text)


Form = TypeVar("Form", bound=AskForm)


@dataclass(frozen=True, slots=True)
class Question:
    """The words around a form: `done` is said when the service has written, `back` is where to go then and
    where *Batal* leads.
    """

    title: str
    button: str
    back: str
    done: str
    lead: str = ""
    template: str = "kit/ask.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def ask(
    request: HttpRequest, form: Form, question: Question, write: Callable[[Form], object]
) -> HttpResponseBase:
    """A form on a page of its own; posted and allowed it writes and leads on, else it says what is wrong.

    `write` calls a service with the valid form; the address that it gives is where to go, anything else leads
    back.
    """
    if request.method == "POST" and form.is_valid():
        try:
            led = write(form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, question.done)
            return redirect(led if isinstance(led, str) else question.back)
    context = {
        "title": question.title,
        "lead": question.lead,
        "form": form,
        "button": question.button,
        "back": question.back,
        "whole": form.whole,
        "parts": _parts(form),
        **question.context,
    }
    return render(request, question.template, context)


def bound(request: HttpRequest, form: type[Any], **more: Any) -> Any:
    """A form with what was posted, or empty with `initial`."""
    if request.method == "POST":
        more.pop("initial", None)
        return form(request.POST, request.FILES, **more)
    return form(**more)


def choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Give a choice field its choices."""
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = choices


def _parts(form: AskForm) -> list[dict[str, Any]]:
    parts = getattr(form, "parts", None)
    if parts is None:
        return [{"title": "", "fields": form.visible_fields()}]
    return [{"title": title, "fields": [form[name] for name in names]} for title, names in parts]
