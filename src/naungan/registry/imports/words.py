"""What a check found, at its place: without words until somebody reads it (`catalogue` has the words)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from naungan.law.findings import Finding
from naungan.registry.imports.catalogue import CHECKS, blocks, check_of

# Titles by which findings are grouped, on screen and in the summary of the command line.
TITLES: Mapping[str, str] = {code: check.title for code, check in CHECKS.items()}


@dataclass(frozen=True, slots=True)
class Hit:
    """A check that struck: the person's row in the frame, the code, the field at fault, the text found, the
    particulars.

    `given` fills the words; its `variant` picks them where one code has several ways to be wrong. `weighs` is
    set where segment or purpose make it differ from the check's usual weight (see `weighed`).
    """

    row: int
    code: str
    field: str
    found: str
    given: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    weighs: bool | None = None

    @property
    def blocking(self) -> bool:
        """Whether the row stays out."""
        return blocks(self.code) if self.weighs is None else self.weighs


@dataclass(frozen=True, slots=True)
class PlacedFinding(Finding):
    """A finding that knows the row and the field of the frame, so that it can be mended; -1 where it cannot."""

    row: int = -1
    field: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit at its cell, without words: kept with a batch, and worded when somebody reads it.

    `row` and `field` say which cell of the frame it is, so that it can be mended; -1 with batches of older
    versions, which cannot.
    """

    code: str
    sheet: str
    cell: str
    found: str
    given: Mapping[str, Any]
    row: int = -1
    field: str = ""
    weighs: bool | None = None

    @property
    def blocking(self) -> bool:
        """Whether the row stays out."""
        return blocks(self.code) if self.weighs is None else self.weighs

    def finding(self) -> PlacedFinding:
        """The finding in the language that is active."""
        words = check_of(self.code).words[str(self.given.get("variant") or "")]
        return PlacedFinding(
            code=self.code,
            sheet=self.sheet,
            cell=self.cell,
            found=self.found,
            expected=gettext(words.expected) % self.given,
            mend=gettext(words.mend) % self.given,
            blocking=self.blocking,
            row=self.row,
            field=self.field,
        )

    def as_json(self) -> dict[str, Any]:
        """What the constructor takes."""
        return {name: getattr(self, name) for name in _PLACED} | {"given": dict(self.given)}


_PLACED = ("code", "sheet", "cell", "found", "row", "field", "weighs")


def weighed(hits: Iterable[Hit], segment: str, purpose: str) -> list[Hit]:
    """The hits with the weight that their checks have on a list of this segment and purpose."""
    return [
        dataclasses.replace(hit, weighs=blocks(hit.code, segment, purpose))
        if check_of(hit.code).weights
        else hit
        for hit in hits
    ]
