"""Recording how many people could be covered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.coverage.models import Denominator, Indicator
from naungan.coverage.services.common import area_named, journal_entry
from naungan.law.findings import Refused
from naungan.registry.models import Segment


@transaction.atomic
def add_denominator(
    *,
    indicator: str,
    area_code: str,
    people: int,
    on: date,
    method: str,
    source: str,
    segment: str = "",
    actor: Actor,
    reason: str = "",
) -> Denominator:
    """Record how many people could be covered in an area at a date. The same row again changes nothing.

    Refused: `indicator.unknown`, `area.unknown`, `area.outside_scope`, `denominator.empty` (method or source
    not given), `denominator.not_positive`, `segment.unknown`.
    """
    fields: dict[str, Any] = {
        "indicator": indicator_of(indicator),
        "area": area_within(area_code, actor),
        "segment": _segment(segment),
        "on": on,
        "people": people,
        "method": method.strip()[:300],
        "source": source.strip()[:300],
    }
    if not fields["method"] or not fields["source"]:
        raise Refused(
            "denominator.empty",
            _("Penyebut harus menyebut cara menghitung dan sumbernya."),
            where="method" if not fields["method"] else "source",
            mend=_("Tulis dari data apa dan bagaimana jumlah ini dihitung."),
        )
    if people <= 0:
        raise Refused(
            "denominator.not_positive",
            _("Penyebut %(people)s orang tidak dapat dipakai; harus lebih dari nol.") % {"people": people},
            where="people",
        )
    known = Denominator.objects.filter(**fields).first()
    if known is not None:
        return known
    entry = journal_entry(actor, "coverage.denominator", reason, {"area": area_code, "people": people})
    return Denominator.objects.create(entry=entry, **fields)


def indicator_of(code: str) -> Indicator:
    """The measure of a code; refused (`indicator.unknown`) naming those that there are."""
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            "indicator.unknown",
            _("Indikator “%(code)s” tidak dikenal.") % {"code": code},
            where="indicator",
            mend=_("Yang dikenal: %(known)s.")
            % {"known": ", ".join(Indicator.objects.order_by("position").values_list("code", flat=True))},
        )
    return found


def area_within(code: str, actor: Actor) -> Area:
    """The area of a code that the actor holds; refused (`area.unknown`, `area.outside_scope`)."""
    area = area_named(code)
    if not actor.scope.holds_area(code):
        raise Refused(
            "area.outside_scope",
            _("Wilayah %(area)s di luar wilayah kerja Anda.") % {"area": area.name},
            where="area",
        )
    return area


def _segment(code: str) -> str:
    if code and code not in Segment.values:
        raise Refused(
            "segment.unknown",
            _("Segmen “%(code)s” tidak dikenal.") % {"code": code},
            where="segment",
            mend=_("Pakai salah satu: %(known)s.") % {"known": ", ".join(Segment.values)},
        )
    return code
