"""The minutes of a meeting as a paper: made the same day, for signing."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from naungan.agreements.models import ActionItem, Meeting, MeetingLine
from naungan.agreements.queries import agenda
from naungan.agreements.queries.meetings import lines_of
from naungan.areas.queries import name_of
from naungan.kit import numbers
from naungan.kit.papers import paper

TEMPLATE = "agreements/papers/minutes.typ"


def minutes_pdf(meeting: Meeting) -> bytes:
    """The PDF, in Indonesian whatever the language of the page: it is an Indonesian paper."""
    with translation.override("id"):
        return paper(TEMPLATE, minutes(meeting))


def minutes(meeting: Meeting) -> dict[str, Any]:
    """What the paper says."""
    kept = {kind: list(lines_of(meeting, kind)) for kind in MeetingLine.Kind}
    parties = list(meeting.agreement.parties.all()) if meeting.agreement else []
    return {
        "lang": "id",
        "title": _("Notula %(title)s") % {"title": meeting.title},
        "number": _("Nomor: %(number)s") % {"number": meeting.number} if meeting.number else "",
        "head": {"office": office(meeting.area_id), "unit": str(meeting.get_kind_display())},
        "made": _("Dibuat dengan Naungan, %(moment)s") % {"moment": numbers.moment(timezone.now())},
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "words": _words(),
        "facts": _facts(meeting),
        "agenda": [item.text for item in agenda(meeting)],
        "attendance": [
            [line.text, line.people or "–", line.obstacle or "–"]
            for line in kept[MeetingLine.Kind.ATTENDANCE]
        ],
        "decisions": [line.text for line in kept[MeetingLine.Kind.DECISION]],
        "actions": [_action(at, row) for at, row in enumerate(meeting.actions.order_by("pk"), 1)],
        "signatures": [
            {"role": _("Pimpinan rapat"), "name": meeting.chair, "title": meeting.chair_title},
            *({"role": party.name, "name": party.signer, "title": party.signer_title} for party in parties),
            {"role": _("Notulis"), "name": "", "title": ""},
        ],
    }


def office(area_code: str) -> str:
    """The government of an area as a letterhead names it."""
    name = name_of(area_code)
    titled = name if "." in area_code else _("Provinsi %(name)s") % {"name": name}
    return _("Pemerintah %(name)s") % {"name": titled}


def _words() -> dict[str, str]:
    return {
        "agenda": _("Acara"),
        "attendance": _("Kehadiran dan hambatan"),
        "agency": _("Instansi"),
        "people": _("Yang hadir"),
        "obstacle": _("Hambatan"),
        "decisions": _("Keputusan"),
        "actions": _("Tindak lanjut"),
        "action": _("Yang dikerjakan"),
        "due": _("Tenggat"),
        "state": _("Status"),
        "none": _("Tidak dicatat."),
    }


def _facts(meeting: Meeting) -> list[list[str]]:
    clock = f" {meeting.at:%H.%M}" if meeting.at else ""
    rows = [
        [_("Hari, tanggal"), date_format(meeting.on, "l, j F Y") + clock],
        [_("Tempat"), meeting.place or _("tidak dicatat")],
        [_("Pimpinan rapat"), meeting.chair or _("tidak dicatat")],
    ]
    return rows + ([[_("Sumber"), meeting.source]] if meeting.source else [])


def _action(at: int, row: ActionItem) -> list[str]:
    due = numbers.short_day(row.due_on) if row.due_on else _("tanpa tanggal")
    return [str(at), row.text, row.agency, due, str(row.get_state_display())]
