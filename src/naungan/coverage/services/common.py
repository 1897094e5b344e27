"""What the writes of the room share: reading texts, finding areas, opening the journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from naungan.accounts.access import Actor
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.journal.services import record
from naungan.law.findings import Refused

_WHOLE = re.compile(r"[0-9]{1,15}")


def area_named(code: str) -> Area:
    """The area of a code; refused (`area.unknown`) when there is none."""
    found = Area.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            "area.unknown",
            _("Kode wilayah “%(code)s” tidak dikenal.") % {"code": code},
            where="area",
            mend=_("Pakai kode Kemendagri, misalnya 75 atau 75.03."),
        )
    return found


def day_named(text: str) -> date:
    """The day of "2023-11-30"; refused (`date.unreadable`) for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            "date.unreadable",
            _("“%(given)s” bukan tanggal.") % {"given": text},
            where="date",
            mend=_("Tulis seperti 2023-11-30."),
        ) from error


def whole_number(text: str, where: str) -> int:
    """The whole number of a text of digits; refused (`number.not_whole`) for anything else."""
    if not _WHOLE.fullmatch(text):
        raise Refused(
            "number.not_whole",
            _("“%(given)s” bukan bilangan bulat.") % {"given": text},
            where=where,
            mend=_("Tulis angka saja, tanpa titik pemisah ribuan."),
        )
    return int(text)


def optional_number(row: Mapping[str, str], name: str) -> int | None:
    """The whole number in a cell, None when the cell is empty."""
    text = row.get(name) or ""
    return whole_number(text, name) if text else None


def journal_entry(actor: Actor, action: str, reason: str, summary: Mapping[str, object]) -> Entry:
    """Open the journal entry of a write."""
    return record(actor=actor.name, user=actor.user, action=action, reason=reason, summary=dict(summary))
