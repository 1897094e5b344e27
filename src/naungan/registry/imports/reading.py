"""How a file is to be read where somebody chose otherwise than its own signs say, and how that is remembered.

What is chosen once for a payer's file holds for the next file with the same headings, whoever brings it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from naungan.accounts.access import Actor
from naungan.journal.models import Entry
from naungan.registry.imports.headers import normal
from naungan.registry.models import Payer, RememberedReading

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "cp1252", "utf-16")


@dataclass(frozen=True, slots=True)
class Reading:
    """`columns`: a heading's key (`headers.Header.keys`) to its field, "" for one that nobody reads;
    `header_line`: the row of the headings as the spreadsheet numbers it; "" and None follow the file.
    """

    separator: str = ""
    encoding: str = ""
    header_line: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """A form that `from_json` reads back; kept with the batch and remembered for the payer."""
        return {
            "separator": self.separator,
            "encoding": self.encoding,
            "header_line": self.header_line,
            "columns": dict(self.columns),
        }


AS_IT_SAYS = Reading()


def from_json(values: Mapping[str, Any]) -> Reading:
    """The reading that `Reading.as_json` wrote; an empty mapping gives the file's own signs."""
    return Reading(**values) if values else AS_IT_SAYS


def digest_of(labels: Iterable[object]) -> str:
    """The digest of headings, whatever their order: by this a payer's next file is known."""
    words = sorted(filter(None, map(normal, labels)))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def remember(payer: Payer, labels: Iterable[object], reading: Reading, entry: Entry) -> None:
    """Keep how a payer's files with these headings are read; an earlier choice gives way."""
    kept = {"reading": reading.as_json() | {"header_line": None}, "entry": entry}
    RememberedReading.objects.update_or_create(payer=payer, headings=digest_of(labels), defaults=kept)


def remembered_for(payer_code: str, actor: Actor) -> dict[str, Reading]:
    """What is remembered for a payer, by the digest of the headings. Only column names: nothing about people."""
    found = RememberedReading.objects.filter(payer__code=payer_code).select_related("payer")
    return {
        one.headings: from_json(one.reading)
        for one in found
        if actor.scope.holds_payer(one.payer.code, one.payer.area_id)
        or actor.scope.proposes_to(one.payer.area_id)
    }
