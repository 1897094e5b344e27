"""Contribution months that a description names: "iuran Januari s.d. April 2021", "bulan Mei, Juni 2021". Pure."""

from __future__ import annotations

import re

from naungan.contributions.register.reading import MONTH_WORDS

MOST = 60
_WORD = re.compile(
    r"(?P<word>\b(?:" + "|".join(sorted(MONTH_WORDS, key=len, reverse=True)) + r")\b\.?)"
    r"(?:\s*(?P<year>20\d\d))?"
    r"|(?P<iso>\b20\d\d-(?:0[1-9]|1[0-2])\b)(?!-\d)"
    r"|\b(?P<blth>(?:0[1-9]|1[0-2])[/-]20\d\d)\b",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"(?<![\w-])\d{1,2}\s*$|\d[/-]$")
_TO = re.compile(r"^\s*(s\.?\s*/?\s*d\.?|sampai(\s+dengan)?|hingga|[-–—]|\.\.)\s*(bulan\s+)?$", re.IGNORECASE)


def months_named(text: str) -> tuple[int, ...]:
    """The month numbers that a text names, in its order, ranges filled; () when a year is missing or a range is
    backwards. Days ("12 Januari 2021") are no months.
    """
    found = [hit for hit in _WORD.finditer(text) if not _DATE_BEFORE.search(text[: hit.start()])]
    named = _with_years(found)
    if not named:
        return ()
    months: list[int] = [named[0]]
    for at in range(1, len(named)):
        between = text[found[at - 1].end() : found[at].start()]
        if not _TO.match(between):
            months.append(named[at])
            continue
        if not 0 <= named[at] - named[at - 1] < MOST:
            return ()
        months.extend(range(named[at - 1] + 1, named[at] + 1))
    return tuple(dict.fromkeys(months))[:MOST]


def _with_years(found: list[re.Match[str]]) -> list[int]:
    """Month numbers; a month without a year takes that of the next one that has it."""
    year: int | None = None
    named: list[int] = []
    for hit in reversed(found):
        if hit["iso"]:
            year, month = int(hit["iso"][:4]), int(hit["iso"][5:7])
        elif hit["blth"]:
            year, month = int(hit["blth"][-4:]), int(hit["blth"][:2])
        else:
            year = int(hit["year"]) if hit["year"] else year
            month = MONTH_WORDS[hit["word"].rstrip(".").upper()]
        if year is None:
            return []
        named.append(year * 12 + month - 1)
    return named[::-1]
