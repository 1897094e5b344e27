"""Points in templates: `{% load awards %}`, `{{ score|points }}`."""

from __future__ import annotations

from decimal import Decimal

from django import template

from naungan.kit import numbers

register = template.Library()


@register.filter
def points(hundredths: int | None) -> str:
    """Hundredths of a point as "85,01"; a dash while unknown."""
    return numbers.decimal(None if hundredths is None else Decimal(hundredths) / 100)
