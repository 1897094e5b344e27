"""Reading the two clocks as people type them."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from naungan.law import months
from naungan.law.findings import Refused

EARLIEST = date(2014, 1, 1)
"""Before this day the agency did not exist."""
_LATEST_YEAR = 2200


def day_of(text: str, *, where: str) -> date:
    """The day of "2023-11-30"; refused (`date.unreadable`, `date.out_of_range`) for what is not one.

    Before 2014 the agency did not exist, so there is nothing to show.
    """
    try:
        day = months.day_of(text.strip())
    except ValueError as error:
        raise Refused(
            "date.unreadable",
            _("“%(given)s” bukan tanggal.") % {"given": text},
            where=where,
            mend=_("Tulis seperti 2023-11-30."),
        ) from error
    if day < EARLIEST or day.year > _LATEST_YEAR:
        raise Refused(
            "date.out_of_range",
            _("Tanggal %(given)s di luar masa BPJS Ketenagakerjaan.") % {"given": text},
            where=where,
            mend=_("Pilih tanggal sejak 1 Januari 2014."),
        )
    return day


def known_at_of(text: str, *, where: str) -> datetime | None:
    """The moment up to which records count. A day means its end in local time; an empty text means now
    (None).
    """
    given = text.strip()
    if not given:
        return None
    if len(given) <= len("2023-11-30"):
        return timezone.make_aware(datetime.combine(day_of(given, where=where), time.max))
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise Refused(
            "date.unreadable",
            _("“%(given)s” bukan tanggal atau saat.") % {"given": text},
            where=where,
            mend=_("Tulis seperti 2023-11-30 atau 2023-11-30T16:00:00+08:00."),
        ) from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
