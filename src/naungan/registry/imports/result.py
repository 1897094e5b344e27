"""What became of a list, and everything of it that does not depend on what would be written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from naungan.law.findings import Finding, Refused
from naungan.registry.imports.source import Source
from naungan.registry.imports.words import Hit, Placed


def _no_rows() -> pl.Series:
    return pl.Series([], dtype=pl.Int64)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a list. `rows` = `accepted` + `rejected`; `accepted` = `created` + `known` (people).

    `joined` people got a membership now, `unchanged` had it; `updated` known people were completed.
    `repeated` says that the file changed nothing at all. `placed` are the findings without words.
    `blocked_rows` are indexes into the source's people.
    """

    rows: int
    accepted: int
    rejected: int
    created: int
    known: int
    findings: tuple[Finding, ...] = ()
    placed: tuple[Placed, ...] = ()
    batch_id: int | None = None
    roll_id: int | None = None
    joined: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: bool = False
    layout: str = ""
    file_kind: str = ""
    sheets: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    blocked_rows: frozenset[int] = field(default_factory=frozenset)
    new_rows: pl.Series = field(default_factory=_no_rows, compare=False)
    joining_rows: pl.Series = field(default_factory=_no_rows, compare=False)
    updating_rows: pl.Series = field(default_factory=_no_rows, compare=False)
    header: tuple[tuple[str, str, str], ...] = ()
    header_line: int = 0
    reading: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The result with the keys of the public contract."""
        counts = {name: getattr(self, name) for name in ("rows", "accepted", "rejected", "created", "known")}
        return {**counts, "findings": [finding.as_json() for finding in self.findings]}

    def counts(self) -> dict[str, Any]:
        """The figures that the batch keeps."""
        names = (
            *("rows", "accepted", "rejected", "created", "known", "joined", "updated", "unchanged"),
            *(
                "repeated",
                "layout",
                "file_kind",
                "ignored",
                "columns",
                "sheets",
                "header",
                "header_line",
                "reading",
            ),
        )
        by_code = Counter(finding.code for finding in self.findings)
        return {**{name: getattr(self, name) for name in names}, "by_code": dict(by_code)}


class NotAllAccepted(Refused):
    """All or nothing was asked, and some rows must be mended; `result` has the findings."""

    def __init__(self, result: ImportResult, source: Source) -> None:
        super().__init__(
            "import.not_all_accepted",
            _("%(rejected)d dari %(rows)d baris harus diperbaiki; tidak ada yang disimpan.")
            % {"rejected": result.rejected, "rows": result.rows},
            mend=_("Perbaiki baris itu, atau simpan dulu baris yang baik."),
        )
        self.result = result
        self.source = source


def result_base(source: Source, hits: list[Hit]) -> ImportResult:
    """What a file holds and what was found in it: everything but what would be written."""
    rows = source.people.height
    placed = source.placed(hits)
    blocked = frozenset(hit.row for hit in hits if hit.blocking)
    return ImportResult(
        rows=rows,
        accepted=rows - len(blocked),
        rejected=len(blocked),
        created=0,
        known=0,
        findings=tuple(one.finding() for one in placed),
        placed=placed,
        layout=source.layout,
        file_kind=f"{source.book.kind} {source.book.detail}".strip(),
        sheets=tuple(sheet.name for sheet in source.sheets),
        ignored=source.ignored,
        columns=_columns(source),
        blocked_rows=blocked,
        header=_headings(source),
        header_line=source.sheets[0].numbers[source.headers[0].last],
        reading=source.reading.as_json(),
    )


def _columns(source: Source) -> tuple[tuple[str, str], ...]:
    """Headings of the first sheet as written, each with the field that it was taken for."""
    header = source.headers[0]
    found = sorted((index, field) for field, index in header.columns.items())
    return tuple((header.labels[index], field) for index, field in found if index < len(header.labels))


def _headings(source: Source) -> tuple[tuple[str, str, str], ...]:
    """Every heading of the first sheet: its key, as written, the field that it was taken for ("" for none)."""
    header = source.headers[0]
    fields = {index: name for name, index in header.columns.items()}
    return tuple(
        (key, label, fields.get(index, ""))
        for index, (key, label) in enumerate(zip(header.keys, header.labels, strict=True))
    )
