"""The calendar feed: RFC 5545 text of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from naungan.agreements.queries import Event

_WIDTH = 75


def calendar(
    name: str, events: Iterable[Event], *, now: datetime, href: Callable[[Event], str], host: str
) -> str:
    """The whole feed; lines end in CR LF and none is longer than 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Naungan//Kerja sama//ID",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event, now, href(event), host)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line ends are written out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A long line in pieces of at most 75 octets, never within a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece])


def _event(event: Event, now: datetime, href: str, host: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.key}@{host}",
        f"DTSTAMP:{_moment(now)}",
        f"SUMMARY:{escaped(event.title)}",
        f"URL:{href}",
    ]
    if event.at is not None:
        lines += [f"DTSTART:{_moment(event.at)}", f"DTEND:{_moment(event.at + timedelta(hours=2))}"]
    else:
        after = event.on + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    if event.place:
        lines.append(f"LOCATION:{escaped(event.place)}")
    return [*lines, "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
