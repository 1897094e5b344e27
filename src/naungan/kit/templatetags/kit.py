"""Numbers, dates, tags, sources, form fields and panels in templates: `{% load kit %}`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    FileInput,
    RadioSelect,
    Select,
)
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from naungan.kit import nik, numbers
from naungan.kit import panels as kit_panels

register = template.Library()

TONES = frozenset({"good", "warn", "bad", "info", "off"})


@register.simple_tag(takes_context=True, name="nik")
def nik_tag(context: RequestContext, value: str | None) -> str:
    """A NIK as the viewer may read it: whole or masked."""
    return nik.shown(value, context["request"])


@register.filter
def rupiah(value: int | None) -> str:
    """`1234567` as "Rp1.234.567"."""
    return numbers.rupiah(value)


@register.filter
def count(value: int | None) -> str:
    """`1234` as "1.234"."""
    return numbers.count(value)


@register.filter
def percent(value: Any) -> str:
    """`61.73` as "61,73 %"."""
    return numbers.percent(value)


@register.filter
def decimal(value: Any, places: int = 2) -> str:
    """A number with that many decimals."""
    return numbers.decimal(value, places)


@register.filter
def day(value: date | None) -> str:
    """A date as "21 November 2026"."""
    return numbers.day(value)


@register.filter
def short_day(value: date | None) -> str:
    """A date as "21-11-2026"."""
    return numbers.short_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as "21 November 2026 14.05 WITA"."""
    return numbers.moment(value)


@register.filter
def month(value: int | None) -> str:
    """A month number as "Januari 2021"."""
    return numbers.month(value)


@register.simple_tag
def tag(text: object, tone: str = "off") -> SafeString:
    """A status tag; the words carry the meaning, the tone only helps: good, warn, bad, info, off."""
    return format_html('<span class="tag tag-{}">{}</span>', tone if tone in TONES else "off", text)


@register.simple_tag
def source_line(source: object, at: datetime | date | None = None) -> SafeString:
    """The line below a figure or table: where it comes from, and as of when."""
    if at is None:
        return format_html('<p class="source">{} {}</p>', _("Sumber:"), source)
    when = numbers.moment(at) if isinstance(at, datetime) else numbers.day(at)
    return format_html('<p class="source">{} {} · {}</p>', _("Sumber:"), source, when)


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, *, hide_label: bool = False) -> dict[str, Any]:
    """A form field with label, help, error and the ARIA attributes that bind them."""
    widget = bound.field.widget
    described = [
        identifier
        for identifier, given in (
            (f"{bound.auto_id}_help", bound.help_text),
            (f"{bound.auto_id}_error", bound.errors),
        )
        if given
    ]
    attrs: dict[str, str | bool] = {"class": _css_class(widget) + (" is-invalid" if bound.errors else "")}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "hide_label": hide_label,
    }


@register.inclusion_tag("kit/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong with a form, on top, each line linked to its field."""
    return {"form": form, "faults": [bound for bound in form if bound.errors]}


@register.simple_tag(takes_context=True)
def panels(context: RequestContext, place: str, obj: object = None) -> SafeString:
    """The parts that higher rooms add to this place."""
    request = context["request"]
    found = kit_panels.parts(place, request, obj)
    return format_html_join("\n", "{}", ((kit_panels.html(part, request),) for part in found))


def _css_class(widget: Any) -> str:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choice"
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    if isinstance(widget, ClearableFileInput | FileInput):
        return "form-control form-file"
    return "form-control"
